--- Rows that stand in the way of a change: how many, and the first of them.
--
--     local found = rows.find(db, world, '"status" IS NULL', { '"status"' })
--     found.count              -- 0: none
--     found.text               -- "rowid 1: NULL, rowid 7: NULL"
--
-- The condition is SQL about the columns of the table `world` tells of; the second list
-- holds what to show of each row.
local catalogue = require("runner.catalogue")
local identifier = require("runner.schema.identifier")

local rows = {}

local FIRST = 5

--- The table itself, never a temporary one of its name.
function rows.table(world)
  return "main." .. identifier.quote(world.name)
end

--- SQL that shows a value as a literal, cut where it is long.
function rows.shown(value)
  local form = "CASE WHEN typeof(%s) = 'real' THEN printf('%%!.17g', %s) "
    .. "WHEN typeof(%s) IN ('text', 'blob') AND length(%s) > 40 THEN "
    .. "quote(substr(%s, 1, 40)) || '...' ELSE quote(%s) END"
  return (form:gsub("%%([%%s])", { s = value, ["%"] = "%" }))
end

--- The condition in parentheses; a comment in it ends first.
function rows.wrap(condition)
  return "(" .. condition .. (condition:find("--", 1, true) and "\n" or "") .. ")"
end

local function columns_text(world, values)
  local list = {}
  for i, name in ipairs(world.key) do
    list[i] = rows.shown(identifier.quote(name))
  end
  for _, value in ipairs(values) do
    list[#list + 1] = rows.shown(value)
  end
  return table.concat(list, ", ")
end

--- "rowid 1", or "(a, b) = (1, 'x')"
local function row_name(world, row)
  local count = #world.key
  if count == 1 then
    return world.key[1] .. " " .. row[1]
  end
  return ("(%s) = (%s)"):format(
    table.concat(world.key, ", "),
    table.concat(row, ", ", 1, count)
  )
end

local function row_text(world, row)
  local count = #world.key
  local name = row_name(world, row)
  if #row == count then
    return name
  end
  return name .. ": " .. table.concat(row, ", ", count + 1)
end

--- How many rows meet the condition, and a text about the first.
function rows.find(db, world, condition, values)
  local from = (" FROM %s WHERE %s"):format(rows.table(world), rows.wrap(condition))
  local count = catalogue.rows(db, "SELECT count(*)" .. from)[1][1]
  if count == 0 then
    return { count = 0 }
  end
  local texts = {}
  local sql = "SELECT " .. columns_text(world, values) .. from .. " LIMIT " .. FIRST
  for i, row in ipairs(catalogue.rows(db, sql)) do
    texts[i] = row_text(world, row)
  end
  local more = count > FIRST and ", ..." or ""
  return { count = count, text = table.concat(texts, ", ") .. more }
end

--- Does any row meet one of the conditions? One pass over the table for all of them.
function rows.any(db, world, conditions)
  local wrapped = {}
  for i, condition in ipairs(conditions) do
    wrapped[i] = rows.wrap(condition)
  end
  local form = "SELECT 1 FROM %s WHERE %s LIMIT 1"
  local sql = form:format(rows.table(world), table.concat(wrapped, " OR "))
  return #catalogue.rows(db, sql) > 0
end

--- The SELECT that shows an author all of them.
function rows.query(world, condition)
  local keys = {}
  for i, name in ipairs(world.key) do
    keys[i] = identifier.quote(name)
  end
  local names = world.rowid_name and keys[1] .. ", *" or "*"
  return ("SELECT %s FROM %s WHERE %s"):format(
    names,
    identifier.quote(world.name),
    condition
  )
end

return rows
