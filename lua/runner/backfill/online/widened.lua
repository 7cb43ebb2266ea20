--- A `where` that was changed between two runs must not leave rows out without a word.
--
-- Where the table is gone through again at the end (`where` tells what is done), rows
-- before the cursor that meet only the new one are found then. Otherwise nobody would
-- come back to them; so they are looked for before anything goes on.
local blame = require("runner.backfill.blame")
local catalogue = require("runner.catalogue")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local walk = require("runner.backfill.walk")

local widened = {}

--- Is nothing before the cursor looked at again?
local function is_forward_only(asked, row)
  return not asked.where or row.clears == false
end

--- How many rows up to the cursor meet the new condition and did not meet the old one,
-- and the first key of them.
local function find(db, asked, row)
  local conditions, values = walk.between(asked, { to = row.cursor })
  conditions[#conditions + 1] = ("(%s) IS NOT TRUE"):format(row.condition)
  local function read(text)
    return catalogue.rows(db, text, table.unpack(values))[1]
  end
  local count = read("SELECT count(*) FROM " .. walk.rows(asked, conditions))[1]
  local columns = identifier.quote_all(asked.key.columns)
  return count, read(walk.text(asked, { columns }, conditions) .. " LIMIT 1")
end

local function fail(asked, row, count, first)
  local columns = asked.key.columns
  failure.raise(
    ("%s: %d of the rows up to %s meet `where` now and did not in the run before %s, the "
      .. "first: %s"):format(
      asked.place,
      count,
      blame.key(columns, row.cursor),
      row.condition,
      blame.key(columns, first)
    ),
    "nobody would come back to them: take back `where`, and do them in another backfill "
      .. "with a name of its own"
  )
end

--- Raise if the row's old condition left out what `where` asks for now; note the new one.
function widened.check(db, asked, row)
  local is_new = row.condition and row.condition ~= asked.where
  if is_new and row.cursor and is_forward_only(asked, row) then
    local count, first = find(db, asked, row)
    if count > 0 then
      fail(asked, row, count, first)
    end
  end
  row.condition = asked.where
end

return widened
