--- Views and triggers that go before tables change, and come afterwards.
--
--     local moving = around(comparison, careful)
--
-- gives { views = { dropped =, added = }, triggers and virtual_tables the same,
-- gone_along = set of the keys of views whose triggers go with them }. That is what
-- differs, the triggers of what comes as a whole, and with `careful` also what mentions
-- anything that changes: a full-text index over a table, say.
local identifier = require("runner.schema.identifier")
local named = require("runner.autogenerate.named")

--- The keys of what changes: all that a view or trigger may look at.
local function changing_keys(found)
  local keys = {}
  for _, home in ipairs({ "tables", "views", "virtual_tables" }) do
    for _, list in ipairs({ found[home].added, found[home].dropped }) do
      for _, object in ipairs(list) do
        keys[object.key] = true
      end
    end
    for _, change in ipairs(found[home].changed) do
      keys[change.have.key] = true
    end
  end
  return keys
end

local function mentions_any(object, keys)
  for key in pairs(keys) do
    if named.mentions(object, key) then
      return true
    end
  end
  return false
end

--- Which of the views that stay have to go and come back, added to `keys`.
local function careful_views(found, keys)
  local views, more = {}, true
  while more do
    more = false
    for _, key in ipairs(found.have.order) do
      local view = found.have.views[key]
      local is_kept = view and found.want.views[key] and not keys[key]
      if is_kept and mentions_any(view, keys) then
        keys[key], more = true, true
        views[#views + 1] = { have = view, want = found.want.views[key] }
      end
    end
  end
  return views
end

--- Views and triggers that go and come: { dropped =, added = }.
local function split(kind)
  local dropped = table.move(kind.dropped, 1, #kind.dropped, 1, {})
  local added = table.move(kind.added, 1, #kind.added, 1, {})
  for _, change in ipairs(kind.changed) do
    dropped[#dropped + 1], added[#added + 1] = change.have, change.want
  end
  return { dropped = dropped, added = added }
end

local function add_careful(self)
  local found = self.found
  local keys = changing_keys(found)
  for _, change in ipairs(careful_views(found, keys)) do
    table.insert(self.views.dropped, change.have)
    table.insert(self.views.added, change.want)
  end
  return keys
end

local function add_careful_virtual(self)
  local found, lists = self.found, self.virtual_tables
  local keys, known = changing_keys(found), {}
  for _, virtual in ipairs(lists.dropped) do
    known[virtual.key] = true
  end
  for _, key in ipairs(found.have.order) do
    local virtual, want = found.have.virtual_tables[key], found.want.virtual_tables[key]
    if virtual and want and not known[key] and mentions_any(virtual, keys) then
      table.insert(lists.dropped, virtual)
      table.insert(lists.added, want)
    end
  end
end

local function key_set(list)
  local keys = {}
  for _, object in ipairs(list) do
    keys[object.key] = true
  end
  return keys
end

--- Triggers that stay, of tables that stay, but look at something that changes.
local function add_careful_triggers(self, careful_keys)
  local found = self.found
  local known = key_set(self.triggers.dropped)
  for key, trigger in pairs(found.have.triggers) do
    local want, owner = found.want.triggers[key], identifier.fold(trigger.table)
    local has_table = found.have.tables[owner] and found.want.tables[owner]
    local stays = want and not known[key] and has_table
    if stays and mentions_any(trigger, careful_keys) then
      table.insert(self.triggers.dropped, trigger)
      table.insert(self.triggers.added, want)
    end
  end
end

--- Triggers of what comes as a whole. (Those of what goes go along.)
local function add_triggers(self)
  local found = self.found
  local come, added = key_set(self.views.added), key_set(self.triggers.added)
  for key, trigger in pairs(found.want.triggers) do
    local owner = identifier.fold(trigger.table)
    local is_new = found.want.tables[owner] and not found.have.tables[owner]
    if (come[owner] or is_new) and not added[key] then
      table.insert(self.triggers.added, trigger)
    end
  end
  self.gone_along = key_set(self.views.dropped)
end

return function(found, careful)
  local self = {
    found = found,
    views = split(found.views),
    triggers = split(found.triggers),
    virtual_tables = split(found.virtual_tables),
  }
  if careful then
    add_careful_virtual(self)
    add_careful_triggers(self, add_careful(self))
  end
  add_triggers(self)
  return self
end
