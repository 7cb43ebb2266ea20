--- What an alteration must not take away, because something else uses it.
--
-- Refused are changes after which something could not work: a dropped column that an
-- index, a trigger of the table, a constraint or another table's foreign key names; a
-- parent key that is no key any more (SQLite would say "foreign key mismatch" at the next
-- write to the child). Views, and triggers of other tables, are tried after the change.
local ddl = require("runner.ddl")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local key = require("runner.alter.key")
local uses = require("runner.alter.uses")

local refusal = {}

--- The names of columns that are there no more: folded key to name as written.
local function names_gone(alteration)
  local gone = {}
  for _, column in ipairs(alteration.old.columns) do
    if not alteration.new.by_key[column.key] then
      gone[column.key] = column.name
    end
  end
  return gone
end

local function refuse(alteration, column, user, hint)
  failure.raise(
    ("the column '%s' of '%s' cannot be dropped: %s uses it"):format(
      column,
      alteration.table,
      user
    ),
    hint
  )
end

-- ---- users of columns

local function check_indexes(alteration, world, gone)
  for _, index in ipairs(world.indexes) do
    local used = index.tree and uses.common(uses.index(index), gone)
    if used then
      refuse(
        alteration,
        gone[used],
        ("the index '%s'"):format(index.name),
        ("drop it first: op.drop_index('%s')"):format(index.name)
      )
    end
  end
end

--- A column of `gone` that a trigger of the table names for certain: in UPDATE OF, or
-- behind NEW or OLD.
local function used_by_trigger(text, gone)
  for _, name in ipairs(ddl.parse(text).of or {}) do
    if gone[identifier.fold(name)] then
      return identifier.fold(name)
    end
  end
  local tokens = ddl.tokens(text)
  for i = 1, #tokens - 2 do
    local row = tokens[i].text:upper()
    local name = tokens[i + 2].name
    local is_row = (row == "NEW" or row == "OLD") and tokens[i + 1].text == "."
    if is_row and name and gone[identifier.fold(name)] then
      return identifier.fold(name)
    end
  end
  return nil
end

local function check_triggers(alteration, world, gone)
  for _, trigger in ipairs(world.triggers) do
    local used = used_by_trigger(trigger.text, gone)
    if used then
      refuse(
        alteration,
        gone[used],
        ("the trigger '%s'"):format(trigger.name),
        ("drop it first: op.drop_trigger('%s')"):format(trigger.name)
      )
    end
  end
end

--- Everything in a definition that names columns: { what it is called, set of names }.
local function users(definition)
  local list = {}
  local function add(what, names)
    list[#list + 1] = { what = what, names = names }
  end
  if definition.primary_key then
    add("the primary key", uses.set(definition.primary_key.columns))
  end
  for _, unique in ipairs(definition.uniques) do
    add(("UNIQUE (%s)"):format(key.meaning(unique)), uses.set(unique.columns))
  end
  for _, check in ipairs(definition.checks) do
    local what = check.name and ("the CHECK '%s'"):format(check.name)
    add(what or ("CHECK (%s)"):format(check.text), uses.names(check.text))
  end
  for _, foreign_key in ipairs(definition.foreign_keys) do
    local what = ("the foreign key to '%s'"):format(foreign_key.table)
    add(what, uses.set(foreign_key.columns))
  end
  for _, column in ipairs(definition.columns) do
    if column.generated then
      local what = ("the generated column '%s'"):format(column.name)
      add(what, uses.names(column.generated.text))
    end
  end
  return list
end

local function check_definition(alteration, gone)
  for _, user in ipairs(users(alteration.new)) do
    local used = uses.common(user.names, gone)
    if used then
      refuse(alteration, gone[used], user.what, "drop or change that in the same step")
    end
  end
end

-- ---- parent keys

--- Foreign keys that point at the table: { table, columns, parents }, its own among them.
local function references(alteration, world)
  local own = identifier.fold(alteration.table)
  local list = {}
  for _, reference in ipairs(world.referenced_by) do
    if identifier.fold(reference.table) ~= own then
      list[#list + 1] = reference
    end
  end
  for _, foreign_key in ipairs(alteration.new.foreign_keys) do
    if identifier.fold(foreign_key.table) == own then
      list[#list + 1] = {
        table = alteration.table,
        columns = foreign_key.columns,
        parents = foreign_key.parents,
      }
    end
  end
  return list
end
refusal.references = references

--- Does the revision say so (op.allow_broken)?
local function may_be_broken(world, name)
  return world.may_be_broken ~= nil and world.may_be_broken(name)
end

local function check_parent(alteration, world, reference)
  local parents = reference.parents or {}
  local was_key = key.is_parent(alteration.old, world.indexes, parents)
  local is_key = key.is_parent(alteration.new, world.indexes, parents)
  local primary = alteration.new.primary_key
  if #parents == 0 and primary then
    is_key = #primary.columns == #reference.columns
  end
  if was_key and not is_key and not may_be_broken(world, reference.table) then
    failure.raise(
      ("'%s' refers to '%s' by the foreign key (%s), and %s would be no key any more")
        :format(
          reference.table,
          alteration.table,
          table.concat(reference.columns, ", "),
          #parents == 0 and "its primary key"
            or "(" .. table.concat(parents, ", ") .. ")"
        ),
      "drop that foreign key first, or leave a PRIMARY KEY or UNIQUE on the columns"
    )
  end
end

-- ---- STRICT

local strict_types = {
  INT = true,
  INTEGER = true,
  REAL = true,
  TEXT = true,
  BLOB = true,
  ANY = true,
}

--- https://www.sqlite.org/stricttables.html section 2
local function check_strict(alteration)
  for _, column in ipairs(alteration.new.columns) do
    if alteration.new.strict and not strict_types[column.type:upper()] then
      failure.raise(
        ("'%s' cannot be STRICT: its column '%s' has %s"):format(
          alteration.table,
          column.name,
          column.type == "" and "no type" or ("the type '%s'"):format(column.type)
        ),
        "a STRICT table knows INT, INTEGER, REAL, TEXT, BLOB and ANY"
      )
    end
  end
end

--- Raise if the alteration takes away what is needed.
function refusal.check(alteration, world)
  local gone = names_gone(alteration)
  if next(gone) then
    check_indexes(alteration, world, gone)
    check_triggers(alteration, world, gone)
    check_definition(alteration, gone)
  end
  for _, reference in ipairs(references(alteration, world)) do
    check_parent(alteration, world, reference)
  end
  check_strict(alteration)
end

return refusal
