--- What comes before what: tables by their foreign keys, views by what they select from.
--
--     for _, object in ipairs(precedence.tables(tables)) do ... end
--
-- What nothing orders, or only a circle, stays in the order of the list that is given.
local identifier = require("runner.schema.identifier")
local named = require("runner.autogenerate.named")

local precedence = {}

--- The list so that each comes behind those it needs. `key_of(item)` is the name that
-- `needs(item)`, a list, calls it by.
function precedence.sort(list, key_of, needs)
  local places, sorted, seen = {}, {}, {}
  for place, item in ipairs(list) do
    places[key_of(item)] = place
  end
  local function visit(place)
    if seen[place] then
      return
    end
    seen[place] = true
    local before = {}
    for _, key in ipairs(needs(list[place])) do
      before[#before + 1] = places[key]
    end
    table.sort(before)
    for _, other in ipairs(before) do
      visit(other)
    end
    sorted[#sorted + 1] = list[place]
  end
  for place in ipairs(list) do
    visit(place)
  end
  return sorted
end

local function own_key(object)
  return object.key
end

--- The keys of the tables that a table refers to. Most definitions need not be read for
-- that.
local function referents(object)
  local keys = {}
  if object.text:upper():find("REFERENCES", 1, true) then
    for i, foreign_key in ipairs(object.definition.foreign_keys) do
      keys[i] = identifier.fold(foreign_key.table)
    end
  end
  return keys
end

--- Parents before their children.
function precedence.tables(tables)
  return precedence.sort(tables, own_key, referents)
end

--- Views behind those that they select from.
function precedence.views(views)
  return precedence.sort(views, own_key, function(view)
    return named.keys(view.text)
  end)
end

return precedence
