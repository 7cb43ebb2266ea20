--- What other objects of the file use a column that is about to go: indexes, triggers
-- that name it behind UPDATE OF, foreign keys of other tables. (Constraints of the table
-- itself are looked at by runner.alter.change.drop_column; whether views and the insides
-- of triggers still work is tried when the alteration is done.)
local ddl = require("runner.ddl")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local mention = require("runner.schema.mention")

local function has(names, key)
  for _, name in ipairs(names or {}) do
    if identifier.fold(name) == key then
      return true
    end
  end
  return false
end

--- Does an index hold the column, or mention it in an expression or its condition?
local function index_uses(text, tree, key)
  local spans = { tree.where }
  for _, column in ipairs(tree.columns) do
    spans[#spans + 1] = column.span
  end
  for _, span in ipairs(spans) do
    if #mention.of(text:sub(span[1], span[2]), key) > 0 then
      return true
    end
  end
  return false
end

local uses = {
  index = index_uses,
  trigger = function(_, tree, key)
    return has(tree.of, key)
  end,
}

local objects = "SELECT type, name, sql FROM sqlite_schema"
  .. " WHERE tbl_name = ? COLLATE NOCASE AND type IN ('index', 'trigger')"
  .. " AND sql IS NOT NULL ORDER BY rowid"
local children = 'SELECT m.name, f."from" FROM sqlite_schema AS m,'
  .. " pragma_foreign_key_list(m.name) AS f"
  .. " WHERE m.type = 'table' AND m.name <> ?1 COLLATE NOCASE"
  .. ' AND f."table" = ?1 COLLATE NOCASE AND f."to" = ?2 COLLATE NOCASE'

--- Raise if something uses the column of that name.
return function(db, place, table_name, name)
  local key, found = identifier.fold(name), {}
  for kind, object, text in db:rows(objects, table_name) do
    if uses[kind](text, ddl.parse(text), key) then
      found[#found + 1] = ("the %s '%s'"):format(kind, object)
    end
  end
  for child, column in db:rows(children, table_name, name) do
    found[#found + 1] = ("the foreign key of '%s' (%s)"):format(child, column)
  end
  if #found > 0 then
    failure.raise(
      ("%s: column '%s' of '%s' is used by %s"):format(
        place,
        name,
        table_name,
        table.concat(found, ", ")
      ),
      "drop what uses it first"
    )
  end
end
