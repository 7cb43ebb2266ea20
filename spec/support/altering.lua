--- Alterations of a table in a database, piece by piece, for specs of what carries them
-- out.
--
--     local plan = altering.run(db, "CREATE TABLE t (a)")      -- from what t is now
--     altering.prove(db, "t", { { kind = "not_null", column = "a" } })
--     altering.sound(db)                                       -- integrity_check
local alteration = require("spec.support.alteration")
local assert = require("luassert")
local catalogue = require("runner.catalogue")
local ddl = require("runner.ddl")
local edit = require("runner.alter.execute.edit")
local method = require("runner.alter.method")
local proof = require("runner.alter.proof")
local sqlite = require("runner.sqlite")
local verify = require("runner.alter.execute.verify")
local world = require("runner.alter.world")

local altering = {}

--- A database in memory after a script.
function altering.open(script)
  local db = sqlite.open(":memory:")
  db:exec(script)
  return db
end

--- Alter the table that the text names, by an edit. `given` as spec.support.alteration
-- takes it; `given.plan` overrides parts of the plan.
function altering.run(db, text, given)
  local around = world.read(db, ddl.parse(text).name)
  local found = alteration.of(around.text, text, given)
  local plan = method.choose(found, around, {})
  for key, value in pairs(given and given.plan or {}) do plan[key] = value end
  db:savepoint(function()
    local before = verify.before(db, found)
    proof.check(db, found, around, plan)
    edit.run(db, found, around, plan)
    proof.final(db, found, around, plan)
    verify.after(db, found, around, plan, before)
  end)
  return plan
end

--- The proofs of a list, for a table that stays, or becomes `text`.
function altering.prove(db, name, list, text)
  local around = world.read(db, name)
  proof.check(db, alteration.of(around.text, text or around.text), around,
    { proofs = list, method = "rebuild" })
end

--- The rows of a query, each as one text.
function altering.list(db, sql)
  local lines = {}
  for i, row in ipairs(catalogue.rows(db, sql)) do
    for j, value in ipairs(row) do
      row[j] = value == db.null and "NULL" or tostring(value)
    end
    lines[i] = table.concat(row, " ")
  end
  return lines
end

--- Indexes of a table as the file has them: name, and text or nothing.
function altering.indexes(db, name)
  return altering.list(db, "SELECT name || coalesce(' ' || sql, '') FROM sqlite_schema "
    .. "WHERE type = 'index' AND tbl_name = '" .. name .. "' ORDER BY name")
end

function altering.sound(db)
  assert.are.same({ "ok" }, altering.list(db, "PRAGMA integrity_check"))
  assert.are.same({}, altering.list(db, "PRAGMA foreign_key_check"))
end

return altering
