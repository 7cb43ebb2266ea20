--- How much speaks for it that something has only got a new name, from 0 to 1.
--
--     score.column({ old =, new =, have =, want = })    -- columns, and their tables
--     score.table(old, new)                             -- tables of inventories
--     score.types(old, new)                             -- only types of their columns
--     score.likeness("day", "days")                     -- names
--
-- That of a column also gives whether it is at the very same place, that of a table how
-- many columns both have.
local distance = require("runner.schema.distance")
local identifier = require("runner.schema.identifier")
local key = require("runner.alter.key")
local meaning = require("runner.autogenerate.compare.meaning")
local uses = require("runner.alter.uses")

local score = {}

-- ---- names

--- How alike two names are: their letters, or one as a part of the other.
local function likeness(old, new)
  local a, b = identifier.fold(old), identifier.fold(new)
  local letters = 1 - distance(a, b) / math.max(#a, #b)
  local short, long = a, b
  if #a > #b then
    short, long = b, a
  end
  if #short >= 3 and long:find(short, 1, true) then
    letters = math.max(letters, 0.7)
  end
  return letters
end

score.likeness = likeness

-- ---- columns

local function number_of(definition, column)
  for i, other in ipairs(definition.columns) do
    if other == column then
      return i
    end
  end
end

local function neighbour(definition, column, step)
  local other = definition.columns[number_of(definition, column) + step]
  return other and other.key or ""
end

--- Does it stand at the same place, counted or between the same columns?
local function same_place(pair)
  local old, new = pair.have.definition, pair.want.definition
  return number_of(old, pair.old) == number_of(new, pair.new)
    or neighbour(old, pair.old, -1) == neighbour(new, pair.new, -1)
    or neighbour(old, pair.old, 1) == neighbour(new, pair.new, 1)
end

--- Counted, or between two columns that are the same.
local function very_same_place(pair)
  local old, new = pair.have.definition, pair.want.definition
  local before, after = neighbour(old, pair.old, -1), neighbour(old, pair.old, 1)
  return number_of(old, pair.old) == number_of(new, pair.new)
    or before == neighbour(new, pair.new, -1) and after == neighbour(new, pair.new, 1)
end

local function count(list, test)
  local number = 0
  for _, item in ipairs(list) do
    number = number + (test(item) and 1 or 0)
  end
  return number
end

--- In how many constraints and indexes the column is, as one text.
local function signature(owner, column)
  local definition = owner.definition
  local function has(constraint)
    return key.has(constraint, column)
  end
  return table.concat({
    key.in_primary(definition, column) and "key" or "",
    count(definition.uniques, has),
    count(definition.checks, function(check)
      return uses.names(check.text)[column.key]
    end),
    count(definition.foreign_keys, function(foreign_key)
      return uses.set(foreign_key.columns)[column.key]
    end),
    count(owner.indexes, function(index)
      return uses.index(index)[column.key]
    end),
  }, " ")
end

local function type_score(old, new)
  if meaning.type(old.type) == meaning.type(new.type) then
    return 0.35
  end
  return old.affinity == new.affinity and 0.2 or 0
end

local function facts_score(old, new)
  local default = meaning.default
  return (old.not_null == new.not_null and 0.05 or 0)
    + (default(old.default) == default(new.default) and 0.05 or 0)
    + (old.collation:upper() == new.collation:upper() and 0.05 or 0)
end

function score.column(pair)
  local old, new = pair.old, pair.new
  if (old.generated ~= nil) ~= (new.generated ~= nil) then
    return 0, false
  end
  local same_uses = signature(pair.have, old) == signature(pair.want, new)
  return type_score(old, new)
    + facts_score(old, new)
    + (same_place(pair) and 0.15 or 0)
    + (same_uses and 0.15 or 0)
    + 0.2 * likeness(old.name, new.name),
    very_same_place(pair)
end

-- ---- tables

--- The part of the columns that both have; another type makes it half a column.
function score.table(old, new)
  local before, after = old.definition, new.definition
  local shared = 0
  for _, column in ipairs(before.columns) do
    local other = after.by_key[column.key]
    if other then
      local same = meaning.type(column.type) == meaning.type(other.type)
      shared = shared + (same and 1 or 0.5)
    end
  end
  return 2 * shared / (#before.columns + #after.columns), shared
end

--- How often each type is there.
local function types_of(self)
  local counts = {}
  for _, column in ipairs(self.definition.columns) do
    local type = meaning.type(column.type)
    counts[type] = (counts[type] or 0) + 1
  end
  return counts
end

--- The part of the columns that have a column of the same type in the other table.
function score.types(old, new)
  local before, after, shared = types_of(old), types_of(new), 0
  for type, number in pairs(before) do
    shared = shared + math.min(number, after[type] or 0)
  end
  return 2 * shared / (#old.definition.columns + #new.definition.columns)
end

return score
