--- Going through a table by its key, page by page.
--
-- No cursor stays open over a table that is being written: each page is a query of its
-- own that begins behind the last key of the page before (keyset paging). The end is the
-- last key there was at the beginning, so rows that come in meanwhile do not make the
-- walk longer. https://www.sqlite.org/isolation.html
--
-- Whatever writes the key meanwhile fails (runner.backfill.unchanging).
local catalogue = require("runner.catalogue")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local literal = require("runner.schema.literal")
local progress = require("runner.progress")
local term = require("runner.schema.term")
local unchanging = require("runner.backfill.unchanging")

local walk = {}

-- ---- SQL

--- The terms as one value: "a", "(a, b)".
local function as_value(list)
  local text = table.concat(list, ", ")
  return #list == 1 and text or "(" .. text .. ")"
end

function walk.order(asked, direction)
  return (" ORDER BY %s%s"):format(
    table.concat(asked.key.terms, direction .. ", "),
    direction
  )
end

--- "main.t NOT INDEXED WHERE ..." with these conditions and the author's. The plus keeps
-- SQLite from searching by the author's: `id > 7` would let each page begin at 7.
-- https://www.sqlite.org/optoverview.html, on the unary plus
function walk.rows(asked, conditions)
  local list = conditions
  if asked.where then
    local plus = #conditions > 0 and "+" or ""
    list = { plus .. asked.where, table.unpack(conditions) }
  end
  return ("%s %s%s"):format(
    asked.target,
    asked.key.hint,
    #list > 0 and " WHERE " .. table.concat(list, " AND ") or ""
  )
end

-- How a row's key stands to the bounds of a range, in the order of their parameters.
local bounds = { { "to", "<=" }, { "after", ">" }, { "from", ">=" } }

--- How many of the first columns are the same in all rows of the range, if the index
-- can only be entered among such rows; 0 otherwise.
local function shared(asked, range)
  local lead, first, last = asked.key.lead or 0, range.after or range.from, range.to
  if lead == 0 or range.group then
    return lead
  end
  for i = 1, lead do
    if not first or not last or literal(first[i]) ~= literal(last[i]) then
      return 0
    end
  end
  return lead
end

--- What is true of the keys in a range { to =, after = or from = } (each a key, as a
-- list, or nil): a list of conditions, and one of their parameters. group: only those
-- which share the key's lead with `after`.
function walk.between(asked, range)
  local terms, conditions, values = asked.key.terms, {}, {}
  local lead = shared(asked, range)
  local function add(limit, operator, first, last)
    local marks = {}
    for i = first, last do
      values[#values + 1] = limit[i]
      marks[#marks + 1] = "?" .. #values
    end
    conditions[#conditions + 1] = ("%s %s %s"):format(
      as_value({ table.unpack(terms, first, last) }),
      operator,
      as_value(marks)
    )
  end
  if lead > 0 then
    add(range.after or range.from, "=", 1, lead)
  end
  for _, bound in ipairs(bounds) do
    if range[bound[1]] then
      add(range[bound[1]], bound[2], lead + 1, #terms)
    end
  end
  return conditions, values
end

--- The SELECT of what stands in the list, from the rows with these conditions.
function walk.text(asked, list, conditions, direction)
  return ("SELECT %s FROM %s%s"):format(
    table.concat(list, ", "),
    walk.rows(asked, conditions),
    walk.order(asked, direction or "")
  )
end

--- The SELECT of the first row of all (or the last): what stands in the list.
function walk.end_text(asked, list, direction)
  return walk.text(asked, list, {}, direction) .. " LIMIT 1"
end

--- The SELECT of `names` (or expressions) in the rows of a range, in order; and its
-- parameters.
function walk.page(asked, names, range)
  local conditions, values = walk.between(asked, range)
  return walk.text(asked, { term.all(names) }, conditions), values
end

--- The last key of all, as a list; nil if there is no row.
function walk.last_key(db, asked)
  local names = { identifier.quote_all(asked.key.columns) }
  return catalogue.rows(db, walk.end_text(asked, names, " DESC"))[1]
end

-- ---- keys that cannot be gone by

--- NULL is behind no key and before none: such rows would be left out.
function walk.check_nulls(db, asked)
  if not asked.key.may_be_null then
    return
  end
  local list = {}
  for i, name in ipairs(asked.key.columns) do
    list[i] = identifier.quote(name) .. " IS NULL"
  end
  local conditions = { "(" .. table.concat(list, " OR ") .. ")" }
  local sql = ("SELECT 1 FROM %s LIMIT 1"):format(walk.rows(asked, conditions))
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

-- ---- how far it is

--- How much of the way from one value to another lies behind, if these are numbers.
local function share_of(first, here, last)
  local numbers = type(first) == "number" and type(here) == "number"
  if not numbers or type(last) ~= "number" or first == last then
    return 0
  end
  return (here + 0.0 - first) / (last + 0.0 - first)
end

--- Say that so many rows more are done. `way` = { first =, last =, rows = } are the keys
-- at the ends and the rows done before. By the keys it is reckoned how many there will
-- be, as nobody has counted those that meet `where`.
function walk.count(db, way, rows, here)
  local share = share_of(way.first[1], here[1], way.last[1])
  way.rows = way.rows + rows
  if share > 0 then
    progress.total(db, way.rows / share)
  end
  progress.count(db, rows)
end

-- ---- the whole

--- Run `go(last_key)`, unless the table has no such row; returns what it does, or 0.
function walk.run(db, asked, go)
  walk.check_nulls(db, asked)
  local last = walk.last_key(db, asked)
  if not last then
    return 0
  end
  local unwatch = unchanging.watch(db, asked)
  local done, result = pcall(go, last)
  pcall(unwatch) -- if the transaction is gone, so is the trigger
  if not done then
    error(result, 0)
  end
  return result
end

return walk
