--- `online = true`: a backfill in short transactions, while others use the database.
--
-- Each batch commits its rows together with its place in the table (runner_backfill), so
-- whatever happens every row is done once, and the next process goes on behind it. At the
-- end, what came in meanwhile is done: where `where` tells what is left (rows that are
-- done no longer meet it), the table is gone through again until nothing is found;
-- otherwise only what is behind the last key is new.
local batch = require("runner.backfill.online.batch")
local control = require("runner.backfill.online.control")
local failed = require("runner.backfill.online.failed")
local failure = require("runner.failure")
local key = require("runner.backfill.key")
local pace = require("runner.pace")
local pages = require("runner.backfill.online.pages")
local pass = require("runner.backfill.online.pass")
local report = require("runner.backfill.online.report")
local state = require("runner.backfill.online.state")
local tempo = require("runner.backfill.online.tempo")
local unchanging = require("runner.backfill.unchanging")
local walk = require("runner.backfill.walk")
local widened = require("runner.backfill.online.widened")

local PASSES = 10 -- over rows that came in before the keys that are done

-- ---- before it begins

local function check_place(db, asked)
  local context = pace.context()
  if not pace.is_loose(db) or not context.revision then
    failure.raise(
      asked.place .. ": online = true needs a revision outside a transaction",
      "put it into a revision of its own that says `transaction = false`, behind the "
        .. "one that changes the schema"
    )
  end
  return context
end

--- The table and the key by which it is gone through, as a text.
local function source_of(asked)
  local columns = asked.key.columns
  local is_rowid = key.is_rowid(asked.definition, columns[1])
  local names = is_rowid and key.rowid(asked) or table.concat(columns, ", ")
  return ("%s (%s)"):format(asked.world.name, names)
end

--- A cursor says nothing about other keys than those it was one of.
local function check_source(asked, row)
  local source = source_of(asked)
  if row.source and row.source ~= source and (row.cursor or row.rows_failed > 0) then
    failure.raise(
      ("%s went through %s before, and cannot go on through %s"):format(
        asked.place,
        row.source,
        source
      ),
      "take back its `table` and `key`, or give it another name: then it begins anew"
    )
  end
  row.source = source
end

local function new_job(db, asked, row, work)
  return {
    db = db,
    asked = asked,
    row = row,
    work = work,
    terms = asked.online,
    pages = pages.new(db, asked, asked.online.target),
    tempo = tempo.new(asked.online),
    began = pace.now(),
    before = row.seconds,
    free_at = 0,
    looked = 0,
  }
end

-- ---- the passes

local function fail_restless(job, found)
  failure.raise(
    ("%s: after %d passes rows that meet `where` still come in (%d in the last)"):format(
      job.asked.place,
      PASSES,
      found
    ),
    "let the application, or a trigger, write new rows as they shall be, then go on"
  )
end

--- Go through the rows up to `frontier` again and again, until all are found done; and
-- through those behind it. Returns the last key.
local function catch_up(job, frontier)
  local found = 1
  for _ = 1, PASSES do
    job.catching = true
    found = pass.go(job, nil, frontier)
    job.catching = nil
    if found == 0 or job.row.rows_failed > 0 then
      return frontier
    end
    frontier = pass.to_the_end(job, frontier)
  end
  fail_restless(job, found)
end

--- Do what is behind the frontier, and say that all is done.
local function finish(job, frontier)
  local before = job.row.rows_done
  for _ = 1, PASSES do
    if job.row.rows_failed > 0 then
      pass.fail_collected(job)
    end
    before = job.row.rows_done
    if pass.finish(job, frontier) then
      return
    end
    frontier = job.row.cursor
  end
  fail_restless(job, job.row.rows_done - before)
end

local function run_passes(job)
  local started = job.row.cursor
  local frontier, found = pass.to_the_end(job, started)
  local is_verified = started == nil and found == 0
  local tells = job.asked.where and job.row.clears ~= false
  if tells and frontier and not is_verified and job.row.rows_failed == 0 then
    frontier = catch_up(job, frontier)
  end
  walk.check_nulls(job.db, job.asked) -- such rows may have come in meanwhile
  finish(job, frontier)
end

local function run(job)
  batch.note(job, { state = "running" })
  if job.row.rows_failed > 0 then
    pass.again(job)
    pass.check_limit(job)
  end
  if not job.row.rows_total then
    job.row = state.with(job.row, { rows_total = pages.total(job.pages) })
  end
  run_passes(job)
  return job.row.rows_done
end

-- ---- around them

--- Note why it stopped, if that can be written: who interrupts, or keeps the lock, is no
-- failure of the backfill.
local function note_failure(job, problem)
  local kind = type(problem) == "userdata" and problem.kind or "failed"
  if kind == "interrupted" or kind == "busy" or job.row.state == "cancelled" then
    return
  end
  pcall(batch.note, job, { state = "failed", error = failed.message(problem) })
end

local function run_watched(job)
  local db, asked = job.db, job.asked
  walk.check_nulls(db, asked)
  local unwatch = unchanging.watch(db, asked)
  local done, result = pcall(run, job)
  report.over()
  pcall(unwatch)
  if not done then
    note_failure(job, result)
    error(result, 0)
  end
  return result
end

local online = {}

--- Raise unless it can be done here.
function online.check(db, asked)
  check_place(db, asked)
end

--- Do it, or what is left of it. `way`: the module of set, each or sql. Returns how many
-- rows were done, in all its runs.
function online.run(db, asked, way)
  local context = check_place(db, asked)
  local id = {
    revision = context.revision,
    direction = context.direction,
    name = asked.name,
  }
  local row = state.read(db, id) or state.new(id)
  if row.state == "done" then
    return row.rows_done
  elseif row.request == "cancel" then
    control.fail_cancelled(asked, row)
  end
  check_source(asked, row)
  widened.check(db, asked, row)
  local work = way.open(db, asked)
  if not work then
    failure.raise(
      asked.place .. ": a text that runs once cannot be done online",
      "use the first and the last key of a batch in it: :first and :last"
    )
  end
  return run_watched(new_job(db, asked, row, work))
end

return online
