--- Passes: from one key to another, batch by batch.
local batch = require("runner.backfill.online.batch")
local control = require("runner.backfill.online.control")
local failed = require("runner.backfill.online.failed")
local failure = require("runner.failure")
local pages = require("runner.backfill.online.pages")
local tempo = require("runner.backfill.online.tempo")

local pass = {}

-- Rows one by one take about eight times as long.
local CAREFUL = 8

--- Run the batch, as often as it takes until nobody asks for anything else.
local function obeying(job, run, ...)
  local request = run(job, ...)
  while request do
    control.obey(job, request)
    request = run(job, ...)
  end
end

--- Raise that rows failed; behind the transactions that noted them.
function pass.fail_collected(job)
  local row, first = job.row, failed.first(job.db, job.row)
  local message = ("%s: %d %s failed%s, the first: key %s: %s"):format(
    job.asked.place,
    row.rows_failed,
    row.rows_failed == 1 and "row" or "rows",
    row.rows_failed > job.terms.limit and (", more than %d"):format(job.terms.limit)
      or "; the rest is done",
    first.key,
    first.message
  )
  failure.raise(
    message,
    ("`runner backfill status --errors` shows them; the next `runner %s` tries them "
      .. "again"):format(row.direction)
  )
end

function pass.check_limit(job)
  if job.row.rows_failed > job.terms.limit then
    pass.fail_collected(job)
  end
end

--- Do the batch. Where rows may be collected and one of these fails, they are done again
-- one by one.
local function do_page(job, range, careful)
  local done, problem = pcall(obeying, job, batch.run, range, { careful = careful })
  if done then
    pass.check_limit(job)
    return
  end
  local again = job.terms.collect and not careful and failed.is_about_row(problem)
  if not again then
    error(problem, 0)
  end
  pass.go(job, range.after, range.to, true)
end

--- Do the rows behind `after` (nil: the beginning) and up to `last`. Returns how many
-- were found.
function pass.go(job, after, last, careful)
  local found, final = 0, false
  while not final do
    local size = careful and math.max(1, job.tempo.size // CAREFUL) or job.tempo.size
    local range = pages.next(job.pages, after, last, size)
    if range.count > 0 then
      found = found + range.count
      do_page(job, range, careful)
    else
      control.look(job)
    end
    after, final = range.to, range.final
  end
  return found
end

--- Go on behind `after` to the end, however far away that is by then. Returns the last
-- key there was, and how many rows were found.
function pass.to_the_end(job, after)
  local found, last = 0, pages.last(job.pages, after)
  while last do
    found = found + pass.go(job, after, last)
    after = last
    last = pages.last(job.pages, after)
    if last and not pages.has_more(job.pages, { after = after }, job.tempo.size) then
      break
    end
  end
  return after, found
end

--- What came in behind `after`, in the transaction that says that all is done. False if
-- it is not: some of it had to be done row by row, or more came in with it.
function pass.finish(job, after)
  job.closing = true
  local done, problem = pcall(obeying, job, batch.run, { after = after },
    { final = true })
  if done then
    return job.row.state == "done"
  elseif not job.terms.collect or not failed.is_about_row(problem) then
    error(problem, 0)
  end
  local last = pages.last(job.pages, after)
  if last then
    pass.go(job, after, last, true)
  end
  return false
end

--- Try the rows that failed before, in batches of a tempo of their own.
function pass.again(job)
  local usual = job.tempo
  job.tempo = tempo.new(job.terms)
  job.tempo.size = job.tempo.size // CAREFUL
  local keys = failed.keys(job.db, job.row, nil, job.tempo.size)
  while #keys > 0 do
    obeying(job, batch.again, keys)
    keys = failed.keys(job.db, job.row, keys[#keys], job.tempo.size)
  end
  job.tempo = usual
end

return pass
