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
-- Options: order: the order of columns counts; verbatim: words count, whatever their
-- spelling (a changed table may then have no items); differs: a function that may say
-- that something is no difference (runner.autogenerate.compare.refused).
local alike = require("runner.autogenerate.compare.alike")
local compare_table = require("runner.autogenerate.compare.table")
local identifier = require("runner.schema.identifier")
local object = require("runner.autogenerate.compare.object")
local refused = require("runner.autogenerate.compare.refused")

local function same(self, old, new)
  if self.options.verbatim then
    return object.same_words(old.text, new.text)
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

local function way_of(old, new)
  return not old and "add_" or not new and "drop_" or "alter_"
end

--- Is one of two objects, of which either may be missing, to become the other?
local function is_due(self, kind, old, new)
  if old and new and same(self, old, new) then
    return false
  end
  local either = new or old
  return not refused(self.options, {
    kind = way_of(old, new) .. kind,
    table = either.table,
    name = either.name,
    from = old and old.text,
    to = new and new.text,
  })
end

--- Those of `new` that `old` lacks or has otherwise, and the other way round.
local function compare_indexes(self, old, new)
  local before, after = by_key(old), by_key(new)
  local added, dropped = {}, {}
  for _, index in ipairs(old) do
    if is_due(self, "index", index, after[index.key]) then
      dropped[#dropped + 1] = index
    end
  end
  for _, index in ipairs(new) do
    if is_due(self, "index", before[index.key], index) then
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
  local verbatim = self.options.verbatim
  if old.text == new.text or not verbatim and alike(old, new) then
    change.difference = { items = {} }
  else
    change.difference =
      compare_table(self.have, self.want, old.definition, new.definition, self.options)
    differs = differs or #change.difference.items > 0
    if verbatim then
      change.rewritten = not object.same_words(old.text, new.text)
      differs = differs or change.rewritten
    end
  end
  return differs and change or nil
end

-- ---- each kind

local kinds = {
  tables = "table",
  views = "view",
  virtual_tables = "virtual_table",
  triggers = "trigger",
}

--- The change of what is in both, or nil.
local function change_of(self, home, old, new)
  if home == "tables" then
    return table_change(self, old, new)
  end
  return is_due(self, kinds[home], old, new) and { have = old, want = new } or nil
end

--- Compare the objects of `home`, in the order given by `keys`.
local function compare_kind(self, home, keys)
  local before, after = self.have[home], self.want[home]
  local result = { added = {}, dropped = {}, changed = {} }
  for _, key in ipairs(keys.want) do
    local old, new = before[key], after[key]
    if old and new then
      table.insert(result.changed, change_of(self, home, old, new))
    elseif new and is_due(self, kinds[home], nil, new) then
      table.insert(result.added, new)
    end
  end
  for _, key in ipairs(keys.have) do
    local old = not after[key] and before[key]
    if old and is_due(self, kinds[home], old) then
      table.insert(result.dropped, old)
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
  compare_kind(self, "triggers", keys)
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

--- `displaced`: tables that go, too, though another one has got their name in `have`.
return function(have, want, options, displaced)
  local self = { have = have, want = want, options = options or {} }
  local keys = { have = have.order, want = want.order }
  compare_kind(self, "tables", keys)
  for _, gone in ipairs(displaced or {}) do
    table.insert(self.tables.dropped, gone)
  end
  compare_kind(self, "views", keys)
  compare_kind(self, "virtual_tables", keys)
  compare_triggers(self)
  return self
end
