--- Columns: the words of one column, and its text in CREATE TABLE and ADD COLUMN.
--
--     { "user_id", "INTEGER", null = false, references = { "users", "id" } }
local constraint = require("runner.schema.constraint")
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local literal = require("runner.schema.literal")
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

-- ---- types

-- Words that begin a constraint: in a type they are a mistake.
local constraint_words = {
  NOT = "null = false",
  NULL = "null = true",
  DEFAULT = "default = ...",
  PRIMARY = "primary_key = true",
  AUTOINCREMENT = "autoincrement = true",
  UNIQUE = "unique = true",
  CHECK = 'check = "..."',
  COLLATE = 'collate = "..."',
  REFERENCES = "references = { ... }",
  GENERATED = 'generated = "..."',
  AS = 'generated = "..."',
  CONSTRAINT = "name = ... in the constraint",
}

--- "VARCHAR(10)": words, and numbers in parentheses.
-- https://www.sqlite.org/syntax/type-name.html
local function is_type_text(text)
  local size = text:match("^[%a_][%w_ ]*(.*)$")
  return size == "" or (size ~= nil and size:find("^%([%s%d+%-.,]+%)$") ~= nil)
end

local function check_type(place, text)
  if text == nil then
    failure.raise(
      place .. " has no type",
      'write { "name", "TEXT" }; "" stands for a column without a type'
    )
  elseif type(text) ~= "string" then
    failure.raise(place .. ": the type must be a text, not " .. words.describe(text))
  elseif text == "" then
    return text
  end
  for word in text:gmatch("[%a_]+") do
    if constraint_words[word:upper()] then
      failure.raise(
        ("%s: '%s' does not belong in the type"):format(place, word),
        "write " .. constraint_words[word:upper()]
      )
    end
  end
  if not is_type_text(text) then
    failure.raise(("%s: '%s' is no type"):format(place, text))
  end
  return text
end

-- ---- defaults

local plain_defaults = {
  "^[+-]?0[xX]%x+$",
  "^[xX]'%x*'$",
  "^%a[%w_]*$",
  "^'[^']*'$",
}

--- Is it one number, with its sign? Lua reads decimal numbers as SQLite does.
local function is_number(text)
  return tonumber(text) ~= nil and text:find("^[+-]?%.?%d[%d.eE+-]*$") ~= nil
end

--- What stands behind DEFAULT: a literal, or an expression in parentheses.
-- https://www.sqlite.org/lang_createtable.html#the_default_clause
local function default_text(place, value)
  local text, problem = literal(value)
  if not text then
    failure.raise(("%s: default %s"):format(place, problem))
  elseif type(value) == "string" and not text:find("^CAST") or is_number(text) then
    return text
  end
  for _, pattern in ipairs(plain_defaults) do
    if text:find(pattern) then
      return text
    end
  end
  return expression.parenthesize(text)
end

-- ---- checking

--- `true` or { name = "uq" } -> { name = "uq" }; nil or false -> nil.
local function check_unique(place, value)
  if type(value) == "boolean" or value == nil then
    return value and {} or nil
  elseif type(value) ~= "table" then
    failure.raise(
      ("%s: unique must be true, false or { name = ... }, not %s"):format(
        place,
        words.describe(value)
      )
    )
  end
  return words.check(place .. ": unique", value, { name = "name" })
end

local function check_check(place, value)
  return value ~= nil and constraint.check(place .. ": check", value) or nil
end

local function check_reference(place, value)
  if value == nil then
    return nil
  end
  local reference = constraint.reference(place .. ": references", value)
  if #reference.columns > 1 then
    failure.raise(
      place .. ": references names several columns",
      "put a key of several columns into foreign_keys of the table"
    )
  end
  return reference
end

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
  check_type(place, given[2])
  words.check(place, given, shape, 2)
  check_autoincrement(place, given)
  check_generated(place, given)
  return {
    name = given[1],
    type = given[2],
    null = given.null,
    default = given.default ~= nil and default_text(place, given.default) or nil,
    primary_key = given.primary_key or false,
    autoincrement = given.autoincrement or false,
    unique = check_unique(place, given.unique),
    check = check_check(place, given.check),
    collate = given.collate,
    references = check_reference(place, given.references),
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

local function generated_text(self)
  if not self.generated then
    return nil
  end
  return ("GENERATED ALWAYS AS %s %s"):format(
    expression.parenthesize(self.generated),
    self.stored and "STORED" or "VIRTUAL"
  )
end

--- The text of a checked column.
function column.text(self)
  local parts = { identifier.quote(self.name) }
  local function add(text)
    parts[#parts + 1] = text
  end
  add(self.type ~= "" and self.type or nil)
  add(self.null == false and "NOT NULL" or nil)
  add(primary_key_text(self))
  add(self.unique and constraint.named(self.unique.name, "UNIQUE"))
  add(self.collate and "COLLATE " .. identifier.quote(self.collate))
  add(self.default and "DEFAULT " .. self.default)
  add(self.check and constraint.check_text(self.check))
  add(self.references and constraint.reference_text(self.references))
  add(generated_text(self))
  return table.concat(parts, " ")
end

return column
