--- Views, virtual tables and triggers that are put aside while tables get other names.
--
--     local moved = aside.take(copy, have, want, "differing")
--     aside.put_back(found, moved, renames, gone)
--
-- `take` drops them from the database `copy` of the inventory `have`; `put_back` puts
-- them as they were into the inventory `found` of what the copy became, but for triggers
-- of tables that are gone.
local identifier = require("runner.schema.identifier")
local inventory = require("runner.autogenerate.inventory")

local aside = {}

local homes = inventory.homes
local words = { trigger = "TRIGGER", view = "VIEW", virtual_table = "TABLE" }

local chosen = {}

function chosen.none()
  return false
end

function chosen.all()
  return true
end

--- What is the same in the end can follow the renames, or need not.
function chosen.differing(object, want)
  local other = want[homes[object.kind]][object.key]
  return not other or other.text ~= object.text
end

--- The objects of `home` that are to go, in the order of their keys.
local function choose(have, home, is_chosen)
  local list = {}
  for _, object in pairs(have[home]) do
    list[#list + 1] = is_chosen(object) and object or nil
  end
  table.sort(list, function(a, b)
    return a.key < b.key
  end)
  return list
end

--- Drop them, each with its triggers. Gives { objects }, triggers first. `which`: "none",
-- "differing" (from what is wanted) or "all".
function aside.take(copy, have, want, which)
  local moved = {}
  local function is_chosen(object)
    return chosen[which](object, want)
  end
  local function is_taken(trigger)
    local key = identifier.fold(trigger.table)
    local owner = have.views[key]
    return is_chosen(trigger) or owner and is_chosen(owner)
  end
  for _, list in ipairs({
    choose(have, "triggers", is_taken),
    choose(have, "views", is_chosen),
    choose(have, "virtual_tables", is_chosen),
  }) do
    for _, object in ipairs(list) do
      copy:exec(("DROP %s %s"):format(words[object.kind], identifier.quote(object.name)))
      moved[#moved + 1] = object
    end
  end
  return moved
end

--- A trigger as it was, of the table as it is called now.
local function put_trigger(found, trigger, renames)
  local key = identifier.fold(trigger.table)
  local owner = inventory.owner(found, renames.tables[key] or key)
  local copy = setmetatable({}, getmetatable(trigger))
  for field, value in pairs(trigger) do
    copy[field] = value
  end
  copy.table = owner.name
  found.triggers[copy.key] = copy
  table.insert(owner.triggers, copy)
end

local function goes_along(trigger, gone)
  for _, owner in ipairs(gone) do
    if owner.key == identifier.fold(trigger.table) then
      return true
    end
  end
  return false
end

--- Put what was taken into the inventory. `renames`: { tables = { old key: new key } };
-- `gone`: tables.
function aside.put_back(found, moved, renames, gone)
  for i = #moved, 1, -1 do
    local object = moved[i]
    if object.kind ~= "trigger" then
      local copy = setmetatable({ triggers = {} }, getmetatable(object))
      for field, value in pairs(object) do
        copy[field] = copy[field] or value
      end
      found[homes[object.kind]][object.key] = copy
      table.insert(found.order, object.key)
    end
  end
  for _, object in ipairs(moved) do
    if object.kind == "trigger" and not goes_along(object, gone) then
      put_trigger(found, object, renames)
    end
  end
end

return aside
