--- Rows out of a CSV file.
--
--     { csv = "seeds/tickets.csv", header = true, columns = { "id", false, "name" },
--       separator = ",", quote = '"', null = "" }
--
-- The fields go from the file to SQLite without becoming Lua values. Here it is decided
-- which column each of them is for.
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local progress = require("runner.progress")
local seed = require("runner.seed")
local target = require("runner.rows.target")
local words = require("runner.schema.words")

local csv = {}

local shape = {
  csv = "text",
  header = "boolean",
  columns = "table",
  separator = "text",
  quote = "any",
  null = "any",
}

local PORTION = 1000 -- rows between two words on how far it is

-- ---- the words

--- A single ASCII character that can stand between fields, or around them.
local function check_character(what, value)
  words.expect(what, value, "text")
  if #value ~= 1 or value:find("[\r\n\128-\255]") then
    failure.raise(
      ("%s must be one ASCII character that ends no line, not %q"):format(what, value)
    )
  end
  return value
end

--- A text, or false for none.
local function optional(what, value, default, check)
  if value == nil then
    return default
  elseif value == false then
    return nil
  end
  return check(what, value)
end

local function check_text(what, value)
  if type(value) ~= "string" then
    failure.raise(
      ("%s must be a text or false, not %s"):format(what, words.describe(value))
    )
  end
  return value
end

--- Names of columns, and `false` for fields that are passed over.
local function check_columns(place, given)
  local count = 0
  for i, name in ipairs(given) do
    count = i
    if name ~= false then
      words.expect(("%s: columns: name %d"):format(place, i), name, "name")
    end
  end
  words.check(place .. ": columns", given, {}, count)
  return given
end

local function check(place, given)
  words.check(place .. ": the file", given, shape)
  local asked = {
    place = place,
    path = given.csv,
    header = given.header ~= false,
    columns = given.columns and check_columns(place, given.columns),
    separator = check_character(place .. ": separator", given.separator or ","),
    quote = optional(place .. ": quote", given.quote, '"', check_character),
    null = optional(place .. ": null", given.null, "", check_text),
  }
  if asked.columns and given.header == nil then
    failure.raise(
      place .. ": columns needs header",
      "header = true: the first line is passed over; header = false: it is a row"
    )
  elseif asked.separator == asked.quote then
    failure.raise(place .. ": separator and quote are the same character")
  end
  return asked
end

-- ---- the columns

local function read_header(asked, file)
  local ok, names = pcall(file.fields, file)
  if not ok then
    failure.within(names, ("%s: %s"):format(asked.place, file:place()))
  elseif not names then
    failure.raise(
      ("%s: %s is empty"):format(asked.place, asked.path),
      "its first line should name the columns; with header = false it need not"
    )
  end
  return names
end

local function check_header(asked, file, into, names)
  local where = ("%s: %s"):format(asked.place, file:place())
  for i, name in ipairs(names) do
    local problem = identifier.problem(name)
    if problem then
      failure.raise(("%s: name %d of the header %s"):format(where, i, problem))
    end
  end
  return target.check(into, where, names)
end

--- A name for every field of the file, or `false`.
local function columns_of(asked, file, into)
  local header = asked.header and read_header(asked, file)
  if asked.columns then
    return target.check(into, asked.place .. ": columns", asked.columns)
  elseif header then
    return check_header(asked, file, into, header)
  end
  return into.columns
end

--- The columns that get values, and the number of the parameter for each field.
local function assign(columns)
  local named, targets = {}, {}
  for i, name in ipairs(columns) do
    if name then
      named[#named + 1] = name
    end
    targets[i] = name and #named or 0
  end
  return named, targets
end

-- ---- the rows

--- So many more rows are there. How many there will be is estimated by the bytes.
local function tell(db, file, rows, read)
  local done, size = file:progress()
  progress.total(db, rows / done * size)
  progress.count(db, read)
end

local function insert_all(db, into, file, sql, targets, null)
  local inserted, rows = 0, 0
  repeat
    local ok, read, count = pcall(file.insert, file, db, sql, targets, null, PORTION)
    if not ok then
      target.fail_row(into, read, file:place())
    end
    inserted, rows = inserted + count, rows + read
    tell(db, file, rows, read)
  until read < PORTION
  return inserted
end

--- Gives the number of rows inserted.
function csv.insert(db, into, given, conflict)
  local asked = check(into.place, given)
  local ok, opened = pcall(seed.csv, asked.path, asked.separator, asked.quote)
  if not ok then
    failure.within(opened, into.place)
  end
  local file <close> = opened
  local named, targets = assign(columns_of(asked, file, into))
  if #named == 0 then
    failure.raise(into.place .. ": no field of the file is for a column")
  end
  local sql = target.insert_text(into, named, conflict)
  return insert_all(db, into, file, sql, targets, asked.null)
end

return csv
