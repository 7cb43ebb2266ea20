--- One batch: its rows, and how far the backfill has come, in one transaction.
--
-- A job: { db, asked, row (of runner_backfill), pages, tempo, terms, work (the function
-- that does the rows of a range), began (when this process did), before (seconds of
-- processes before it), free_at (the rest is over), catching (a pass over rows that were
-- gone by before), closing (the last rows, behind which nobody looks again), ending and
-- ended (see runner.backfill.online.single) }
local condition = require("runner.backfill.online.condition")
local failed = require("runner.backfill.online.failed")
local pace = require("runner.pace")
local pages = require("runner.backfill.online.pages")
local report = require("runner.backfill.online.report")
local single = require("runner.backfill.online.single")
local state = require("runner.backfill.online.state")
local tempo = require("runner.backfill.online.tempo")

local batch = {}

local LOOK = 0.2 -- seconds between two looks at what is asked for, in a rest

--- Seconds at work, over all processes.
function batch.seconds(job)
  return job.before + pace.now() - job.began
end

--- Write the row with these changes in a transaction of its own.
function batch.note(job, changes)
  changes.seconds = batch.seconds(job)
  job.row = pace.transaction(job.db, function()
    return state.save(job.db, state.with(job.row, changes))
  end)
end

-- ---- the transaction

--- The rows of the range. Returns how many were done and failed, and the last key if not
-- all were tried.
local function do_rows(job, range, how)
  if how.careful then
    return single.run(job, range, job.terms.limit - job.row.rows_failed)
  elseif range.to then
    local asks = job.asked.way == "sql" and not range.count
    local count = asks and pages.count(job.pages, range) or range.count
    return job.work(range) or count, 0
  end
  return 0, 0
end

--- What is behind `after` by now: no row comes in while we have the lock.
local function close_range(job, range)
  range.to = pages.last(job.pages, range.after)
  range.count = nil
end

--- How the row changes when `done` rows were done and `bad` failed.
local function counted(job, done, bad)
  local row, tried = job.row, done + bad
  return {
    rows_done = row.rows_done + done,
    rows_total = row.rows_total and math.max(row.rows_total, row.rows_done + done),
    rows_failed = row.rows_failed + bad,
    batch = tried > 0 and tried or row.batch,
    seconds = batch.seconds(job),
  },
    tried
end

--- Rows behind the last one, which came in with the last batch itself, by a trigger say.
local function has_more(job, range, clears)
  return job.asked.where
    and clears ~= false
    and range.to
    and pages.first(job.pages, { after = range.to }) ~= nil
end

local function run_inside(job, range, how)
  local done, bad, stop = 0, 0, nil
  if how.final then
    close_range(job, range)
  end
  local clears = condition.watch(job, range, function()
    done, bad, stop = do_rows(job, range, how)
    return done, bad, stop
  end)
  local changes, tried = counted(job, done, bad)
  local is_done = how.final and not has_more(job, range, clears)
  changes.state = is_done and "done" or "running"
  changes.cursor = not job.catching and (stop or range.to) or job.row.cursor
  changes.clears = clears
  changes.error = is_done and job.db.null or nil
  return changes, tried
end

--- The transaction: `go` returns what changes in the row, and how many rows it tried.
-- Returns the row as it is then, that number and how long the parts took; or nil and what
-- was asked for, and nothing was done.
local function run_transaction(job, go)
  local times, began = {}, nil
  local row, found = pace.transaction(job.db, function(waited)
    began, times.waited = pace.now(), waited
    local request = state.request(job.db, job.row)
    if request then
      return nil, request
    end
    local changes, rows = go()
    local saved = state.save(job.db, state.with(job.row, changes))
    times.worked = pace.now() - began
    return saved, rows
  end)
  if row then
    times.committed = pace.now() - began - times.worked
  end
  return row, found, times
end

--- The tempo of the batches to come, and when the next one may begin.
local function learn(job, rows, times)
  local next_tempo, rest = tempo.after(job.tempo, rows, times)
  job.tempo = next_tempo
  job.free_at = pace.now() + rest
end

--- The same, once more for each row that ended the transaction.
local function run_whole(job, go)
  local done, row, found, times
  job.ending = {}
  repeat
    job.ended = false
    done, row, found, times = pcall(run_transaction, job, go)
  until done or not job.ended
  if not done then
    error(row, 0)
  end
  return row, found, times
end

--- Returns what a second terminal asks for: then nothing was done.
local function perform(job, go)
  local row, found, times = run_whole(job, go)
  if not row then
    return found
  end
  learn(job, found, times)
  job.row = row
  pace.checkpoint(job.db)
  report.tell(job.asked.place, row)
  return nil
end

--- Rest. What a second terminal asks for meanwhile ends it, and is then seen inside.
local function rest(job)
  local left = job.free_at - pace.now()
  while left > LOOK do
    pace.sleep(LOOK)
    if state.request(job.db, job.row) then
      return
    end
    left = job.free_at - pace.now()
  end
  pace.sleep(left)
end

--- Do the rows of the range. `how`: careful (one by one, failures are noted), final (what
-- else came in, too, and then it is done). Returns what a second terminal asks for: then
-- nothing was done.
function batch.run(job, range, how)
  if not how.final then -- nothing shall come in between the last look and the end
    rest(job)
  end
  return perform(job, function()
    return run_inside(job, range, how)
  end)
end

-- ---- rows that failed before

local function try_again(job, keys)
  local done = 0
  for _, key in ipairs(keys) do
    done = done + single.again(job, key)
  end
  return {
    rows_done = job.row.rows_done + done,
    rows_failed = failed.count(job.db, job.row),
    batch = #keys,
    seconds = batch.seconds(job),
  }
end

--- Try the rows with these keys (as texts). Returns what a second terminal asks for.
function batch.again(job, keys)
  rest(job)
  return perform(job, function()
    return try_again(job, keys), #keys
  end)
end

return batch
