--- Convergence: for any two schemas the revision goes from one to the other and back, in
-- one pass, and rebuilds no table without need.
--
-- RUNNER_CONVERGENCE_SEED (1) is the first pair, RUNNER_CONVERGENCE_COUNT how many there
-- are. A failure prints its seed; run that one alone with these two.
local autogenerate = require("runner.autogenerate")
local catalogue = require("runner.catalogue")
local key = require("runner.alter.key")
local pair = require("spec.autogenerate.pair")
local run = require("runner.autogenerate.revise.run")

local FIRST = tonumber(os.getenv("RUNNER_CONVERGENCE_SEED") or 1)
local COUNT = tonumber(os.getenv("RUNNER_CONVERGENCE_COUNT") or 300)
local MOST_FAILURES = tonumber(os.getenv("RUNNER_CONVERGENCE_FAILURES") or 5)

-- ---- what makes a rebuild necessary, said once more and apart from the planner

--- Is the column's order the order of the rows or of a key, or may a stored column be
-- computed of it?
local function is_in_rows(change, item)
  local new = change.want.definition
  for _, column in ipairs(new.columns) do
    if column.generated and column.generated.stored then return true end
  end
  return key.in_any(new, item.new)
end

--- Does the meaning of STRICT's own type change with it?
local function has_any(_, change)
  for _, column in ipairs(change.want.definition.columns) do
    if column.type:upper() == "ANY" then return true end
  end
  return false
end

local needs = {
  primary_key = function(item) return not key.same(item.old, item.new) end,
  without_rowid = function() return true end,
  generated = function() return true end,
  strict = has_any,
  reordered = function() return true end,
  collation = function(item, change) return is_in_rows(change, item) end,
  type = function(item, change) return is_in_rows(change, item) end,
  column_added = function(item, _, order)
    return item.new.generated and item.new.generated.stored or order
  end,
}

--- Rows that have to be written and lose a column are written once only.
local function are_written(change)
  local dropped, converted = false, false
  for _, item in ipairs(change.difference.items) do
    dropped = dropped or item.kind == "column_dropped"
    converted = converted
      or item.kind == "type" and item.old.affinity ~= item.new.affinity
  end
  return dropped and converted
end

local function needs_rebuild(change, order)
  if are_written(change) then return true end
  for _, item in ipairs(change.difference.items) do
    if needs[item.kind] and needs[item.kind](item, change, order) then return true end
  end
  return false
end

local function needless_rebuild(found, reports, order)
  for _, change in ipairs(found.comparison.tables.changed) do
    local name = change.have.name
    for _, report in ipairs(reports) do
      local is_rebuilt = report:find("rebuilt", 1, true) and report:find(name, 1, true)
        and not report:find("which ALTER TABLE refuses", 1, true)
      if is_rebuilt and not needs_rebuild(change, order) then return report end
    end
  end
end

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
  local needless = needless_rebuild(found, reports, one.order)
  return needless and "needless: " .. needless, found
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
