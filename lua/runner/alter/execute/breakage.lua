--- SQLite's own ALTER TABLE refused: what that means.
--
-- It reads every view and trigger of the file, and fails with the first that does not
-- work; and it does not say which rows contradict a constraint.
local failure = require("runner.failure")

local breakage = {}

local ERROR, CONSTRAINT = 1, 19 -- https://www.sqlite.org/rescode.html

--- Was it one of the plan's statements that failed, and no more than refused?
function breakage.is_refusal(plan, problem)
  if type(problem) ~= "userdata" then
    return false
  end
  local code = (problem.code or 0) & 0xff
  for _, sql in ipairs(plan.native) do
    if problem.sql == sql then
      return code == ERROR or code == CONSTRAINT
    end
  end
  return false
end

--- Raise it if a view, trigger or index would not work any more. (That the table itself
-- would not is SQLite's own mistake: it looks for the comma before a last column also in
-- the comment above it. Another way finds the right one.)
function breakage.check(alteration, problem)
  local kind, name, reason =
    problem.message:match("error in (%a+) (.+) after drop column: (.+)")
  if kind and kind ~= "table" then
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
end

return breakage
