--- Would the values of a column survive another type?
--
-- SQLite itself converts: each value goes into a scratch table with the new type. A value
-- survives if nothing of it is lost: 12 and '12' are the same, 7 and '007' are not. A
-- text that stays a text under a numeric type, as 'hello' does, is not what was asked
-- for. Of other values that a type does not convert (2.5 and blobs in INTEGER) a change
-- may go either way.
-- https://www.sqlite.org/datatype3.html#type_affinity
local model = require("spec.matrix.model")
local sqlite = require("runner.sqlite")

local conversion = {}

local LOSS = [[
  SELECT quote(?1) || ' becomes ' || quote(v) FROM new_type WHERE NOT (
    typeof(v) = typeof(?1) AND quote(v) = quote(?1)
    OR typeof(v) <> typeof(?1) AND CAST(v AS TEXT) = CAST(?1 AS TEXT)
    OR typeof(v) IN ('integer', 'real') AND typeof(?1) IN ('integer', 'real')
      AND v = ?1)]]

-- What a type's name contains and the affinity it has then; the first one counts.
local affinities = {
  { "INT", "INTEGER" }, { "CHAR", "TEXT" }, { "CLOB", "TEXT" }, { "TEXT", "TEXT" },
  { "BLOB", "BLOB" }, { "REAL", "REAL" }, { "FLOA", "REAL" }, { "DOUB", "REAL" },
}

--- https://www.sqlite.org/datatype3.html#determination_of_column_affinity
function conversion.affinity(type_name, strict)
  local name = type_name:upper()
  if name == "" or strict and name == "ANY" then return "BLOB" end
  for _, rule in ipairs(affinities) do
    if name:find(rule[1], 1, true) then return rule[2] end
  end
  return "NUMERIC"
end

local classes = {
  INTEGER = { integer = true }, NUMERIC = { integer = true, real = true },
  REAL = { real = true }, TEXT = { text = true },
}
local numeric = { INTEGER = true, NUMERIC = true, REAL = true }

--- What is wrong with a value, and whether it may pass all the same.
local function judge(db, value, from, to)
  local loss = db:value(LOSS, value)
  if loss then return loss, false end
  local class = db:value("SELECT typeof(v) FROM new_type")
  if class == "null" or not classes[to] or classes[to][class] then return nil end
  return "it stays " .. class, not (class == "text" and numeric[to] and not numeric[from])
end

--- What is wrong with the first value that would not survive, or nil; and whether a
-- change may pass it. Values that must not pass come first.
function conversion.problem(start, before, was, column, strict)
  if was.type == column.type and before.strict == strict then return nil end
  local from = conversion.affinity(was.type, before.strict)
  local to = conversion.affinity(column.type, strict)
  local db <close> = sqlite.open(":memory:")
  db:exec(("CREATE TABLE new_type (v %s)%s"):format(column.type,
    strict and " STRICT" or ""))
  local query = model.fill(("SELECT 0, {%s\"} FROM {t\"}"):format(was.id), before)
  local problem, allowed
  for _, value in start:rows(query) do
    db:exec("DELETE FROM new_type")
    db:exec("INSERT INTO new_type VALUES (?)", value)
    local found, passes = judge(db, value, from, to)
    if found and not passes then return found, false end
    if found then problem, allowed = found, true end
  end
  return problem, allowed
end

return conversion
