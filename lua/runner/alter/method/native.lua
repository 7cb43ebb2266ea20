--- What SQLite's own ALTER TABLE can add and drop, and the statements for it.
--
-- https://www.sqlite.org/lang_altertable.html: some of it SQLite takes only while a table
-- has no rows. Here a table is treated as if it had some, so that a change that passes on
-- an empty database passes on a full one.
local ddl = require("runner.ddl")
local definition = require("runner.alter.definition")
local identifier = require("runner.schema.identifier")
local key = require("runner.alter.key")
local uses = require("runner.alter.uses")

local native = {}

-- ---- defaults

local function unwrap(tokens)
  local count = #tokens
  if count > 2 and tokens[1].text == "(" and tokens[count].text == ")" then
    return table.move(tokens, 2, count - 1, 1, {})
  end
  return tokens
end

--- Is a default the same for every row? What is computed is not: CURRENT_TIME, functions.
function native.is_constant(default)
  local tokens = unwrap(ddl.tokens(default))
  local sign = tokens[1].text
  local only = tokens[(sign == "-" or sign == "+") and 2 or 1]
  local last = only == tokens[#tokens]
  return last and not only.text:upper():find("^CURRENT_") or false
end

--- The value of rows that are older than the column, if a constant; it may be "NULL".
function native.constant(column)
  local default = column.default or "NULL"
  return native.is_constant(default) and default or nil
end

function native.is_null(text)
  return unwrap(ddl.tokens(text))[1].text:upper() == "NULL"
end

-- The literals that a column of a STRICT table takes for certain.
local literals = {
  INT = "^[+-]?%d+$",
  INTEGER = "^[+-]?%d+$",
  REAL = "^[+-]?%d+%.?%d*$",
  TEXT = "^'",
  BLOB = "^[xX]'",
  ANY = "",
}

--- Does a constant fit a STRICT table's type at first sight?
function native.fits(text, type_name)
  local pattern = literals[type_name:upper()]
  return native.is_null(text) or (pattern ~= nil and text:find(pattern) ~= nil)
end

-- ---- adding

local refused_with_column = { primary_key = true, unique = true }

--- Can SQLite add the column as it is written? Stored generated columns never.
function native.can_add(column)
  local refers = false
  for _, constraint in ipairs(column.tree.constraints) do
    if refused_with_column[constraint.kind] then
      return false
    end
    refers = refers or constraint.kind == "references"
  end
  if column.generated then
    return not column.generated.stored
  end
  local value = native.constant(column)
  if value and native.is_null(value) then
    return not column.not_null
  end
  return value ~= nil and not refers
end

function native.add(self, column)
  return ("ALTER TABLE %s ADD COLUMN %s"):format(
    identifier.quote(self.name),
    definition.part(self, column.tree.span)
  )
end

--- Add a column with nothing but its type (or another for the time, `type_text`) and the
-- value that rows get. The definition is edited afterwards.
function native.add_plain(self, column, with_default, type_text)
  local text = identifier.quote(column.name)
  if type_text or column.tree.type_span then
    text = text .. " " .. (type_text or definition.part(self, column.tree.type_span))
  end
  if with_default and column.default then
    text = text .. " DEFAULT " .. column.default
  end
  return ("ALTER TABLE %s ADD COLUMN %s"):format(identifier.quote(self.name), text)
end

-- ---- dropping

--- Constraints of the definition, not the column's own, that use the column and that an
-- edit could take out: CHECK and FOREIGN KEY.
function native.users(self, column)
  local list = {}
  for _, check in ipairs(self.checks) do
    if check.column ~= column and uses.names(check.text)[column.key] then
      list[#list + 1] = check
    end
  end
  for _, foreign_key in ipairs(self.foreign_keys) do
    local own = foreign_key.column == column
    if not own and uses.set(foreign_key.columns)[column.key] then
      list[#list + 1] = foreign_key
    end
  end
  return list
end

local function in_generated(self, column)
  for _, other in ipairs(self.columns) do
    local generated = other.key ~= column.key and other.generated
    if generated and uses.names(generated.text)[column.key] then
      return true
    end
  end
  return false
end

--- Can SQLite drop the column from the definition as it is? (What indexes, triggers and
-- views use is another question.)
function native.can_drop(self, column)
  return not (
    key.in_any(self, column)
    or in_generated(self, column)
    or #native.users(self, column) > 0
    or #self.columns == 1
  )
end

function native.drop(self, column)
  return ("ALTER TABLE %s DROP COLUMN %s"):format(
    identifier.quote(self.name),
    identifier.quote(column.name)
  )
end

return native
