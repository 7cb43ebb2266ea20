--- A table altered: chosen, proven, carried out, looked at afterwards, reported.
--
--     require("runner.alter").run(db, alteration)
--
-- `alteration` is what runner.alter.alteration gathers. Everything happens in a savepoint,
-- so an error leaves nothing behind, also if the script catches it.
local capability = require("runner.alter.capability")
local catalogue = require("runner.catalogue")
local describe = require("runner.alter.describe")
local method = require("runner.alter.method")
local proof = require("runner.alter.proof")
local settings = require("runner.alter.settings")
local verify = require("runner.alter.verify")
local world_reader = require("runner.alter.world")

local alter = {}

-- Who carries out which method. Most revisions need one of them, so they are loaded when
-- they are called for.
local executors = {
  native = function(...)
    require("runner.alter.edit").native(...)
  end,
  edit = function(...)
    require("runner.alter.edit").run(...)
  end,
  update = function(...)
    require("runner.alter.update").run(...)
  end,
  rebuild = function(...)
    require("runner.alter.rebuild").run(...)
  end,
  swap = function(...)
    require("runner.alter.swap").run(...)
  end,
}

--- The plan for an alteration of this database as it is now.
function alter.plan(db, alteration)
  local world = world_reader.read(db, alteration.table)
  local given = settings.of(db)
  local able = capability.of(db:value("SELECT sqlite_version()"))
  local plan = method.choose(alteration, world, {
    rebuild = given.rebuild,
    capability = able,
  })
  return plan, world
end

local function carry_out(db, alteration, world, plan)
  proof.check(db, alteration, world, plan)
  local before = verify.before(db, alteration)
  if plan.touch then
    catalogue.touch(db, world.name)
  end
  executors[plan.method](db, alteration, world, plan)
  proof.final(db, alteration, world, plan)
  verify.after(db, alteration, world, plan, before)
end

--- Carry out the alteration; nothing of it stays if that fails. Gives the plan.
function alter.run(db, alteration)
  local plan, world = alter.plan(db, alteration)
  if plan.method ~= "nothing" then
    db:savepoint(function()
      carry_out(db, alteration, world, plan)
    end)
    local report = settings.of(db).report
    if report then
      report(describe(alteration, plan))
    end
  end
  return plan
end

return alter
