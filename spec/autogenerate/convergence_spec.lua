--- Convergence: for any two schemas the revision goes from one to the other and back, in
-- one pass, and rebuilds no table without need.
--
-- RUNNER_CONVERGENCE_SEED (1) is the first pair, RUNNER_CONVERGENCE_COUNT how many there
-- are. A failure prints its seed; run that one alone with these two.
local autogenerate = require("runner.autogenerate")
local capability = require("runner.alter.method.capability")
local catalogue = require("runner.catalogue")
local definition = require("runner.alter.definition")
local key = require("runner.alter.key")
local method = require("runner.alter.method")
local operations = require("runner.op")
local pair = require("spec.autogenerate.pair")
local reorder = require("runner.alter.change.reorder")
local run = require("runner.autogenerate.revise.run")
local sql = require("runner.schema.expression")
local world = require("runner.alter.world")

local FIRST = tonumber(os.getenv("RUNNER_CONVERGENCE_SEED") or 1)
local COUNT = tonumber(os.getenv("RUNNER_CONVERGENCE_COUNT") or 150)
local MOST_FAILURES = tonumber(os.getenv("RUNNER_CONVERGENCE_FAILURES") or 5)

-- ---- rebuilds

--- Columns of `new` in the order that needs no rebuild: those that stay, then new ones.
local function kept_order(old, new)
  local names = {}
  for _, column in ipairs(old.columns) do
    local kept = new.by_key[column.key]
    names[#names + 1] = kept and kept.name
  end
  return definition.read(reorder.columns(new, "", names).text)
end

local function lacks_value(new, column)
  local primary = new.primary_key
  local is_rowid = primary and primary.rowid and key.has(primary, column)
  return column.not_null and not (column.default or column.generated or is_rowid)
end

--- The world of a table without what a revision puts out of the way.
local function bare_world(db, change)
  local found, gone = world.read(db, change.have.name), {}
  found.triggers, found.referenced_by = {}, {}
  for _, index in ipairs(change.indexes_dropped) do gone[index.name] = true end
  for i = #found.indexes, 1, -1 do
    if gone[found.indexes[i].name] then table.remove(found.indexes, i) end
  end
  return found
end

--- The way that is chosen for a change of a table if all of it is said at once.
local function method_of(db, change, order)
  local old, new = change.have.definition, change.want.definition
  if not order then new = kept_order(old, new) end
  local origin, value = {}, {}
  for _, column in ipairs(new.columns) do
    origin[column.key] = old.by_key[column.key] and column.key or false
    if not origin[column.key] and lacks_value(new, column) then
      value[column.key] = sql("NULL")
    end
  end
  local alteration = { table = old.name, old = old, new = new, origin = origin,
    value = value, changes = {}, options = {} }
  return method.choose(alteration, bare_world(db, change), {
    capability = capability.of(db:value("SELECT sqlite_version()")),
  }).method
end

--- The first report of a rebuild that could have been done without, or nil.
local function needless_rebuild(db, found, reports, order)
  for _, change in ipairs(found.comparison.tables.changed) do
    for _, report in ipairs(reports) do
      local is_rebuilt = report:find(change.have.name .. ": rebuilt", 1, true)
        and not report:find("which ALTER TABLE refuses", 1, true)
      if is_rebuilt and method_of(db, change, order) ~= "rebuild" then return report end
    end
  end
end

--- A copy of what there is, after the renames.
local function renamed(db, renames)
  local copy = catalogue.copy(db)
  local op = operations.new(copy)
  for _, rename in ipairs(renames.tables) do op.rename_table(rename.from, rename.to) end
  for _, columns in pairs(renames.columns) do
    for _, rename in ipairs(columns) do
      op.rename_column(columns.table, rename.from, rename.to)
    end
  end
  return copy
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
  local former <close> = renamed(one.have, found.aligned.renames)
  local needless = needless_rebuild(former, found, reports, one.order)
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
