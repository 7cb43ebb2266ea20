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
local ddl = require("runner.ddl")
local definition = require("runner.alter.definition")

local function spelled(text)
  return text and ddl.normalise(text)
end

local function quoted(name)
  return "'" .. name .. "'"
end

-- ---- what items of a table say

local function column_text(self, column)
  return spelled(definition.part(self, column.tree.span))
end

local function constraint_text(self, constraint)
  return constraint and spelled(definition.part(self, constraint.tree.span))
end

local function part(name, of)
  return function(item, found)
    return {
      kind = "alter_column",
      part = name,
      name = item.new.name,
      from = of(item.old or item.new, item, found.old),
      to = of(item.new, item, found.new),
    }
  end
end

local function null_text(column)
  return column.not_null and "NOT NULL" or "NULL"
end

local function generated_text(column)
  local generated = column.generated
  return generated
      and ("AS (%s) %s"):format(
        generated.text,
        generated.stored and "STORED" or "VIRTUAL"
      )
    or "not generated"
end

local describe = {
  type = part("type", function(column)
    return column.type == "" and "no type" or column.type
  end),
  not_null_added = part("null", null_text),
  not_null_dropped = part("null", null_text),
  not_null_conflict = part("conflict", function(column)
    return "ON CONFLICT " .. (column.not_null_conflict or "ABORT")
  end),
  default = part("default", function(column)
    return column.default or "no default"
  end),
  collation = part("collation", function(column)
    return column.collation
  end),
  generated = part("generated", generated_text),
}

function describe.column_added(item, found)
  local text = column_text(found.new, item.new)
  return { kind = "add_column", name = item.new.name, to = text }
end

function describe.column_dropped(item, found)
  local text = column_text(found.old, item.old)
  return { kind = "drop_column", name = item.old.name, from = text }
end

function describe.reordered(item)
  return { kind = "alter_column", part = "position", name = item.new.name }
end

function describe.primary_key(item, found)
  local way = not item.old and "add" or not item.new and "drop" or "alter"
  return {
    kind = way .. "_primary_key",
    from = constraint_text(found.old, item.old),
    to = constraint_text(found.new, item.new),
  }
end

function describe.autoincrement(item)
  local texts = { [true] = "AUTOINCREMENT", [false] = "no AUTOINCREMENT" }
  return { kind = "alter_primary_key", from = texts[not item.to], to = texts[item.to] }
end

local function options_text(name, is_on)
  return is_on and name or "not " .. name
end

function describe.strict(item)
  return {
    kind = "alter_table_options",
    from = options_text("STRICT", not item.to),
    to = options_text("STRICT", item.to),
  }
end

function describe.without_rowid(item)
  return {
    kind = "alter_table_options",
    from = options_text("WITHOUT ROWID", not item.to),
    to = options_text("WITHOUT ROWID", item.to),
  }
end

--- UNIQUE, CHECK, FOREIGN KEY: added or dropped.
local function describe_constraint(item, found)
  local kind, way = item.kind:match("^(.*)_(%a+)$")
  local added = way == "added"
  local constraint = item.new or item.old
  return {
    kind = (added and "add_" or "drop_") .. kind,
    name = constraint.name,
    to = added and constraint_text(found.new, constraint) or nil,
    from = not added and constraint_text(found.old, constraint) or nil,
  }
end

-- ---- lines

--- What stands behind the thing in a line, by what is done with it.
local behind = {
  rename = function(difference)
    return " to " .. quoted(difference.to)
  end,
  alter = function(difference)
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

function List:add(difference)
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

local function add_change(self, change)
  for _, item in ipairs(change.difference.items) do
    local difference = (describe[item.kind] or describe_constraint)(
      item,
      change.difference
    )
    difference.table = change.want.name
    self:add(difference)
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

--- `found`: of runner.autogenerate.compare; `renames`: of runner.autogenerate.align.
return function(found, renames)
  local self = setmetatable({}, List)
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
  return setmetatable(self, nil)
end
