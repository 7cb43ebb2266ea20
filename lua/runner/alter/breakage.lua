--- SQLite's own ALTER TABLE reads every view and trigger of the file, and fails with the
-- first that does not work. Here that is said the way other changes say it.
local failure = require("runner.failure")

local breakage = {}

local function fail_broken_by_it(alteration, kind, name, reason)
  failure.raise(
    ("altering '%s' (%s) breaks the %s '%s': %s"):format(
      alteration.table,
      table.concat(alteration.changes, ", "),
      kind,
      name,
      reason
    ),
    ("drop the %s before and create it anew after, in the same revision"):format(kind)
  )
end

local function fail_broken_before(alteration, kind, name, reason)
  failure.raise(
    ("the %s '%s' does not work (%s), and SQLite alters no table while that is so"):format(
      kind,
      name,
      reason
    ),
    ("drop the %s or create it anew first, or alter '%s' with recreate = 'always'"):format(
      kind,
      alteration.table
    )
  )
end

--- A statement failed with `problem`: raise what it means, or `problem` itself.
function breakage.explain(alteration, problem)
  local message = type(problem) == "userdata" and problem.message or ""
  local kind, name, reason = message:match("error in (%a+) (.+) after drop column: (.+)")
  if kind then
    fail_broken_by_it(alteration, kind, name, reason)
  end
  kind, name, reason = message:match("error in (%a+) (.-): (.+)")
  if kind then
    fail_broken_before(alteration, kind, name, reason)
  end
  error(problem, 0)
end

return breakage
