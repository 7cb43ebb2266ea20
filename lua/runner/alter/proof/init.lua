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
local demands = require("runner.alter.proof.demand")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local key = require("runner.alter.proof.key")
local rows = require("runner.alter.proof.rows")
local work = require("runner.alter.work")

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

local SQLITE_ERROR = 1 -- https://www.sqlite.org/rescode.html

--- Is this error about the text of a statement, and not an interrupt or a bad disk?
local function is_about_text(problem)
  return type(problem) == "userdata" and problem.code & 0xff == SQLITE_ERROR
end

--- A condition that SQLite cannot work out is the author's mistake: say which it is.
local function find(db, world, demand)
  local done, found =
    pcall(rows.find, db, world, demand.condition, demand.values)
  if done then
    return found
  elseif is_about_text(found) then
    failure.raise(("%s: %s"):format(demand.claim, found.message))
  end
  error(found, 0)
end

local function look(db, world, list)
  local conditions = {}
  for i, demand in ipairs(list) do
    conditions[i] = demand.condition
  end
  local what = ("checking the rows of '%s'"):format(world.name)
  local done, any = pcall(work.scan, db, what, world.name, function()
    return rows.any(db, world, conditions)
  end)
  if done and not any then
    return
  elseif not done and not is_about_text(any) then
    error(any, 0)
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
  local names = identifier.names(item.columns)
  return ("UNIQUE (%s) of '%s'"):format(table.concat(names, ", "), world.name)
end

--- Raise if values are there twice.
function proof.check_unique(db, world, item)
  local what = "looking whether " .. unique_name(world, item) .. " holds"
  local found = work.scan(db, what, world.name, function()
    return key.duplicates(db, world, item.columns)
  end)
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

local SQLITE_CONSTRAINT = 19

--- Building a unique index failed: raise which values are there twice, or `problem`.
-- (Of an expression SQLite's own message has to do.)
function proof.explain_index(db, world, index, problem)
  local is_told = type(problem) == "userdata" and problem.code & 0xff == SQLITE_CONSTRAINT
  local columns = {}
  for i, name in ipairs(index.columns) do
    columns[i] = { name = name, collation = index.collations[i] }
    is_told = is_told and name
  end
  if is_told then
    proof.check_unique(db, world, { columns = columns })
  end
  error(problem, 0)
end

-- ---- checking

--- The list of demands for everything but keys that must be distinct.
local function read_demands(db, alteration, world, list)
  local found = {}
  for _, item in ipairs(list) do
    local demand = demands[item.kind](item, alteration, db, world)
    if demand.condition then
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

-- ---- when

--- Is the proof left to building an index? A key that gets one shows by that whether it
-- is distinct (runner.alter.execute.automatic).
local function is_built(plan, item)
  local in_place = plan.method == "edit" or plan.method == "update"
  return item.kind == "unique" and plan.automatic and in_place
end

--- A foreign key into the table itself may lead to a key that only comes with the change;
-- without its index each row would be looked for among all.
local function is_late(alteration, plan, item)
  if item.kind ~= "foreign_key" or not plan.automatic then
    return false
  end
  local parent = alteration.new.foreign_keys[item.position].table
  return identifier.fold(parent) == identifier.fold(alteration.old.name)
end

--- Of the plan's proofs those to be made now: demands, and keys that must be distinct.
local function select_proofs(alteration, plan, final)
  local list, uniques = {}, {}
  local function add(items, is_wanted)
    for _, item in ipairs(items or {}) do
      if is_wanted(item) and not is_built(plan, item) then
        table.insert(item.kind == "unique" and uniques or list, item)
      end
    end
  end
  add(plan.proofs, function(item)
    return is_late(alteration, plan, item) == final
  end)
  add(plan.final, function()
    return final
  end)
  return list, uniques
end

local function check(db, alteration, world, plan, final)
  local list, uniques = select_proofs(alteration, plan, final)
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

local function is_new(alteration, foreign_key)
  for _, name in ipairs(foreign_key.columns) do
    if not alteration.origin[identifier.fold(name)] then
      return true
    end
  end
  return false
end

--- A foreign key of a new column may lead nowhere in every row, and is not proven then.
-- But it needs a parent: without one SQLite refuses each write to the table.
local function check_parents(db, alteration, world)
  for _, foreign_key in ipairs(alteration.new.foreign_keys) do
    local nowhere = key.leads_nowhere(db, alteration, foreign_key)
    if is_new(alteration, foreign_key) and not nowhere then
      key.parent_columns(db, alteration, world, foreign_key)
    end
  end
end

--- Before the change.
function proof.check(db, alteration, world, plan)
  check_parents(db, alteration, world)
  check(db, alteration, world, plan, false)
end

--- After it, in the savepoint that takes it back.
function proof.final(db, alteration, world, plan)
  check(db, alteration, world, plan, true)
end

return proof
