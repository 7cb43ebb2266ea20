--- What stands around a generated table: other tables with their rows, indexes, views,
-- triggers, a full-text index. Each is { kind =, name =, text = template, rows = {...} }.
local model = require("spec.matrix.model")

local objects = {}

local function stored(self)
  local ids = {}
  for _, column in ipairs(self.columns) do ids[#ids + 1] = column.id end
  return ids
end

local function settable(self)
  local ids = {}
  for _, column in ipairs(self.columns) do
    if not model.is_generated(column) then ids[#ids + 1] = column.id end
  end
  return ids
end

-- ---- indexes

local forms = {
  "CREATE INDEX {n} ON {t} ({%1})",
  "CREATE INDEX {n} ON {t\"} ({%1\"} DESC, {%2}) -- descending",
  "create index {n} on {t}({%1} collate NOCASE)",
  "CREATE INDEX {n} ON {t} (lower({%1}), {%2`})",
  "CREATE INDEX {n} ON {t} ({%1}) WHERE {%2} IS NOT NULL",
  "CREATE UNIQUE INDEX {n} ON {t} ({%1}, {%2}, {%3})",
  "CREATE UNIQUE INDEX {n} ON {t} ({%1}) /* if distinct */ WHERE {%2[} = 'abc'",
  "CREATE UNIQUE INDEX {n} ON {t} ({%1})",
}

local function index(rng, self, number)
  local ids = rng:shuffled(stored(self))
  local name = rng:chance(20) and ('"ix %d"'):format(number) or "ix_" .. number
  local text = rng:pick(forms):gsub("{n}", name)
  text = text:gsub("%%(%d)", function(position)
    return ids[(tonumber(position) - 1) % #ids + 1]
  end)
  return { kind = "index", name = (name:gsub('"', "")), text = text }
end

-- ---- views

local function views(rng, self, list)
  local ids = rng:some(stored(self), 3)
  local columns = {}
  for i, id in ipairs(ids) do columns[i] = ("{%s} AS v%d"):format(id, i) end
  if rng:chance(50) then
    list[#list + 1] = { kind = "view", name = "direct", text =
      "CREATE VIEW direct AS SELECT " .. table.concat(columns, ", ") .. " FROM {t}" }
    if rng:chance(60) then
      list[#list + 1] = { kind = "view", name = "over view", text =
        'CREATE VIEW "over view"(x) AS SELECT v1 FROM direct -- over\n' }
    end
  end
  if rng:chance(20) then
    list[#list + 1] = { kind = "view", name = "all_of_it",
      text = "CREATE VIEW all_of_it AS SELECT * FROM {t\"}" }
  end
  if rng:chance(20) then
    list[#list + 1] = { kind = "view", name = "counted", text = "CREATE VIEW counted AS "
      .. "SELECT count(*) AS n FROM log LEFT JOIN {t} ON log.value = {t}.{"
      .. rng:pick(stored(self)) .. "}" }
  end
end

-- ---- triggers

local own_forms = {
  "CREATE TRIGGER {n} AFTER INSERT ON {t} BEGIN "
    .. "INSERT INTO log VALUES ('{n}', new.{%1}); END",
  "CREATE TRIGGER {n} AFTER UPDATE OF {%1}, {%2} ON {t} /* why */ "
    .. "WHEN new.{%1} IS NOT NULL BEGIN "
    .. "INSERT INTO log VALUES ('{n}', old.{%2}); SELECT 1; END",
  "CREATE TRIGGER {n} BEFORE DELETE ON {t\"} FOR EACH ROW\nBEGIN\n  -- keep it\n"
    .. "  INSERT INTO log VALUES ('{n}', old.{%1[});\nEND",
  "CREATE TRIGGER {n} AFTER UPDATE ON {t} BEGIN INSERT INTO log SELECT '{n}', count(*) "
    .. "FROM {t}; END",
}
local foreign_forms = {
  "CREATE TRIGGER {n} AFTER INSERT ON log WHEN new.what = 'probe' BEGIN "
    .. "UPDATE {t} SET {%1} = {%1}; END",
  "CREATE TRIGGER {n} AFTER DELETE ON log BEGIN DELETE FROM {t} WHERE {%1} IS NULL; END",
  "CREATE TRIGGER {n} AFTER UPDATE ON log BEGIN INSERT INTO log SELECT 'seen', "
    .. "min({%1}) FROM {t} WHERE {t}.{%1} IS NOT NULL; END",
}

local function trigger(rng, self, forms_of, number)
  local ids = rng:shuffled(settable(self))
  local text = rng:pick(forms_of):gsub("{n}", "tr_" .. number)
  text = text:gsub("%%(%d)", function(position)
    return ids[(tonumber(position) - 1) % #ids + 1]
  end)
  return { kind = "trigger", name = "tr_" .. number, text = text }
end

-- ---- other tables

--- Columns that another table may reference: one of the table's keys, as a list.
local function referable(rng, self)
  local keys = {}
  local function note(piece, column)
    if piece.kind ~= "primary_key" and piece.kind ~= "unique" then return end
    for _, one in ipairs(piece.columns or {}) do
      if one.collate then return end
    end
    keys[#keys + 1] = piece.columns or { { id = column.id } }
  end
  for _, column in ipairs(self.columns) do
    for _, piece in ipairs(column.pieces) do note(piece, column) end
  end
  for _, piece in ipairs(self.constraints) do note(piece) end
  return #keys > 0 and rng:pick(keys) or nil
end

local function child(rng, self, list)
  local key = referable(rng, self)
  if not key or not rng:chance(35) then return end
  local own, parents = {}, {}
  for i, one in ipairs(key) do
    own[i], parents[i] = "r" .. i, "{" .. one.id .. "}"
  end
  local mine, theirs = table.concat(own, ", "), table.concat(parents, ", ")
  local text = ("CREATE TABLE child (n INTEGER PRIMARY KEY, %s, FOREIGN KEY (%s) "
    .. "REFERENCES {t} (%s) ON DELETE %s%s)"):format(mine, mine, theirs,
    rng:pick { "CASCADE", "SET NULL", "RESTRICT" },
    rng:chance(40) and " DEFERRABLE INITIALLY DEFERRED" or "")
  list[#list + 1] = { kind = "table", name = "child", text = text,
    rows = {
      ("INSERT INTO child (%s) SELECT %s FROM {t} LIMIT 3"):format(mine, theirs) } }
end

--- Tables that stand before the generated one.
function objects.before()
  return {
    { kind = "table", name = "parent",
      text = "CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT UNIQUE)",
      rows = { "INSERT INTO parent VALUES (1, 'one'), (2, 'two'), (3, 'three')" } },
    { kind = "table", name = "log", text = "CREATE TABLE log (what, value)",
      rows = { "INSERT INTO log VALUES ('first', 1), ('second', 'abc')" } },
  }
end

--- A full-text index whose rows are the table's own.
local function search(rng, self, list)
  local rowid = model.rowid_name(self)
  local column = rng:pick(self.columns)
  if not rowid or not column.name:find("^%a+$") or model.is_generated(column)
    or not rng:chance(30) then
    return
  end
  local key = model.rowid_column(self)
  if key and key.name:find("^%a+$") then rowid = "{" .. key.id .. "}" end
  list[#list + 1] = { kind = "search", name = "search", column = column.id,
    text = ("CREATE VIRTUAL TABLE search USING fts5({%s\"}, content={t\"}, "
      .. "content_rowid=%s)"):format(column.id, rowid),
    rows = { "INSERT INTO search(search) VALUES ('rebuild')" } }
end

--- Everything that stands after it, in the order it is created.
function objects.after(rng, self)
  local list = {}
  for number = 1, rng:integer(4) - 1 do list[number] = index(rng, self, number) end
  child(rng, self, list)
  views(rng, self, list)
  search(rng, self, list)
  for number = 1, rng:integer(4) - 1 do
    list[#list + 1] = trigger(rng, self, rng:chance(65) and own_forms or foreign_forms,
      number)
  end
  return list
end

return objects
