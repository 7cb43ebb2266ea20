--- Whether what a draft asks for can be done together, and where it cannot: the rebuild.
local clause = require("runner.alter.text.clause")
local definition = require("runner.alter.definition")
local difference = require("runner.alter.difference")
local key = require("runner.alter.key")
local native = require("runner.alter.method.native")
local uses = require("runner.alter.uses")
local valuation = require("runner.alter.method.valuation")

local settle = {}

-- Each native DROP COLUMN writes all rows anew, a rebuild once for all of them.
local MOST_DROPS = 2

-- ---- what makes a rebuild necessary after all

--- The keys of a set of columns that are written, and what is computed from them.
local function written(self)
  local names = {}
  for i, item in ipairs(self.updates) do
    names[i] = item.column
  end
  return difference.spread(self.facts.new, uses.set(names))
end

--- The old definition without the constraints that use dropped columns, which SQLite
-- wants gone before; the new definition has them no more either.
local function relieved(self)
  local old, users, known = self.facts.old, {}, {}
  for _, column in ipairs(self.drops) do
    for _, user in ipairs(native.users(old, column)) do
      users[#users + 1] = not known[user] and user or nil
      known[user] = true
    end
  end
  return #users > 0 and definition.read(clause.without(old, users)) or old
end

--- May ALTER TABLE drop the columns? Only a few: each time it writes all rows.
local function may_drop(self)
  return self.capability.drop_column
    and not self.without_native
    and #self.updates == 0
    and #self.drops <= MOST_DROPS
    and #self.drops < #self.facts.old.columns
end

--- Dropping columns is left to SQLite if nothing that stays uses them, and no other pass
-- over the rows is to be made.
local function check_drops(self)
  local may = may_drop(self)
  self.before = may and relieved(self) or self.facts.old
  local refused = self.without_native
      and (", which ALTER TABLE refuses (%s)"):format(self.without_native)
    or ""
  for _, column in ipairs(self.drops) do
    if not (may and native.can_drop(self.before, column)) then
      self:need("rebuild", ("'%s' is dropped%s"):format(column.name, refused))
    end
  end
end

--- A key could be violated for a moment while rows are written one by one, and its index
-- would not find its entries under another affinity.
local function check_written_keys(self)
  local keys = written(self)
  for _, column in ipairs(self.facts.new.columns) do
    if keys[column.key] and key.in_any(self.facts.new, column) then
      local reason = ("'%s' is part of a key, and its values change"):format(column.name)
      self:need("rebuild", reason)
    end
  end
end

--- A stored generated column is computed when its row is written.
local function check_stored(self)
  local facts, keys = self.facts, written(self)
  for _, pair in ipairs(facts.pairs) do
    local new, before = pair.new, pair.old and pair.old.generated
    local stays = before and before.stored and new.generated and new.generated.stored
    if stays and facts.touched[new.key] and not keys[new.key] then
      self:need("rebuild", ("the stored column '%s' is computed anew"):format(new.name))
    end
  end
end

local function check_values(self)
  for _, item in ipairs(self.updates) do
    if not valuation.is_same_later(self, item) then
      self:need(
        "rebuild",
        ("the value of '%s' is computed from the rows as they were"):format(item.column)
      )
    end
  end
end

--- A virtual column that goes, and a stored one of its name that comes: ALTER TABLE meets
-- the name while it is taken.
local function check_names(self)
  for _, column in ipairs(self.added) do
    local old = self.facts.old.by_key[column.key]
    if old and old.generated and not old.generated.stored then
      self:need("rebuild", ("'%s' takes the place of another one"):format(column.name))
    end
  end
end

--- Indexes of constraints cannot get new names and be built again in one go; and those
-- of new constraints are built before the definition is edited, on what is there then.
local function check_automatic(self)
  local facts = self.facts
  if not key.change_automatic(facts) then
    return
  elseif key.has_own_order(facts.new) then
    self:need("rebuild", "the primary key is descending, and the other keys go by it")
  end
  for _, new in ipairs(facts.new.columns) do
    local early = facts.old.by_key[new.key] ~= nil or new.generated
    if early and facts.touched[new.key] and key.in_any(facts.new, new) then
      self:need("rebuild", ("'%s' is in a key that changes"):format(new.name))
    end
  end
end

local checks = {
  check_drops,
  check_written_keys,
  check_stored,
  check_values,
  check_names,
  check_automatic,
}

--- Note in the draft what needs a rebuild after all.
function settle.check(self)
  for _, check in ipairs(checks) do
    check(self)
  end
end

-- ---- can root pages be exchanged?

--- Can the rowid be spoken of? It has no name left if columns took them all.
local function has_named_rowid(self)
  local primary = self.primary_key
  return (primary and primary.rowid) or definition.hidden_rowid(self) ~= nil
end

--- Is the table one with rowids before and after, with the same keys, whose values stay?
function settle.keeps_rowids(self)
  local facts = self.facts
  local same = not (facts.old.without_rowid or facts.new.without_rowid)
    and has_named_rowid(facts.old)
    and has_named_rowid(facts.new)
    and key.same(facts.old.primary_key, facts.new.primary_key)
    and not key.change_automatic(facts)
  for _, column in ipairs(facts.new.columns) do
    same = same and not (facts.touched[column.key] and key.in_any(facts.new, column))
  end
  return same
end

return settle
