--- op.bulk_insert: many rows into one table.
--
--     op.bulk_insert("colours", { { id = 1, name = "red" }, { id = 2, name = "blue" } })
--     op.bulk_insert("copies", db:nrows("SELECT id, name FROM originals"))
--
-- Rows come from a list or from an iterator function, one at a time, so memory stays
-- constant. A row is a table from column to value; what it does not name gets the
-- column's default, db.null is NULL. One statement is prepared for each set of columns.
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local place = "op.bulk_insert"
local conflicts = { "ABORT", "FAIL", "IGNORE", "REPLACE", "ROLLBACK" }

--- An iterator over the rows.
local function each(rows)
  if type(rows) == "function" then
    return rows
  end
  if type(rows) == "table" and type(next(rows)) == "string" then
    failure.raise(
      place .. ": a row was given in place of a list of rows",
      "write { { column = value } }"
    )
  end
  words.list(place .. ": the list of rows", rows)
  local i = 0
  return function()
    i = i + 1
    return rows[i]
  end
end

--- The columns a row names, sorted.
local function columns_of(row, number)
  local columns = {}
  for name in pairs(row) do
    columns[#columns + 1] =
      words.expect(("%s: row %d: a column's name"):format(place, number), name, "name")
  end
  table.sort(columns)
  return columns
end

local function insert_text(table_name, columns, conflict)
  local text = ("INSERT %sINTO %s"):format(
    conflict and "OR " .. conflict .. " " or "",
    identifier.quote(table_name)
  )
  if #columns == 0 then
    return text .. " DEFAULT VALUES"
  end
  local marks = ("?, "):rep(#columns - 1) .. "?"
  return ("%s (%s) VALUES (%s)"):format(text, identifier.quote_all(columns), marks)
end

--- Does the row name exactly these columns?
local function fits(row, columns)
  local count = 0
  for _ in pairs(row) do
    count = count + 1
  end
  for _, name in ipairs(columns) do
    if row[name] == nil then
      return false
    end
  end
  return count == #columns
end

local function fail_value(name, number, value)
  failure.raise(
    ("%s: row %d: '%s' must be a plain value, not %s"):format(
      place,
      number,
      name,
      value ~= value and "0/0" or words.describe(value)
    )
  )
end

local plain = { boolean = true, number = true, string = true, userdata = true }

--- The values of a row in the order of the columns. What SQL cannot store is refused
-- here, where row and column are known.
local function values_of(row, number, columns, values)
  for i, name in ipairs(columns) do
    local value = row[name]
    if not plain[type(value)] or value ~= value then
      fail_value(name, number, value)
    end
    values[i] = value
  end
  return table.unpack(values, 1, #columns)
end

local function check_row(row, number)
  if type(row) ~= "table" then
    failure.raise(
      ("%s: row %d must be a table, not %s"):format(place, number, words.describe(row))
    )
  end
end

--- The rows inserted; with a conflict clause some may not be.
local function insert_all(db, table_name, rows, conflict)
  local columns, statement, values = nil, nil, {}
  local number, inserted = 0, 0
  for row in each(rows) do
    number = number + 1
    check_row(row, number)
    if not columns or not fits(row, columns) then
      columns = columns_of(row, number)
      statement = db:prepare(insert_text(table_name, columns, conflict))
    end
    inserted = inserted + statement:exec(values_of(row, number, columns, values))
  end
  return inserted
end

--- Options: on_conflict = "ignore", "replace", ...
-- (https://www.sqlite.org/lang_conflict.html). Gives the number of rows inserted. What an
-- iterator such as db:nrows gives beyond the function itself is passed over.
local function bulk_insert(db, table_name, rows, options)
  words.expect(place .. ": the table's name", table_name, "name")
  options = words.options(place, options, { on_conflict = "text" })
  local conflict = options.on_conflict
    and words.choice(place .. ": on_conflict", options.on_conflict, conflicts)
  return insert_all(db, table_name, rows, conflict)
end

return { bulk_insert = { usage = "table, rows [, options]", run = bulk_insert } }
