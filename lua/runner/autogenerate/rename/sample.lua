--- Values of a column, by the keys of their rows: of the first rows of the table only,
-- and of long values only their ends, so that neither memory nor time grow with it.
--
--     local rows = sample.read(db, tickets, column)     -- a table of an inventory
--     rows.values      a list of texts, in the order of the table; false for NULL
--     rows.keys        the keys of these rows as texts, or nil if the rows have none
--
-- Texts are the same where the values are, whatever type they are kept with: 5, 5.0 and
-- '5'. Blobs that are very long count as NULL, since reading them would take long.
local definition = require("runner.alter.definition")
local identifier = require("runner.schema.identifier")
local pace = require("runner.pace")

local sample = {}

local MOST_ROWS = 1000
local LONG = 65536 -- bytes of a blob that is not read
local MOST_LETTERS = 4000000 -- of all texts of a column that are read
local LONGEST_TIME = 2 -- seconds for one column

-- SQLite gives type and length of a blob without reading it.
local value_sql = [[CASE typeof(%s)
  WHEN 'null' THEN NULL
  WHEN 'integer' THEN 'v' || %s
  WHEN 'real' THEN 'v' || iif(%s = CAST(%s AS INTEGER), CAST(%s AS INTEGER), %s)
  WHEN 'text' THEN 'v' || iif(length(%s) > 100,
    substr(%s, 1, 64) || substr(%s, -32) || '/' || length(%s), %s)
  WHEN 'blob' THEN iif(length(%s) <= ]] .. LONG .. [[,
    'b' || hex(substr(%s, 1, 64)) || hex(substr(%s, -32)) || '/' || length(%s), NULL)
  END]]

local length_sql = "iif(typeof(%s) = 'text', length(%s), 0)"

local function fill(template, name)
  return (template:gsub("%%s", function()
    return name
  end))
end

--- The columns that rows are told apart by: the primary key's, or the rowid; none if
-- columns have taken all names of the rowid.
local function key_names(self)
  local primary = self.primary_key
  if primary then
    return identifier.names(primary.columns)
  end
  return { definition.hidden_rowid(self) }
end

local function key_sql(self)
  local parts = {}
  for i, name in ipairs(key_names(self)) do
    parts[i] = "ifnull(" .. fill(value_sql, identifier.quote(name)) .. ", '')"
  end
  return #parts > 0 and table.concat(parts, " || char(31) || ") or "NULL"
end

--- NOT INDEXED: the table itself, from its first row on, in the order of its rowid or its
-- primary key.
local function select_sql(owner, column)
  local name = identifier.quote(column.name)
  return ("SELECT %s, %s, %s FROM main.%s NOT INDEXED LIMIT %d"):format(
    fill(length_sql, name),
    key_sql(owner.definition),
    fill(value_sql, name),
    identifier.quote(owner.name),
    MOST_ROWS
  )
end

function sample.read(db, owner, column)
  local rows, letters = { values = {}, keys = {} }, 0
  local latest = pace.now() + LONGEST_TIME
  for length, key, value in db:rows(select_sql(owner, column)) do
    local i = #rows.values + 1
    rows.values[i], rows.keys[i] = value or false, key
    letters = letters + length
    if letters > MOST_LETTERS or pace.now() > latest then
      break
    end
  end
  rows.keys = #rows.keys > 0 and rows.keys or nil
  return rows
end

return sample
