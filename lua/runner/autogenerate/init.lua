--- Autogenerate: from the schema there is to the one that is wanted.
--
--     local autogenerate = require("runner.autogenerate")
--     local found = autogenerate.compare(db, desired, { renames = { ["t.a"] = "b" } })
--     for _, difference in ipairs(found.differences) do print(difference.text) end
--     local bodies = autogenerate.revise(db, desired, found)     -- upgrade, downgrade
--     local problems = autogenerate.prove(db, desired, bodies)   -- {} if it holds
--
-- `db` and `desired` are databases; only their schemas are read, and nothing is written
-- to either. Options, the same for all three:
--   ignore, own_tables   what is left out (runner.autogenerate.inventory)
--   order                true: the order of columns counts
--   renames, guess, ask, note, overlap, says_was   what is a rename
--                        (runner.autogenerate.rename)
--   was                  renames as a schema.lua says them: { tables = { [new key] = old
--                        name }, columns = { [table's new key] = the same } }
--   rewrite              a function(steps, direction) that may change the steps of a
--                        body (runner.autogenerate.revise.plan), or give others
--   differs              a function(difference) that gives false for what is none
--   naming               patterns for names of constraints, as in runner.lua
local compare = require("runner.autogenerate.compare")
local failure = require("runner.failure")
local inventory = require("runner.autogenerate.inventory")
local list = require("runner.autogenerate.compare.list")
local nothing_renamed = require("runner.autogenerate.rename.none")
local rename = require("runner.autogenerate.rename")

local autogenerate = {}

-- Most of the time nothing differs, and what is made of differences is not needed.

local function align(have, renames, ...)
  if not next(renames.tables) and not next(renames.columns) then
    return { inventory = have, renames = nothing_renamed }
  end
  return require("runner.autogenerate.align")(...)
end

local function prove(...)
  return require("runner.autogenerate.prove")(...)
end

--- Questions that were noted only, as texts.
local function texts_of(open)
  local texts = {}
  if #open > 0 then
    texts = require("runner.autogenerate.rename.open").texts(open)
  end
  for i, text in ipairs(texts) do
    texts[i] = text .. "?"
  end
  return texts
end

--- Compare. Gives
--   differences   a list, empty if there are none (runner.autogenerate.compare.list)
--   comparison    the same as a structure (runner.autogenerate.compare)
--   have, want    the inventories
--   renames       { tables = { by old key }, columns = { by new key of the table } }
--   questions     with the option `note`: what may be a rename, as texts
--   aligned       { inventory, renames }: after the renames (runner.autogenerate.align)
-- Raises a question where it cannot be told whether something was renamed.
function autogenerate.compare(db, desired, options)
  options = options or {}
  local have = inventory.read(db, options)
  local want = inventory.read(desired, options)
  local renames = rename.resolve(have, want, options)
  local aligned = align(have, renames, db, have, want, renames, options)
  local comparison = compare(aligned.inventory, want, options, aligned.renames.displaced)
  return {
    have = have,
    want = want,
    renames = renames,
    questions = texts_of(renames.open),
    aligned = aligned,
    comparison = comparison,
    differences = list(comparison, aligned.renames),
    options = options,
  }
end

--- The bodies of upgrade() and downgrade() as Lua text: { upgrade =, downgrade = }.
-- `found` is what `compare` gave for the same databases.
function autogenerate.revise(db, found)
  return require("runner.autogenerate.revise").bodies(db, found, found.options)
end

--- Run both on copies. Gives a list of problems (runner.autogenerate.prove).
autogenerate.prove = prove

local function raise_unproven(problems, options)
  local lines = {}
  for i, problem in ipairs(problems) do
    lines[i] = problem.direction .. "(): " .. problem.text
  end
  local blame = options.rewrite and "look at what `rewrite` does"
    or "this is a fault of runner, please report it with both schemas"
  failure.raise(
    "the revision does not lead to the desired schema and back: "
      .. table.concat(lines, "; "),
    "nothing was written; " .. blame
  )
end

--- Revise and prove: the bodies as `revise` gives them. Raises what does not hold, with
-- the differences.
function autogenerate.proven(db, desired, found)
  local bodies = autogenerate.revise(db, found)
  local problems = prove(db, desired, bodies, found.options)
  if #problems > 0 then
    raise_unproven(problems, found.options)
  end
  return bodies
end

--- Compare, revise and prove: gives what `compare` does, and `upgrade`, `downgrade`.
function autogenerate.generate(db, desired, options)
  local found = autogenerate.compare(db, desired, options)
  local bodies = autogenerate.proven(db, desired, found)
  found.upgrade, found.downgrade = bodies.upgrade, bodies.downgrade
  return found
end

return autogenerate
