--- Columns: the words of one column, and its text in CREATE TABLE and ADD COLUMN.
--
--     { "user_id", "INTEGER", null = false, references = { "users", "id" } }
local column_word = require("runner.schema.column_word")
local constraint = require("runner.schema.constraint")
local expression = require("runner.schema.expression")
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

--- Check the words of a column and give a plain table of them. `place` is what messages
-- call it: "op.create_table: column 2".
function column.check(place, given)
  words.expect(place, given, "table")
  words.expect(place .. ": the name", given[1], "name")
  place = ("%s '%s'"):format(place, given[1])
  column_word.type(place, given[2])
  words.check(place, given, shape, 2)
  check_autoincrement(place, given)
  check_generated(place, given)
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
    generated = expression.any_text(given.generated),
    stored = given.stored or false,
  }
end

-- ---- text

local function primary_key_text(self)
  if not self.primary_key then
    return nil
  end
  return self.autoincrement and "PRIMARY KEY AUTOINCREMENT" or "PRIMARY KEY"
end

local function unique_text(self)
  return self.unique and constraint.named(self.unique.name, "UNIQUE")
end

local function generated_text(self)
  return self.generated and constraint.generated_text(self.generated, self.stored)
end

--- The text of a checked column.
function column.text(self)
  local parts = { identifier.quote(self.name) }
  local function add(text)
    parts[#parts + 1] = text or nil
  end
  add(self.type ~= "" and self.type or nil)
  add(self.null == false and "NOT NULL" or nil)
  add(primary_key_text(self))
  add(unique_text(self))
  add(self.collate and "COLLATE " .. identifier.quote(self.collate))
  add(self.default and "DEFAULT " .. self.default)
  add(self.check and constraint.check_text(self.check))
  add(self.references and constraint.reference_text(self.references))
  add(generated_text(self))
  return table.concat(parts, " ")
end

return column
