--- Two inventories compared: from what there is to what there shall be.
--
--     local found = compare(have, want, { order = true })
--
-- gives
--   have, want   the inventories
--   tables, views, virtual_tables, triggers   each { added = objects of want, dropped =
--                objects of have, changed = { { have =, want = } } }, in the order of
--                their making
-- A changed table also has `difference` (its items say what, see
-- runner.autogenerate.compare.table), indexes_added, indexes_dropped. Indexes and
-- triggers of tables that come or go as a whole are not listed apart; a trigger that is
-- to be on another table or view is dropped and added.
--
-- Options: order: the order of columns counts; verbatim: texts count, except for quotes
-- around names (a changed table may then have no items).
local compare_table = require("runner.autogenerate.compare.table")
local identifier = require("runner.schema.identifier")
local object = require("runner.autogenerate.compare.object")

local function same(self, old, new)
  if self.options.verbatim then
    return object.same_text(old.text, new.text)
  end
  return object.same(old, new, self.have, self.want)
end

-- ---- indexes, and what is compared as a whole

local function by_key(list)
  local map = {}
  for _, item in ipairs(list) do
    map[item.key] = item
  end
  return map
end

--- Those of `new` that `old` lacks or has otherwise, and the other way round.
local function compare_indexes(self, old, new)
  local before, after = by_key(old), by_key(new)
  local added, dropped = {}, {}
  for _, index in ipairs(old) do
    local other = after[index.key]
    if not other or not same(self, index, other) then
      dropped[#dropped + 1] = index
    end
  end
  for _, index in ipairs(new) do
    local other = before[index.key]
    if not other or not same(self, other, index) then
      added[#added + 1] = index
    end
  end
  return added, dropped
end

-- ---- tables

--- The change of a table, or nil.
local function table_change(self, old, new)
  local change = { have = old, want = new }
  change.indexes_added, change.indexes_dropped =
    compare_indexes(self, old.indexes, new.indexes)
  local differs = #change.indexes_added + #change.indexes_dropped > 0
  if old.text == new.text then
    change.difference = { items = {} }
  else
    change.difference =
      compare_table(self.have, self.want, old.definition, new.definition, self.options)
    differs = differs or #change.difference.items > 0
    if self.options.verbatim then
      change.rewritten = not object.same_text(old.text, new.text)
      differs = differs or change.rewritten
    end
  end
  return differs and change or nil
end

local function object_change(self, old, new)
  return not same(self, old, new) and { have = old, want = new } or nil
end

-- ---- each kind

--- Compare the objects of `home`, in the order given by `keys`.
local function compare_kind(self, home, keys, change_of)
  local before, after = self.have[home], self.want[home]
  local result = { added = {}, dropped = {}, changed = {} }
  for _, key in ipairs(keys.want) do
    local old, new = before[key], after[key]
    local change = old and new and change_of(self, old, new)
    if change then
      table.insert(result.changed, change)
    elseif new and not old then
      table.insert(result.added, new)
    end
  end
  for _, key in ipairs(keys.have) do
    if before[key] and not after[key] then
      table.insert(result.dropped, before[key])
    end
  end
  self[home] = result
end

--- The keys of triggers in the order of what they hang on.
local function trigger_keys(inventory)
  local keys = {}
  for _, key in ipairs(inventory.order) do
    local owner = inventory.tables[key]
      or inventory.views[key]
      or inventory.virtual_tables[key]
    for _, trigger in ipairs(owner.triggers) do
      keys[#keys + 1] = trigger.key
    end
  end
  return keys
end

--- Does the trigger hang on something that is there in both?
local function stays(self, trigger)
  local key = identifier.fold(trigger.table)
  for _, home in ipairs({ "tables", "views" }) do
    if self.have[home][key] and self.want[home][key] then
      return true
    end
  end
  return false
end

local function without_owned(self, list)
  local kept = {}
  for _, trigger in ipairs(list) do
    if stays(self, trigger) then
      kept[#kept + 1] = trigger
    end
  end
  return kept
end

local function compare_triggers(self)
  local keys = { have = trigger_keys(self.have), want = trigger_keys(self.want) }
  compare_kind(self, "triggers", keys, object_change)
  local found = self.triggers
  for i = #found.changed, 1, -1 do
    local change = found.changed[i]
    if identifier.fold(change.have.table) ~= identifier.fold(change.want.table) then
      table.insert(found.dropped, change.have)
      table.insert(found.added, change.want)
      table.remove(found.changed, i)
    end
  end
  found.added = without_owned(self, found.added)
  found.dropped = without_owned(self, found.dropped)
end

return function(have, want, options)
  local self = { have = have, want = want, options = options or {} }
  local keys = { have = have.order, want = want.order }
  compare_kind(self, "tables", keys, table_change)
  compare_kind(self, "views", keys, object_change)
  compare_kind(self, "virtual_tables", keys, object_change)
  compare_triggers(self)
  return self
end
