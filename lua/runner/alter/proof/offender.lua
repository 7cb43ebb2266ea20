--- Which rows are to blame when a changed table does not take them.
--
-- SQLite names the constraint that failed and stops at the first row. So after a failure
-- the rows are put into a table with the new columns and without constraints, and each
-- constraint is asked for there: the author reads how many rows there are and the first
-- of them. This costs a second copy, but only when the change fails anyway.
local catalogue = require("runner.catalogue")
local copy = require("runner.alter.execute.copy")
local definition = require("runner.alter.definition")
local demands = require("runner.alter.proof.demand")
local duplicate = require("runner.alter.proof.duplicate")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local key = require("runner.alter.proof.key")
local progress = require("runner.progress")
local rows = require("runner.alter.proof.rows")
local scratch = require("runner.alter.execute.scratch")

local offender = {}

local quote = identifier.quote

-- ---- the table without constraints

local function plain_column(column)
  local parts =
    { quote(column.name), column.affinity, "COLLATE " .. quote(column.collation) }
  if column.generated then
    parts[#parts + 1] = ("AS (%s\n)"):format(column.generated.text)
  elseif column.default then
    parts[#parts + 1] = "DEFAULT " .. column.default
  end
  return table.concat(parts, " ")
end

--- Is the old table's column there with its values?
local function is_kept(alteration, name)
  local column = definition.column(alteration.new, name)
  return column
    and alteration.origin[column.key] == column.key
    and alteration.value[column.key] == nil
end

--- The columns that tell a row of the old table: their names in the table that is made,
-- and those that it needs for them (as assignments).
local function row_keys(alteration, world)
  local names, needed = {}, {}
  for i, name in ipairs(world.key) do
    names[i] = name
    if not is_kept(alteration, name) then
      names[i] = definition.column(alteration.new, name) and "old " .. name or name
      needed[#needed + 1] = { target = quote(names[i]), source = quote(name) }
    end
  end
  return names, needed
end

--- Make and fill the table. It is told of as runner.alter.world tells of one.
local function make_plain(db, alteration, world, assignments)
  local names, filled = row_keys(alteration, world)
  local name = scratch.free_name(db, "check", alteration.new.name)
  local columns = {}
  for i, column in ipairs(alteration.new.columns) do
    columns[i] = plain_column(column)
  end
  for _, item in ipairs(filled) do
    columns[#columns + 1] = item.target
  end
  for _, assignment in ipairs(assignments) do
    if assignment.column then
      filled[#filled + 1] = assignment
    end
  end
  local target = "main." .. quote(name)
  catalogue.exec(db, ("CREATE TABLE %s (%s)"):format(target, table.concat(columns, ", ")))
  copy.fill(db, alteration, target, filled)
  return { name = name, key = names }
end

-- ---- what the new table asks of its rows

local function column_demands(self, add)
  for _, column in ipairs(self.columns) do
    if column.not_null then
      add("not_null", { column = column.name, value = quote(column.name) })
    end
    if self.strict then
      add("strict", { column = column.name, type = column.type })
    end
  end
end

--- The key of a WITHOUT ROWID or STRICT table is never NULL.
local function key_demands(self, add)
  local primary = self.primary_key
  local implied = self.without_rowid or self.strict
  for _, column in ipairs(primary and implied and primary.columns or {}) do
    add("not_null", { column = column.name, value = quote(column.name) })
  end
end

--- The rowid's own column takes integers only.
local function rowid_demand(self)
  local primary = self.primary_key
  if primary and primary.rowid then
    local name = primary.columns[1].name
    return {
      condition = ("typeof(%s) <> 'integer'"):format(quote(name)),
      values = { quote(name) },
      claim = ("'%s' of '%s' cannot be the rowid"):format(name, self.name),
      fault = { "would hold no integer", "would hold no integer" },
    }
  end
end

local function all_demands(self)
  local list = { rowid_demand(self) }
  local function add(kind, item)
    list[#list + 1] = demands[kind](item, { old = self, new = self })
  end
  column_demands(self, add)
  key_demands(self, add)
  for _, check in ipairs(self.checks) do
    local text = scratch.unqualified(check.text, self.name)
    add("check", { text = text, name = check.name })
  end
  return list
end

-- ---- asking

local function look(db, plain, demand)
  local found = demand.condition
    and rows.find(db, plain, demand.condition, demand.values)
  if found and found.count > 0 then
    local fault = found.count == 1 and "1 row " .. demand.fault[1]
      or ("%d rows %s"):format(found.count, demand.fault[2])
    failure.raise(
      ("%s: %s (%s)"):format(demand.claim, fault, found.text),
      demand.hint or "change these rows first"
    )
  end
end

local function look_for_duplicates(db, plain, self, constraint, word)
  local names = identifier.names(constraint.columns)
  local claim = ("%s (%s) of '%s'"):format(word, table.concat(names, ", "), self.name)
  duplicate.fail(claim, key.duplicates(db, plain, constraint.columns))
end

local function look_for_all(db, alteration, world, assignments)
  local self = alteration.new
  local plain = make_plain(db, alteration, world, assignments)
  for _, demand in ipairs(all_demands(self)) do
    look(db, plain, demand)
  end
  if self.primary_key then
    look_for_duplicates(db, plain, self, self.primary_key, "PRIMARY KEY")
  end
  for _, unique in ipairs(self.uniques) do
    look_for_duplicates(db, plain, self, unique, "UNIQUE")
  end
end

--- The new table did not take the rows, because of `problem`: raise what is wrong with
-- them, or `problem` itself. What is made here for looking is taken back with the rest.
function offender.explain(db, alteration, world, assignments, problem)
  if duplicate.is_about_rows(problem) then
    local what = ("looking for what '%s' does not take"):format(alteration.new.name)
    progress.around(db, { what = what }, function()
      look_for_all(db, alteration, world, assignments)
    end)
  end
  error(problem, 0)
end

return offender
