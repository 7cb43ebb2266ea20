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

local reads_otherwise = {
  type = true,
  collation = true,
  generated = true,
  not_null_added = true,
}

--- Columns that read otherwise under the new definition: { any, always }. Those of the
-- second set do so in every expression; a name that is there only before, or only later,
-- belongs to them.
local function unsteady(facts)
  local any, always = {}, {}
  for _, item in ipairs(facts.items) do
    if item.kind == "column_added" or item.kind == "column_dropped" then
      always[(item.new or item.old).key] = true
    elseif reads_otherwise[item.kind] then
      any[item.old.key] = true
      local is_real = item.old.affinity == "REAL" or item.new.affinity == "REAL"
      if is_real and item.old.affinity ~= item.new.affinity then
        always[item.old.key] = true
      end
    end
  end
  return any, always
end

--- Do the columns that a function gets read the same? What is stored is passed as it is.
local function read_alike(facts, names, any, always)
  local changes = next(any) ~= nil or next(always) ~= nil
  for _, name in ipairs(names) do
    local column = identifier.fold(name)
    local generated = (facts.old.by_key[column] or {}).generated
    if always[column] or (generated and changes) then
      return false
    end
  end
  return true
end

--- `item` is one of a plan's updates: { column, value }. A function is given what the
-- column itself held.
function valuation.is_same_later(draft, item)
  local value, facts = item.value, draft.facts
  if value == nil then
    return true
  end
  local any, always = unsteady(facts)
  if type(value) == "function" then
    local column = identifier.fold(item.column)
    return not always[column] or facts.old.by_key[column] == nil
  end
  if type(value) == "table" then
    return read_alike(facts, value.call.from, any, always)
  end
  local names = uses.names(value)
  if uses.common(names, always) then
    return false
  end
  return not uses.common(names, any) or not compares(value)
end

return valuation
