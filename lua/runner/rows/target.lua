--- The table that rows go into, as an INSERT sees it.
--
--     { place = "op.bulk_insert", name, columns = { names }, by_key, rowid }
--
-- `columns` are those that SELECT * shows and that take values, `by_key` holds every
-- column: { name, generated } by the name as SQLite compares it; `rowid` is the column
-- that is the rowid itself, or nil. It may be a view, a virtual or a temporary table.
local catalogue = require("runner.catalogue")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local target = {}

local function table_names(db)
  local names = {}
  local sql = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') UNION ALL "
    .. "SELECT name FROM sqlite_temp_schema WHERE type IN ('table', 'view')"
  for i, row in ipairs(catalogue.rows(db, sql)) do
    names[i] = row[1]
  end
  return names
end

local function fail_missing(db, place, name)
  failure.raise(
    ("%s: there is no table '%s'"):format(place, name),
    words.suggestion(name, table_names(db))
  )
end

-- "hidden": https://www.sqlite.org/pragma.html#pragma_table_xinfo
local HIDDEN_IN_MODULE, COMPUTED = 1, 2

local function add_column(self, name, hidden)
  self.by_key[identifier.fold(name)] = { name = name, generated = hidden >= COMPUTED }
  if hidden < HIDDEN_IN_MODULE then
    self.columns[#self.columns + 1] = name
  end
end

function target.read(db, place, name)
  local self = { place = place, name = name, columns = {}, by_key = {} }
  local keys = 0
  local sql = "SELECT name, hidden, type, pk FROM pragma_table_xinfo(?)"
  for _, row in ipairs(catalogue.rows(db, sql, name)) do
    add_column(self, row[1], row[2])
    if row[4] > 0 then
      keys = keys + 1
      self.rowid = keys == 1 and row[3]:upper() == "INTEGER" and row[1] or nil
    end
  end
  if not next(self.by_key) then
    fail_missing(db, place, name)
  end
  return self
end

local rowid_names = { rowid = true, _rowid_ = true, oid = true }

--- The column of that name, as the table spells it; `where` is who names it.
function target.column(self, where, name)
  local key = identifier.fold(name)
  local column = self.by_key[key]
  if not column and rowid_names[key] then
    return name
  elseif not column then
    failure.raise(
      ("%s: '%s' has no column '%s'"):format(where, self.name, name),
      words.suggestion(name, self.columns)
    )
  elseif column.generated then
    failure.raise(
      ("%s: '%s' is computed by SQLite"):format(where, column.name),
      "leave it out, and give values to the columns it is computed from"
    )
  end
  return column.name
end

--- What tells columns apart: all names of the rowid are one.
local function key_of(self, name)
  local key = identifier.fold(name)
  local is_rowid = self.rowid and key == identifier.fold(self.rowid)
  is_rowid = is_rowid or rowid_names[key] and not self.by_key[key]
  return is_rowid and true or key
end

--- Check names of columns; those of a `false` among them are passed over. Gives the
-- names as the table spells them.
function target.check(self, where, names)
  local checked, seen = {}, {}
  for i, name in ipairs(names) do
    checked[i] = name and target.column(self, where, name)
    local key = name and key_of(self, name)
    if key and seen[key] then
      failure.raise(("%s: column '%s' is named twice"):format(where, checked[i]))
    elseif key then
      seen[key] = true
    end
  end
  return checked
end

--- The INSERT of values for these columns.
function target.insert_text(self, columns, conflict)
  local text = ("INSERT %sINTO %s"):format(
    conflict and "OR " .. conflict .. " " or "",
    identifier.quote(self.name)
  )
  if #columns == 0 then
    return text .. " DEFAULT VALUES"
  end
  local marks = ("?, "):rep(#columns - 1) .. "?"
  return ("%s (%s) VALUES (%s)"):format(text, identifier.quote_all(columns), marks)
end

local MISMATCH = 20 -- https://www.sqlite.org/rescode.html#mismatch

--- Raise what an INSERT raised, with the row it was.
function target.fail_row(self, problem, where)
  local code = type(problem) == "userdata" and problem.code
  if code == MISMATCH and self.rowid then
    failure.raise(
      ("%s: %s: '%s' is the key of the rows and takes integers only"):format(
        self.place,
        where,
        self.rowid
      )
    )
  end
  failure.within(problem, ("%s: %s"):format(self.place, where))
end

return target
