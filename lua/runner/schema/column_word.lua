--- The words of a column one by one: each function checks what an author wrote and gives
-- the plain value. `place` is what messages call the column.
local fragment = require("runner.schema.fragment")
local constraint = require("runner.schema.constraint")
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local literal = require("runner.schema.literal")
local words = require("runner.schema.words")

local column_word = {}

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

local function check_type_text(place, text)
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
end

--- Types that were found good: there are few of them, and each is there many times.
column_word.known_types = { [""] = true }

--- The type: "" for none.
function column_word.type(place, text)
  if text == nil then
    failure.raise(
      place .. " has no type",
      'write { "name", "TEXT" }; "" stands for a column without a type'
    )
  elseif type(text) ~= "string" then
    failure.raise(place .. ": the type must be a text, not " .. words.describe(text))
  elseif not column_word.known_types[text] then
    check_type_text(place, text)
    column_word.known_types[text] = true
  end
  return text
end

-- https://www.sqlite.org/stricttables.html
local strict_types = { INT = true, INTEGER = true, REAL = true, TEXT = true, BLOB = true }
strict_types.ANY = true

--- Raise unless a STRICT table may have a column of this type.
function column_word.strict_type(place, text)
  if not strict_types[text:upper()] then
    failure.raise(
      ("%s: a strict table has no type '%s'"):format(place, text),
      "known are: INT, INTEGER, REAL, TEXT, BLOB, ANY"
    )
  end
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
function column_word.default(place, value)
  local text, problem = literal(value)
  if not text then
    failure.raise(("%s: default %s"):format(place, problem))
  elseif expression.text(value) then
    fragment(place .. ": default", value)
  end
  if type(value) == "string" and not text:find("^CAST") or is_number(text) then
    return text
  end
  for _, pattern in ipairs(plain_defaults) do
    if text:find(pattern) then
      return text
    end
  end
  return expression.parenthesize(text)
end

-- ---- constraints

--- `true` or { name = "uq" } -> { name = "uq" }; nil or false -> nil.
function column_word.unique(place, value)
  if not value then
    return nil
  elseif value == true then
    return {}
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

--- A text, or { text, name = "ck" } -> { text, name }.
function column_word.check(place, value)
  return value ~= nil and constraint.check(place .. ": check", value) or nil
end

--- "users" or { "users", "id", ... } -> a reference (see runner.schema.constraint).
function column_word.references(place, value)
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

return column_word
