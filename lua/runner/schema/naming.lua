--- Naming conventions: names for constraints and indexes that have none.
--
--     naming = { unique = "uq_{table}_{columns}", foreign_key = "fk_{table}_{referent}" }
--
-- A pattern for each kind: unique, check, foreign_key, primary_key, index. In it {table},
-- {columns} (joined by "_"), {column} (the first) and {referent} (the table a foreign key
-- leads to) are replaced. The columns of a check are those that its condition mentions.
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local mention = require("runner.schema.mention")
local words = require("runner.schema.words")

local naming = {}

local kinds = {
  unique = "text",
  check = "text",
  foreign_key = "text",
  primary_key = "text",
  index = "text",
}
local known = { table = true, columns = true, column = true, referent = true }

--- Raise unless these are patterns.
function naming.check(place, patterns)
  words.check(place, patterns, kinds)
  for kind in pairs(kinds) do
    for word in (patterns[kind] or ""):gmatch("{([^{}]*)}") do
      if not known[word] then
        failure.raise(
          ("%s: %s has an unknown part '{%s}'"):format(place, kind, word),
          "known are: {table}, {columns}, {column}, {referent}"
        )
      end
    end
  end
  return patterns
end

--- Letters, digits and "_" of an expression: "lower(name)" gives "lower_name".
local function plain(text)
  return (text:gsub("[^%w\128-\255]+", "_"):gsub("^_", ""):gsub("_$", ""))
end

--- The name of a constraint or index of `kind`, or nil without a pattern for it.
-- `facts`: { table, columns = { names or expressions }, referent }.
function naming.name(patterns, kind, facts)
  local pattern = patterns and patterns[kind]
  if not pattern then
    return nil
  end
  local columns = {}
  for i, column in ipairs(facts.columns) do
    columns[i] = identifier.is_plain(column) and column or plain(column)
  end
  local values = {
    table = facts.table,
    columns = table.concat(columns, "_"),
    column = columns[1] or "",
    referent = facts.referent or "",
  }
  return (pattern:gsub("{(%w+)}", values))
end

-- ---- whole tables

--- The names of the columns that a condition mentions.
function naming.mentioned(condition, columns)
  return identifier.names(mention.columns(condition, columns))
end

--- Give names to what the words of a column have without one: a checked column of
-- runner.schema.column, or checked words of op.alter_column.
function naming.column(patterns, table_name, column_name, column)
  local function name(kind, item, referent)
    if item and not item.name then
      local facts = { table = table_name, columns = { column_name }, referent = referent }
      item.name = naming.name(patterns, kind, facts)
    end
  end
  name("unique", column.unique)
  name("check", column.check)
  name("foreign_key", column.references, column.references and column.references.table)
  if column.primary_key then
    local facts = { table = table_name, columns = { column_name } }
    column.primary_key_name = naming.name(patterns, "primary_key", facts)
  end
end

--- The same for a checked table of runner.schema.table.
function naming.table(patterns, model)
  local function name(kind, item, columns, referent)
    local facts = { table = model.name, columns = columns, referent = referent }
    item.name = item.name or naming.name(patterns, kind, facts)
  end
  for _, column in ipairs(model.columns) do
    naming.column(patterns, model.name, column.name, column)
  end
  if model.primary_key then
    name("primary_key", model.primary_key, model.primary_key.columns)
  end
  for _, key in ipairs(model.unique) do
    name("unique", key, key.columns)
  end
  for _, check in ipairs(model.check) do
    name("check", check, naming.mentioned(check.text, model.columns))
  end
  for _, key in ipairs(model.foreign_keys) do
    name("foreign_key", key, key.columns, key.reference.table)
  end
end

return naming
