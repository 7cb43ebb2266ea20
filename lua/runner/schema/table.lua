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
  for i, words_of_column in ipairs(given) do
    local checked = column.check(("%s: column %d"):format(place, i), words_of_column)
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
  for i, checked in ipairs(model.strict and model.columns or {}) do
    column_word.strict_type(
      ("%s: column %d '%s'"):format(place, i, checked.name),
      checked.type
    )
  end
end

-- ---- constraints

local function column_names(model)
  local names = {}
  for i, checked in ipairs(model.columns) do
    names[i] = checked.name
  end
  return names
end

--- Every column that a constraint names must be there.
local function check_names(place, names, model, by_name)
  for _, name in ipairs(names) do
    if not by_name[identifier.fold(name)] then
      failure.raise(
        ("%s names '%s', which is no column of the table"):format(place, name),
        words.suggestion(name, column_names(model))
      )
    end
  end
end

--- A list of constraints, each through `check`.
local function check_list(place, given, check)
  local list = {}
  for i, item in ipairs(given or {}) do
    list[i] = check(("%s %d"):format(place, i), item)
  end
  if given and #list == 0 then
    failure.raise(place .. " must be a list")
  end
  words.check(place, given or {}, {}, #list)
  return list
end

--- Check constraints may be written as one text.
local function check_checks(place, given)
  if type(given) ~= "table" or given.name or getmetatable(given) then
    given = given ~= nil and { given } or nil
  end
  return check_list(place, given, constraint.check)
end

local function columns_of_primary_key(model)
  local names = {}
  for _, checked in ipairs(model.columns) do
    if checked.primary_key then
      names[#names + 1] = checked.name
    end
  end
  return names
end

--- A key of several columns moves from the columns to the table.
local function check_primary_key(place, given, model)
  local names = columns_of_primary_key(model)
  if given and #names > 0 then
    failure.raise(
      ("%s has two primary keys, of the table and of '%s'"):format(place, names[1])
    )
  elseif given then
    return constraint.key(place .. ": primary_key", given)
  elseif #names < 2 then
    return nil
  end
  for _, checked in ipairs(model.columns) do
    if checked.autoincrement then
      failure.raise(place .. ": autoincrement needs a primary key of one column")
    end
    checked.primary_key = false
  end
  return { columns = names }
end

--- SQLite lets a primary key be NULL, which nobody wants: its columns are NOT NULL unless
-- they say null = true. INTEGER PRIMARY KEY is the rowid, never NULL, and so are the keys
-- of tables WITHOUT ROWID. https://www.sqlite.org/quirks.html section 5
local function forbid_null(model, by_name)
  local names = model.primary_key and model.primary_key.columns
    or columns_of_primary_key(model)
  for _, name in ipairs(model.without_rowid and {} or names) do
    local checked = by_name[identifier.fold(name)]
    local is_rowid = #names == 1 and checked.type:upper() == "INTEGER"
    if checked.null == nil and not is_rowid then
      checked.null = false
    end
  end
end

local function check_without_rowid(place, model)
  if not model.without_rowid then
    return
  end
  for _, checked in ipairs(model.columns) do
    if checked.autoincrement then
      failure.raise(place .. ": autoincrement does not go with without_rowid")
    end
  end
  if not model.primary_key and #columns_of_primary_key(model) == 0 then
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
  words.check(("%s '%s'"):format(place, name), given, shape, words.count(given))
  local columns, by_name = check_columns(place, given)
  local model = {
    name = name,
    columns = columns,
    strict = given.strict or false,
    without_rowid = given.without_rowid or false,
    if_not_exists = given.if_not_exists or false,
  }
  model.primary_key = check_primary_key(place, given.primary_key, model)
  model.unique = check_list(place .. ": unique", given.unique, constraint.key)
  model.check = check_checks(place .. ": check", given.check)
  model.foreign_keys =
    check_list(place .. ": foreign_keys", given.foreign_keys, constraint.foreign_key)
  check_constraint_columns(place, model, by_name)
  check_strict(place, model)
  check_without_rowid(place, model)
  forbid_null(model, by_name)
  return model
end

-- ---- text

local function add_each(lines, list, text)
  for _, item in ipairs(list) do
    lines[#lines + 1] = "  " .. text(item)
  end
end

local function options_text(model)
  local options = {}
  if model.strict then
    options[#options + 1] = "STRICT"
  end
  if model.without_rowid then
    options[#options + 1] = "WITHOUT ROWID"
  end
  return #options > 0 and " " .. table.concat(options, ", ") or ""
end

--- The statement that creates a checked table.
function table_words.text(model)
  local lines = {}
  add_each(lines, model.columns, column.text)
  add_each(lines, { model.primary_key }, constraint.primary_key_text)
  add_each(lines, model.unique, constraint.unique_text)
  add_each(lines, model.check, constraint.check_text)
  add_each(lines, model.foreign_keys, constraint.foreign_key_text)
  return ("CREATE TABLE %s%s (\n%s\n)%s"):format(
    model.if_not_exists and "IF NOT EXISTS " or "",
    identifier.quote(model.name),
    table.concat(lines, ",\n"),
    options_text(model)
  )
end

return table_words
