--- Telling how far an online backfill has come; the one place that does.
local loaded, progress = pcall(require, "runner.progress")

local report = {}

--- `what` is done with what it shows.
function report.tell(what, row)
  if loaded then
    progress.report({
      what = what,
      done = row.rows_done,
      total = row.rows_total,
      seconds = row.seconds,
    })
  end
end

return report
