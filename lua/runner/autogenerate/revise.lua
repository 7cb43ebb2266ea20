--- The bodies of a revision: upgrade() from what there is to what there shall be, and
-- downgrade() back.
--
--     local revision = revise(db, desired, found, options)
--     revision.upgrade, revision.downgrade      -- Lua text, each line indented
--
-- `found` is what runner.autogenerate.compare (its db's, with renames) gives. The upgrade
-- is planned from the comparison. It is then carried out on a copy, and the downgrade is
-- planned from what that made of the texts back to those there were. That is carried out,
-- too, and what is still spelled otherwise than before is spelled at its end.
local align = require("runner.autogenerate.align")
local call = require("runner.autogenerate.revise.call")
local catalogue = require("runner.catalogue")
local compare = require("runner.autogenerate.compare")
local failure = require("runner.failure")
local faults = require("runner.autogenerate.faults")
local inventory = require("runner.autogenerate.inventory")
local operations = require("runner.op")
local plan = require("runner.autogenerate.revise.plan")
local run = require("runner.autogenerate.revise.run")
local spell = require("runner.autogenerate.revise.spell")
local text_of = require("runner.autogenerate.revise.text")
local whole = require("runner.autogenerate.revise.whole")

local revise = {}

--- The way back: { tables, columns } as runner.autogenerate.rename has them.
local function inverse(renames)
  local result = { tables = {}, columns = {} }
  local new_table = {}
  for old_key, new_key in pairs(renames.tables) do
    result.tables[new_key], new_table[new_key] = old_key, old_key
  end
  for key, columns in pairs(renames.columns) do
    local back = {}
    for old_key, new_key in pairs(columns) do
      back[new_key] = old_key
    end
    result.columns[new_table[key] or key] = back
  end
  return result
end

-- As few steps as can be; if these do not work, views and triggers out of the way; then
-- also foreign keys that lead to no table.
local ways = {
  { careful = false, whole = false },
  { careful = true, whole = false },
  { careful = true, whole = true },
}

--- Plan in the first way that works. Gives the body, and the database it was tried on; or
-- nil and what stood against the first way. `broken` (runner.autogenerate.faults) may be
-- left as it is.
local function try_ways(db, found, renames, options, broken)
  local problem
  local allowed = {}
  for i, fault in ipairs(broken) do
    allowed[i] = fault.name
  end
  local function words_of(object)
    return whole(object, options)
  end
  for _, way in ipairs(ways) do
    options.careful, options.whole = way.careful, way.whole
    local steps = plan(found, renames, options)
    steps = options.rewrite and options.rewrite(steps) or steps
    local body = text_of(steps, words_of)
    local copy = catalogue.copy(db)
    local settings = { naming = options.naming }
    local done, answer = pcall(run, copy, body, "body", settings, allowed)
    if done then
      return faults.allowance(answer, broken) .. body, copy
    end
    copy:close()
    problem = problem or answer
  end
  return nil, problem
end

--- What did not work in the database before may be left so, or come back, if there is no
-- other way. Messages begin with `direction`.
local function attempt(before, direction, db, found, renames, options)
  local body, work = try_ways(db, found, renames, options, {})
  if body then
    return body, work
  end
  local problem, broken = work, faults.of(before)
  if #broken > 0 then
    body, work = try_ways(db, found, renames, options, broken)
  end
  if not body then
    failure.within(problem, direction .. "()")
  end
  return body, work
end

--- The body with what is left to say at its end: who is spelled otherwise than before.
-- (What cannot be spelled so is found by the proof.)
local function with_spelling(body, before, db)
  local op, steps = operations.new(db), {}
  for _, object in ipairs(spell.differing(before, spell.read(db))) do
    if object.now and pcall(op.spell, object.text) then
      steps[#steps + 1] = call("spell", object.text)
    end
  end
  return body .. text_of(steps)
end

--- The author's own say on the steps of a direction, or nil.
local function rewriter(options, direction)
  return options.rewrite
    and function(steps)
      return options.rewrite(steps, direction)
    end
end

--- `found` has comparison, renames (as resolved) and aligned (as carried out).
function revise.bodies(db, found, options)
  local body, work = attempt(db, "upgrade", db, found.comparison, found.aligned.renames, {
    order = options.order,
    differs = options.differs,
    null = db.null,
    naming = options.naming,
    rewrite = rewriter(options, "upgrade"),
  })
  local upgraded <close> = work
  local back = {
    order = true,
    verbatim = true,
    lossy = true,
    null = db.null,
    naming = options.naming,
    rewrite = rewriter(options, "downgrade"),
  }
  local former = found.have
  local there = inventory.read(upgraded, options)
  local aligned = align(upgraded, there, former, inverse(found.renames), options)
  local displaced = aligned.renames.displaced
  local comparison = compare(aligned.inventory, former, back, displaced)
  local down, copy =
    attempt(db, "downgrade", upgraded, comparison, aligned.renames, back)
  down = with_spelling(down, spell.read(db), copy)
  copy:close()
  return { upgrade = body, downgrade = down }
end

return revise
