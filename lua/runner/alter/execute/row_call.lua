--- A Lua function that gives several columns, called once for each row of a statement.
--
--     local call = row_call.new(db, { keys = { "id" }, from = { "name" }, results = 2,
--       run = function(name) ... end })
--     call.values[1], call.values[2]     -- SQL, for one row of one statement
--     row_call.failed(db, call)          -- afterwards: the key of the row it raised at
--
-- `from` has names of columns and marked expressions. The key tells where one row ends
-- and the next begins; it is passed once if `from` has it, too. `reads_only`: what the
-- function runs may not write.
local identifier = require("runner.schema.identifier")
local row = require("runner.row")
local term = require("runner.schema.term")

local row_call = {}

-- SQLite replaces no function while any statement runs, so each gets a name of its own.
local count = 0

local function next_name()
  count = count + 1
  return "runner_row_" .. count
end

--- The places that the key has in `from`; nil if not all of it is there.
local function places_of(keys, from)
  local place_of, places = {}, {}
  for place, name in ipairs(from) do
    if type(name) == "string" then
      place_of[identifier.fold(name)] = place
    end
  end
  for i, name in ipairs(keys) do
    places[i] = place_of[identifier.fold(name)]
  end
  return #places == #keys and places or nil
end

function row_call.new(db, given)
  local places = places_of(given.keys, given.from)
  local name, values = next_name(), {}
  local names = places and {} or { table.unpack(given.keys) }
  table.move(given.from, 1, #given.from, #names + 1, names)
  row.define(db, name, {
    keys = places or #given.keys,
    results = given.results,
    reads_only = given.reads_only,
  }, given.run)
  for i = 1, given.results do
    values[i] = ("%s(%d, %s)"):format(name, i, term.all(names))
  end
  return { name = name, values = values, keys = given.keys }
end

--- Before another statement: the rows may hold other values now.
function row_call.forget(db, call)
  row.forget(db, call.name)
end

--- The key of the row at which the function raised, a list of values; or nil.
function row_call.failed(db, call)
  return row.failed(db, call.name)
end

--- The key of the row it was called for last, or nil.
function row_call.last(db, call)
  return row.last(db, call.name)
end

return row_call
