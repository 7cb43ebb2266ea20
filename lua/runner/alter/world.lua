--- What stands around a table in its file: all that an alteration must know and keep.
--
--     local world = require("runner.alter.world").read(db, "tickets")
--
-- gives { name, text, rootpage, without_rowid,
--   indexes        a list of { name, text or nil (made by a constraint), tree or nil,
--                  unique, origin = "c" | "u" | "pk", columns = { names, false for
--                  expressions }, collations = { names }, orders = { "ASC" | "DESC" },
--                  rootpage or nil }, in the order of their making; the primary key of a
--                  WITHOUT ROWID table is the table itself and has no page of its own
--   triggers       a list of { name, text }, in the order of their making
--   referenced_by  a list of { table, columns, parents }: foreign keys that lead here,
--                  the table's own too; `parents` is empty where they name no columns,
--                  which means the primary key
--   sequence       the largest rowid ever given by AUTOINCREMENT, or nil
--   rowid_name     "rowid", "_rowid_", "oid": the first that no column took, or nil
--   key            names of columns that tell a row in messages
--   may_be_broken  a function that tells whether something of this name may be left not
--                  working, or nil }
-- All of it is of the main schema; a temporary table of the same name is not meant.
local catalogue = require("runner.catalogue")
local ddl = require("runner.ddl")
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local world = {}

local function null_to_nil(db, value)
  if value == db.null then
    return nil
  end
  return value
end

-- ---- the table

local function table_names(db)
  local names = {}
  local sql = "SELECT name FROM main.sqlite_schema WHERE type = 'table'"
  for i, row in ipairs(catalogue.rows(db, sql)) do
    names[i] = row[1]
  end
  return names
end

local function fail_missing(db, name)
  local sql = "SELECT type FROM main.sqlite_schema WHERE name = ? COLLATE NOCASE AND "
    .. "type <> 'trigger'"
  local other = catalogue.rows(db, sql, name)[1]
  if other then
    failure.raise(
      ("'%s' is not a table but %s %s"):format(
        name,
        other[1] == "index" and "an" or "a",
        other[1]
      )
    )
  end
  failure.raise(
    ("there is no table '%s'"):format(name),
    words.suggestion(name, table_names(db))
  )
end

local function read_table(db, name)
  local sql = "SELECT name, sql, rootpage FROM main.sqlite_schema WHERE type = 'table' "
    .. "AND name = ? COLLATE NOCASE"
  local row = catalogue.rows(db, sql, name)[1]
  if not row then
    fail_missing(db, name)
  end
  return { name = row[1], text = row[2], rootpage = row[3] }
end

-- ---- what belongs to it

local function add_key(db, index)
  local sql = "SELECT cid, name, coll, \"desc\" FROM pragma_index_xinfo(?, 'main') WHERE "
    .. '"key" ORDER BY seqno'
  for i, row in ipairs(catalogue.rows(db, sql, index.name)) do
    index.columns[i] = null_to_nil(db, row[2]) or false
    index.collations[i] = row[3]
    index.orders[i] = row[4] == 1 and "DESC" or "ASC"
  end
end

local function read_indexes(db, name)
  local list = {}
  local sql = 'SELECT l.name, s.sql, l."unique", l.origin, s.rootpage FROM '
    .. "pragma_index_list(?, 'main') AS l LEFT JOIN main.sqlite_schema AS s ON s.type = "
    .. "'index' AND s.name = l.name ORDER BY s.rowid"
  for i, row in ipairs(catalogue.rows(db, sql, name)) do
    local text = null_to_nil(db, row[2])
    list[i] = {
      name = row[1],
      text = text,
      tree = text and ddl.parse(text),
      unique = row[3] == 1,
      origin = row[4],
      rootpage = null_to_nil(db, row[5]),
      columns = {},
      collations = {},
      orders = {},
    }
    add_key(db, list[i])
  end
  return list
end

local function read_triggers(db, name)
  local list = {}
  local sql = "SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger' AND "
    .. "tbl_name = ? COLLATE NOCASE ORDER BY rowid"
  for i, row in ipairs(catalogue.rows(db, sql, name)) do
    list[i] = { name = row[1], text = row[2] }
  end
  return list
end

local function read_references(db, name)
  local list, last = {}, nil
  local sql = 'SELECT s.name, f.id, f."from", f."to" FROM main.sqlite_schema AS s, '
    .. "pragma_foreign_key_list(s.name, 'main') AS f WHERE s.type = 'table' AND "
    .. "instr(lower(s.sql), 'references') AND f.\"table\" = ? COLLATE NOCASE "
    .. "ORDER BY s.rowid, f.id, f.seq"
  for _, row in ipairs(catalogue.rows(db, sql, name)) do
    local child, id, column, parent = table.unpack(row)
    if not last or last.table ~= child or last.id ~= id then
      last = { table = child, id = id, columns = {}, parents = {} }
      list[#list + 1] = last
    end
    last.columns[#last.columns + 1] = column
    last.parents[#last.parents + 1] = null_to_nil(db, parent)
  end
  return list
end

local function read_sequence(db, name)
  local known = "SELECT 1 FROM main.sqlite_schema WHERE name = 'sqlite_sequence'"
  if #catalogue.rows(db, known) == 0 then
    return nil
  end
  local sql = "SELECT seq FROM main.sqlite_sequence WHERE name = ? COLLATE NOCASE"
  local row = catalogue.rows(db, sql, name)[1]
  return row and null_to_nil(db, row[1])
end

-- ---- what tells a row

--- The columns of the primary key, or all.
local function key_names(self)
  local primary = self.primary_key
  return identifier.names(primary and primary.columns or self.columns)
end

local function add_row_names(self, read)
  self.without_rowid = read.without_rowid
  self.rowid_name = not read.without_rowid and definition.hidden_rowid(read) or nil
  self.key = self.rowid_name and { self.rowid_name } or key_names(read)
end

--- The same without referenced_by, for which every table of the file is looked at.
function world.read_own(db, name)
  local self = read_table(db, name)
  add_row_names(self, definition.read(self.text))
  self.indexes = read_indexes(db, self.name)
  self.triggers = read_triggers(db, self.name)
  self.sequence = read_sequence(db, self.name)
  return self
end

--- Read all of it. A table that is not there is raised, with the nearest that is.
function world.read(db, name)
  local self = world.read_own(db, name)
  self.referenced_by = read_references(db, self.name)
  return self
end

return world
