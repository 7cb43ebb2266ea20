--- Foreign keys that have to go before their parent changes, while those that come in
-- their place need the parent as it will be: their table is altered twice.
--
--     local early = untie(changes, inventories)
--     --> { { change =, calls = { call("drop_constraint", ...) } } }
--
-- The changes go on from what these calls leave.
local compare_table = require("runner.autogenerate.compare.table")
local constraints = require("runner.autogenerate.revise.constraints")
local identifier = require("runner.schema.identifier")
local table_calls = require("runner.autogenerate.revise.table")

--- Does the table lose a key that something may point at?
local function loses_key(change)
  for _, item in ipairs(change.difference.items) do
    if item.kind == "primary_key" or item.kind == "unique_dropped" then
      return true
    end
  end
  for _, index in ipairs(change.indexes_dropped) do
    if index.tree.unique then
      return true
    end
  end
  return false
end

local function keys_to(change, kind, key)
  local found = {}
  for _, item in ipairs(change.difference.items) do
    local foreign_key = item.kind == kind and (item.old or item.new)
    if foreign_key and identifier.fold(foreign_key.table) == key then
      found[#found + 1] = foreign_key
    end
  end
  return found
end

--- The foreign keys that stand in the way of other changes.
local function tied(change, changes)
  local found = {}
  for _, other in ipairs(changes) do
    local is_other = other ~= change and loses_key(other)
    if is_other and #keys_to(change, "foreign_key_added", other.want.key) > 0 then
      local gone = keys_to(change, "foreign_key_dropped", other.have.key)
      table.move(gone, 1, #gone, #found + 1, found)
    end
  end
  return found
end

return function(changes, inventories, options)
  local early = {}
  for _, change in ipairs(changes) do
    local calls = {}
    for i, foreign_key in ipairs(tied(change, changes)) do
      calls[i] = constraints.drop("foreign_key", foreign_key)
    end
    local left = #calls > 0 and table_calls.try(change.have.definition, calls)
    if left then
      early[#early + 1] = { change = change, calls = calls }
      change.start = left
      change.difference = compare_table(
        inventories.have,
        inventories.want,
        left,
        change.want.definition,
        options
      )
    end
  end
  return early
end
