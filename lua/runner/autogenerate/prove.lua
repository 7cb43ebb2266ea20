--- A revision run both ways on a copy of the schema before anybody sees it.
--
--     local problems = prove(db, desired, { upgrade = text, downgrade = text }, options)
--
-- upgrade() must make exactly the desired schema: nothing to compare is left.
-- downgrade() must make exactly the former one: the same texts, but for space and quotes
-- around names, which SQLite changes as it renames and adds. Gives a list of what is not
-- so: { direction = "upgrade" | "downgrade", text, difference or nil }.
local catalogue = require("runner.catalogue")
local compare = require("runner.autogenerate.compare")
local inventory = require("runner.autogenerate.inventory")
local list = require("runner.autogenerate.compare.list")
local nothing_renamed = require("runner.autogenerate.rename.none")
local run = require("runner.autogenerate.revise.run")

local function add_problem(problems, direction, text, difference)
  table.insert(problems, { direction = direction, text = text, difference = difference })
end

--- Texts that are not what they were, where no difference in meaning says so.
local function add_rewritten(problems, direction, found)
  for _, change in ipairs(found.tables.changed) do
    if change.rewritten and #change.difference.items == 0 then
      local text = ("the text of table '%s' is not what it was"):format(change.want.name)
      add_problem(problems, direction, text)
    end
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
  add_rewritten(problems, direction, found)
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
  if try(copy, bodies.upgrade, "upgrade", want, common, problems) then
    common.order, common.verbatim, common.differs = true, true, nil
    try(copy, bodies.downgrade, "downgrade", have, common, problems)
  end
  return problems
end
