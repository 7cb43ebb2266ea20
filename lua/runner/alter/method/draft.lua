--- A plan in the making: what the rules find necessary, and what must be proven.
--
-- Which proofs can be made when is only known once the method is; so a proof is kept with
-- the columns it is about.
local difference = require("runner.alter.difference")
local identifier = require("runner.schema.identifier")
local key = require("runner.alter.key")
local native = require("runner.alter.method.native")
local rules = require("runner.alter.method.rules")
local uses = require("runner.alter.uses")

local draft = {}
draft.__index = draft

--- The least that is to be done: "update" or "rebuild". The same reason counts once.
function draft:need(tier, reason)
  if not self.known[reason] then
    self.known[reason] = true
    table.insert(self.reasons[tier], reason)
  end
end

--- Rows that are older than a column read its default; it is to be written into them
-- before that changes.
function draft:fill(old)
  if not self.known[old] then
    self.known[old] = true
    table.insert(self.defaults, old.name)
  end
end

--- The old column that a new one continues, or nil.
function draft:old_of(new)
  for _, pair in ipairs(self.facts.pairs) do
    if pair.new == new then
      return pair.old
    end
  end
  return nil
end

-- ---- proofs

--- `proof` is about the new columns of the set `keys` (none: nothing about it changes).
function draft:prove(proof, keys)
  table.insert(self.proofs, { proof = proof, keys = keys })
end

--- Once a column is declared NOT NULL, SQLite believes it and answers IS NULL unseen.
local function despite_not_null(column)
  return ("nullif(typeof(%s), 'null')"):format(identifier.quote(column.name))
end

--- A generated column has to be computed, and what a function gives is not known yet.
local function prove_computed(self, new)
  local changed = new.generated and self.facts.touched[new.key]
  self:prove({
    kind = "not_null",
    column = new.name,
    value = changed and despite_not_null(new) or nil,
  }, { [new.key] = true })
end

--- That a column holds no NULL: one that is there (`old`), or a new one, of which it is
-- known what it will hold.
function draft:prove_value(new, old)
  local value = self.facts.value[new.key]
  local by_function = type(value) == "function" or type(value) == "table"
  if new.generated or by_function then
    prove_computed(self, new)
  elseif value == nil and old then
    self:prove({ kind = "not_null", column = old.name }, {})
  else
    value = value or new.default or "NULL"
    if not native.is_constant(value) or native.is_null(value) then
      self:prove({ kind = "not_null", column = new.name, value = value }, {})
    end
  end
end

function draft:prove_check(check)
  self:prove(
    { kind = "check", text = check.text, name = check.name },
    uses.names(check.text)
  )
end

--- Is there a column that is new and NULL in every row? Then the key points nowhere.
local function points_nowhere(self, names)
  for _, new in ipairs(self.added) do
    local value = self.facts.value[new.key] or native.constant(new)
    if names[new.key] and value == "NULL" then
      return true
    end
  end
  return false
end

function draft:prove_foreign_key(foreign_key, position)
  local names = uses.set(foreign_key.columns)
  if not points_nowhere(self, names) then
    self:prove({ kind = "foreign_key", position = position }, names)
  end
end

--- That a kept column holds only what its type in a STRICT table takes.
function draft:prove_type(pair)
  local old, new = pair.old, pair.new
  local kept = old and difference.is_stored(old) and difference.is_stored(new)
  local free = not self.facts.new.strict or new.type:upper() == "ANY"
  if kept and not free and not self.facts.valued[new.key] then
    self:prove({ kind = "strict", column = old.name, type = new.type }, {})
  end
end

local function index_key(self, index)
  local columns = {}
  for i, column in ipairs(index.tree.columns) do
    local known = column.name and self.facts.new.by_key[identifier.fold(column.name)]
    if not known then
      return nil
    end
    columns[i] = { name = known.name, collation = column.collation or known.collation }
  end
  return columns
end

--- That the keys with this column are still keys under its new collation. (Indexes on
-- expressions and on a part of the rows show it when they are built again, and so do keys
-- that hold values which are not there yet.)
function draft:prove_unique_by(new)
  local function prove(columns, name)
    local names = uses.set(columns)
    if names[new.key] then
      local keys = uses.common(names, self.facts.valued) and names or {}
      self:prove({ kind = "unique", columns = columns, name = name }, keys)
    end
  end
  for _, member in ipairs(key.automatic(self.facts.new)) do
    prove(member.columns, member.name)
  end
  for _, index in ipairs(self.world.indexes) do
    local whole = index.tree and index.unique and not index.tree.where
    local columns = whole and index_key(self, index)
    if columns then
      prove(columns, index.name)
    end
  end
end

-- ---- what was there and is about changed columns

--- What rules have proven already: constraints, and columns that got NOT NULL.
local function find_added(facts)
  local added = {}
  for _, item in ipairs(facts.items) do
    if item.kind:find("_added$") then
      added[item.new] = true
    end
  end
  return added
end

local function prove_constraints(self, added)
  local facts = self.facts
  for _, check in ipairs(facts.new.checks) do
    if not added[check] and uses.common(uses.names(check.text), facts.touched) then
      self:prove_check(check)
    end
  end
  for position, foreign_key in ipairs(facts.new.foreign_keys) do
    local names = uses.set(foreign_key.columns)
    if not added[foreign_key] and uses.common(names, facts.valued) then
      self:prove_foreign_key(foreign_key, position)
    end
  end
end

--- Constraints that stay have to be proven anew if what they are about changes. (Those
-- of written columns are looked at as the rows are written.)
local function prove_again(self)
  local facts, added = self.facts, find_added(self.facts)
  prove_constraints(self, added)
  for _, new in ipairs(facts.new.columns) do
    local computed = new.generated and facts.valued[new.key] and not added[new]
    if computed and difference.requires_value(facts.new, new) then
      self:prove_value(new)
    end
  end
end

--- What the alteration asks for, before a method is chosen.
function draft.of(alteration, world)
  local self = setmetatable({
    facts = difference.of(alteration),
    world = world,
    reasons = { update = {}, rebuild = {} },
    known = {}, -- the reasons, and the columns to be filled, as a set
    proofs = {},
    updates = {},
    defaults = {},
    added = {},
    drops = {},
    converts = {},
  }, draft)
  for _, item in ipairs(self.facts.items) do
    rules[item.kind](item, self)
  end
  prove_again(self)
  return self
end

return draft
