--- The matrix: many cases, each a table with its surroundings and some operations,
-- carried out in every way there is, undone again, and compared with what SQLite itself
-- makes of it.
--
--     local matrix = require("spec.matrix")
--     local result = matrix.run(first_seed, count)
--     result.failures    texts: the seed, a minimal script, what is wrong
--     result.done        how often each word was carried out; result.refused likewise
--     result.methods     how often each method was chosen
local build = require("spec.matrix.build")
local cases = require("spec.matrix.case")
local compare = require("spec.matrix.compare")
local operation = require("spec.matrix.operation")
local script = require("spec.matrix.script")
local shrink = require("spec.matrix.shrink")
local snapshot = require("spec.matrix.snapshot")
local sqlite = require("runner.sqlite")
local trial = require("spec.matrix.trial")

local matrix = {}

local MOST_FAILURES = tonumber(os.getenv("RUNNER_MATRIX_FAILURES") or 5)

-- ---- files

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read("a")
end

local function write(path, bytes)
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(bytes))
end

--- The database of a case, as the bytes of its file.
local function image(case, path)
  os.remove(path)
  do
    local db <close> = sqlite.open(path)
    build.run(db, case)
  end
  return read(path)
end

-- ---- one case

--- A case that stands where operations have led, for the way back.
local function moved(run)
  local copy = {}
  for key, value in pairs(run.case) do copy[key] = value end
  copy.model, copy.after = run.after, run.change.objects
  return copy
end

--- The run of operations on the file as it is now.
local function new_run(case, ops, path)
  local after, change = operation.apply(case.model, ops, case.after)
  return trial.prepare({ case = case, ops = ops, after = after, change = change }, path)
end

--- Undo the operations and compare with what they make of it; at the end, if nothing was
-- lost on the way, also with the start.
local function back(case, ops, run, path, note)
  local reverse = operation.reverse(case.model, ops)
  if not reverse then return {} end
  local second = new_run(moved(run), reverse, path)
  local problems, done = trial.run(second, path, trial.ways[1], note)
  if done and next(run.change.dropped) == nil and next(run.change.using) == nil then
    local now = snapshot.file(path, case.model.name)
    problems = #problems > 0 and problems
      or compare.restored(run.before, now, case.model.name, run.change)
  end
  for i, problem in ipairs(problems) do problems[i] = "on the way back: " .. problem end
  return problems
end

--- The problems of a run in one way, and back.
local function try(run, way, path, note)
  local case, ops = run.case, run.ops
  write(path, case.image)
  local problems, done = trial.run(run, path, way, note)
  if done and #problems == 0 and way == trial.ways[1] then
    problems = back(case, ops, run, path, note)
  end
  return problems
end

local function ignore() end
local silent = { done = ignore, refused = ignore, method = ignore }

--- Does it still fail, after something was left out?
local function fails_still(way, path)
  return function(case, ops)
    local ok, problems = pcall(function()
      case.image = image(case, path)
      return try(new_run(case, ops, path), way, path, silent)
    end)
    return ok and #problems > 0
  end
end

--- The report of a failure, with the smallest case that shows it.
local function report(case, ops, way, path)
  local small, few = shrink.run(case, ops, fails_still(way, path))
  small.image = image(small, path)
  local problems = try(new_run(small, few, path), way, path, silent)
  return ("seed %d, %s\n%s\n%s"):format(case.seed, way.name, script.text(small, few, way),
    table.concat(problems, "\n"))
end

-- ---- many cases

local function count(counts, key) counts[key] = (counts[key] or 0) + 1 end

-- What a report says of each method; the longer texts first.
local methods = {
  { "rebuilt with exchanged root pages", "swap" },
  { "rebuilt", "rebuild" },
  { "and UPDATE in place", "update" },
  { "edit of the stored definition", "edit" },
  { "ALTER TABLE", "native" },
}

local function method_of(text)
  for _, method in ipairs(methods) do
    if text:find(method[1], 1, true) then return method[2] end
  end
  return text
end

local function new_result()
  local result = { failures = {}, done = {}, refused = {}, methods = {}, reasons = {},
    cases = 0 }
  result.note = {
    done = function(ops)
      for _, op in ipairs(ops) do count(result.done, op.word) end
    end,
    refused = function(ops, message, reason)
      for _, op in ipairs(ops) do count(result.refused, op.word) end
      count(result.reasons, reason and reason.reason or "other")
      result.last_message = message
    end,
    method = function(text) count(result.methods, method_of(text)) end,
  }
  return result
end

local function run_case(seed, path, result)
  local case, rng = cases.new(seed)
  case.image = image(case, path)
  local many = rng:chance(40) and rng:integer(4) + 1 or 1
  local ops = operation.pick(rng, case.model, case.after, many)
  local run = new_run(case, ops, path)
  for _, way in ipairs(trial.ways) do
    local problems = try(run, way, path, result.note)
    result.cases = result.cases + 1
    if #problems > 0 then
      result.failures[#result.failures + 1] = report(case, ops, way, path)
      return
    end
  end
end

--- Run the cases of `many` seeds from `first` on; stop after a few failures.
function matrix.run(first, many)
  local result, path = new_result(), os.tmpname()
  for seed = first, first + many - 1 do
    local ok, problem = xpcall(run_case, debug.traceback, seed, path, result)
    if not ok then
      result.failures[#result.failures + 1] = ("seed %d: %s"):format(seed, problem)
    end
    if #result.failures >= MOST_FAILURES then break end
  end
  os.remove(path)
  return result
end

return matrix
