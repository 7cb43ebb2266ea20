--- All that can be seen of a database, read over a connection of its own.
--
--     { schema = { ["index ix_1"] = { table =, sql = } }, order = { "index ix_1", ... },
--       rows = { [table] = { text... } }, sequence = {...}, statistics = {...},
--       columns, indexes, keys, kind = what the pragmas say of the main table,
--       problems = { text... }, objects = { [view or trigger] = reason or nil } }
--
-- `order` is that of sqlite_schema: triggers fire and indexes are searched in it.
local model = require("spec.matrix.model")
local sqlite = require("runner.sqlite")

local snapshot = {}

local function identifier(name) return model.spell(name, '"') end

--- The rows of a query, each as one text.
local function lines(db, sql, ...)
  local list = {}
  for row in db:rows(sql, ...) do list[#list + 1] = row end
  return list
end

local function schema(db)
  local objects, order = {}, {}
  for kind, name, owner, sql in
    db:rows("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid")
  do
    local key = kind .. " " .. name
    objects[key] = { table = owner, sql = sql }
    order[#order + 1] = key
  end
  return objects, order
end

--- Every row of a table as one text, with its rowid if `rowid` names it.
function snapshot.rows(db, name, rowid)
  local columns = { rowid and ("'%s ' || %s"):format("rowid", rowid) or "''" }
  for column, hidden in db:rows("SELECT name, hidden FROM pragma_table_xinfo(?)", name) do
    if hidden ~= 1 then
      columns[#columns + 1] = ("' %s=' || quote(%s)"):format(
        (column:gsub("'", "''")), identifier(column))
    end
  end
  local list = lines(db, ("SELECT %s FROM %s"):format(table.concat(columns, " || "),
    identifier(name)))
  table.sort(list)
  return list
end

local function rowid_name(db, name)
  local hidden = {}
  for column in db:rows("SELECT lower(name) FROM pragma_table_xinfo(?)", name) do
    hidden[column] = true
  end
  for _, word in ipairs { "rowid", "_rowid_", "oid" } do
    if not hidden[word] then return word end
  end
  return nil
end

local function all_rows(db)
  local rows = {}
  for name, without in db:rows("SELECT name, wr FROM pragma_table_list WHERE schema = "
    .. "'main' AND type IN ('table', 'shadow') AND name NOT LIKE 'sqlite_%'")
  do
    rows[name] = snapshot.rows(db, name, without == 0 and rowid_name(db, name) or nil)
  end
  return rows
end

-- ---- what the pragmas say of one table

local function columns_of(db, name)
  return lines(db, [[SELECT cid || ' ' || name || ' ' || lower(replace(type, ' ', ''))
    || ' notnull=' || "notnull" || ' pk=' || pk || ' hidden=' || hidden || ' default='
    || coalesce(dflt_value, '-') FROM pragma_table_xinfo(?)]], name)
end

local function indexes_of(db, name)
  local list = lines(db, [[SELECT l.name || ' unique=' || l."unique" || ' origin='
    || l.origin || ' partial=' || l.partial || ' columns=' || (SELECT
    group_concat(coalesce(x.name, x.cid) || ' ' || upper(x.coll) || ' ' || x.desc || ' '
      || x.key)
    FROM pragma_index_xinfo(l.name) AS x) FROM pragma_index_list(?) AS l]], name)
  table.sort(list)
  return list
end

--- The foreign keys without their numbers, which only say where they stand in the text.
local function keys_of(db, name)
  local list = lines(db, [[SELECT group_concat(seq || ' ' || "from" || ' -> ' || "table"
    || '.' || coalesce("to", '') || ' ' || on_update || ' ' || on_delete || ' ' || match)
    FROM pragma_foreign_key_list(?) GROUP BY id]], name)
  table.sort(list)
  return list
end

local function kind_of(db, name)
  return db:value("SELECT type || ' wr=' || wr || ' strict=' || strict FROM "
    .. "pragma_table_list WHERE schema = 'main' AND name = ?", name)
end

-- ---- soundness

--- Statements that are prepared only to see whether the views and triggers work.
local function probes(db)
  return lines(db, [[
    SELECT 'EXPLAIN SELECT * FROM "' || replace(name, '"', '""') || '"' FROM sqlite_schema
      WHERE type = 'view'
    UNION ALL SELECT 'EXPLAIN DELETE FROM "' || replace(tbl_name, '"', '""') || '"'
      FROM sqlite_schema WHERE type = 'trigger'
    UNION ALL SELECT 'EXPLAIN INSERT INTO "' || replace(tbl_name, '"', '""')
      || '" DEFAULT VALUES' FROM sqlite_schema WHERE type = 'trigger'
    UNION ALL SELECT 'EXPLAIN UPDATE "' || replace(t.tbl_name, '"', '""') || '" SET "'
      || replace(c.name, '"', '""') || '" = NULL' FROM sqlite_schema AS t,
      pragma_table_info(t.tbl_name) AS c WHERE t.type = 'trigger']])
end

--- The views and triggers that do not work, by the statement that shows it.
function snapshot.broken(db)
  local broken = {}
  for _, statement in ipairs(probes(db)) do
    local ok, problem = pcall(db.value, db, statement)
    if not ok then broken[#broken + 1] = statement .. ": " .. tostring(problem) end
  end
  table.sort(broken)
  return broken
end

local function problems(db)
  local list = lines(db, "SELECT integrity_check FROM pragma_integrity_check "
    .. "WHERE integrity_check <> 'ok'")
  local ok, found = pcall(lines, db, [[SELECT "table" || ' ' || coalesce(rowid, '-') ||
    ' ' || parent FROM pragma_foreign_key_check]])
  list[#list + 1] = not ok and tostring(found) or found[1]
  return list
end

--- What the full-text index says of its content; it is asked inside a transaction that
-- is taken back.
local function search(db, objects)
  if not objects["table search"] then return nil end
  db:exec("BEGIN")
  local ok, problem = pcall(db.exec, db,
    "INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
  local found = lines(db, "SELECT rowid FROM search WHERE search MATCH 'abc OR two'")
  db:exec("ROLLBACK")
  return (ok and "sound" or tostring(problem)) .. ": " .. table.concat(found, " ")
end

local function optional(db, name, sql)
  if db:value("SELECT count(*) FROM sqlite_schema WHERE name = ?", name) == 0 then
    return {}
  end
  local list = lines(db, sql)
  table.sort(list)
  return list
end

--- Everything, with `name` as the main table.
function snapshot.of(db, name)
  local self = {}
  self.schema, self.order = schema(db)
  self.rows = all_rows(db)
  self.sequence = optional(db, "sqlite_sequence",
    "SELECT name || ' ' || seq FROM sqlite_sequence")
  self.statistics = optional(db, "sqlite_stat1",
    "SELECT tbl || ' ' || coalesce(idx, '-') || ': ' || stat FROM sqlite_stat1")
  self.columns, self.indexes = columns_of(db, name), indexes_of(db, name)
  self.keys, self.kind = keys_of(db, name), kind_of(db, name)
  self.problems, self.broken = problems(db), snapshot.broken(db)
  self.search = search(db, self.schema)
  return self
end

--- The same of a file, over a fresh connection.
function snapshot.file(path, name)
  local db <close> = sqlite.open(path)
  return snapshot.of(db, name)
end

return snapshot
