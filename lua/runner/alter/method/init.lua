--- How an alteration is carried out: the cheapest way that is sound.
--
--     local plan = method.choose(alteration, world, settings)
--
-- It compares the first and the last definition, so that however many changes lie between
-- them the rows are gone through once at the most:
--   nothing   the definitions are the same
--   native    ALTER TABLE of SQLite alone
--   edit      the stored definition is edited, after proofs that the rows fit it
--   update    the same, and values are written in place
--   rebuild   the table is made anew; "swap": with exchanged root pages
-- The plan has
--   method, reasons   the word, and why nothing cheaper will do
--   before            nil, or a definition's text that is to be stored first
--   native            statements that come then (ALTER TABLE ADD and DROP COLUMN)
--   proofs, final     what must hold of the rows: before, and what only shows afterwards
--   defaults          old columns whose DEFAULT reads otherwise: rows older than it have
--                     to be filled with the old one first
--   update            { { column, value } }; without value the column is written as it is
--   indexes, reindex  names of indexes to drop before and make again, and to REINDEX
--   automatic         whether the indexes that constraints make change
--   sequence          "add" or "drop": AUTOINCREMENT comes or goes
--   touch             true if keys in or to the table may be violated by it
local capability = require("runner.alter.method.capability")
local draft = require("runner.alter.method.draft")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local indexing = require("runner.alter.method.indexing")
local key = require("runner.alter.key")
local native = require("runner.alter.method.native")
local natively = require("runner.alter.method.natively")
local refusal = require("runner.alter.method.refusal")
local settle = require("runner.alter.method.settle")
local uses = require("runner.alter.uses")

local method = {}

-- ---- which

--- Root pages are exchanged where the author wants it, and where the indexes that
-- constraints make stay the same.
local function exchanges(self, settings)
  return settings.rebuild == "swap"
    and settle.keeps_rowids(self)
    and not key.change_automatic(self.facts)
end

local function choose_word(self, settings)
  local facts = self.facts
  if #self.reasons.rebuild > 0 then
    return exchanges(self, settings) and "swap" or "rebuild"
  elseif #self.updates > 0 then
    return "update"
  elseif #facts.items == 0 and facts.old.text == facts.new.text then
    return "nothing"
  end
  return natively.statements(self) and "native" or "edit"
end

local moves_rows = { update = "update", rebuild = "rebuild", swap = "rebuild" }

--- `recreate = "never"` is the author's word that no row is to be written.
local function check_never(self, name, table_name)
  local tier = moves_rows[name]
  if tier then
    failure.raise(
      ("the rows of '%s' would have to be written, and recreate is 'never': %s"):format(
        table_name,
        table.concat(self.reasons[tier], "; ")
      ),
      "leave out recreate, or leave out that change"
    )
  end
end

-- ---- what belongs to it

--- Statements for columns that go and come at the end of the rows. If an edit follows, a
-- new column gets its type and the value of the rows only: the edit brings the rest.
local function native_statements(self, name)
  local facts, statements = self.facts, {}
  if name == "rebuild" or name == "swap" then
    return statements
  elseif name == "native" then
    return natively.statements(self)
  end
  for _, column in ipairs(self.drops) do
    statements[#statements + 1] = native.drop(facts.old, column)
  end
  for _, column in ipairs(self.added) do
    local with_default = facts.value[column.key] == nil and native.constant(column)
    -- A STRICT table that ceases to be one may not know the type yet.
    local type_text = facts.old.strict and not facts.new.strict and "ANY" or nil
    statements[#statements + 1] =
      native.add_plain(facts.new, column, with_default, type_text)
  end
  return statements
end

local function written_keys(self)
  local names = {}
  for i, item in ipairs(self.updates) do
    names[i] = item.column
  end
  return uses.set(names)
end

--- When a proof can be made: "before", "final", or nil where SQLite makes it itself as
-- it writes the rows or builds an index.
local function time_of(self, proof, keys, name)
  local facts = self.facts
  if not uses.common(keys, facts.touched) then
    return "before"
  elseif proof.kind == "foreign_key" then
    return "final"
  elseif name == "rebuild" or name == "swap" or proof.kind == "unique" then
    return nil
  end
  return not uses.common(keys, written_keys(self)) and "final" or nil
end

-- What ALTER TABLE looks at itself as it adds a column.
local natively_proven = { check = true, not_null = true }

local function sort_proofs(self, name)
  local lists = { before = {}, final = {} }
  for _, entry in ipairs(self.proofs) do
    local time = time_of(self, entry.proof, entry.keys, name)
    local proven = name == "native" and natively_proven[entry.proof.kind]
    if time and not (proven and time == "final") then
      table.insert(lists[time], entry.proof)
    end
  end
  return lists.before, lists.final
end

local function sequence(facts)
  local old, new = facts.old.primary_key, facts.new.primary_key
  local before = old and old.autoincrement or false
  local after = new and new.autoincrement or false
  if before == after then
    return nil
  end
  return after and "add" or "drop"
end

--- Can the change violate a foreign key, of this table or one that points at it?
local function concerns_keys(self, alteration, final)
  for _, proof in ipairs(final) do
    if proof.kind == "foreign_key" then
      return true
    end
  end
  local primary = self.facts.old.primary_key
  for _, reference in ipairs(refusal.references(alteration, self.world)) do
    local parents = reference.parents or {}
    if #parents == 0 and primary then
      parents = primary.columns
    end
    if uses.common(uses.set(parents), self.facts.touched) then
      return true
    end
  end
  return false
end

local function sorted(list)
  table.sort(list, function(a, b)
    return identifier.fold(a) < identifier.fold(b)
  end)
  return list
end

local function make_plan(self, alteration, name)
  local before, final = sort_proofs(self, name)
  local in_place = name == "edit" or name == "update"
  local plan = {
    method = name,
    reasons = self.reasons[moves_rows[name]] or {},
    before = name == "edit" and self.before ~= self.facts.old and self.before.text or nil,
    native = native_statements(self, name),
    proofs = before,
    final = final,
    defaults = in_place and self.defaults or {},
    update = name == "update" and self.updates or {},
    automatic = key.change_automatic(alteration),
    sequence = sequence(self.facts),
    touch = concerns_keys(self, alteration, final),
  }
  plan.indexes, plan.reindex = indexing.choose(self, name)
  sorted(plan.indexes)
  return plan
end

--- Choose. Raises what cannot be done at all. Of `settings`: rebuild; capability, the
-- abilities of SQLite (without them, those of the oldest version that is supported);
-- without_native, why ALTER TABLE is to be left out where there is another way.
function method.choose(alteration, world, settings)
  refusal.check(alteration, world)
  local self = draft.of(alteration, world)
  self.capability = settings.capability or capability.of("3.38.0")
  self.without_native = settings.without_native
  local options = alteration.options or {}
  if options.recreate == "always" then
    self:need("rebuild", "recreate is 'always'")
  end
  settle.check(self)
  local name = choose_word(self, settings)
  if options.recreate == "never" then
    check_never(self, name, alteration.table)
  end
  return make_plan(self, alteration, name)
end

return method
