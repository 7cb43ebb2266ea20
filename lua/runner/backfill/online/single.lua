--- Rows one by one, each in a savepoint, so that one that fails leaves the others alone.
--
-- RAISE(ROLLBACK) ends the transaction, and with it what the rows before have done. Such
-- a row is remembered in job.ending (its key as text, and the problem), job.ended is set,
-- and the batch is run again, which does not try that row any more.
local catalogue = require("runner.catalogue")
local failed = require("runner.backfill.online.failed")
local pace = require("runner.pace")
local state = require("runner.backfill.online.state")
local walk = require("runner.backfill.walk")

local single = {}

--- Rows of the range as lists: the key and behind it the values of `from`.
local function read(db, asked, range)
  local names = table.move(asked.key.columns, 1, #asked.key.columns, 1, {})
  table.move(asked.from, 1, #asked.from, #names + 1, names)
  local text, values = walk.page(asked, names, range)
  return catalogue.rows(db, text, table.unpack(values))
end

--- Do the row with this key. Returns false and what went wrong if the row is to blame.
local function attempt(job, key)
  local asked = job.asked
  asked.bare = true
  local done, problem = pcall(job.db.savepoint, job.db, function()
    job.work({ from = key, to = key })
  end)
  asked.bare = nil
  if not done and not failed.is_about_row(problem) then
    error(problem, 0)
  end
  return done, problem
end

--- Do the row; if it fails, it is noted.
local function try(job, values)
  local key = table.move(values, 1, #job.asked.key.columns, 1, {})
  local text = state.key_text(key)
  local done, problem = false, job.ending[text]
  if not problem then
    done, problem = attempt(job, key)
    if not pace.is_inside(job.db) then
      job.ending[text], job.ended = problem, true
      error(problem, 0)
    end
  end
  if not done then
    failed.put(job.db, job.row, job.asked, values, problem)
  end
  return done, key
end

--- Do the rows of the range, until more than `most` have failed. Returns how many were
-- done, how many failed, and the key of the last one if it ended early.
function single.run(job, range, most)
  local done, bad = 0, 0
  for _, values in ipairs(read(job.db, job.asked, range)) do
    local good, key = try(job, values)
    done, bad = done + (good and 1 or 0), bad + (good and 0 or 1)
    if bad > most then
      return done, bad, key
    end
  end
  return done, bad
end

--- Try the one that failed before, its key as text. Returns how many were done: one that
-- is gone, or no longer meets `where`, needs nothing more.
function single.again(job, text)
  local key = state.read_key(job.db, text)
  local values = read(job.db, job.asked, { from = key, to = key })[1]
  failed.remove(job.db, job.row, text)
  return values and try(job, values) and 1 or 0
end

return single
