--- Constraints: the words for UNIQUE, PRIMARY KEY, CHECK and REFERENCES, and their text.
--
-- Each has a function that checks an author's words and gives a plain table, and one that
-- makes the text of that table.
local fragment = require("runner.schema.fragment")
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local constraint = {}

--- "CONSTRAINT name ", or "" without a name.
local function named(name, text)
  return name and ("CONSTRAINT %s %s"):format(identifier.quote(name), text) or text
end
constraint.named = named

local function columns_text(columns)
  return "(" .. identifier.quote_all(columns) .. ")"
end

-- ---- columns: UNIQUE and PRIMARY KEY of a table

--- { "a", "b", name = "uq" } -> { columns = { "a", "b" }, name = "uq" }
function constraint.key(place, given)
  words.expect(place, given, "table")
  words.check(place, given, { name = "name" }, words.count(given))
  return { columns = words.names(place, given), name = given.name }
end

function constraint.unique_text(key)
  return named(key.name, "UNIQUE " .. columns_text(key.columns))
end

function constraint.primary_key_text(key)
  return named(key.name, "PRIMARY KEY " .. columns_text(key.columns))
end

-- ---- CHECK

--- "a > 0" or { "a > 0", name = "ck" } -> { text = "a > 0", name = "ck" }
function constraint.check(place, given)
  if type(given) ~= "table" or expression.text(given) then
    given = { given }
  end
  words.check(place, given, { name = "name" }, 1)
  return { text = fragment(place, given[1]), name = given.name }
end

function constraint.check_text(check)
  return named(check.name, "CHECK " .. expression.parenthesize(check.text))
end

-- ---- GENERATED

--- The text of a generated column's expression.
function constraint.generated_text(text, stored)
  return ("GENERATED ALWAYS AS %s %s"):format(
    expression.parenthesize(text),
    stored and "STORED" or "VIRTUAL"
  )
end

-- ---- REFERENCES

local actions = { "NO ACTION", "RESTRICT", "SET NULL", "SET DEFAULT", "CASCADE" }

local reference_shape = {
  on_delete = "text",
  on_update = "text",
  deferrable = "any",
  name = "name",
}

-- Only the first of these really defers in SQLite; so that is what `true` means.
-- https://www.sqlite.org/foreignkeys.html#fk_deferred
local deferrable_texts = {
  [true] = "DEFERRABLE INITIALLY DEFERRED",
  deferred = "DEFERRABLE INITIALLY DEFERRED",
  immediate = "DEFERRABLE INITIALLY IMMEDIATE",
}

local function deferrable(place, value)
  if value == nil or value == false then
    return nil
  end
  local text = deferrable_texts[value]
  if not text then
    failure.raise(
      place .. ": deferrable must be true, false, 'deferred' or 'immediate', not "
        .. (type(value) == "string" and "'" .. value .. "'" or words.describe(value))
    )
  end
  return text
end

local function action(place, given, key)
  return given[key] and words.choice(place .. ": " .. key, given[key], actions)
end

--- "users" or { "users", "id", on_delete = "cascade" } -> a plain table with `table`,
-- `columns`, `on_delete`, `on_update`, `deferrable`, `name`.
function constraint.reference(place, given)
  if type(given) == "string" then
    given = { given }
  end
  words.expect(place, given, "table")
  words.check(place, given, reference_shape, words.count(given))
  words.expect(place .. ": the table's name", given[1], "name")
  local columns = {}
  for i = 2, words.count(given) do
    columns[i - 1] = words.expect(place .. ": column " .. i - 1, given[i], "name")
  end
  return {
    table = given[1],
    columns = columns,
    on_delete = action(place, given, "on_delete"),
    on_update = action(place, given, "on_update"),
    deferrable = deferrable(place, given.deferrable),
    name = given.name,
  }
end

--- REFERENCES without a name before it.
function constraint.references_text(reference)
  local parts = { "REFERENCES " .. identifier.quote(reference.table) }
  if #reference.columns > 0 then
    parts[#parts + 1] = columns_text(reference.columns)
  end
  if reference.on_delete then
    parts[#parts + 1] = "ON DELETE " .. reference.on_delete
  end
  if reference.on_update then
    parts[#parts + 1] = "ON UPDATE " .. reference.on_update
  end
  parts[#parts + 1] = reference.deferrable
  return table.concat(parts, " ")
end

--- The text behind a column.
function constraint.reference_text(reference)
  return named(reference.name, constraint.references_text(reference))
end

--- { "a", "b", references = { "t", "x", "y" }, name = "fk" } -> a plain table with
-- `columns`, `reference`, `name`.
function constraint.foreign_key(place, given)
  words.expect(place, given, "table")
  words.check(place, given, { name = "name", references = "any" }, words.count(given))
  local columns = words.names(place, given)
  if given.references == nil then
    failure.raise(
      place .. " has no references",
      'write references = { "table", "column" }'
    )
  end
  local reference = constraint.reference(place .. ": references", given.references)
  if #reference.columns > 0 and #reference.columns ~= #columns then
    failure.raise(
      ("%s: %d column%s cannot reference %d"):format(
        place,
        #columns,
        #columns > 1 and "s" or "",
        #reference.columns
      )
    )
  end
  return { columns = columns, reference = reference, name = given.name or reference.name }
end

function constraint.foreign_key_text(key)
  local text = ("FOREIGN KEY %s %s"):format(
    columns_text(key.columns),
    constraint.references_text(key.reference)
  )
  return named(key.name, text)
end

return constraint
