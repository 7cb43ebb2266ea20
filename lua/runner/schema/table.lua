--- Tables: the words of CREATE TABLE, and its text, one column a line.
--
--     table_words.check("op.create_table", "users", { { "id", "INTEGER" } })
--
-- gives a plain table: name, columns (see runner.schema.column), primary_key, unique,
-- check, foreign_keys (see runner.schema.constraint), strict, without_rowid,
-- if_not_exists. `text` makes the statement of it.
local column = require("runner.schema.column")
local column_word = require("runner.schema.column_word")
local constraint = require("runner.schema.constraint")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local table_words = {}

local shape = {
  unique = "table",
  check = "any",
  foreign_keys = "table",
  primary_key = "names",
  strict = "boolean",
  without_rowid = "boolean",
  if_not_exists = "boolean",
}

-- ---- columns

local function check_columns(place, given)
  local columns, by_name = {}, {}
  local check = given.primary_key and column.check or column.shared -- keys are NOT NULL
  for i = 1, words.count(given) do
    local checked = check(place, given[i], i)
    local folded = identifier.fold(checked.name)
    if by_name[folded] then
      failure.raise(("%s: column %d '%s' is there twice"):format(place, i, checked.name))
    end
    columns[i], by_name[folded] = checked, checked
  end
  if #columns == 0 then
    failure.raise(place .. " has no column", 'write { { "id", "INTEGER" } }')
  end
  return columns, by_name
end

local function check_strict(place, model)
  for i, checked in ipairs(model.columns) do
    column_word.strict_type(
      ("%s: column %d '%s'"):format(place, i, checked.name),
      checked.type
    )
  end
end

-- ---- constraints

--- Every column that a constraint names must be there.
local function check_names(place, names, model, by_name)
  for _, name in ipairs(names) do
    if not by_name[identifier.fold(name)] then
      failure.raise(
        ("%s names '%s', which is no column of the table"):format(place, name),
        words.suggestion(name, identifier.names(model.columns))
      )
    end
  end
end

--- A list of constraints, each through `check`.
local function check_list(place, word, given, check)
  local list = {}
  if given == nil then
    return list
  end
  place = ("%s: %s"):format(place, word)
  for i, item in ipairs(given) do
    list[i] = check(("%s %d"):format(place, i), item)
  end
  if #list == 0 then
    failure.raise(place .. " must be a list")
  end
  words.check(place, given, {}, #list)
  return list
end

--- Check constraints may be written as one text.
local function check_checks(place, given)
  if given ~= nil and (type(given) ~= "table" or given.name or getmetatable(given)) then
    given = { given }
  end
  return check_list(place, "check", given, constraint.check)
end

--- The names of the columns that say primary_key = true.
local function columns_of_primary_key(columns)
  local names = {}
  for i = 1, #columns do
    if columns[i].primary_key then
      names[#names + 1] = columns[i].name
    end
  end
  return names
end

--- The primary key as a constraint of the table, or nil; and its columns. A key of
-- several columns moves from the columns to the table.
local function check_primary_key(place, given, columns)
  local names = columns_of_primary_key(columns)
  if given and #names > 0 then
    failure.raise(
      ("%s has two primary keys, of the table and of '%s'"):format(place, names[1])
    )
  elseif given then
    local key = constraint.key(place .. ": primary_key", given)
    return key, key.columns
  elseif #names < 2 then
    return nil, names
  end
  for _, checked in ipairs(columns) do
    if checked.autoincrement then
      failure.raise(place .. ": autoincrement needs a primary key of one column")
    end
    checked.primary_key = false
  end
  return { columns = names }, names
end

--- SQLite lets a primary key be NULL, which nobody wants: its columns are NOT NULL unless
-- they say null = true. INTEGER PRIMARY KEY is the rowid, never NULL, and so are the keys
-- of tables WITHOUT ROWID. https://www.sqlite.org/quirks.html section 5
local function forbid_null(names, by_name)
  for _, name in ipairs(names) do
    local checked = by_name[identifier.fold(name)]
    local is_rowid = #names == 1 and checked.type:upper() == "INTEGER"
    if checked.null == nil and not is_rowid then
      checked.null = false
    end
  end
end

local function check_without_rowid(place, model, names)
  for _, checked in ipairs(model.columns) do
    if checked.autoincrement then
      failure.raise(place .. ": autoincrement does not go with without_rowid")
    end
  end
  if #names == 0 then
    failure.raise(place .. ": without_rowid needs a primary key")
  end
end

local function check_constraint_columns(place, model, by_name)
  if model.primary_key then
    check_names(place .. ": primary_key", model.primary_key.columns, model, by_name)
  end
  for i, key in ipairs(model.unique) do
    check_names(("%s: unique %d"):format(place, i), key.columns, model, by_name)
  end
  for i, key in ipairs(model.foreign_keys) do
    check_names(("%s: foreign_keys %d"):format(place, i), key.columns, model, by_name)
  end
end

--- Check the words of a table; `place` is what messages call it: "op.create_table".
function table_words.check(place, name, given)
  words.expect(place .. ": the table's name", name, "name")
  words.expect(place .. ": the table's words", given, "table")
  words.check(place .. " '" .. name .. "'", given, shape, words.count(given))
  local columns, by_name = check_columns(place, given)
  local model = {
    name = name,
    columns = columns,
    strict = given.strict or false,
    without_rowid = given.without_rowid or false,
    if_not_exists = given.if_not_exists or false,
  }
  local key_columns
  model.primary_key, key_columns = check_primary_key(place, given.primary_key, columns)
  model.unique = check_list(place, "unique", given.unique, constraint.key)
  model.check = check_checks(place, given.check)
  model.foreign_keys =
    check_list(place, "foreign_keys", given.foreign_keys, constraint.foreign_key)
  check_constraint_columns(place, model, by_name)
  if model.strict then
    check_strict(place, model)
  end
  if model.without_rowid then
    check_without_rowid(place, model, key_columns)
  else
    forbid_null(key_columns, by_name)
  end
  return model
end

-- ---- text

local function add_each(lines, list, text)
  local count = #lines
  for i = 1, #list do
    lines[count + i] = text(list[i])
  end
end

local function options_text(model)
  local strict = model.strict and " STRICT" or ""
  if not model.without_rowid then
    return strict
  end
  return strict .. (model.strict and ", WITHOUT ROWID" or " WITHOUT ROWID")
end

--- The statement that creates a checked table.
function table_words.text(model)
  local lines = {}
  add_each(lines, model.columns, column.text)
  if model.primary_key then
    lines[#lines + 1] = constraint.primary_key_text(model.primary_key)
  end
  add_each(lines, model.unique, constraint.unique_text)
  add_each(lines, model.check, constraint.check_text)
  add_each(lines, model.foreign_keys, constraint.foreign_key_text)
  return (model.if_not_exists and "CREATE TABLE IF NOT EXISTS " or "CREATE TABLE ")
    .. identifier.quote(model.name)
    .. " (\n  "
    .. table.concat(lines, ",\n  ")
    .. "\n)"
    .. options_text(model)
end

return table_words
