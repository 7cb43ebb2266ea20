--- Proofs that the rows fit what a table will ask of them.
--
-- A plan lists what must hold: `proofs` before the change, `final` after it (what only
-- then can be looked at). Each is
--   { kind = "not_null", column [, value] }      the column, or the SQL value it will get
--   { kind = "check", text, name }
--   { kind = "convert", column, from, to, type } nothing is lost by the affinity `to`
--   { kind = "strict", column, type }            what a STRICT table takes
--   { kind = "foreign_key", position }           in the new definition's foreign keys
--   { kind = "unique", columns = { { name, collation } }, name }
-- Rows that contradict are raised, with their number and the first of them. All proofs
-- about single values are looked at in one pass. Where everything is written down (--sql)
-- the rows are not there yet; so each proof is also written into the text, and stops it.
local catalogue = require("runner.catalogue")
local demands = require("runner.alter.proof_demand")
local failure = require("runner.failure")
local key = require("runner.alter.proof_key")
local rows = require("runner.alter.proof_rows")

local proof = {}

-- ---- raising

local function count_text(count, one, many)
  return count == 1 and "1 " .. one or ("%d %s"):format(count, many)
end

local function fail(world, demand, found)
  failure.raise(
    ("%s: %s (%s)"):format(
      demand.claim,
      count_text(found.count, "row " .. demand.fault[1], "rows " .. demand.fault[2]),
      found.text
    ),
    demand.hint or "find them with " .. rows.query(world, demand.condition)
  )
end

--- A condition that SQLite cannot work out is the author's mistake: say which it is.
local function find(db, world, demand)
  local done, found =
    pcall(rows.find, db, world, demand.condition, demand.values)
  if not done then
    failure.raise(("%s: %s"):format(demand.claim, found.message))
  end
  return found
end

local function look(db, world, list)
  local conditions = {}
  for i, demand in ipairs(list) do
    conditions[i] = demand.condition
  end
  local done, any = pcall(rows.any, db, world, conditions)
  if done and not any then
    return
  end
  for _, demand in ipairs(list) do
    local found = find(db, world, demand)
    if found.count > 0 then
      fail(world, demand, found)
    end
  end
end

-- ---- keys that must be distinct

local function unique_name(world, item)
  local names = {}
  for i, column in ipairs(item.columns) do
    names[i] = column.name
  end
  return ("UNIQUE (%s) of '%s'"):format(table.concat(names, ", "), world.name)
end

--- Raise if values are there twice.
function proof.check_unique(db, world, item)
  local found = key.duplicates(db, world, item.columns)
  if found.count == 0 then
    return
  end
  failure.raise(
    ("%s cannot hold: %s more than once (%s)"):format(
      unique_name(world, item),
      count_text(found.count, "value is there", "values are there"),
      found.text
    ),
    "remove or change the duplicates first"
  )
end

-- ---- checking

--- The list of demands for everything but keys that must be distinct.
local function read_demands(db, alteration, world, list)
  local found = {}
  for _, item in ipairs(list) do
    local make = demands[item.kind]
    local demand = make and make(item, alteration, db, world)
    if demand and demand.condition then
      found[#found + 1] = demand
    end
  end
  return found
end

local function write_down(db, world, list, uniques)
  for _, demand in ipairs(list) do
    local form = "NOT EXISTS (SELECT 1 FROM %s WHERE %s)"
    local condition = form:format(rows.table(world), rows.wrap(demand.condition))
    catalogue.guard(db, demand.holds, condition)
  end
  for _, item in ipairs(uniques) do
    local message = unique_name(world, item) .. " holds"
    catalogue.guard(db, message, key.distinct(world, item.columns))
  end
end

local function check_list(db, alteration, world, list, uniques)
  local found = read_demands(db, alteration, world, list)
  if #found > 0 then
    look(db, world, found)
  end
  for _, item in ipairs(uniques) do
    proof.check_unique(db, world, item)
  end
  if catalogue.recording(db) then
    write_down(db, world, found, uniques)
  end
end

--- Keys that must be distinct. Those whose index is built by the change itself need no
-- pass of their own: building shows it (runner.alter.automatic).
local function uniques_of(plan, list)
  local uniques = {}
  for _, item in ipairs(list) do
    local built = plan.automatic and (plan.method == "edit" or plan.method == "update")
    if item.kind == "unique" and not built then
      uniques[#uniques + 1] = item
    end
  end
  return uniques
end

--- Before the change.
function proof.check(db, alteration, world, plan)
  local list = plan.proofs or {}
  check_list(db, alteration, world, list, uniques_of(plan, list))
end

--- After it, in the savepoint that takes it back.
function proof.final(db, alteration, world, plan)
  local list = plan.final or {}
  check_list(db, alteration, world, list, uniques_of(plan, list))
end

return proof
