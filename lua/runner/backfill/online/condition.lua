--- Does `where` tell what is done? That is not believed but seen, batch by batch: of the
-- job (see runner.backfill.online.batch) row.clears is what is known of it.
local blame = require("runner.backfill.blame")
local failure = require("runner.failure")
local pages = require("runner.backfill.online.pages")

local condition = {}

--- Rows that were done must not meet `where` any more, or all of them still do: then it
-- does not tell what is left to do, and nobody is done twice by it.
local function fail_unclear(job, range, left, before)
  local key = pages.first(job.pages, range)
  failure.raise(
    ("%s: %d of %d rows still meet `where` behind their change, the first: %s"):format(
      job.asked.place,
      left,
      before,
      blame.key(job.asked.key.columns, key)
    ),
    "online, a row is done when it no longer meets `where`: leave those rows out by it, "
      .. "or give them a value by which it shows"
  )
end

--- Which rows of the range were tried, and how many of them met `where` before.
local function tried_of(range, before, done, bad, stop)
  if stop then
    return { after = range.after, from = range.from, to = stop }, done + bad
  end
  return range, before
end

--- Is it to be seen whether the rows of this batch still meet `where` behind it?
local function is_watched(job)
  local known = job.row.clears
  return job.asked.where
    and (known == nil or known and (job.catching or job.closing))
end

--- Run `go`, which does the rows of the range and returns how many were done and failed,
-- and the last key if not all were tried. Gives what is known of `where` then.
function condition.watch(job, range, go)
  local known = job.row.clears
  if not is_watched(job) then
    go()
    return known
  end
  local before = pages.count(job.pages, range)
  local done, bad, stop = go()
  local tried, count = tried_of(range, before, done, bad, stop)
  local changed = count - bad
  if changed == 0 then
    return known
  end
  local left = pages.count(job.pages, tried) - bad
  if left > 0 and (known or left < changed) then
    fail_unclear(job, tried, left, changed)
  end
  return left <= 0
end

return condition
