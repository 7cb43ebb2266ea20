--- A table altered: chosen, proven, carried out, looked at afterwards, reported.
--
--     require("runner.alter").run(db, alteration)
--
-- `alteration` is what runner.alter.alteration gathers. Everything happens in a
-- savepoint, so an error leaves nothing behind, also if the script catches it.
local breakage = require("runner.alter.execute.breakage")
local capability = require("runner.alter.method.capability")
local catalogue = require("runner.catalogue")
local describe = require("runner.alter.method.describe")
local method = require("runner.alter.method")
local positional = require("runner.alter.proof.positional")
local proof = require("runner.alter.proof")
local settings = require("runner.alter.settings")
local verify = require("runner.alter.execute.verify")
local world_reader = require("runner.alter.world")

local alter = {}

-- Who carries out which method. Most revisions need one of them, so they are loaded when
-- they are called for.
local executors = {
  native = function(...)
    require("runner.alter.execute.edit").native(...)
  end,
  edit = function(...)
    require("runner.alter.execute.edit").run(...)
  end,
  update = function(...)
    require("runner.alter.execute.update").run(...)
  end,
  rebuild = function(...)
    require("runner.alter.execute.rebuild").run(...)
  end,
  swap = function(...)
    require("runner.alter.execute.swap").run(...)
  end,
}

--- What SQLite can do: the one that is linked, or, where a text is written down (--sql),
-- any that a shell may have.
local function capability_of(db, given)
  return not given.offline and capability.of(db:value("SELECT sqlite_version()")) or nil
end

--- The plan for an alteration of this database as it is now, and what is around the
-- table. `without_native`: why ALTER TABLE of SQLite is to be left out where there is
-- another way.
function alter.plan(db, alteration, without_native)
  local world = world_reader.read(db, alteration.table)
  local given = settings.of(db)
  function world.may_be_broken(name)
    return catalogue.excuse(db, name)
  end
  local plan = method.choose(alteration, world, {
    rebuild = given.offline and "documented" or given.rebuild, -- pages are of one file
    capability = capability_of(db, given),
    without_native = without_native,
  })
  return plan, world
end

local function carry_out(db, alteration, world, plan)
  verify.text(alteration)
  positional.check(db, alteration)
  proof.check(db, alteration, world, plan)
  local before = verify.before(db, alteration)
  if plan.touch then
    catalogue.touch(db, world.name)
  end
  executors[plan.method](db, alteration, world, plan)
  proof.final(db, alteration, world, plan)
  verify.after(db, alteration, world, plan, before)
end

local function report(db, alteration, plan)
  local tell = settings.of(db).report
  if tell then
    tell(describe(alteration, plan))
  end
end

--- What is written down begins with the line about it; otherwise that follows, when it
-- is true.
local function attempt(db, alteration, world, plan)
  if settings.of(db).offline then
    report(db, alteration, plan)
  end
  return pcall(db.savepoint, db, function()
    carry_out(db, alteration, world, plan)
  end)
end

--- ALTER TABLE of SQLite refuses a table while some view elsewhere does not work, and
-- says little about rows that contradict. Then another way does it, or says why not.
local function run_plan(db, alteration)
  local plan, world = alter.plan(db, alteration)
  if plan.method == "nothing" then
    return plan
  end
  local done, problem = attempt(db, alteration, world, plan)
  if not done and breakage.is_refusal(plan, problem) then
    breakage.check(alteration, problem)
    plan, world = alter.plan(db, alteration, problem.message)
    done, problem = attempt(db, alteration, world, plan)
  end
  if not done then
    error(problem, 0)
  end
  return plan
end

--- Carry out the alteration; nothing of it stays if that fails. Gives the plan.
function alter.run(db, alteration)
  local plan = run_plan(db, alteration)
  if plan.method ~= "nothing" and not settings.of(db).offline then
    report(db, alteration, plan)
  end
  return plan
end

return alter
