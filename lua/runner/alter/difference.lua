--- What differs between two definitions of a table, by meaning.
--
--     local found = difference.of(alteration)
--     for _, item in ipairs(found.items) do ... item.kind ... end
--
-- `alteration` has old and new definition, `origin` (of which old column a new one is the
-- continuation; false: of none) and `value` (what it is to hold). The result has
--   old, new  the definitions
--   value     by new column key: what it is to hold, an SQL text, a function, or one of
--             several results
--   items     a list of { kind, old, new, ... }, in a fixed order; the kinds are those of
--             the `add(...)` calls in the modules below, `old` and `new` what differs
--   pairs     a list of { old = column or nil, new = column }, in the new order
--   dropped   the old columns that go
--   touched   by new column key: true if its values, or how they compare, may change,
--             also by way of the columns it is computed from
--   valued    the same for its values only
-- Spelling, comments and names of constraints do not count here: whoever wants the text
-- as it was written compares texts.
local columns = require("runner.alter.difference.columns")
local constraints = require("runner.alter.difference.constraints")
local expression = require("runner.schema.expression")
local touch = require("runner.alter.difference.touch")

local difference = {}

--- Is the column part of the rows?
difference.is_stored = columns.is_stored

--- Is NOT NULL in force, said or implied?
difference.requires_value = columns.requires_value

--- Does a stored value of one affinity become another one under the other?
difference.converts = touch.converts

--- The columns and everything that is computed from them.
difference.spread = touch.spread

--- Values as SQL text or function.
local function plain_values(given)
  local value = {}
  for column, object in pairs(given or {}) do
    value[column] = expression.any_text(object) or object
  end
  return value
end

--- `meaning` may say more finely what is the same (see the modules below): expression,
-- default and type take texts of columns, unique, check and foreign_key a constraint and
-- "old" or "new", all giving a text to compare by; same_key compares two primary keys.
function difference.of(alteration, meaning)
  local found = {
    meaning = meaning or {},
    old = alteration.old,
    new = alteration.new,
    value = plain_values(alteration.value),
    items = {},
  }
  found.pairs, found.dropped = columns.pair(alteration)
  local function add(kind, item)
    item.kind = kind
    table.insert(found.items, item)
  end
  columns.compare(found, add)
  constraints.compare(found, add)
  touch.mark(found)
  return found
end

return difference
