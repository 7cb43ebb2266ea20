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
local table_calls = require("runner.autogenerate.revise.table")

--- The columns of a key as one text, in whatever order.
local function key_text(columns)
  local names = {}
  for i, column in ipairs(columns) do
    names[i] = identifier.quote(identifier.fold(column.name or column))
  end
  table.sort(names)
  return table.concat(names, ",")
end

--- Can a foreign key lead to it? Not to one over expressions, or over some of the rows.
-- https://www.sqlite.org/foreignkeys.html#fk_indexes
local function is_key(index)
  for _, column in ipairs(index.columns) do
    if not column.name then
      return false
    end
  end
  return index.unique and not index.where
end

--- The keys that a table loses, as a set of texts; "" stands for its primary key.
local function lost_keys(change)
  local lost = {}
  for _, item in ipairs(change.difference.items) do
    if item.kind == "primary_key" and item.old then
      lost[""], lost[key_text(item.old.columns)] = true, true
    elseif item.kind == "unique_dropped" then
      lost[key_text(item.old.columns)] = true
    end
  end
  for _, index in ipairs(change.indexes_dropped) do
    if is_key(index.tree) then
      lost[key_text(index.tree.columns)] = true
    end
  end
  return lost
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

--- The foreign keys that hold a key which another table loses, while they get a successor
-- there.
local function tied(change, changes)
  local found = {}
  for _, other in ipairs(changes) do
    local is_other = other ~= change
      and #keys_to(change, "foreign_key_added", other.want.key) > 0
    local lost = is_other and lost_keys(other) or {}
    for _, gone in ipairs(keys_to(change, "foreign_key_dropped", other.have.key)) do
      local holds = lost[key_text(gone.parents)]
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
