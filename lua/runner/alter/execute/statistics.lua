--- What ANALYZE found out about a table, kept while the table is made anew.
--
-- Dropping a table or an index takes its rows in sqlite_stat1 and sqlite_stat4 with it,
-- and nothing brings them back but another ANALYZE, so the query planner would forget
-- what it knew. They are put under another name for the time. SQL does all of it, so that
-- a text written for another file keeps that file's own.
-- https://www.sqlite.org/fileformat2.html#stat1tab
local catalogue = require("runner.catalogue")
local identifier = require("runner.schema.identifier")
local keys = require("runner.alter.key")

local statistics = {}

local index_prefix = "runner "

local function hidden_name(table_name)
  return "runner statistics of " .. table_name
end

--- The tables of statistics that this file has.
local function tables(db)
  local sql = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name IN "
    .. "('sqlite_stat1', 'sqlite_stat3', 'sqlite_stat4')"
  local names = {}
  for i, row in ipairs(catalogue.rows(db, sql)) do
    names[i] = row[1]
  end
  return names
end

--- Put the rows of the table and its indexes out of the way; only those of `indexes`, if
-- that list is given.
function statistics.hide(db, table_name, indexes)
  local form = "UPDATE main.%s SET tbl = ?1, idx = ?2 || idx WHERE tbl = ?3 "
    .. "COLLATE NOCASE"
  for _, name in ipairs(tables(db)) do
    local sql = form:format(name)
    local hidden = hidden_name(table_name)
    for _, index in ipairs(indexes or {}) do
      local only = sql .. " AND idx = ?4 COLLATE NOCASE"
      catalogue.exec(db, only, hidden, index_prefix, table_name, index.name)
    end
    if not indexes then
      catalogue.exec(db, sql, hidden, index_prefix, table_name)
    end
  end
end

--- Put them back.
function statistics.restore(db, alteration)
  local form = "UPDATE main.%s SET tbl = ?, idx = substr(idx, ?) WHERE tbl = ?"
  local from, to = hidden_name(alteration.old.name), alteration.new.name
  for _, name in ipairs(tables(db)) do
    catalogue.exec(db, form:format(name), to, #index_prefix + 1, from)
  end
end

--- They go by the table's name, and automatic indexes are called after it; RENAME takes
-- them along in no way.
function statistics.rename(db, name, new_name)
  local prefix = "sqlite_autoindex_" .. name .. "_"
  local form = "UPDATE main.%s SET tbl = ?2, idx = CASE WHEN idx = ?1 THEN ?2 WHEN "
    .. "substr(idx, 1, ?3) = ?4 THEN 'sqlite_autoindex_' || ?2 || substr(idx, ?3) "
    .. "ELSE idx END WHERE tbl = ?1"
  for _, stored in ipairs(tables(db)) do
    catalogue.exec(db, form:format(stored), name, new_name, #prefix, prefix)
  end
end

--- The keys that SQLite makes indexes for, in their order, as one text.
local function keys_text(self)
  local parts = { tostring(self.without_rowid) }
  local function add(key)
    for _, column in ipairs(key.columns) do
      local words = { column.name, column.collation, column.order or "" }
      parts[#parts + 1] = identifier.fold(table.concat(words, " "))
    end
    parts[#parts + 1] = ""
  end
  add(self.without_rowid and self.primary_key or { columns = {} })
  for _, automatic in ipairs(keys.automatic(self)) do
    add(automatic)
  end
  return table.concat(parts, "\n")
end

--- Does one of the definitions have other keys, and so other automatic indexes?
local function is_renewed(alteration)
  return keys_text(alteration.old) ~= keys_text(alteration.new)
end

--- Forget what is about indexes that the new table does not have. Automatic indexes (and
-- a WITHOUT ROWID table's own, which goes by the table's name) may be others than before
-- under the same name.
function statistics.prune(db, alteration)
  local form = "DELETE FROM main.%s WHERE tbl = ?1 AND idx IS NOT NULL "
    .. "AND (idx <> ?1 OR ?2) AND idx NOT IN (SELECT name FROM "
    .. "pragma_index_list(?1, 'main') WHERE origin = 'c' OR NOT ?2)"
  local renewed = is_renewed(alteration) and 1 or 0
  for _, name in ipairs(tables(db)) do
    catalogue.exec(db, form:format(name), alteration.new.name, renewed)
  end
end

return statistics
