--- The table beside a table, made and filled; if that fails, why.
local catalogue = require("runner.catalogue")
local copy = require("runner.alter.copy")
local failure = require("runner.failure")
local offender = require("runner.alter.offender")
local scratch = require("runner.alter.scratch")

local beside = {}

--- Make the table that the definition `self` describes under another name, with further
-- edits of its text.
function beside.create(db, self, name, edits)
  local done, problem = pcall(catalogue.exec, db, scratch.text(self, name, edits))
  if not done then
    failure.raise(
      ("'%s' cannot be made anew: %s"):format(self.name, problem.message),
      problem.message:find("no such column", 1, true)
          and 'if the definition has a text in double quotes, "..." is a column there: '
            .. "write it in single quotes"
        or nil
    )
  end
end

--- Copy the rows into it.
function beside.fill(db, alteration, world, name)
  local assignments = copy.assignments(db, alteration)
  local done, problem = pcall(copy.run, db, alteration, name, assignments)
  if not done then
    offender.explain(db, alteration, world, assignments, problem)
  end
end

return beside
