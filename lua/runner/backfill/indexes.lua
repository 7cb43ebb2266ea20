--- Indexes over written columns: made again behind the change, where that is cheaper.
--
-- Keeping an index up to date costs a search for each row, all over the index; making it
-- again is one sort. At 10^7 rows an UPDATE took 85 s with the index and 12.9 s with the
-- index dropped before and created after it, everything included. It pays when many rows
-- are written and they are a good part of the table, as the sort is over all of it.
local catalogue = require("runner.catalogue")
local dependent = require("runner.alter.execute.dependent")
local statistics = require("runner.alter.execute.statistics")
local uses = require("runner.alter.uses")

local indexes = {}

local MANY, SHARE = 100000, 0.2
local LOCKED = 6 -- https://www.sqlite.org/rescode.html#locked

--- May it be missing for the time? Upserts and foreign keys need a unique one, and so a
-- trigger, or a table that refers to this one, may.
local function is_free(world, index)
  return not index.unique or (#world.triggers == 0 and #world.referenced_by == 0)
end

--- The indexes that hang on a written column and can be dropped.
local function affected(asked)
  local written, list = uses.set(asked.into), {}
  for _, index in ipairs(dependent.indexes(asked.world)) do
    if uses.common(uses.index(index), written) and is_free(asked.world, index) then
      list[#list + 1] = index
    end
  end
  return list
end

--- Are there at least so many rows to write? Nobody counts on behind that.
local function has_rows(db, asked, least)
  local sql = ("SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s LIMIT %d)"):format(
    asked.target,
    asked.where,
    least
  )
  return catalogue.rows(db, sql)[1][1] >= least
end

local function is_cheaper(db, asked)
  local total = catalogue.rows(db, "SELECT count(*) FROM " .. asked.target)[1][1]
  if total < MANY or not asked.where then
    return total >= MANY
  end
  return has_rows(db, asked, math.max(MANY, math.ceil(total * SHARE)))
end

--- Drop them. False: a loop over rows is under way, and meanwhile SQLite drops none.
local function try_drop(db, asked, list)
  statistics.hide(db, asked.world.name, list)
  local done, problem = pcall(dependent.drop_indexes, db, list)
  if not done and problem.code ~= LOCKED then
    error(problem, 0)
  end
  return done
end

local function restore(db, asked, list, dropped)
  local same = { name = asked.world.name }
  if dropped then
    dependent.create_indexes(db, same.name, list)
  end
  statistics.restore(db, { old = same, new = same })
end

--- Run the function, which writes the columns of `into`, in the cheaper way.
function indexes.around(db, asked, run)
  local list = affected(asked)
  if #list == 0 or not is_cheaper(db, asked) then
    return run()
  end
  return db:savepoint(function()
    local dropped = try_drop(db, asked, list)
    local count = run()
    restore(db, asked, list, dropped)
    return count
  end)
end

return indexes
