--- Which columns are touched by differences: their values, or how those compare.
local uses = require("runner.alter.uses")

local touch = {}

--- Complete a set of columns by those that are computed from one of them.
function touch.spread(definition, seeds)
  local more = true
  while more do
    more = false
    for _, column in ipairs(definition.columns) do
      local generated = not seeds[column.key] and column.generated
      if generated and uses.common(uses.names(generated.text), seeds) then
        seeds[column.key], more = true, true
      end
    end
  end
  return seeds
end

--- Does a stored value of one affinity become another one under the other? INTEGER and
-- NUMERIC keep the same, and without affinity everything stays as it is; but whole
-- numbers of a REAL column are kept as integers, which only REAL reads as such again.
-- https://www.sqlite.org/datatype3.html section 3
function touch.converts(from, to)
  if from == to or to == "BLOB" then
    return from ~= to and from == "REAL"
  end
  local numbers = { INTEGER = true, NUMERIC = true }
  return not (numbers[from] and numbers[to])
end

-- Whether an item changes values of its new column, and whether how they compare.
local effects = {
  column_added = function()
    return true, true
  end,
  value = function()
    return true, true
  end,
  generated = function(item)
    return item.to ~= nil, item.to ~= nil
  end,
  type = function(item)
    local from, to = item.old.affinity, item.new.affinity
    return touch.converts(from, to), from ~= to
  end,
  collation = function()
    return false, true
  end,
}

function touch.mark(found)
  local touched, valued = {}, {}
  for _, item in ipairs(found.items) do
    local effect = effects[item.kind]
    if effect then
      local values, comparison = effect(item)
      valued[item.new.key] = values or valued[item.new.key]
      touched[item.new.key] = comparison or touched[item.new.key]
    end
  end
  found.touched = touch.spread(found.new, touched)
  found.valued = touch.spread(found.new, valued)
end

return touch
