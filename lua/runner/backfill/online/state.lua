--- Where an online backfill stands: its row of runner_backfill.
--
-- A row as a value: { revision, direction, name, state, request, cursor (a key, as a
-- list), rows_done, rows_total, rows_failed, batch, seconds, error, clears, source,
-- condition (`where`, nil: all rows) }.
-- `clears` tells whether a row that is done no longer meets `where`: true, false, nil:
-- not known. `source`: what the keys are keys of, "t (a, b)".
local catalogue = require("runner.catalogue")
local failure = require("runner.failure")
local literal = require("runner.schema.literal")

local state = {}

local TABLES = {
  [[CREATE TABLE IF NOT EXISTS main.runner_backfill (
  revision TEXT NOT NULL,
  direction TEXT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  request TEXT,
  cursor TEXT,
  rows_done INTEGER NOT NULL,
  rows_total INTEGER,
  rows_failed INTEGER NOT NULL,
  batch INTEGER,
  started_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  seconds REAL NOT NULL,
  error TEXT,
  clears INTEGER,
  source TEXT,
  condition TEXT,
  PRIMARY KEY (revision, direction, name)
) WITHOUT ROWID]],
  [[CREATE TABLE IF NOT EXISTS main.runner_backfill_errors (
  revision TEXT NOT NULL,
  direction TEXT NOT NULL,
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  row_values TEXT,
  message TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (revision, direction, name, key)
) WITHOUT ROWID]],
}

local NOW = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
local MINE = " WHERE revision = ?1 AND direction = ?2 AND name = ?3"

-- The columns that a batch writes, behind the three of the key.
local columns = {
  "state",
  "cursor",
  "rows_done",
  "rows_total",
  "rows_failed",
  "batch",
  "seconds",
  "error",
  "clears",
  "source",
  "condition",
}

--- nil for NULL.
local function plain(db, value)
  if value == db.null then
    return nil
  end
  return value
end

-- ---- keys as text

-- SYMBOL FOR NULL, the first of those that may stand for a zero byte.
local NUL = 0x2400

--- SQL text ends at a zero byte, and what CAST makes of a BLOB depends on the encoding of
-- the database: so another character stands in its place.
local function text_literal(text)
  local code = NUL
  while text:find(utf8.char(code), 1, true) do
    code = code + 1
  end
  local mark = utf8.char(code)
  return ("replace(%s, '%s', char(0))"):format(literal((text:gsub("\0", mark))), mark)
end

--- A key as SQL literals, ", " between them.
function state.key_text(key)
  local list = {}
  for i, value in ipairs(key) do
    local has_zero = type(value) == "string" and value:find("\0", 1, true)
    list[i] = has_zero and text_literal(value) or literal(value)
  end
  return table.concat(list, ", ")
end

--- And back.
function state.read_key(db, text)
  return catalogue.rows(db, "SELECT " .. text)[1]
end

-- ---- reading

local function has_table(db)
  local sql = "SELECT 1 FROM main.sqlite_schema WHERE name = 'runner_backfill'"
  return #catalogue.rows(db, sql) > 0
end

function state.new(id)
  return {
    revision = id.revision,
    direction = id.direction,
    name = id.name,
    state = "running",
    rows_done = 0,
    rows_failed = 0,
    seconds = 0,
  }
end

local function from_columns(db, id, found)
  local row = state.new(id)
  for i, column in ipairs(columns) do
    row[column] = plain(db, found[i])
  end
  row.request = plain(db, found[#columns + 1])
  row.cursor = row.cursor and state.read_key(db, row.cursor)
  if row.clears ~= nil then
    row.clears = row.clears ~= 0
  end
  row.kept = true
  return row
end

--- The row of this id ({ revision, direction, name }), or nil.
function state.read(db, id)
  if not has_table(db) then
    return nil
  end
  local sql = ("SELECT %s, request FROM main.runner_backfill%s"):format(
    table.concat(columns, ", "),
    MINE
  )
  local found = catalogue.rows(db, sql, id.revision, id.direction, id.name)[1]
  return found and from_columns(db, id, found)
end

local requests = { pause = true, cancel = true }

--- What a second terminal asks for: "pause", "cancel" or nil. Who writes anything else
-- into that column by hand asks for nothing.
function state.request(db, row)
  if not row.kept then
    return nil
  end
  local sql = "SELECT request FROM main.runner_backfill" .. MINE
  local found = catalogue.rows(db, sql, row.revision, row.direction, row.name)[1]
  local asked = found and plain(db, found[1])
  return requests[asked] and asked or nil
end

-- ---- writing

--- A copy with these fields changed.
function state.with(row, changes)
  local copy = {}
  for name, value in pairs(row) do
    copy[name] = value
  end
  for name, value in pairs(changes) do
    copy[name] = value
  end
  return copy
end

local function to_columns(row)
  local clears = row.clears
  if clears ~= nil then
    clears = clears and 1 or 0
  end
  return row.state,
    row.cursor and state.key_text(row.cursor),
    row.rows_done,
    row.rows_total,
    row.rows_failed,
    row.batch,
    row.seconds,
    row.error,
    clears,
    row.source,
    row.condition
end

local marks, settings = {}, {}
for i, column in ipairs(columns) do
  marks[i] = "?" .. i + 3
  settings[i] = ("%s = ?%d"):format(column, i + 3)
end

local INSERT = ("INSERT INTO main.runner_backfill (revision, direction, name, %s, "
  .. "started_at, updated_at) VALUES (?1, ?2, ?3, %s, %s, %s)"):format(
  table.concat(columns, ", "),
  table.concat(marks, ", "),
  NOW,
  NOW
)
local UPDATE = ("UPDATE main.runner_backfill SET %s, updated_at = %s%s"):format(
  table.concat(settings, ", "),
  NOW,
  MINE
)

--- Without its row the place reached is kept nowhere, and rows could be done twice.
local function fail_gone(row)
  failure.raise(
    ('backfill "%s": its row of runner_backfill is gone: '):format(row.name)
      .. "another program took it away",
    ("this batch was undone, those before stay; the next `runner %s` begins with the "
      .. "first row again: leave out by `where` what is done"):format(row.direction)
  )
end

--- Write the row, inside a transaction; the first time the tables are made. Returns the
-- row as it is then.
function state.save(db, row)
  if not row.kept then
    for _, sql in ipairs(TABLES) do
      catalogue.exec(db, sql)
    end
  end
  local sql = row.kept and UPDATE or INSERT
  local written =
    catalogue.exec(db, sql, row.revision, row.direction, row.name, to_columns(row))
  if written ~= 1 then
    fail_gone(row)
  end
  return state.with(row, { kept = true })
end

return state
