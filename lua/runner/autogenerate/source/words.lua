--- The words of a schema.lua: those of `op` that make something.
--
--     create_table "tickets" {
--       { "id", "INTEGER", primary_key = true },
--       { "state", "TEXT", was = "status" },        -- the column had another name
--     }
--     create_index("ix_tickets_state", "tickets", { "state" })
--
-- `was` is kept aside: it says nothing about the schema, only how to get there.
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local target = require("runner.alter.request.target")
local words = require("runner.schema.words")

local schema_words = {}

local making = {
  "create_index",
  "create_table",
  "create_trigger",
  "create_view",
  "create_virtual_table",
  "execute",
}
local changing = {
  "add_column",
  "alter_column",
  "alter_table",
  "bulk_insert",
  "create_check_constraint",
  "create_foreign_key",
  "create_primary_key",
  "create_unique_constraint",
  "drop_column",
  "drop_constraint",
  "drop_index",
  "drop_table",
  "drop_trigger",
  "drop_view",
  "rename_column",
  "rename_table",
  "spell",
}

-- ---- what things were called before

--- Take `was` out of a table of words, which stays as it is.
local function take_was(place, given)
  if type(given) ~= "table" or given.was == nil then
    return given, nil
  end
  local rest = {}
  for key, value in pairs(given) do
    rest[key] = value
  end
  rest.was = nil
  return rest, words.expect(place .. ": was", given.was, "name")
end

--- The same for a column, whose former name goes into `columns`.
local function take_column(place, number, given, columns)
  local rest, was = take_was(("%s: column %d"):format(place, number), given)
  if was and words.is_name(rest[1]) then
    columns[identifier.fold(rest[1])] = was
  end
  return rest
end

--- Does a table or one of its columns say `was`? Few do, and then what is given need not
-- be copied.
local function says_was(given)
  for i = 1, #given do
    local column = given[i]
    if type(column) == "table" and column.was ~= nil then
      return true
    end
  end
  return given.was ~= nil
end

--- The same for a table and its columns.
local function take_table(place, name, given, renames)
  if type(given) ~= "table" or not says_was(given) then
    return given
  end
  local rest, was = take_was(place, given)
  if not words.is_name(name) then
    return rest
  end
  local key, columns, plain = identifier.fold(name), {}, {}
  for position, value in pairs(rest) do
    local is_column = math.type(position) == "integer"
    plain[position] = is_column and take_column(place, position, value, columns) or value
  end
  renames.tables[key] = was
  renames.columns[key] = next(columns) and columns or nil
  return plain
end

-- ---- the words

--- Tables that are not the author's are refused before there is anything of them.
local function check_name(db, place, name)
  if words.is_name(name) then
    target.refuse_own(db, place, name)
  end
end

--- The words that are known, of a hint, with `was`; nil if the hint is another one.
local function with_was(hint)
  local known = hint and hint:match("^known are: (.*)$")
  if not known then
    return nil
  end
  local list = { "was" }
  for word in known:gmatch("[^, ]+") do
    list[#list + 1] = word
  end
  table.sort(list)
  return "known are: " .. table.concat(list, ", ")
end

--- `op` knows nothing of `was`, so neither do its hints.
local function create_table(op, name, given)
  local done, problem = pcall(op.create_table, name, given)
  if not done then
    local hint = type(problem) == "userdata" and with_was(problem.hint)
    if hint then
      failure.raise(problem.message, hint)
    end
    error(problem, 0)
  end
end

local function table_word(db, op, self)
  local place = "create_table"
  local function create(name, given)
    check_name(db, place, name)
    create_table(op, name, take_table(place, name, given, self.renames))
  end
  return function(...)
    local name = ...
    if select("#", ...) ~= 1 or not words.is_name(name) then
      return create(...)
    end
    self.open[name] = true
    return function(given)
      self.open[name] = nil
      create(name, given)
    end
  end
end

local function refusal(name)
  return function()
    failure.raise(
      ("a schema has no word '%s'"):format(name),
      "it says what there shall be, with create_table, create_index, create_view, "
        .. "create_trigger, create_virtual_table and execute"
    )
  end
end

--- The words over a database and its `op`. Gives the table of words, and one with
--   renames   { tables = { [key] = former name }, columns = { [key of table] = { [key of
--             column] = former name } } }
--   check     a function that raises for what was begun and not ended
function schema_words.new(db, op)
  local self = { renames = { tables = {}, columns = {} }, open = {} }
  local list = {}
  for _, name in ipairs(changing) do
    list[name] = refusal(name)
  end
  for _, name in ipairs(making) do
    list[name] = op[name]
  end
  list.create_table = table_word(db, op, self)
  function self.check()
    local name = next(self.open)
    if name then
      failure.raise(
        ("create_table '%s' has no columns"):format(name),
        'write create_table "name" { { "id", "INTEGER" } }'
      )
    end
  end
  return list, self
end

return schema_words
