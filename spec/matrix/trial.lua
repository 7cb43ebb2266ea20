--- Carry out operations on the database of a case, in one of the ways there are, and say
-- what is wrong with the outcome.
local behaviour = require("spec.matrix.behaviour")
local compare = require("spec.matrix.compare")
local expected = require("spec.matrix.expected")
local operation = require("spec.matrix.operation")
local operations = require("runner.op")
local snapshot = require("spec.matrix.snapshot")
local sqlite = require("runner.sqlite")

local trial = {}

-- The ways a change can be carried out: `recreate` of op.alter_table, and --rebuild.
trial.ways = {
  { name = "as planned" },
  { name = "rebuilt", recreate = "always" },
  { name = "swapped", recreate = "always", rebuild = "swap" },
}

-- ---- carrying out

--- The calls in groups: op.alter_table takes all but rename_table, which is its own.
local function groups_of(calls)
  local groups = {}
  for _, call in ipairs(calls) do
    local group = groups[#groups]
    if not group or call[1] == "rename_table" or group.rename then
      group = { rename = call[1] == "rename_table" }
      groups[#groups + 1] = group
    end
    group[#group + 1] = call
  end
  return groups
end

local function carry_out(op, name, groups, recreate)
  for _, group in ipairs(groups) do
    if group.rename then
      op.rename_table(name, group[1][2])
      name = group[1][2]
    else
      op.alter_table(name, function(t)
        for _, call in ipairs(group) do
          t[call[1]](t, table.unpack(call, 2, call.count or #call))
        end
      end, recreate and { recreate = recreate } or nil)
    end
  end
end

--- Run the operations on the file. If one is refused the transaction is committed all the
-- same, as by a script that catches the error: nothing of a refused step may be in it.
-- Returns true, or false and the message.
function trial.perform(path, name, calls, way, report)
  local db <close> = sqlite.open(path)
  local op = operations.new(db, { rebuild = way.rebuild, report = report })
  db:exec("PRAGMA synchronous = OFF")
  db:exec("BEGIN IMMEDIATE")
  local groups = groups_of(calls)
  local ok, problem = pcall(carry_out, op, name, groups, way.recreate)
  db:exec((ok or #groups == 1) and "COMMIT" or "ROLLBACK")
  return ok, tostring(problem)
end

-- ---- judging

--- What SQLite makes of it, asked once for all ways: run.wanted (a snapshot) and
-- run.outcomes, or run.reason why it cannot be done. The file must be as at the start.
function trial.prepare(run, path)
  run.calls = operation.calls(run.case.model, run.ops)
  run.before = snapshot.file(path, run.case.model.name)
  local start <close> = sqlite.open(path)
  local wanted, reason = expected.build(start, run.case, run.after, run.change)
  run.reason = reason
  if wanted then
    run.wanted = snapshot.of(wanted, run.after.name)
    run.outcomes = behaviour.outcomes(wanted, run.after, run.case)
    wanted:close()
  end
  return run
end

--- Everything is as the expected database has it, and behaves so.
local function judge_done(run, path)
  local db <close> = sqlite.open(path)
  run.now = snapshot.of(db, run.after.name)
  local problems = compare.check(run)
  if #problems == 0 then
    problems = behaviour.compare(run.outcomes,
      behaviour.outcomes(db, run.after, run.case))
  end
  return problems
end

local function judge_refused(run, path, message)
  local problems = compare.unchanged(run.before, snapshot.file(path, run.case.model.name))
  if run.wanted and not run.change.refusable then
    table.insert(problems, 1, "refused, though SQLite can: " .. message)
  end
  return problems
end

--- Perform the operations and judge. `run` = { case, ops, after, change }, prepared.
-- Returns the problems, and whether it was done.
function trial.run(run, path, way, note)
  local done, message =
    trial.perform(path, run.case.model.name, run.calls, way, note.method)
  if not done then
    note.refused(run.ops, message, run.reason)
    return judge_refused(run, path, message), false
  end
  note.done(run.ops)
  if run.wanted then return judge_done(run, path), true end
  -- Keys are checked before COMMIT, by the engine.
  if run.reason.reason == "key" then return {}, false end
  return { ("done, though it cannot be (%s): %s"):format(run.reason.reason,
    run.reason.problem) }, false
end

return trial
