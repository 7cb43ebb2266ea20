--- The keys of changed tables that foreign keys of others lead to: those that are kept
-- need no order among the changes.
--
--     parent_key.is_kept(change, foreign_key)     -- of the table that foreign_key is to
--     parent_key.goes_on(change, index, want)     -- the key becomes this index
--
-- https://www.sqlite.org/foreignkeys.html#fk_indexes
local identifier = require("runner.schema.identifier")
local key = require("runner.alter.key")

local parent_key = {}

--- No key is an index over expressions, or over some of the rows.
local function is_key(index)
  for _, column in ipairs(index.columns) do
    if not column.name then
      return false
    end
  end
  return index.unique and not index.where
end

--- The indexes of an inventory's table as runner.alter.key takes them.
local function indexes_of(object)
  local list = {}
  for i, index in ipairs(object.indexes) do
    local tree, columns = index.tree, {}
    for j, column in ipairs(tree.columns) do
      columns[j] = column.name or false
    end
    list[i] = { tree = tree, unique = tree.unique, columns = columns }
  end
  return list
end

--- Has the table a key over these columns? (Without any: a primary key.)
local function has(object, names)
  return key.is_parent(object.definition, indexes_of(object), names)
end

--- The columns of the primary key, as they follow; nil if there is none.
local function primary_text(object)
  local primary = object.definition.primary_key
  local names = primary and identifier.names(primary.columns)
  return names and identifier.fold(identifier.quote_all(names))
end

--- Is the key that a foreign key leads to there before and after the change?
function parent_key.is_kept(change, foreign_key)
  if #foreign_key.parents > 0 then
    return has(change.have, foreign_key.parents) and has(change.want, foreign_key.parents)
  end
  local primary = primary_text(change.have)
  return primary ~= nil and primary == primary_text(change.want)
end

local function has_columns(definition, names)
  for _, name in ipairs(names) do
    if not definition.by_key[identifier.fold(name)] then
      return false
    end
  end
  return true
end

--- Does a foreign key of the inventory lead to these columns of a table?
local function is_referred_to(inventory, table_key, names)
  for _, object in pairs(inventory.tables) do
    for _, foreign_key in ipairs(object.definition.foreign_keys) do
      local is_to_table = identifier.fold(foreign_key.table) == table_key
      if is_to_table and identifier.same_set(foreign_key.parents, names) then
        return true
      end
    end
  end
  return false
end

--- Does a key that foreign keys lead to go, while this index comes over the same columns?
-- Then the index has to be there before.
function parent_key.goes_on(change, index, want)
  local names = identifier.names(index.tree.columns)
  return #change.difference.items > 0
    and is_key(index.tree)
    and has_columns(change.have.definition, names)
    and has(change.have, names)
    and is_referred_to(want, change.want.key, names)
end

return parent_key
