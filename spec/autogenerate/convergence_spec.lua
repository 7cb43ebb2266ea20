--- Convergence: for any two schemas the revision goes from one to the other and back, in
-- one pass, and rebuilds no table without need.
--
-- RUNNER_CONVERGENCE_SEED (1) is the first pair, RUNNER_CONVERGENCE_COUNT how many there
-- are. A failure prints its seed; run that one alone with these two.
local autogenerate = require("runner.autogenerate")
local catalogue = require("runner.catalogue")
local letters = require("spec.autogenerate.letters")
local pair = require("spec.autogenerate.pair")
local rebuild = require("spec.autogenerate.rebuild")
local run = require("runner.autogenerate.revise.run")

local FIRST = tonumber(os.getenv("RUNNER_CONVERGENCE_SEED") or 1)
local COUNT = tonumber(os.getenv("RUNNER_CONVERGENCE_COUNT") or 150)
local MOST_FAILURES = tonumber(os.getenv("RUNNER_CONVERGENCE_FAILURES") or 5)

-- ---- one pair

local function schema(db)
  local lines = {}
  for text in db:rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL") do
    lines[#lines + 1] = text .. ";"
  end
  return table.concat(lines, "\n")
end

local function report(seed, one, problem, found)
  local message = type(problem) == "userdata" and problem.message or tostring(problem)
  return ("seed %d (%s%s): %s\n-- have\n%s\n-- want\n%s\n%s"):format(seed, one.kind,
    one.order and ", in order" or "", message, schema(one.have), schema(one.want),
    found and ("-- upgrade\n%s-- downgrade\n%s"):format(found.upgrade or "",
      found.downgrade or "") or "")
end

local function try(one)
  local options = { renames = one.renames, guess = false, order = one.order }
  local found = autogenerate.compare(one.have, one.want, options)
  local bodies = autogenerate.revise(one.have, found)
  found.upgrade, found.downgrade = bodies.upgrade, bodies.downgrade
  local problems = autogenerate.prove(one.have, one.want, bodies, options)
  if #problems > 0 then
    return problems[1].direction .. ": " .. problems[1].text, found
  end
  if (#found.differences == 0) ~= (bodies.upgrade == "") then
    return "differences and upgrade() do not agree", found
  end
  local reports = {}
  local copy <close> = catalogue.copy(one.have)
  run(copy, bodies.upgrade, "upgrade", { report = function(text)
    reports[#reports + 1] = text
  end })
  local former <close> = rebuild.renamed(one.have, found)
  local needless = rebuild.needless(former, found.comparison, reports, one.order)
  if needless then return "needless: " .. needless, found end
  run(copy, bodies.downgrade, "downgrade")
  local lost = letters.lost(letters.of(one.have), letters.of(copy))
  return lost ~= "" and "not the former texts: " .. lost, found
end

local function run_seed(seed, result)
  local one = pair.new(seed)
  if not one then return end
  local done, problem, found = pcall(try, one)
  result.pairs = result.pairs + 1
  if not done or problem then
    table.insert(result.failures, report(seed, one, problem, done and found))
  elseif found.upgrade ~= "" then
    result.changed = result.changed + 1
    result.defined = result.defined + (found.upgrade:find("t:define", 1, true) and 1 or 0)
  end
  one.have:close()
  one.want:close()
end

describe("a revision between any two schemas", function()
  local result = { failures = {}, pairs = 0, changed = 0, defined = 0 }

  it(("leads there and back (seeds %d to %d)"):format(FIRST, FIRST + COUNT - 1),
    function()
      for seed = FIRST, FIRST + COUNT - 1 do
        run_seed(seed, result)
        if #result.failures >= MOST_FAILURES then break end
      end
      assert.are.equal("", table.concat(result.failures, "\n\n"))
    end)

  -- A generator that went wrong would make pairs without differences.
  it("has something to do for most pairs, and mostly words for it", function()
    if COUNT < 100 then return end
    assert.is_true(result.changed > result.pairs * 0.8, "changed " .. result.changed)
    assert.is_true(result.defined < result.changed * 0.5, "defined " .. result.defined)
  end)
end)
