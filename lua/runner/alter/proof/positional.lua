--- Triggers and views that know the columns of a table by their places alone.
--
-- After INSERT INTO t VALUES (...) in a trigger, and in CREATE VIEW v (x, y) AS SELECT *
-- FROM t, a column is what stands at its place. Where columns change places these would
-- go on to work and mean other columns, and nobody would notice; so that is raised.
-- (Where there are more columns than before, or fewer, SQLite says that they are broken.)
local catalogue = require("runner.catalogue")
local ddl = require("runner.ddl")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")

local positional = {}

-- ---- which places change

local function keys(self, with_generated)
  local list = {}
  for _, column in ipairs(self.columns) do
    if with_generated or not column.generated then
      list[#list + 1] = column.key
    end
  end
  return list
end

--- The first old column with another one in its place, or nil; also if their number
-- changes.
local function displaced(alteration, with_generated)
  local old = keys(alteration.old, with_generated)
  local new = keys(alteration.new, with_generated)
  for i, key in ipairs(#old == #new and old or {}) do
    if alteration.origin[new[i]] ~= key then
      return alteration.old.by_key[key].name
    end
  end
  return nil
end

-- ---- who knows them

local function is_word(token, word)
  return token ~= nil and token.kind == "word" and token.text:upper() == word
end

local function is_table(token, key)
  return token ~= nil and token.name ~= nil and identifier.fold(token.name) == key
end

--- Does the trigger insert into the table without a list of columns? (A trigger
-- may give it no alias, nor say DEFAULT VALUES.)
-- https://www.sqlite.org/lang_createtrigger.html section 2.1
local function inserts_by_place(text, key)
  local body = ddl.parse(text).body
  local tokens = ddl.tokens(text, body[1], body[2])
  for i, token in ipairs(tokens) do
    if is_word(token, "INTO") and is_table(tokens[i + 1], key) then
      if tokens[i + 2].text ~= "(" then
        return true
      end
    end
  end
  return false
end

--- The tokens of a view's select behind SELECT, ALL and DISTINCT.
local function selected(text, tree)
  local tokens = ddl.tokens(text, tree.select[1], tree.select[2])
  local first = (is_word(tokens[2], "ALL") or is_word(tokens[2], "DISTINCT")) and 3 or 2
  return table.move(tokens, first, #tokens, 1, {})
end

--- Does the view give names of its own to all columns of the table?
local function names_by_place(text, key)
  local tree = ddl.parse(text)
  local tokens = tree.columns and selected(text, tree) or {}
  if not tokens[3] or tokens[1].text ~= "*" or not is_word(tokens[2], "FROM") then
    return false
  end
  local has_schema = tokens[4] and tokens[4].text == "."
  return is_table(tokens[has_schema and 5 or 3], key)
end

-- ---- the check

local what = {
  trigger = {
    uses = inserts_by_place,
    says = "inserts into it without naming columns",
    with_generated = false,
  },
  view = {
    uses = names_by_place,
    says = "names its columns by their places",
    with_generated = true,
  },
}

local function fail(alteration, kind, name, column)
  failure.raise(
    ("altering '%s' (%s) puts another column in the place of '%s', "
      .. "and the %s '%s' %s"):format(
      alteration.table,
      table.concat(alteration.changes or {}, ", "),
      column,
      kind,
      name,
      what[kind].says
    ),
    ("drop the %s before and create it anew after, in the same revision"):format(kind)
  )
end

--- Raise the trigger or view that would mean other columns than before.
function positional.check(db, alteration)
  local key = identifier.fold(alteration.table)
  local sql = "SELECT name, sql FROM main.sqlite_schema WHERE type = ?1 AND sql IS NOT "
    .. "NULL UNION ALL SELECT name, sql FROM temp.sqlite_schema WHERE type = ?1"
  for _, kind in ipairs({ "trigger", "view" }) do
    local column = displaced(alteration, what[kind].with_generated)
    for _, row in ipairs(column and catalogue.rows(db, sql, kind) or {}) do
      local done, uses = pcall(what[kind].uses, row[2], key)
      if done and uses then
        fail(alteration, kind, row[1], column)
      end
    end
  end
end

return positional
