--- Names that change hands: tables, indexes and views share one set of names.
--
--     taken.indexes(comparison)     --> set of the keys of indexes
--
-- An index of a changed table that goes is in the way where another table, or an index of
-- another table, comes by its name.
local taken = {}

--- By key: the table whose index comes by that name, or true for what is no index.
local function coming(found)
  local owners = {}
  for _, home in ipairs({ "tables", "views", "virtual_tables" }) do
    for key in pairs(found.want[home]) do
      owners[key] = true
    end
  end
  for key, object in pairs(found.want.tables) do
    for _, one in ipairs(object.indexes) do
      owners[one.key] = key
    end
  end
  return owners
end

function taken.indexes(found)
  local owners, keys = coming(found), {}
  for _, change in ipairs(found.tables.changed) do
    for _, one in ipairs(change.indexes_dropped) do
      local owner = owners[one.key]
      keys[one.key] = owner ~= nil and owner ~= change.want.key or nil
    end
  end
  return keys
end

return taken
