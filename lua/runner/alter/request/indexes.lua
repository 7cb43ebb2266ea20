--- Indexes created and dropped, and what stops that: no such table or column, an index of
-- another table, values that are there twice.
local duplicate = require("runner.alter.proof.duplicate")
local ddl = require("runner.ddl")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local index = require("runner.schema.index")
local target = require("runner.alter.request.target")
local words = require("runner.schema.words")
local work = require("runner.alter.work")

local indexes = {}

local function column_names(db, table_name)
  local names = {}
  for name in db:rows("SELECT name FROM pragma_table_xinfo(?)", table_name) do
    names[#names + 1] = name
  end
  return names
end

--- People write an expression where a plain text is a column.
local function hint_for(db, table_name, name)
  if name:find("[ (]") then
    return 'an expression is written sql"...", and an order { "column", desc = true }'
  end
  return words.suggestion(name, column_names(db, table_name))
end

local function explain(db, place, model, text, problem)
  local message = type(problem) == "userdata" and problem.message or ""
  local column = message:match("^no such column: (.+)$")
  if column then
    failure.raise(
      ("%s: '%s' has no column '%s'"):format(place, model.table, column),
      hint_for(db, model.table, column)
    )
  end
  local found = { name = model.name, text = text, tree = ddl.parse(text) }
  duplicate.explain_index(db, model.table, found, problem)
  error(problem, 0)
end

--- `model` is a checked one of runner.schema.index.
function indexes.create(db, place, model)
  words.expect(place .. ": the index's name", model.name, "name")
  target.table(db, place, model.table)
  local text = index.text(model)
  local done, problem = pcall(work.index, db, {
    name = model.name,
    table = model.table,
    terms = #model.keys,
    unique = model.unique,
  }, function()
    db:exec(text)
  end)
  if not done then
    explain(db, place, model, text, problem)
  end
end

--- Drop an index of this very table.
function indexes.drop(db, place, table_name, name, if_exists)
  local owner = db:value(
    "SELECT tbl_name FROM sqlite_schema WHERE type = 'index' AND name = ? COLLATE NOCASE",
    name
  )
  if not owner and if_exists then
    return
  elseif not owner then
    target.object(db, place, "index", name)
  elseif identifier.fold(owner) ~= identifier.fold(table_name) then
    failure.raise(
      ("%s: '%s' is an index of '%s', not of '%s'"):format(
        place,
        name,
        owner,
        table_name
      ),
      "drop it with op.drop_index, or in an op.alter_table of its own table"
    )
  end
  db:exec("DROP INDEX " .. identifier.quote(name))
end

return indexes
