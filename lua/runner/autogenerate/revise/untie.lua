--- Foreign keys that have to go before their parent changes, while those that come in
-- their place need the parent as it will be: their table is altered twice.
--
--     local early, rest = untie(changes, inventories, options)
--     --> { { change =, calls = { call("drop_constraint", ...) } } }
--
-- `rest` are the changes as they go on from what these calls leave.
local compare_table = require("runner.autogenerate.compare.table")
local constraints = require("runner.autogenerate.revise.constraints")
local identifier = require("runner.schema.identifier")
local parent_key = require("runner.autogenerate.revise.parent_key")
local table_calls = require("runner.autogenerate.revise.table")

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

--- The foreign keys that hold a key which another table loses, while they get a successor
-- there that the table does not have yet.
local function tied(change, changes)
  local found = {}
  for _, other in ipairs(changes) do
    local has_to_wait = false
    for _, new in ipairs(keys_to(change, "foreign_key_added", other.want.key)) do
      has_to_wait = has_to_wait or other ~= change and not parent_key.is_kept(other, new)
    end
    for _, gone in ipairs(keys_to(change, "foreign_key_dropped", other.have.key)) do
      local holds = has_to_wait and not parent_key.is_kept(other, gone)
      found[#found + 1] = holds and gone or nil
    end
  end
  return found
end

--- The change that is left when the table has become `start`.
local function rest_of(change, start, inventories, options)
  local rest = {}
  for field, value in pairs(change) do
    rest[field] = value
  end
  rest.start = start
  rest.difference = compare_table(
    inventories.have,
    inventories.want,
    start,
    change.want.definition,
    options
  )
  return rest
end

return function(changes, inventories, options)
  local early, rest = {}, {}
  for i, change in ipairs(changes) do
    local calls = {}
    for j, foreign_key in ipairs(tied(change, changes)) do
      calls[j] = constraints.drop("foreign_key", foreign_key)
    end
    local before = change.have.definition
    local start = #calls > 0 and table_calls.try(before, calls, options.naming)
    if start then
      early[#early + 1] = { change = change, calls = calls }
      rest[i] = rest_of(change, start, inventories, options)
    else
      rest[i] = change
    end
  end
  return early, rest
end
