--- What a second terminal asks for, in the column `request`.
local batch = require("runner.backfill.online.batch")
local blame = require("runner.backfill.blame")
local failure = require("runner.failure")
local pace = require("runner.pace")
local report = require("runner.backfill.online.report")
local state = require("runner.backfill.online.state")

local control = {}

local LOOK = 0.2 -- seconds between two looks at the request

--- "nothing was done yet", "it stands behind id 7"
local function stand(asked, row)
  if not row.cursor then
    return "it stands at the beginning"
  end
  return "it stands behind " .. blame.key(asked.key.columns, row.cursor)
end

--- Raise that it is cancelled.
function control.fail_cancelled(asked, row)
  failure.raise(
    ("%s is cancelled: %s"):format(asked.place, stand(asked, row)),
    ("`runner backfill resume` lets the next `runner %s` go on from there"):format(
      row.direction
    )
  )
end

local function cancel(job)
  batch.note(job, { state = "cancelled" })
  control.fail_cancelled(job.asked, job.row)
end

local function wait(job)
  batch.note(job, { state = "paused" })
  local request = "pause"
  while request == "pause" do
    report.tell(job.asked.place .. " (paused)", job.row)
    pace.sleep(LOOK)
    request = state.request(job.db, job.row)
  end
  return request
end

--- Do what is asked for; comes back when the work may go on.
function control.obey(job, request)
  if request == "pause" then
    request = wait(job)
  end
  if request == "cancel" then
    cancel(job)
  end
  batch.note(job, { state = "running" })
end

--- Look now and then, while there is nothing to do in a batch.
function control.look(job)
  if pace.now() - job.looked < LOOK then
    return
  end
  job.looked = pace.now()
  local row = state.with(job.row, { seconds = batch.seconds(job) })
  report.tell(job.asked.place, row)
  local request = state.request(job.db, job.row)
  if request then
    control.obey(job, request)
  end
end

return control
