--- Keys of a table: its primary key and UNIQUE constraints, compared by meaning.
local identifier = require("runner.schema.identifier")

local key = {}

--- Is the column part of the key?
function key.has(self, column)
  for _, member in ipairs(self.columns) do
    if identifier.fold(member.name) == column.key then
      return true
    end
  end
  return false
end

--- The collation that the key itself names for its i-th column, or nil.
local function own_collation(self, i)
  return not self.column and self.tree.columns[i].collation or nil
end

--- One text for keys that mean the same. A collation that comes from the column is left
-- to the comparison of columns.
function key.meaning(self)
  local words = {}
  for i, member in ipairs(self.columns) do
    local collation = own_collation(self, i)
    words[i] = identifier.quote(identifier.fold(member.name))
      .. (collation and " COLLATE " .. collation:upper() or "")
      .. (member.order == "DESC" and " DESC" or "")
  end
  return table.concat(words, ", ")
end

--- Do two primary keys (or none) order the rows alike?
function key.same(old, new)
  if not old or not new then
    return old == new
  elseif old.rowid or new.rowid then
    return old.rowid == new.rowid and key.has(old, {
      key = identifier.fold(new.columns[1].name),
    })
  end
  return key.meaning(old) == key.meaning(new)
end

--- Does the key consist of exactly these columns, in whatever order?
local function covers(self, names)
  return identifier.same_set(identifier.names(self.columns), names)
end

function key.in_primary(self, column)
  return self.primary_key ~= nil and key.has(self.primary_key, column)
end

--- Is the column part of the primary key or of a UNIQUE constraint?
function key.in_any(self, column)
  if key.in_primary(self, column) then
    return true
  end
  for _, unique in ipairs(self.uniques) do
    if key.has(unique, column) then
      return true
    end
  end
  return false
end

--- The keys that SQLite holds in indexes of its own making, in the order of the text:
-- UNIQUE constraints, and a primary key that is neither the rowid nor the table itself.
function key.automatic(definition)
  local keys = {}
  local primary = definition.primary_key
  if primary and not primary.rowid and not definition.without_rowid then
    keys[1] = primary
  end
  for _, unique in ipairs(definition.uniques) do
    keys[#keys + 1] = unique
  end
  table.sort(keys, function(a, b)
    return a.tree.span[1] < b.tree.span[1]
  end)
  return keys
end

--- How many indexes of constraints are numbered before the key of a WITHOUT ROWID table,
-- which takes a number though it is no index: those before it in the text, but all if it
-- would be the rowid otherwise.
local function number_of_primary(definition)
  local primary, count = definition.primary_key, 0
  for _, unique in ipairs(definition.without_rowid and definition.uniques or {}) do
    local before = primary.integer or unique.tree.span[1] < primary.tree.span[1]
    count = count + (before and 1 or 0)
  end
  return count
end

--- Are the indexes of this table's constraints unlike those that CREATE INDEX makes? Both
-- end with the primary key of a WITHOUT ROWID table, but only the latter with its DESC
-- (https://www.sqlite.org/src/info/bba7b69f9849b5bf), so none can take another's place.
function key.has_own_order(definition)
  local columns = definition.without_rowid and definition.primary_key.columns or {}
  for _, column in ipairs(columns) do
    if column.order == "DESC" then
      return true
    end
  end
  return false
end

--- Do the indexes of constraints change, or only their numbers? `facts` has old and new
-- definition.
function key.change_automatic(facts)
  if number_of_primary(facts.old) ~= number_of_primary(facts.new) then
    return true
  end
  local before, after = key.automatic(facts.old), key.automatic(facts.new)
  for i = 1, math.max(#before, #after) do
    local same = before[i]
      and after[i]
      and key.meaning(before[i]) == key.meaning(after[i])
    if not same then
      return true
    end
  end
  return false
end

--- Has a unique index on all rows exactly these columns?
local function any_index_covers(indexes, names)
  for _, index in ipairs(indexes) do
    local whole = index.tree and index.unique and not index.tree.where
    local columns = {}
    for i, name in ipairs(index.columns) do
      columns[i] = name or "" -- an expression
    end
    if whole and identifier.same_set(columns, names) then
      return true
    end
  end
  return false
end

--- Can a foreign key point at these columns? No names stand for the primary key.
-- `indexes` are those of the table's world.
-- https://www.sqlite.org/foreignkeys.html#fk_indexes
function key.is_parent(definition, indexes, names)
  local primary = definition.primary_key
  if #names == 0 or (primary and covers(primary, names)) then
    return primary ~= nil
  end
  for _, unique in ipairs(definition.uniques) do
    if covers(unique, names) then
      return true
    end
  end
  return any_index_covers(indexes, names)
end

return key
