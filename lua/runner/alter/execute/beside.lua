--- The table beside a table, made and filled; if that fails, why.
local catalogue = require("runner.catalogue")
local copy = require("runner.alter.execute.copy")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local row_value = require("runner.alter.execute.row_value")
local offender = require("runner.alter.proof.offender")
local scratch = require("runner.alter.execute.scratch")

local beside = {}

--- Does CREATE TABLE refuse the old definition too? SQLite goes on reading what it takes
-- no more (a text in double quotes), and calls of what only the application has.
local function is_inherited(old)
  local alone <close> = catalogue.scratch({ trust_schema = true })
  local done, problem = pcall(catalogue.exec, alone, old.text)
  return not done and problem.message:find("^no such ") ~= nil
end

--- Make a table of the same kind, and let its definition be `text`.
local function create_by_text(db, self, name, text)
  local form = "CREATE TABLE main.%s (a%s"
  local kind = self.without_rowid and " PRIMARY KEY) WITHOUT ROWID" or ")"
  catalogue.exec(db, form:format(identifier.quote(name), kind))
  catalogue.edit(db, { { type = "table", name = name, sql = text } })
end

--- Make the table that the new definition describes under another name, with further
-- edits of its text.
function beside.create(db, alteration, name, edits)
  local self = alteration.new
  local text = scratch.text(self, name, edits)
  local done, problem = pcall(catalogue.exec, db, text)
  if not done and is_inherited(alteration.old) then
    done = pcall(create_by_text, db, self, name, text)
  end
  if not done then
    failure.raise(
      ("'%s' cannot be made anew: %s"):format(self.name, problem.message),
      problem.message:find("no such column", 1, true)
          and "a text in double quotes is a column: write it in single quotes"
        or nil
    )
  end
end

--- Copy the rows into it.
function beside.fill(db, alteration, world, name)
  local assignments = copy.assignments(db, alteration)
  local done, problem = pcall(copy.run, db, alteration, name, assignments)
  if not done then
    row_value.explain(db, alteration, assignments.calls, problem)
    offender.explain(db, alteration, world, assignments, problem)
  end
end

return beside
