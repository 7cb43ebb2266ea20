--- Which rows are to blame when a changed table does not take them.
--
-- SQLite names the constraint that failed and stops at the first row. So after a failure
-- the rows are put into a table with the new columns and without constraints, and each
-- constraint is asked for there: the author reads how many rows there are and the first
-- of them. This costs a second copy, but only when the change fails anyway.
local catalogue = require("runner.catalogue")
local copy = require("runner.alter.copy")
local duplicate = require("runner.alter.duplicate")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local scratch = require("runner.alter.scratch")

local offender = {}

-- ---- the table without constraints

local function plain_column(column)
  local parts = {
    identifier.quote(column.name),
    column.affinity,
    "COLLATE " .. identifier.quote(column.collation),
  }
  if column.generated then
    parts[#parts + 1] = ("AS (%s\n)"):format(column.generated.text)
  elseif column.default then
    parts[#parts + 1] = "DEFAULT " .. column.default
  end
  return table.concat(parts, " ")
end

--- Names and sources of the columns that tell a row of the old table.
local function row_keys(alteration, world)
  local rowid = copy.rowid_source(alteration.old)
  if rowid then
    return { { name = "rowid", source = rowid, target = "runner_key_1" } }
  end
  local keys = {}
  for i, name in ipairs(world.key) do
    keys[i] =
      { name = name, source = identifier.quote(name), target = "runner_key_" .. i }
  end
  return keys
end

--- Make and fill the table; returns its quoted name.
local function make_plain(db, alteration, assignments, keys)
  local name = scratch.free_name(db, "check", alteration.new.name)
  local columns, filled = {}, {}
  for i, column in ipairs(alteration.new.columns) do
    columns[i] = plain_column(column)
  end
  for _, assignment in ipairs(assignments) do
    if assignment.column then
      filled[#filled + 1] = assignment
    end
  end
  for _, key in ipairs(keys) do
    columns[#columns + 1] = key.target
    filled[#filled + 1] = key
  end
  name = "main." .. identifier.quote(name)
  catalogue.exec(db, ("CREATE TABLE %s (%s)"):format(name, table.concat(columns, ", ")))
  copy.fill(db, alteration, name, filled)
  return name
end

-- ---- what a table asks of its rows

--- The types that a column of a STRICT table takes, as typeof() calls them.
-- https://www.sqlite.org/stricttables.html
local strict_types = {
  INT = "'integer', 'null'",
  INTEGER = "'integer', 'null'",
  REAL = "'real', 'null'",
  TEXT = "'text', 'null'",
  BLOB = "'blob', 'null'",
}

local function add_column_conditions(list, self, column)
  local name = identifier.quote(column.name)
  if column.not_null then
    list[#list + 1] =
      { what = ("NULL in '%s'"):format(column.name), condition = name .. " IS NULL" }
  end
  local types = self.strict and strict_types[column.type:upper()]
  if types then
    list[#list + 1] = {
      what = ("a value in '%s' that is no %s"):format(column.name, column.type:upper()),
      condition = ("typeof(%s) NOT IN (%s)"):format(name, types),
    }
  end
end

--- The rowid must be an integer; a key of a WITHOUT ROWID or STRICT table is never NULL.
local function add_key_conditions(list, self)
  local key = self.primary_key
  for _, column in ipairs(key and key.columns or {}) do
    local name = identifier.quote(column.name)
    if key.rowid then
      list[#list + 1] = {
        what = ("no integer in '%s'"):format(column.name),
        condition = ("typeof(%s) <> 'integer'"):format(name),
      }
    elseif self.without_rowid or self.strict then
      list[#list + 1] =
        { what = ("NULL in '%s'"):format(column.name), condition = name .. " IS NULL" }
    end
  end
end

local function conditions(self)
  local list = {}
  for _, column in ipairs(self.columns) do
    add_column_conditions(list, self, column)
  end
  add_key_conditions(list, self)
  for _, check in ipairs(self.checks) do
    list[#list + 1] = {
      what = check.name and ("a violation of the CHECK '%s'"):format(check.name)
        or ("a violation of CHECK (%s)"):format(check.text),
      condition = ("NOT (%s\n)"):format(scratch.unqualified(check.text, self.name)),
    }
  end
  return list
end

-- ---- asking

--- "rowid 1, 5, 9" or "(a, b) = (1, 'x'), (1, 'y')" of the first rows of a query that
-- gives the quoted keys.
local function tell_rows(keys, rows)
  local texts, names = {}, {}
  for i, row in ipairs(rows) do
    local text = table.concat(row, ", ")
    texts[i] = #keys == 1 and text or "(" .. text .. ")"
  end
  for i, key in ipairs(keys) do
    names[i] = key.name
  end
  local list = table.concat(texts, ", ")
  if #keys == 1 then
    return names[1] .. " " .. list
  end
  return ("(%s) = %s"):format(table.concat(names, ", "), list)
end

local function count_of(number, noun)
  return ("%d %s%s"):format(number, noun, number == 1 and "" or "s")
end

local function look_for(db, table_name, plain, keys, item)
  local sources = {}
  for i, key in ipairs(keys) do
    sources[i] = ("quote(%s)"):format(key.target)
  end
  local where = ("FROM %s WHERE %s"):format(plain, item.condition)
  local count = catalogue.rows(db, "SELECT count(*) " .. where)[1][1]
  if count > 0 then
    local first = ("SELECT %s %s LIMIT 5"):format(table.concat(sources, ", "), where)
    failure.raise(
      ("'%s' cannot be changed: %s would have %s (%s%s)"):format(
        table_name,
        count_of(count, "row"),
        item.what,
        count > 5 and "first: " or "",
        tell_rows(keys, catalogue.rows(db, first))
      ),
      "change those rows first, or give the value they shall get with `using`"
    )
  end
end

local function key_terms(key)
  local terms, names = {}, {}
  for i, column in ipairs(key.columns) do
    names[i] = column.name
    terms[i] = ("%s COLLATE %s"):format(
      identifier.quote(column.name),
      identifier.quote(column.collation)
    )
  end
  return terms, table.concat(names, ", ")
end

local function look_for_duplicate_keys(db, self, plain)
  local function look(key, word)
    local terms, names = key_terms(key)
    duplicate.look_for(
      db,
      self.name,
      plain .. " WHERE true",
      terms,
      ("%s (%s)"):format(word, names)
    )
  end
  if self.primary_key then
    look(self.primary_key, "PRIMARY KEY")
  end
  for _, unique in ipairs(self.uniques) do
    look(unique, "UNIQUE")
  end
end

--- The copy into the new table failed with `problem`: raise what is wrong with the rows,
-- or `problem` itself.
function offender.explain(db, alteration, world, assignments, problem)
  if duplicate.is_about_rows(problem) then
    local keys = row_keys(alteration, world)
    local plain = make_plain(db, alteration, assignments, keys)
    for _, item in ipairs(conditions(alteration.new)) do
      look_for(db, alteration.new.name, plain, keys, item)
    end
    look_for_duplicate_keys(db, alteration.new, plain)
  end
  error(problem, 0)
end

return offender
