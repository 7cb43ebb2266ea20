--- The order in which tables change: a new foreign key needs its parent as it will be; a
-- parent can only lose what no child points at any more.
local identifier = require("runner.schema.identifier")
local parent_key = require("runner.autogenerate.revise.parent_key")
local precedence = require("runner.autogenerate.precedence")

--- The tables that foreign keys among the items of a change lead to, unless to a key that
-- is there all along.
local function parents_of(change, kind, side, by_key)
  local keys = {}
  for _, item in ipairs(change.difference.items) do
    local foreign_key = item.kind == kind and item[side]
    local key = foreign_key and identifier.fold(foreign_key.table)
    local parent = by_key[key]
    if parent and not parent_key.is_kept(parent, foreign_key) then
      keys[#keys + 1] = key
    end
  end
  return keys
end

local function key_of(change)
  return change.want.key
end

--- The changes, each behind those that have to come first.
return function(changes)
  local children, by_key = {}, {}
  for _, change in ipairs(changes) do
    by_key[change.want.key] = change
  end
  for _, change in ipairs(changes) do
    for _, key in ipairs(parents_of(change, "foreign_key_dropped", "old", by_key)) do
      children[key] = children[key] or {}
      table.insert(children[key], change.want.key)
    end
  end
  return precedence.sort(changes, key_of, function(change)
    local keys = parents_of(change, "foreign_key_added", "new", by_key)
    local others = children[change.have.key] or {}
    return table.move(others, 1, #others, #keys + 1, keys)
  end)
end
