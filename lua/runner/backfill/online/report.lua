--- Telling how far an online backfill has come; the one place that does.
local progress = require("runner.progress")

local report = {}

--- `what` is done with what it shows; the total grows with what comes in.
function report.tell(what, row)
  progress.report({
    what = what,
    done = row.rows_done,
    total = row.rows_total and math.max(row.rows_total, row.rows_done),
    seconds = row.seconds,
  })
end

--- It is over, or stops.
function report.over()
  progress.report()
end

return report
