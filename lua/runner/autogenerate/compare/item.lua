--- An item of a table's difference as an entry of runner.autogenerate.compare.list: kind,
-- part, name, from, to.
local columns = require("runner.alter.difference.columns")
local definition = require("runner.alter.definition")
local one_line = require("runner.schema.one_line")

local function spelled(text)
  return text and one_line(text)
end

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

local function null_text(column, _, self)
  return columns.requires_value(self, column) and "NOT NULL" or "NULL"
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

--- `found` is the difference that the item is of.
return function(item, found)
  return (describe[item.kind] or describe_constraint)(item, found)
end
