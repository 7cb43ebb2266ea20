--- The steps from one schema to the other, in an order in which each can be done.
--
--     local steps = plan(comparison, renames, options)
--
-- A step is a call (runner.autogenerate.revise.call); { word = "alter_table", table =,
-- calls = } for a changed table; or { word = "create", object = } for what comes as a
-- whole. What looks at tables (triggers, views) goes before they change and comes back
-- afterwards; only what differs is touched, and what is dropped along with it. Options:
-- those of runner.autogenerate.revise.table, and
--   careful   views and triggers that mention anything that changes go and come back, too
local around = require("runner.autogenerate.revise.around")
local call = require("runner.autogenerate.revise.call")
local identifier = require("runner.schema.identifier")
local index = require("runner.autogenerate.revise.index")
local order = require("runner.autogenerate.revise.order")
local parent_key = require("runner.autogenerate.revise.parent_key")
local precedence = require("runner.autogenerate.precedence")
local refill = require("runner.autogenerate.revise.refill")
local taken = require("runner.autogenerate.revise.taken")
local table_calls = require("runner.autogenerate.revise.table")
local untie = require("runner.autogenerate.revise.untie")

local Plan = {}
Plan.__index = Plan

function Plan:say(step)
  table.insert(self.steps, step)
end

--- Put what comes as a whole among the steps.
function Plan:create(object)
  local step = { word = "create", object = object }
  if self.options.lossy and object.kind == "table" then
    step.comment = ("the rows that '%s' had are not brought back"):format(object.name)
  end
  self:say(step)
end

-- ---- views and triggers

local function by_key(a, b)
  return a.key < b.key
end

local function drop_triggers(self)
  table.sort(self.triggers.dropped, by_key)
  for _, trigger in ipairs(self.triggers.dropped) do
    if not self.gone_along[identifier.fold(trigger.table)] then
      self:say(call("drop_trigger", trigger.name))
    end
  end
end

local function reversed(list)
  local result = {}
  for i = #list, 1, -1 do
    result[#result + 1] = list[i]
  end
  return result
end

local function drop_views(self)
  for _, view in ipairs(reversed(precedence.views(self.views.dropped))) do
    self:say(call("drop_view", view.name))
  end
end

-- ---- indexes whose name goes on elsewhere

--- Say first what else would stand in the way of another table or index of that name.
local function drop_moved_indexes(self)
  self.moved = taken.indexes(self.found)
  for _, change in ipairs(self.found.tables.changed) do
    for _, one in ipairs(change.indexes_dropped) do
      if self.moved[one.key] then
        self:say(index.drop(one))
      end
    end
  end
end

-- ---- tables

local function drop_tables(self)
  local found = self.found
  for _, virtual in ipairs(self.virtual_tables.dropped) do
    self:say(call("drop_table", virtual.name))
  end
  for _, gone in ipairs(reversed(precedence.tables(found.tables.dropped))) do
    self:say(call("drop_table", gone.name))
  end
end

local function create_table(self, new)
  self:create(new)
  for _, one in ipairs(new.indexes) do
    self:create(one)
  end
end

--- Of the indexes that come those that are made before the definition changes, or the
-- others: as calls, and those that no call says all of.
local function index_calls(self, change, early)
  local calls, whole, want = {}, {}, self.found.want
  for _, one in ipairs(change and change.indexes_added or {}) do
    local said = index.create(one, want, self.options.verbatim)
    if (parent_key.goes_on(change, one, want) or false) == early then
      calls[#calls + 1] = said
      whole[#whole + 1] = not said and one or nil
    end
  end
  return calls, whole
end

--- What is said before the definition of a table: renames, indexes that go.
local function first_calls(self, change, renamed)
  local calls = {}
  for _, rename in ipairs(renamed or {}) do
    calls[#calls + 1] = call("rename_column", rename.from, rename.to)
  end
  for _, one in ipairs(change and change.indexes_dropped or {}) do
    calls[#calls + 1] = not self.moved[one.key] and index.drop(one) or nil
  end
  return calls
end

local function append(list, more)
  table.move(more, 1, #more, #list + 1, list)
end

--- Say the calls in one alter_table, and behind them what comes as a whole.
local function say_alter_table(self, name, calls, whole)
  if #calls > 0 then
    self:say({ word = "alter_table", table = name, calls = calls })
  end
  for _, one in ipairs(whole or {}) do
    self:create(one)
  end
end

--- What is said in one alter_table: renames, indexes that go, changes, indexes that come.
-- An index that has to be there before the changes comes in one of its own.
local function table_step(self, name, change, renamed)
  local calls = first_calls(self, change, renamed)
  local early, early_whole = index_calls(self, change, true)
  if #early + #early_whole > 0 then
    append(calls, early)
    say_alter_table(self, name, calls, early_whole)
    calls = {}
  end
  if change and (#change.difference.items > 0 or change.rewritten) then
    append(calls, table_calls.of(change, self.found, self.options))
  end
  local indexes, whole = index_calls(self, change, false)
  append(calls, indexes)
  say_alter_table(self, name, calls, whole)
end

--- Tables whose columns get other names come first: others may already mean these.
local function alter_tables(self, steps)
  local found, by_table = self.found, {}
  local early_ones, changes = untie(found.tables.changed, found, self.options)
  for _, change in ipairs(changes) do
    by_table[change.have.key] = change
  end
  for _, early in ipairs(early_ones) do
    say_alter_table(self, early.change.have.name, early.calls)
  end
  for _, key in ipairs(found.want.order) do
    if steps.columns[key] then
      local name = found.have.tables[key].name
      table_step(self, name, by_table[key], steps.columns[key])
      by_table[key] = nil
    end
  end
  for _, change in ipairs(order(changes)) do
    if by_table[change.have.key] then
      table_step(self, change.have.name, change)
    end
  end
end

--- What was there before and had rows of its own has to be filled by a person. Gives the
-- calls that fill indexes over views.
local function create_virtual_tables(self)
  local later = {}
  for _, new in ipairs(self.virtual_tables.added) do
    local filling, is_over_view = refill.call(new, self.found)
    local have = self.found.have
    local was_there = have.virtual_tables[new.key] or have.tables[new.key]
    local is_to_fill = was_there and not filling
    local comment = is_to_fill and refill.comment(new) or nil
    self:say({ word = "create", object = new, comment = comment })
    if is_over_view then
      later[#later + 1] = filling
    elseif filling then
      self:say(filling)
    end
  end
  return later
end

local function create_rest(self)
  local fillings = create_virtual_tables(self)
  for _, view in ipairs(precedence.views(self.views.added)) do
    self:create(view)
  end
  for _, filling in ipairs(fillings) do
    self:say(filling)
  end
  table.sort(self.triggers.added, by_key)
  for _, trigger in ipairs(self.triggers.added) do
    self:create(trigger)
  end
end

--- `found`: what runner.autogenerate.compare gives, after the renames; `renames`:
-- as runner.autogenerate.rename.spelled has them; the steps of these are said.
return function(found, renames, options)
  local self = setmetatable({
    found = found,
    options = options,
    steps = {},
  }, Plan)
  local moving = around(found, options.careful)
  self.views, self.triggers = moving.views, moving.triggers
  self.virtual_tables, self.gone_along = moving.virtual_tables, moving.gone_along
  drop_triggers(self)
  drop_views(self)
  drop_tables(self)
  drop_moved_indexes(self)
  for _, rename in ipairs(renames.steps.tables) do
    self:say(call("rename_table", rename.from, rename.to))
  end
  for _, new in ipairs(precedence.tables(found.tables.added)) do
    create_table(self, new)
  end
  alter_tables(self, renames.steps)
  create_rest(self)
  return self.steps
end
