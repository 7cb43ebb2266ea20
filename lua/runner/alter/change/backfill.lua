--- Values for several columns from one function: what an alteration knows of them.
--
-- Each column of `into` gets the value { call, number }: the result of that number of a
-- call they share, { place, from, into = lists of names, run }. `from` is about the rows
-- as they were.
local failure = require("runner.failure")
local find = require("runner.alter.text.find")
local identifier = require("runner.schema.identifier")

local function check_into(place, columns)
  for _, column in ipairs(columns) do
    if column.generated then
      failure.raise(
        ("%s: '%s' is computed by SQLite"):format(place, column.name),
        "write the columns it is computed from"
      )
    end
  end
end

--- The values by the keys of their columns, and what is said of it.
return function(old, new, request)
  local place = request.place
  local columns = find.columns(new, place .. ": into", request.into)
  check_into(place, columns)
  local from = identifier.names(find.columns(old, place .. ": from", request.from))
  local into, values = identifier.names(columns), {}
  local call = { place = place, from = from, into = into, run = request.run }
  for i, column in ipairs(columns) do
    values[column.key] = { call = call, number = i }
  end
  return values, "backfill " .. identifier.quote_all(into)
end
