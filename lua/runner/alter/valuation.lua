--- Whether a value comes out the same under the new definition as under the old one.
--
-- An UPDATE in place runs under the new definition, but authors write `using` about the
-- rows as they are. The two differ where an expression compares a column whose affinity
-- or collation changes, or asks whether one is NULL that SQLite now knows not to be; and
-- where a column is or was REAL, which gives back whole numbers as reals.
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")
local uses = require("runner.alter.uses")

local valuation = {}

-- Words with which an expression compares. (min and max of several do too.)
local comparing = {}
for word in
  ([[IS ISNULL NOTNULL NOT IN BETWEEN LIKE GLOB MATCH REGEXP CASE EXISTS SELECT
    COLLATE AND OR MIN MAX NULLIF IIF]]):gmatch("%S+")
do
  comparing[word] = true
end

local function compares(text)
  for _, token in ipairs(ddl.tokens(text)) do
    local word = token.text:upper()
    local is_arrow = word == "->" or word == "->>"
    local is_operator = token.kind == "other" and word:find("[<>=!]") and not is_arrow
    if is_operator or (token.kind == "word" and comparing[word]) then
      return true
    end
  end
  return false
end

local reads_otherwise = { type = true, collation = true, generated = true }

--- Columns that read otherwise under the new definition, by how: { any, real }.
local function unsteady(facts)
  local any, real = {}, {}
  for _, item in ipairs(facts.items) do
    if reads_otherwise[item.kind] or item.kind == "not_null_added" then
      any[item.old.key] = true
      local is_real = item.old.affinity == "REAL" or item.new.affinity == "REAL"
      real[item.old.key] = item.old.affinity ~= item.new.affinity and is_real or nil
    elseif item.kind == "column_dropped" then
      real[item.old.key] = true -- it is not there to be read
    end
  end
  return any, real
end

--- `item` is one of a plan's updates: { column, value }. A function is given what the
-- column itself held.
function valuation.is_same_later(draft, item)
  local value, facts = item.value, draft.facts
  if value == nil then
    return true
  end
  local any, real = unsteady(facts)
  if type(value) == "function" then
    return not real[identifier.fold(item.column)]
  end
  local names = uses.names(value)
  if uses.common(names, real) then
    return false
  end
  return not uses.common(names, any) or not compares(value)
end

return valuation
