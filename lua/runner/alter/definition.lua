--- A stored CREATE TABLE statement, read: the text and what it means.
--
--     local definition = require("runner.alter.definition")
--     local users = definition.read("CREATE TABLE users (id INTEGER PRIMARY KEY)")
--     definition.column(users, "ID").affinity       -- "INTEGER"
--
-- A definition has
--   text, tree          the statement, and runner.ddl's parse of it (spans into the text)
--   name, strict, without_rowid
--   columns             a list of { name, key, type, affinity, not_null,
--                       not_null_conflict, default, collation, generated, tree };
--                       `key`: the name as SQLite compares it; `generated`: nil or
--                       { text, stored }
--   primary_key         nil or { columns, rowid, integer, autoincrement, name, conflict,
--                       column, tree }; `rowid`: the column is the rowid itself,
--                       `integer`: it would be if the table has rowids
--   uniques             a list of { columns, name, conflict, column, tree }
--   checks              a list of { text, name, conflict, column, tree }
--   foreign_keys        a list of { columns, table, parents, on_delete, on_update, match,
--                       deferrable, name, column, tree }
-- Lists are in the order of the text. `column` is the column behind which a constraint is
-- written, nil for one of the table; `tree` is the parse of that constraint. Columns of
-- keys are { name, collation, order }, the collation being the one that counts: the
-- key's own, or the column's. Texts (defaults, conditions) are as written.
--
-- Nobody changes a definition: a change makes the next one from the text.
local affinity = require("runner.alter.affinity")
local ddl = require("runner.ddl")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")

local definition = {}

--- The part of the text that a span covers, or nil.
local function part(self, span)
  return span and self.text:sub(span[1], span[2])
end
definition.part = part

--- The column of that name, compared as SQLite does, or nil.
function definition.column(self, name)
  return self.by_key[identifier.fold(name)]
end

--- A name for the rowid that no column has taken, or nil.
function definition.hidden_rowid(self)
  for _, name in ipairs({ "rowid", "_rowid_", "oid" }) do
    if not self.by_key[name] then
      return name
    end
  end
  return nil
end

-- ---- columns

-- What a constraint says about its column; of several of a kind the last counts.
local column_facts = {
  not_null = function(_, column, tree)
    column.not_null, column.not_null_conflict = true, tree.conflict
  end,
  default = function(self, column, tree)
    column.default = part(self, tree.value)
  end,
  collate = function(_, column, tree)
    column.collation = tree.collation
  end,
  generated = function(self, column, tree)
    column.generated = {
      text = part(self, tree.expression),
      stored = tree.storage == "STORED",
    }
  end,
}

local function read_column(self, tree)
  local column = {
    name = tree.name,
    key = identifier.fold(tree.name),
    type = tree.type,
    not_null = false,
    collation = "BINARY",
    tree = tree,
  }
  column.affinity = affinity(column.type, self.strict)
  for _, constraint in ipairs(tree.constraints) do
    local fact = column_facts[constraint.kind]
    if fact then
      fact(self, column, constraint)
    end
  end
  return column
end

-- ---- constraints, of a column or of the table

--- The columns of a key, with the collation that counts.
local function key_columns(self, constraint, column)
  if column then
    return {
      { name = column.name, collation = column.collation, order = constraint.order },
    }
  end
  local columns = {}
  for i, item in ipairs(constraint.columns) do
    local known = definition.column(self, item.name)
    columns[i] = {
      name = item.name,
      collation = item.collation or (known and known.collation) or "BINARY",
      order = item.order,
    }
  end
  return columns
end

--- Would this key be the rowid if the table has one? One column of type INTEGER; behind
-- the column DESC prevents it, in the table's own constraint not.
-- https://www.sqlite.org/lang_createtable.html#rowid
local function is_integer(self, key)
  local known = #key.columns == 1 and definition.column(self, key.columns[1].name)
  return known
    and known.type:upper() == "INTEGER"
    and not (key.column and key.columns[1].order == "DESC")
    or false
end

local function key(self, constraint, column)
  return {
    columns = key_columns(self, constraint, column),
    name = constraint.name,
    conflict = constraint.conflict,
    column = column,
    tree = constraint,
  }
end

local function add_foreign_key(self, constraint, column)
  local reference = column and constraint or constraint.references
  table.insert(self.foreign_keys, {
    columns = column and { column.name } or identifier.names(constraint.columns),
    table = reference.table,
    parents = identifier.names(reference.columns or {}),
    on_delete = reference.on_delete,
    on_update = reference.on_update,
    match = reference.match,
    deferrable = reference.deferrable,
    name = constraint.name,
    column = column,
    tree = constraint,
  })
end

local add_constraint = {
  primary_key = function(self, constraint, column)
    local found = key(self, constraint, column)
    found.autoincrement = constraint.autoincrement or false
    found.integer = is_integer(self, found)
    found.rowid = found.integer and not self.without_rowid
    self.primary_key = found
  end,
  unique = function(self, constraint, column)
    table.insert(self.uniques, key(self, constraint, column))
  end,
  check = function(self, constraint, column)
    table.insert(self.checks, {
      text = part(self, constraint.expression),
      name = constraint.name,
      conflict = constraint.conflict,
      column = column,
      tree = constraint,
    })
  end,
  references = add_foreign_key,
  foreign_key = add_foreign_key,
}

local function read_constraints(self, constraints, column)
  for _, constraint in ipairs(constraints) do
    local add = add_constraint[constraint.kind]
    if add then
      add(self, constraint, column)
    end
  end
end

-- ---- the whole

local kinds = {
  index = "an index",
  trigger = "a trigger",
  view = "a view",
  virtual_table = "a virtual table",
}

--- Read a CREATE TABLE statement. What cannot be read is raised, never guessed.
function definition.read(text)
  local tree = ddl.parse(text)
  if tree.kind ~= "table" then
    failure.raise(("'%s' is not a table but %s"):format(tree.name, kinds[tree.kind]))
  end
  local self = {
    text = text,
    tree = tree,
    name = tree.name,
    strict = tree.strict ~= nil,
    without_rowid = tree.without_rowid ~= nil,
    columns = {},
    by_key = {},
    uniques = {},
    checks = {},
    foreign_keys = {},
  }
  for i, column_tree in ipairs(tree.columns) do
    local column = read_column(self, column_tree)
    self.columns[i], self.by_key[column.key] = column, column
  end
  for _, column in ipairs(self.columns) do
    read_constraints(self, column.tree.constraints, column)
  end
  read_constraints(self, tree.constraints)
  return self
end

return definition
