--- The order in which the objects of an inventory can be made.
--
--     for _, object in ipairs(order(inventory)) do ... end
--
-- Tables come first, those that others refer to before them, each followed by its
-- indexes; then virtual tables, views (those that others read before them), triggers.
-- What nothing orders goes by its name, so that databases with the same schema are
-- written alike, in whatever order it was made. Only the triggers of a table stay as they
-- were made: SQLite may run them by that.
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")

local function sorted_keys(map)
  local keys = {}
  for key in pairs(map) do
    keys[#keys + 1] = key
  end
  table.sort(keys)
  return keys
end

--- The objects of a map, each behind those of the map that `needs` names. In a circle one
-- has to come first.
local function in_order(map, needs)
  local list, seen = {}, {}
  local function visit(key)
    local object = map[key]
    if not object or seen[key] then
      return
    end
    seen[key] = true
    local before = needs(object)
    table.sort(before)
    for _, other in ipairs(before) do
      visit(other)
    end
    list[#list + 1] = object
  end
  for _, key in ipairs(sorted_keys(map)) do
    visit(key)
  end
  return list
end

local function nothing()
  return {}
end

--- The keys of the tables that a table refers to.
local function referents(object)
  local keys = {}
  if object.text:upper():find("REFERENCES", 1, true) then
    for i, key in ipairs(object.definition.foreign_keys) do
      keys[i] = identifier.fold(key.table)
    end
  end
  return keys
end

--- The keys of everything that a view mentions.
local function mentioned(object)
  local keys = {}
  for _, token in ipairs(ddl.tokens(object.text)) do
    if token.name then
      keys[#keys + 1] = identifier.fold(token.name)
    end
  end
  return keys
end

local function append(list, objects)
  table.move(objects, 1, #objects, #list + 1, list)
end

local function by_key(objects)
  local map = {}
  for _, object in ipairs(objects) do
    map[object.key] = object
  end
  return in_order(map, nothing)
end

return function(inventory)
  local list, triggers = {}, {}
  for _, object in ipairs(in_order(inventory.tables, referents)) do
    list[#list + 1] = object
    append(list, by_key(object.indexes))
    append(triggers, object.triggers)
  end
  for _, object in ipairs(in_order(inventory.virtual_tables, nothing)) do
    list[#list + 1] = object
    append(triggers, object.triggers)
  end
  for _, object in ipairs(in_order(inventory.views, mentioned)) do
    list[#list + 1] = object
    append(triggers, object.triggers)
  end
  append(list, triggers)
  return list
end
