--- Going through a table by its key, page by page.
--
-- No cursor stays open over a table that is being written: each page is a query of its
-- own that begins behind the last key of the page before (keyset paging). The end is the
-- last key there was at the beginning, so rows that come in meanwhile do not make the
-- walk longer. https://www.sqlite.org/isolation.html
--
-- Whatever writes a column of the key meanwhile fails: rows would be met twice, or not at
-- all. A temporary trigger watches for that.
local catalogue = require("runner.catalogue")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local key = require("runner.backfill.key")

local walk = {}

-- ---- SQL

--- The terms as one value: "a", "(a, b)".
local function as_value(list)
  local text = table.concat(list, ", ")
  return #list == 1 and text or "(" .. text .. ")"
end

--- The parameters ?first, ... for the columns of the key, as one value.
local function marks(asked, first)
  local list = {}
  for i = 1, #asked.key.columns do
    list[i] = "?" .. first + i - 1
  end
  return as_value(list)
end

local function order(asked, direction)
  return (" ORDER BY %s%s"):format(
    table.concat(asked.key.terms, direction .. ", "),
    direction
  )
end

--- " FROM main.t NOT INDEXED WHERE ..." with these conditions and the author's.
local function from(asked, conditions)
  local list = { asked.where, table.unpack(conditions) }
  if not asked.where then
    list = conditions
  end
  return (" FROM %s %s%s"):format(
    asked.target,
    asked.key.hint,
    #list > 0 and " WHERE " .. table.concat(list, " AND ") or ""
  )
end

--- The SELECT of the first row of all (or the last): what stands in the list.
function walk.end_text(asked, list, direction)
  return "SELECT " .. table.concat(list, ", ") .. from(asked, {}) .. order(
    asked,
    direction
  ) .. " LIMIT 1"
end

--- The SELECT of `names` in the rows from one key to another, in order: its parameters
-- are the last key, and before that (if it `goes_on`) the one behind which it begins.
function walk.page_text(asked, names, goes_on)
  local value, width = as_value(asked.key.terms), #asked.key.columns
  local conditions = { ("%s <= %s"):format(value, marks(asked, 1)) }
  if goes_on then
    conditions[2] = ("%s > %s"):format(value, marks(asked, width + 1))
  end
  return ("SELECT %s%s%s"):format(
    identifier.quote_all(names),
    from(asked, conditions),
    order(asked, "")
  )
end

--- The last key of all, as a list; nil if there is no row.
function walk.last_key(db, asked)
  local names = { identifier.quote_all(asked.key.columns) }
  return catalogue.rows(db, walk.end_text(asked, names, " DESC"))[1]
end

-- ---- keys that cannot be gone by

--- NULL is behind no key and before none: such rows would be left out.
local function check_nulls(db, asked)
  if not asked.key.may_be_null then
    return
  end
  local list = {}
  for i, name in ipairs(asked.key.columns) do
    list[i] = identifier.quote(name) .. " IS NULL"
  end
  local conditions = { "(" .. table.concat(list, " OR ") .. ")" }
  local sql = "SELECT 1" .. from(asked, conditions) .. " LIMIT 1"
  if #catalogue.rows(db, sql) > 0 then
    failure.raise(
      ("%s: rows of '%s' have NULL in the key (%s)"):format(
        asked.place,
        asked.world.name,
        table.concat(asked.key.columns, ", ")
      ),
      "go by a key that every row has"
    )
  end
end

local count = 0

--- A trigger that refuses to write the key; returns the function that takes it away.
local function watch_key(db, asked)
  local names = asked.key.columns
  if #names == 1 and key.is_rowid(asked.definition, names[1]) then
    return function() end -- no trigger sees it, and hardly anybody writes it
  end
  count = count + 1
  local name = "runner_backfill_" .. count
  local message = ("'%s' is gone through by (%s), so that must not be written "
    .. "meanwhile"):format(asked.world.name, table.concat(names, ", "))
  catalogue.exec(
    db,
    ("CREATE TEMP TRIGGER %s BEFORE UPDATE OF %s ON %s BEGIN "
      .. "SELECT RAISE(ABORT, '%s'); END"):format(
      name,
      identifier.quote_all(names),
      asked.target,
      (message:gsub("'", "''"))
    )
  )
  return function()
    catalogue.exec(db, "DROP TRIGGER temp." .. name)
  end
end

--- Run `go(last_key)`, unless the table has no such row; returns what it does, or 0.
function walk.run(db, asked, go)
  check_nulls(db, asked)
  local last = walk.last_key(db, asked)
  if not last then
    return 0
  end
  local unwatch = watch_key(db, asked)
  local done, result = pcall(go, last)
  pcall(unwatch) -- if the transaction is gone, so is the trigger
  if not done then
    error(result, 0)
  end
  return result
end

return walk
