--- Plans of alterations: what method.choose must answer, said shortly.
--
--     plans.expect({ "a, b", "a", plans.native("ALTER TABLE t DROP COLUMN b") })
--
-- A case is { old columns, new columns, what the plan must be }, of a table t, or with
-- whole CREATE TABLE texts. `given` may hold what spec.support.alteration takes, and
-- `settings`. Lists in a plan that a case does not name must be empty.
local alteration = require("spec.support.alteration")
local assert = require("luassert")
local method = require("runner.alter.method")

local plans = {}

local lists = { "reasons", "native", "proofs", "final", "defaults", "update", "indexes",
  "reindex" }

local function table_text(body)
  return body:find("^CREATE") and body or "CREATE TABLE t (" .. body .. ")"
end

function plans.choose(case)
  local given = case.given or {}
  local found = alteration.of(table_text(case[1]), table_text(case[2]), given)
  return method.choose(found, alteration.world(given), given.settings or {})
end

--- The plan must be exactly what the case expects.
function plans.expect(case)
  local plan, wanted = plans.choose(case), case[3]
  for _, name in ipairs(lists) do wanted[name] = wanted[name] or {} end
  wanted.automatic = wanted.automatic or false
  wanted.touch = wanted.touch or false
  assert.are.same(wanted, plan, case[1] .. " -> " .. case[2])
end

--- A function that makes a test of each case of a list, by the spec's own `it`.
function plans.cases(it)
  return function(list)
    for _, case in ipairs(list) do
      it(case.name or case[1] .. "  ->  " .. case[2], function() plans.expect(case) end)
    end
  end
end

function plans.edit(plan)
  plan = plan or {}
  plan.method = "edit"
  return plan
end

function plans.rebuild(reason, plan)
  plan = plan or {}
  plan.method, plan.reasons = "rebuild", type(reason) == "table" and reason or { reason }
  return plan
end

function plans.update(reason, plan)
  plan.method, plan.reasons = "update", type(reason) == "table" and reason or { reason }
  return plan
end

function plans.native(...)
  return { method = "native", native = { ... } }
end

function plans.not_null(column, value)
  return { kind = "not_null", column = column, value = value }
end

function plans.check(text, name)
  return { kind = "check", text = text, name = name }
end

function plans.unique(name, ...)
  local columns = {}
  for i, column in ipairs({ ... }) do
    local word, collation = column:match("^(%S+) ?(%S*)$")
    columns[i] = { name = word, collation = collation ~= "" and collation or "BINARY" }
  end
  return { kind = "unique", columns = columns, name = name }
end

function plans.convert(column, from, to, type_text)
  return { kind = "convert", column = column, from = from, to = to,
    type = type_text or to }
end

function plans.strict(column, type_text)
  return { kind = "strict", column = column, type = type_text }
end

plans.add = "ALTER TABLE t ADD COLUMN "
plans.drop = "ALTER TABLE t DROP COLUMN "

return plans
