--- Rows changed where they are: the new definition first, then one UPDATE that makes the
-- values what it says.
--
-- This serves where the columns stay in their places: a type that stores values in
-- another way, a column that is filled. Under the new text SQLite converts what it writes
-- and checks it against the new constraints, so no row is left that was not looked at.
-- Indexes of the columns that change are dropped before and made again after, which is
-- several times quicker than keeping them up to date.
local catalogue = require("runner.catalogue")
local copy = require("runner.alter.execute.copy")
local definition = require("runner.alter.definition")
local dependent = require("runner.alter.execute.dependent")
local edit = require("runner.alter.execute.edit")
local expected = require("runner.alter.execute.expected")
local expression = require("runner.schema.expression")
local identifier = require("runner.schema.identifier")
local mention = require("runner.schema.mention")
local offender = require("runner.alter.proof.offender")
local row_value = require("runner.alter.execute.row_value")
local statistics = require("runner.alter.execute.statistics")
local work = require("runner.alter.work")

local update = {}

-- ---- the UPDATE

--- What the column held. A column of type REAL stores whole numbers as integers and gives
-- them back as reals; under another type it would give back the integers.
-- https://www.sqlite.org/fileformat2.html#record_format
local function old_value(alteration, column)
  local name = identifier.quote(column.name)
  local origin = alteration.origin[column.key]
  local old = origin and definition.column(alteration.old, origin)
  if old and old.affinity == "REAL" and column.affinity ~= "REAL" then
    local form = "CASE typeof(%s) WHEN 'integer' THEN CAST(%s AS REAL) ELSE %s END"
    return form:format(name, name, name)
  end
  return name
end

local function new_value(db, alteration, item, calls)
  local column = definition.column(alteration.new, item.column)
  if item.value == nil then
    return old_value(alteration, column)
  elseif type(item.value) == "function" then
    local known = alteration.origin[column.key]
    return copy.call(db, column, item.value, known and old_value(alteration, column))
  end
  if row_value.is(item.value) then
    return row_value.text(db, alteration.new, calls, item.value)
  end
  return expression.parenthesize(expression.any_text(item.value))
end

--- The classes of values that a column of this affinity stores in another way.
-- https://www.sqlite.org/datatype3.html section 3
local converted = {
  INTEGER = "'text', 'real'",
  NUMERIC = "'text', 'real'",
  REAL = "'text'",
  TEXT = "'integer', 'real'",
  BLOB = "'integer'", -- the whole numbers of a column of type REAL
}

--- Does anything that the table asks of its rows depend on the column's form?
local function is_asked_for(alteration, column)
  local old = definition.column(alteration.old, column.name)
  local texts = {}
  for _, check in ipairs(alteration.new.checks) do
    texts[#texts + 1] = check.text
  end
  for _, other in ipairs(alteration.new.columns) do
    texts[#texts + 1] = other.generated and other.generated.text
  end
  for _, text in ipairs(texts) do
    if #mention.of(text, column.key) > 0 then
      return true
    end
  end
  return column.not_null ~= old.not_null or alteration.new.strict ~= alteration.old.strict
end

--- Which rows are to be written: all, so that SQLite checks each; but where values only
-- take another form, and nobody asks for more, those that do.
local function where_text(alteration, plan)
  local terms = {}
  for i, item in ipairs(plan.update) do
    local column = definition.column(alteration.new, item.column)
    if item.value ~= nil or is_asked_for(alteration, column) then
      return ""
    end
    terms[i] = ("typeof(%s) IN (%s)"):format(
      identifier.quote(column.name),
      converted[column.affinity]
    )
  end
  return " WHERE " .. table.concat(terms, " OR ")
end

local function update_text(db, alteration, plan, calls)
  local assignments = {}
  for i, item in ipairs(plan.update) do
    assignments[i] = ("%s = %s"):format(
      identifier.quote(item.column),
      new_value(db, alteration, item, calls)
    )
  end
  return ("UPDATE OR ABORT main.%s SET %s%s"):format(
    identifier.quote(alteration.new.name),
    table.concat(assignments, ", "),
    where_text(alteration, plan)
  )
end

local function change_rows(db, alteration, world, plan)
  if not plan.update or #plan.update == 0 then
    return
  end
  local calls = {}
  local sql = update_text(db, alteration, plan, calls)
  local what = ("changing the rows of '%s'"):format(world.name)
  -- Nobody's triggers fire: the rows do not change, their form does.
  local done, problem = pcall(dependent.without_triggers, db, world, function()
    work.scan(db, what, world.name, function()
      catalogue.exec(db, sql)
    end)
  end)
  if not done then
    row_value.explain(db, alteration, calls, problem)
    local assignments = copy.assignments(db, alteration)
    offender.explain(db, alteration, world, assignments, problem)
  end
end

--- Carry out the alteration.
function update.run(db, alteration, world, plan)
  local table_name = alteration.old.name
  expected.guard(db, alteration.old, world)
  local indexes = dependent.indexes(world, plan.indexes or {})
  statistics.hide(db, table_name, indexes)
  dependent.drop_indexes(db, indexes)
  edit.definition(db, alteration, world, plan)
  change_rows(db, alteration, world, plan)
  dependent.create_indexes(db, table_name, indexes)
  dependent.reindex(db, world, plan)
  statistics.restore(db, alteration)
end

return update
