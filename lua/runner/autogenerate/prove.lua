--- A revision run both ways on a copy of the schema before anybody sees it.
--
--     local problems = prove(db, desired, { upgrade = text, downgrade = text }, options)
--
-- upgrade() must make exactly the desired schema: nothing to compare is left.
-- downgrade() must make exactly the former one: the same texts, to the letter. Gives a
-- list of what is not so: { direction = "upgrade" | "downgrade", text, difference }.
local catalogue = require("runner.catalogue")
local compare = require("runner.autogenerate.compare")
local inventory = require("runner.autogenerate.inventory")
local list = require("runner.autogenerate.compare.list")
local nothing_renamed = require("runner.autogenerate.rename.none")
local run = require("runner.autogenerate.revise.run")
local spell = require("runner.autogenerate.revise.spell")

local function add_problem(problems, direction, text, difference)
  table.insert(problems, { direction = direction, text = text, difference = difference })
end

--- Texts that are not what they were, to the letter.
local function add_rewritten(problems, before, after)
  for _, object in ipairs(spell.differing(before, after)) do
    local text = ("the text of %s '%s' is not what it was"):format(
      object.kind,
      object.name
    )
    add_problem(problems, "downgrade", text)
  end
end

--- Run a body and compare. Can the next one be run?
local function try(db, body, direction, wanted, options, problems)
  local done, problem = pcall(run, db, body, direction, { naming = options.naming })
  if not done then
    local message = type(problem) == "userdata" and problem.message or tostring(problem)
    add_problem(problems, direction, "it fails: " .. message)
    return false
  end
  local found = compare(inventory.read(db, options), wanted, options)
  for _, difference in ipairs(list(found, nothing_renamed)) do
    local text = "it leaves a difference: " .. difference.text
    add_problem(problems, direction, text, difference)
  end
  return true
end

return function(db, desired, bodies, options)
  local problems = {}
  local copy <close> = catalogue.copy(db)
  local common = {
    ignore = options.ignore,
    own_tables = options.own_tables,
    naming = options.naming,
  }
  local have, want = inventory.read(db, common), inventory.read(desired, common)
  common.order, common.differs = options.order, options.differs
  local before = spell.read(copy)
  if try(copy, bodies.upgrade, "upgrade", want, common, problems) then
    common.order, common.differs = true, nil
    if try(copy, bodies.downgrade, "downgrade", have, common, problems) then
      add_rewritten(problems, before, spell.read(copy))
    end
  end
  return problems
end
