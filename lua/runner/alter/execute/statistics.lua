--- What ANALYZE found out about a table, kept while the table is made anew.
--
-- Dropping a table or an index takes its rows in sqlite_stat1 and sqlite_stat4 with it,
-- and nothing brings them back but another ANALYZE, so the query planner would forget
-- what it knew. They are put under another name for the time. SQL does all of it, so that
-- a text written for another file keeps that file's own.
-- https://www.sqlite.org/fileformat2.html#stat1tab
local catalogue = require("runner.catalogue")
local identifier = require("runner.schema.identifier")
local world_reader = require("runner.alter.world")

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

--- What an index is about, as one text.
local function meaning(index)
  local parts = {}
  for i, name in ipairs(index.columns) do
    parts[i] = table.concat({
      identifier.quote(identifier.fold(name)),
      identifier.fold(index.collations[i]),
      index.orders[i],
    }, " ")
  end
  return table.concat(parts, ", ")
end

--- The indexes that constraints make: a list of { name, meaning }, and the names by
-- meaning. A WITHOUT ROWID table is its primary key's index, which goes by the table's
-- name.
local function automatic(world)
  local list, names = {}, {}
  for _, index in ipairs(world.indexes) do
    if not index.text then
      local is_table = world.without_rowid and index.origin == "pk"
      local name = is_table and world.name or index.name
      list[#list + 1] = { name = name, meaning = meaning(index) }
      names[meaning(index)] = name
    end
  end
  return list, names
end

--- Indexes of keys have other names where keys have come or gone before them: each keeps
-- what is about it, and what is about keys that are gone is forgotten. `world` is from
-- before.
function statistics.follow(db, alteration, world)
  local table_name = alteration.new.name
  local _, names = automatic(world_reader.read_own(db, table_name))
  local before = automatic(world)
  local move = "UPDATE main.%s SET idx = ?2 || ?3 WHERE tbl = ?1 AND idx = ?4"
  local forget = "DELETE FROM main.%s WHERE tbl = ?1 AND idx = ?2"
  local finish = "UPDATE main.%s SET idx = substr(idx, length(?2) + 1) WHERE tbl = ?1 "
    .. "AND substr(idx, 1, length(?2)) = ?2"
  for _, stored in ipairs(tables(db)) do
    for _, index in ipairs(before) do
      local name = names[index.meaning]
      if name then
        local sql = move:format(stored)
        catalogue.exec(db, sql, table_name, index_prefix, name, index.name)
      else
        catalogue.exec(db, forget:format(stored), table_name, index.name)
      end
    end
    catalogue.exec(db, finish:format(stored), table_name, index_prefix)
  end
end

return statistics
