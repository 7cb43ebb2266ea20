--- Columns: the words of one column, and its text in CREATE TABLE and ADD COLUMN.
--
--     { "user_id", "INTEGER", null = false, references = { "users", "id" } }
local fragment = require("runner.schema.fragment")
local column_word = require("runner.schema.column_word")
local constraint = require("runner.schema.constraint")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local column = {}

local shape = {
  null = "boolean",
  default = "any",
  primary_key = "boolean",
  autoincrement = "boolean",
  unique = "any",
  check = "any",
  collate = "name",
  references = "any",
  generated = "expression",
  stored = "boolean",
}

-- ---- checking

--- Words that contradict each other.
local function check_autoincrement(place, given)
  if given.autoincrement and not given.primary_key then
    failure.raise(place .. ": autoincrement needs primary_key = true")
  elseif given.autoincrement and given[2]:upper() ~= "INTEGER" then
    failure.raise(place .. ": autoincrement needs the type INTEGER, not " .. given[2])
  end
end

local function check_generated(place, given)
  if not given.generated then
    if given.stored ~= nil then
      failure.raise(place .. ": stored needs generated")
    end
  elseif given.default ~= nil then
    failure.raise(place .. " is generated, so it cannot have a default")
  elseif given.primary_key then
    failure.raise(place .. " is generated, so it cannot be the primary key")
  end
end

-- What most columns say, and values of it that are in order; names and types are those
-- that were checked before.
local known_names, either = {}, { [true] = true, [false] = true }
local common =
  { known_names, column_word.known_types, null = either, primary_key = either }

--- Is there nothing but that, and all of it in order? Then no message needs to be thought
-- of: a schema may have many thousands of columns, and most names are there many times.
local function is_common(given)
  if type(given) ~= "table" or given[1] == nil or given[2] == nil then
    return false
  end
  for key, value in next, given do
    local sound = common[key]
    if not sound or not sound[value] then
      return false
    end
  end
  return true
end

--- Raise for the first mistake. Gives what messages call the column.
local function check_words(place, given)
  words.expect(place, given, "table")
  words.expect(place .. ": the name", given[1], "name")
  place = ("%s '%s'"):format(place, given[1])
  column_word.type(place, given[2])
  words.check(place, given, shape, 2)
  check_autoincrement(place, given)
  check_generated(place, given)
  known_names[given[1]] = true
  return place
end

--- Check the words of a column and give a plain table of them. `place` is what messages
-- call it: "op.create_table", with the column's number behind it if there is one.
function column.check(place, given, number)
  if not is_common(given) then
    place = number and ("%s: column %d"):format(place, number) or place
    place = check_words(place, given)
  end
  return {
    name = given[1],
    type = given[2],
    null = given.null,
    default = given.default ~= nil and column_word.default(place, given.default) or nil,
    primary_key = given.primary_key or false,
    autoincrement = given.autoincrement or false,
    unique = column_word.unique(place, given.unique),
    check = column_word.check(place, given.check),
    collate = given.collate,
    references = column_word.references(place, given.references),
    generated = given.generated and fragment(place .. ": generated", given.generated),
    stored = given.stored or false,
  }
end

-- By name, and by type.
local nullable, not_null = {}, {}

--- The same, but what it gives may belong to other tables, too, and must not be changed:
-- columns that say no more than most are not made anew for each table, nor their texts.
function column.shared(place, given, number)
  if not is_common(given) or given.primary_key then
    return column.check(place, given, number)
  end
  local by_name = given.null == false and not_null or nullable
  local by_type = by_name[given[1]]
  if not by_type then
    by_type = {}
    by_name[given[1]] = by_type
  end
  local model = by_type[given[2]]
  if not model then
    model = column.check(place, given, number)
    model.text = column.text(model)
    by_type[given[2]] = model
  end
  return model
end

-- ---- text

local function primary_key_text(self)
  local text = self.autoincrement and "PRIMARY KEY AUTOINCREMENT" or "PRIMARY KEY"
  return " " .. constraint.named(self.primary_key_name, text)
end

--- What stands behind the type of few columns.
local function other_text(self)
  local text = ""
  if self.unique then
    text = " " .. constraint.named(self.unique.name, "UNIQUE")
  end
  if self.collate then
    text = text .. " COLLATE " .. identifier.quote(self.collate)
  end
  if self.default then
    text = text .. " DEFAULT " .. self.default
  end
  if self.check then
    text = text .. " " .. constraint.check_text(self.check)
  end
  if self.references then
    text = text .. " " .. constraint.reference_text(self.references)
  end
  return text
end

--- The text of a checked column.
function column.text(self)
  if self.text then
    return self.text
  end
  local text = identifier.quote(self.name)
  if self.type ~= "" then
    text = text .. " " .. self.type
  end
  if self.null == false then
    text = text .. " NOT NULL"
  end
  if self.primary_key then
    text = text .. primary_key_text(self)
  end
  text = text .. other_text(self)
  if self.generated then
    text = text .. " " .. constraint.generated_text(self.generated, self.stored)
  end
  return text
end

return column
