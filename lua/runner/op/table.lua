--- Operations on whole tables.
local catalogue = require("runner.catalogue")
local content = require("runner.alter.execute.content")
local drop = require("runner.op.drop")
local identifier = require("runner.schema.identifier")
local naming = require("runner.schema.naming")
local requote = require("runner.alter.text.requote")
local settings = require("runner.alter.settings")
local statistics = require("runner.alter.execute.statistics")
local table_words = require("runner.schema.table")
local target = require("runner.alter.request.target")
local words = require("runner.schema.words")

local function create_table(db, name, given)
  local model = table_words.check("op.create_table", name, given)
  local patterns = settings.of(db).naming
  if patterns then
    naming.table(patterns, model)
  end
  return table_words.text(model)
end

local MENTIONING = "SELECT rowid, type, name, sql FROM main.sqlite_schema WHERE "
  .. "instr(lower(sql), lower(?)) > 0"

--- The texts of the file that may mention a name, by rowid.
local function mentioning(db, name)
  local texts = {}
  for _, row in ipairs(catalogue.rows(db, MENTIONING, name)) do
    texts[row[1]] = row[4]
  end
  return texts
end

--- The new name in the quotes that the former one had in each text. (Where SQL is written
-- down it keeps those of SQLite: a rename is to stay one statement.)
local function requote_all(db, texts, name, new_name)
  local changes = {}
  for _, row in ipairs(catalogue.rows(db, MENTIONING, new_name)) do
    local before, after = texts[row[1]], row[4]
    local sql = before and requote(before, after, name, new_name)
    if sql and sql ~= after then
      changes[#changes + 1] = { type = row[2], name = row[3], sql = sql }
    end
  end
  catalogue.edit(db, changes)
end

local function rename(db, name, new_name, text)
  local texts = catalogue.recording(db) and {} or mentioning(db, name)
  local done, problem = pcall(db.exec, db, text)
  if not done then
    target.explain("op.rename_table", problem)
  end
  requote_all(db, texts, name, new_name)
  statistics.rename(db, name, new_name)
end

local function rename_table(db, name, new_name)
  words.expect("op.rename_table: the table's name", name, "name")
  words.expect("op.rename_table: the new name", new_name, "name")
  name = target.table(db, "op.rename_table", name)
  local text = ("ALTER TABLE %s RENAME TO %s"):format(
    identifier.quote(name),
    identifier.quote(new_name)
  )
  content.guard(db, "op.rename_table", function()
    rename(db, name, new_name, text)
  end)
end

--- A table that may not be there can still be one that is not the author's.
local function check_drop(db, place, name, options)
  if options.if_exists then
    target.refuse_own(db, place, name)
  else
    target.table(db, place, name)
  end
end

--- Whoever says drop_table means its rows, too.
local function exec_drop(db, name, text)
  catalogue.announce_drop(db, name, function()
    db:exec(text)
  end)
end

return {
  create_table = { usage = "name, { columns }", most = 2, text = create_table },
  drop_table = drop("table", check_drop, exec_drop),
  rename_table = { usage = "name, new_name", most = 2, run = rename_table },
}
