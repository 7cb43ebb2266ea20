--- The keys of changed tables that foreign keys of others lead to: those that are kept
-- need no order among the changes.
--
--     parent_key.is_kept(change, foreign_key)     -- of the table that foreign_key is to
--     parent_key.goes_on(change, index, want)     -- the key becomes this index
--
-- https://www.sqlite.org/foreignkeys.html#fk_indexes
local identifier = require("runner.schema.identifier")

local parent_key = {}

local function names_of(columns)
  local names = {}
  for i, column in ipairs(columns) do
    local name = column.name or type(column) == "string" and column
    names[i] = name and identifier.quote(identifier.fold(name)) or ""
  end
  return names
end

--- The columns as one text, in whatever order.
local function set_text(columns)
  local names = names_of(columns)
  table.sort(names)
  return table.concat(names, ",")
end

--- The columns of the primary key as they follow, or nil.
local function primary_text(object)
  local primary = object.definition.primary_key
  return primary and table.concat(names_of(primary.columns), ",")
end

--- No key is an index over expressions, or over some of the rows.
local function is_key(index)
  for _, column in ipairs(index.columns) do
    if not column.name then
      return false
    end
  end
  return index.unique and not index.where
end

--- Has the table a key over these columns?
local function has(object, columns)
  local wanted, definition = set_text(columns), object.definition
  local primary = definition.primary_key
  if primary and set_text(primary.columns) == wanted then
    return true
  end
  for _, unique in ipairs(definition.uniques) do
    if set_text(unique.columns) == wanted then
      return true
    end
  end
  for _, index in ipairs(object.indexes) do
    if is_key(index.tree) and set_text(index.tree.columns) == wanted then
      return true
    end
  end
  return false
end

--- Is the key that a foreign key leads to there before and after the change?
function parent_key.is_kept(change, foreign_key)
  if #foreign_key.parents > 0 then
    return has(change.have, foreign_key.parents) and has(change.want, foreign_key.parents)
  end
  local primary = primary_text(change.have)
  return primary ~= nil and primary == primary_text(change.want)
end

local function has_columns(definition, columns)
  for _, column in ipairs(columns) do
    if not definition.by_key[identifier.fold(column.name)] then
      return false
    end
  end
  return true
end

--- Does a foreign key of the inventory lead to these columns of a table?
local function is_referred_to(inventory, key, columns)
  local wanted = set_text(columns)
  for _, object in pairs(inventory.tables) do
    for _, foreign_key in ipairs(object.definition.foreign_keys) do
      local is_to_table = identifier.fold(foreign_key.table) == key
      if is_to_table and set_text(foreign_key.parents) == wanted then
        return true
      end
    end
  end
  return false
end

--- Does a key that foreign keys lead to go, while this index comes over the same columns?
-- Then the index has to be there before.
function parent_key.goes_on(change, index, want)
  local columns = index.tree.columns
  return #change.difference.items > 0
    and is_key(index.tree)
    and has_columns(change.have.definition, columns)
    and has(change.have, columns)
    and is_referred_to(want, change.want.key, columns)
end

return parent_key
