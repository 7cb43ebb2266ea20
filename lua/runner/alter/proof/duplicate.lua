--- Values that occur more than once where an index wants them distinct.
local catalogue = require("runner.catalogue")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local world_reader = require("runner.alter.world")

local duplicate = {}

local CONSTRAINT, MISMATCH = 19, 20 -- https://www.sqlite.org/rescode.html

--- Did a statement fail because of what is in the rows?
function duplicate.is_about_rows(problem)
  local code = type(problem) == "userdata" and problem.code or 0
  return code & 0xff == CONSTRAINT or code & 0xff == MISMATCH
end

--- Raise what was found ({ count, text }), if anything was. `claim`: what cannot hold.
function duplicate.fail(claim, found)
  if found.count == 0 then
    return
  end
  failure.raise(
    ("%s cannot hold: %s more than once (%s)"):format(
      claim,
      found.count == 1 and "1 value is there"
        or ("%d values are there"):format(found.count),
      found.text
    ),
    "remove or change the duplicates first"
  )
end

--- The terms of an index as SQL, each with its collation.
local function terms_of(index)
  local terms = {}
  for i, column in ipairs(index.tree.columns) do
    local text = index.text:sub(column.expression[1], column.expression[2])
    terms[i] = ("(%s\n)"):format(text)
    if column.collation then
      terms[i] = terms[i] .. " COLLATE " .. identifier.quote(column.collation)
    end
  end
  return terms
end

--- The SELECT of the values that an index holds more than once, with their number and, if
-- rows have one, their first and last `rowid`.
local function groups_text(table_name, index, rowid)
  local terms, shown, present = terms_of(index), {}, {}
  for i, term in ipairs(terms) do
    shown[i] = ("min(quote(%s))"):format(term)
    present[i] = ("%s IS NOT NULL"):format(term)
  end
  local where = index.tree.where
  local rows = rowid and ("min(%s), max(%s)"):format(rowid, rowid) or "NULL, NULL"
  local form = "SELECT %s, count(*), %s FROM main.%s WHERE (%s\n) AND %s GROUP BY %s "
    .. "HAVING count(*) > 1"
  return form:format(
    table.concat(shown, ", "),
    rows,
    identifier.quote(table_name),
    where and index.text:sub(where[1], where[2]) or "1",
    table.concat(present, " AND "),
    table.concat(terms, ", ")
  )
end

--- "'a' in 3 rows: rowid 1 ... 9"
local function group_text(row, rowid)
  local times, first, last = table.unpack(row, #row - 2)
  local value = table.concat(row, ", ", 1, #row - 3)
  local text = ("%s in %d rows"):format(#row > 4 and "(" .. value .. ")" or value, times)
  if not rowid then
    return text
  end
  local between = times > 2 and " ... " or ", "
  return ("%s: %s %d%s%d"):format(text, rowid, first, between, last)
end

--- CREATE UNIQUE INDEX failed with `problem`: raise the duplicates, or return.
function duplicate.explain_index(db, table_name, index, problem)
  if not duplicate.is_about_rows(problem) then
    return
  end
  local rowid = world_reader.read_own(db, table_name).rowid_name
  local groups, texts = groups_text(table_name, index, rowid), {}
  local count = catalogue.rows(db, ("SELECT count(*) FROM (%s)"):format(groups))[1][1]
  for i, row in ipairs(catalogue.rows(db, groups .. " LIMIT 5")) do
    texts[i] = group_text(row, rowid)
  end
  local text = table.concat(texts, "; ") .. (count > 5 and "; ..." or "")
  local claim = ("the unique index '%s' of '%s'"):format(index.name, table_name)
  duplicate.fail(claim, { count = count, text = text })
end

return duplicate
