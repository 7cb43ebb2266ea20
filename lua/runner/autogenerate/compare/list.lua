--- Differences as a list for people and programs: one for each thing that is to be done.
--
--     list(found, renames)
--     --> { { kind = "add_column", table = "tickets", name = "day", to = "day TEXT",
--     -->     text = "add column 'day' of 'tickets': day TEXT" } }
--
-- kind   add_, drop_, rename_ or alter_ with table, view, virtual_table, trigger, index,
--        column, unique, check, foreign_key, primary_key or table_options
-- table  the table it is about; name: of the thing, nil for a constraint without one
-- part   of an alter_column: type, null, default, collation, generated, position,
--        conflict
-- from, to   what it is and what it shall be, as SQL
-- text   all of it in one line
local describe_item = require("runner.autogenerate.compare.item")
local one_line = require("runner.schema.one_line")

local function spelled(text)
  return text and one_line(text)
end

local function quoted(name)
  return "'" .. name .. "'"
end

-- ---- lines

-- What has a text of many lines.
local is_program = { alter_view = true, alter_trigger = true, alter_virtual_table = true }

--- What stands behind the thing in a line, by what is done with it.
local behind = {
  rename = function(difference)
    return " to " .. quoted(difference.to)
  end,
  alter = function(difference)
    if is_program[difference.kind] then
      return ""
    end
    local name = difference.part and " " .. difference.part or ""
    local from = difference.from
    return ":" .. name .. (from and (" %s -> %s"):format(from, difference.to) or "")
  end,
}

--- A column or constraint that comes or goes is told by its text.
local function whole(difference)
  local is_told = difference.kind:find("_column$") or not difference.name
  return is_told and ": " .. (difference.to or difference.from) or ""
end

--- "alter column 'day' of 'tickets': type TEXT -> INTEGER"
local function line(difference)
  local way, what = difference.kind:match("^(%a+)_(.*)$")
  local text = way .. " " .. what:gsub("_", " ")
  if difference.name then
    text = text .. " " .. quoted(difference.name)
  end
  if difference.table then
    text = text .. " of " .. quoted(difference.table)
  end
  return text .. (behind[way] or whole)(difference)
end

local List = {}
List.__index = List

--- A column that left its name to another one is told by its own.
local function with_own_names(difference, spare)
  for field, value in pairs(difference) do
    for name, own in pairs(spare) do
      value = value:gsub(name:gsub("%p", "%%%0"), (own:gsub("%%", "%%%%")))
    end
    difference[field] = value
  end
end

function List:add(difference)
  with_own_names(difference, self.renames.spare)
  difference.text = line(difference)
  table.insert(self, difference)
end

-- ---- kinds of things

local function add_renames(self, renames, order)
  for _, rename in ipairs(renames.tables) do
    self:add({ kind = "rename_table", name = rename.from, from = rename.from,
      to = rename.to })
  end
  for _, key in ipairs(order) do
    local columns = renames.columns[key]
    for _, rename in ipairs(columns or {}) do
      self:add({
        kind = "rename_column",
        table = columns.table,
        name = rename.from,
        from = rename.from,
        to = rename.to,
      })
    end
  end
end

local function add_indexes(self, change)
  local dropped = {}
  for _, index in ipairs(change.indexes_dropped) do
    dropped[index.key] = index
  end
  for _, index in ipairs(change.indexes_added) do
    local old = dropped[index.key]
    dropped[index.key] = nil
    self:add({
      kind = old and "alter_index" or "add_index",
      table = index.table,
      name = index.name,
      from = old and spelled(old.text),
      to = spelled(index.text),
    })
  end
  for _, index in ipairs(change.indexes_dropped) do
    if dropped[index.key] then
      self:add({ kind = "drop_index", table = index.table, name = index.name })
    end
  end
end

--- The columns that come or go: their own constraints come and go with them.
local function whole_columns(items)
  local set = {}
  for _, item in ipairs(items) do
    if item.kind == "column_added" or item.kind == "column_dropped" then
      set[item.new or item.old] = true
    end
  end
  return set
end

local function add_change(self, change)
  local items = change.difference.items
  local told = whole_columns(items)
  for _, item in ipairs(items) do
    local constraint = item.new or item.old
    if not (constraint and told[constraint.column]) then
      local difference = describe_item(item, change.difference)
      difference.table = change.want.name
      self:add(difference)
    end
  end
  add_indexes(self, change)
end

local function add_kind(self, kind, found)
  for _, object in ipairs(found.added) do
    self:add({ kind = "add_" .. kind, table = object.table, name = object.name })
  end
  for _, object in ipairs(found.dropped) do
    self:add({ kind = "drop_" .. kind, table = object.table, name = object.name })
  end
  for _, change in ipairs(found.changed) do
    self:add({
      kind = "alter_" .. kind,
      table = change.want.table,
      name = change.want.name,
      from = spelled(change.have.text),
      to = spelled(change.want.text),
    })
  end
end

--- `found`: of runner.autogenerate.compare; `renames`: as
-- runner.autogenerate.rename.spelled has them.
return function(found, renames)
  local self = setmetatable({ renames = renames }, List)
  add_renames(self, renames, found.want.order)
  add_kind(self, "table", {
    added = found.tables.added,
    dropped = found.tables.dropped,
    changed = {},
  })
  for _, change in ipairs(found.tables.changed) do
    add_change(self, change)
  end
  add_kind(self, "virtual_table", found.virtual_tables)
  add_kind(self, "view", found.views)
  add_kind(self, "trigger", found.triggers)
  self.renames = nil
  return setmetatable(self, nil)
end
