--- The order in which the objects of an inventory can be made.
--
--     for _, object in ipairs(order(inventory)) do ... end
--
-- Tables come first, those that others refer to before them, each followed by its
-- indexes; then virtual tables, views (those that others read before them), triggers.
-- What nothing orders goes by its name, so that databases with the same schema are
-- written alike, in whatever order it was made. Only the triggers of a table stay as they
-- were made: SQLite may run them by that.
local precedence = require("runner.autogenerate.precedence")

--- The objects of a list or a map, by their names.
local function by_name(objects)
  local list = {}
  for _, object in pairs(objects) do
    list[#list + 1] = object
  end
  table.sort(list, function(a, b)
    return a.key < b.key
  end)
  return list
end

local function append(list, objects)
  table.move(objects, 1, #objects, #list + 1, list)
end

return function(inventory)
  local list, triggers = {}, {}
  local function add(objects)
    for _, object in ipairs(objects) do
      list[#list + 1] = object
      append(list, by_name(object.indexes or {}))
      append(triggers, object.triggers)
    end
  end
  add(precedence.tables(by_name(inventory.tables)))
  add(by_name(inventory.virtual_tables))
  add(precedence.views(by_name(inventory.views)))
  append(list, triggers)
  return list
end
