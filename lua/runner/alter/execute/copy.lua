--- The rows of a table, put into another one.
--
-- Columns are named on both sides, never `*`: the order of columns may change, and
-- generated columns take no values. A row keeps its rowid also where no column shows it,
-- because foreign content (a full-text index, say) may refer to it.
-- https://www.sqlite.org/lang_insert.html
local catalogue = require("runner.catalogue")
local definition = require("runner.alter.definition")
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local progress = require("runner.progress")
local row_value = require("runner.alter.execute.row_value")

local copy = {}

-- ---- what goes where

--- A Lua function that gives the column its values, as SQL. It gets what the column
-- held (SQL), or nothing if it was not there.
function copy.call(db, column, convert, held)
  local what = ("the function that gives '%s' its values"):format(column.name)
  local name = catalogue.define(db, what, convert, held and 1 or 0)
  return ("%s(%s)"):format(name, held or "")
end

--- The SQL that gives the column its value from a row of the old table, or nil: the new
-- table's default.
local function source_of(db, alteration, column, calls)
  local origin = alteration.origin[column.key]
  local old = origin and definition.column(alteration.old, origin)
  local value = alteration.value[column.key]
  if type(value) == "function" then
    return copy.call(db, column, value, old and identifier.quote(old.name))
  elseif row_value.is(value) then
    return row_value.text(db, alteration.old, calls, value)
  elseif value ~= nil then
    return expression.parenthesize(expression.any_text(value))
  end
  return old and identifier.quote(old.name) or nil
end

--- Name of the column that is the rowid, or nil.
local function rowid_column(self)
  local key = self.primary_key
  return key and key.rowid and identifier.fold(key.columns[1].name) or nil
end

--- What the old table calls its rowid, as SQL; nil if it has none, or none with a name.
function copy.rowid_source(old)
  if old.without_rowid then
    return nil
  end
  local name = rowid_column(old) or definition.hidden_rowid(old)
  return name and identifier.quote(name)
end

--- Where the old rowid goes if no other value does: the new rowid, whatever it is called.
local function rowid_target(new, has_source)
  if new.without_rowid then
    return nil
  end
  local key = rowid_column(new)
  if key then
    return not has_source[key] and identifier.quote(key) or nil
  end
  return definition.hidden_rowid(new)
end

--- NULL in the rowid's place would be replaced by a number; it must be an error instead.
local function guard_rowid(alteration, column, source)
  local kept = alteration.origin[column.key] == rowid_column(alteration.old)
  if kept and alteration.value[column.key] == nil then
    return source
  end
  return ("coalesce(%s, '')"):format(source)
end

--- If nothing of a row goes on, there still are as many rows.
local function default_assignment(new)
  for _, column in ipairs(new.columns) do
    if not column.generated then
      local source = column.default or "NULL"
      return { target = identifier.quote(column.name), source = source, column = column }
    end
  end
end

--- The assignments of the copy: a list of { target, source, column }; SQL texts, and the
-- new column unless it is the rowid without a name of its own. `calls`: those of
-- runner.alter.execute.row_value.
function copy.assignments(db, alteration)
  local new, list, has_source = alteration.new, { calls = {} }, {}
  for _, column in ipairs(new.columns) do
    local source = not column.generated and source_of(db, alteration, column, list.calls)
    if source then
      has_source[column.key] = true
      if column.key == rowid_column(new) then
        source = guard_rowid(alteration, column, source)
      end
      local target = identifier.quote(column.name)
      list[#list + 1] = { target = target, source = source, column = column }
    end
  end
  local target = rowid_target(new, has_source)
  local source = copy.rowid_source(alteration.old)
  if target and source then
    table.insert(list, 1, { target = target, source = source })
  elseif #list == 0 then
    list[1] = default_assignment(new)
  end
  return list
end

-- ---- in which order

--- The new table's key if rows come in another order than that: inserted in its order
-- they are written one behind the other, which is several times quicker.
local function new_order(alteration)
  local old, new = alteration.old, alteration.new
  local key = new.primary_key
  if not key or not (key.rowid or new.without_rowid) then
    return {}
  end
  if key.rowid then
    local name = identifier.fold(key.columns[1].name)
    local origin = alteration.origin[name]
    local kept = alteration.value[name] == nil
      and (not origin or origin == rowid_column(old))
    return kept and {} or key.columns
  end
  return key.columns
end

--- ORDER BY, with a space before it, or nothing.
local function order_text(alteration, assignments)
  local terms = {}
  for _, column in ipairs(new_order(alteration)) do
    for position, assignment in ipairs(assignments) do
      local key = assignment.column and assignment.column.key
      if key == identifier.fold(column.name) then
        terms[#terms + 1] = ("%d COLLATE %s %s"):format(
          position,
          identifier.quote(column.collation),
          column.order or "ASC"
        )
      end
    end
  end
  return #terms > 0 and " ORDER BY " .. table.concat(terms, ", ") or ""
end

-- ---- the copy

local function gather(assignments, field)
  local texts = {}
  for i, assignment in ipairs(assignments) do
    texts[i] = assignment[field]
  end
  return table.concat(texts, ", ")
end

--- The statement that fills `target` (SQL), without order. NOT INDEXED reads the table
-- itself, in the order of its key.
local function insert_text(alteration, target, assignments)
  return ("INSERT OR ABORT INTO %s (%s) SELECT %s FROM main.%s NOT INDEXED"):format(
    target,
    gather(assignments, "target"),
    gather(assignments, "source"),
    identifier.quote(alteration.old.name)
  )
end

--- Fill `target` (SQL) in any order; returns the number of rows.
function copy.fill(db, alteration, target, assignments)
  return catalogue.exec(db, insert_text(alteration, target, assignments))
end

--- Fill the table called `name` in the order of its key; there are as many rows in it
-- afterwards as there were. OR ABORT overrules what the definition says about conflicts:
-- REPLACE and IGNORE would lose rows without a word.
function copy.run(db, alteration, name, assignments)
  local old_name = alteration.old.name
  local sql = "SELECT count(*) FROM main." .. identifier.quote(old_name)
  local count = catalogue.rows(db, sql)[1][1]
  local target = "main." .. identifier.quote(name)
  local what = ("copying the rows of '%s'"):format(old_name)
  local copied = progress.around(db, { what = what, total = count }, function()
    return catalogue.exec(
      db,
      insert_text(alteration, target, assignments) .. order_text(alteration, assignments)
    )
  end)
  if copied ~= count then
    failure.raise(
      ("'%s' has %d rows, but %d were copied"):format(old_name, count, copied),
      "the table or one of its indexes is damaged: look with PRAGMA integrity_check"
    )
  end
end

return copy
