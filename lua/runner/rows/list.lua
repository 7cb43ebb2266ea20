--- Rows that are Lua tables, from column to value: out of a list, an iterator, or a file
-- of JSON lines. One statement is prepared for each set of columns.
local failure = require("runner.failure")
local progress = require("runner.progress")
local seed = require("runner.seed")
local target = require("runner.rows.target")
local words = require("runner.schema.words")

local list = {}

local TOLD = 16 -- rows between two words on how far it is

-- ---- sources: { next = a function, where = a function that names the last row,
--      total = a function that tells or estimates how many there will be, or nil }

local function counted(next_row)
  local number = 0
  return {
    next = function()
      number = number + 1
      return next_row(number)
    end,
    where = function()
      return "row " .. number
    end,
  }
end

local function from_list(place, rows)
  words.list(place .. ": the list of rows", rows)
  local source = counted(function(number)
    return rows[number]
  end)
  source.total = function()
    return #rows
  end
  return source
end

--- What an iterator such as db:nrows gives beyond the function itself is passed over.
local function from_iterator(rows)
  return counted(function()
    return (rows())
  end)
end

-- ---- rows

--- The columns a row names, sorted.
local function columns_of(row, where)
  local columns = {}
  for name in pairs(row) do
    columns[#columns + 1] = words.expect(where .. ": a column's name", name, "name")
  end
  table.sort(columns)
  return columns
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

local function fail_value(where, name, value)
  failure.raise(
    ("%s: '%s' must be a plain value, not %s"):format(
      where,
      name,
      value ~= value and "0/0" or words.describe(value)
    )
  )
end

local plain = { boolean = true, number = true, string = true, userdata = true }

--- The values of a row in the order of the columns. What SQL cannot store is refused
-- here, where row and column are known.
local function read_values(self, row, columns, values)
  for i, name in ipairs(columns) do
    local value = row[name]
    if not plain[type(value)] or value ~= value then
      fail_value(self.place .. ": " .. self.source.where(), name, value)
    end
    values[i] = value
  end
end

local function check_row(self, row)
  if type(row) ~= "table" then
    failure.raise(
      ("%s: %s must be a table, not %s"):format(
        self.place,
        self.source.where(),
        words.describe(row)
      )
    )
  end
end

--- The columns of a row that does not fit the statement before it, and its statement.
local function prepare(self, row)
  local where = self.place .. ": " .. self.source.where()
  local columns = columns_of(row, where)
  local names = target.check(self.target, where, columns)
  local text = target.insert_text(self.target, names, self.conflict)
  return columns, self.db:prepare(text)
end

--- Insert one row, by the statement of the last if it has the same columns.
local function insert_row(self, row, values)
  check_row(self, row)
  if not self.columns or not fits(row, self.columns) then
    self.columns, self.statement = prepare(self, row)
  end
  local columns, statement = self.columns, self.statement
  read_values(self, row, columns, values)
  local ok, count = pcall(statement.exec, statement, table.unpack(values, 1, #columns))
  if not ok then
    target.fail_row(self.target, count, self.source.where())
  end
  return count
end

local function insert_all(self)
  local db, total, values = self.db, self.source.total, {}
  local rows, inserted = 0, 0
  for row in self.source.next do
    inserted = inserted + insert_row(self, row, values)
    rows = rows + 1
    if rows % TOLD == 0 then
      progress.total(db, total and total(rows) or 0)
      progress.count(db, TOLD)
    end
  end
  return inserted
end

local function insert(db, into, source, conflict)
  return insert_all({
    db = db,
    place = into.place,
    target = into,
    source = source,
    conflict = conflict,
  })
end

--- Insert the rows of a list or an iterator; gives how many.
function list.insert(db, into, rows, conflict)
  local source = type(rows) == "function" and from_iterator(rows)
    or from_list(into.place, rows)
  return insert(db, into, source, conflict)
end

local function from_json(place, file)
  return {
    next = function()
      local ok, row = pcall(file.object, file)
      if not ok then
        failure.within(row, ("%s: %s"):format(place, file:place()))
      end
      return row
    end,
    where = function()
      return file:place()
    end,
    total = function(rows)
      local done, size = file:progress()
      return rows / done * size
    end,
  }
end

--- The same for the objects of a file.
function list.insert_json(db, into, given, conflict)
  local place = into.place
  words.check(place .. ": the file", given, { jsonl = "text" })
  local opened, file = pcall(seed.json_lines, given.jsonl)
  if not opened then
    failure.within(file, place)
  end
  local closing <close> = file
  return insert(db, into, from_json(place, closing), conflict)
end

return list
