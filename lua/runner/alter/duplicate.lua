--- Values that occur more than once where a key is wanted.
local catalogue = require("runner.catalogue")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")

local duplicate = {}

local CONSTRAINT, MISMATCH = 19, 20 -- https://www.sqlite.org/rescode.html

--- Did a statement fail because of what is in the rows?
function duplicate.is_about_rows(problem)
  local code = type(problem) == "userdata" and problem.code or 0
  return code & 0xff == CONSTRAINT or code & 0xff == MISMATCH
end

--- Raise if the key `terms` (SQL, with collations) has a value more than once.
function duplicate.look_for(db, table_name, from, terms, what)
  local quoted, present = {}, {}
  for i, term in ipairs(terms) do
    quoted[i] = ("quote(%s)"):format(term)
    present[i] = ("%s IS NOT NULL"):format(term)
  end
  local form = "SELECT %s, count(*) FROM %s AND %s GROUP BY %s HAVING count(*) > 1"
  local groups = form:format(
    table.concat(quoted, ", "),
    from,
    table.concat(present, " AND "),
    table.concat(terms, ", ")
  )
  local count = catalogue.rows(db, ("SELECT count(*) FROM (%s)"):format(groups))[1][1]
  if count == 0 then
    return
  end
  local first = {}
  for i, row in ipairs(catalogue.rows(db, groups .. " LIMIT 5")) do
    local times = table.remove(row)
    first[i] = ("(%s) in %d rows"):format(table.concat(row, ", "), times)
  end
  failure.raise(
    ("'%s' cannot have %s: %s more than once (%s%s)"):format(
      table_name,
      what,
      count == 1 and "1 value is there" or count .. " values are there",
      count > 5 and "first: " or "",
      table.concat(first, ", ")
    ),
    "remove or change the duplicates first"
  )
end

--- CREATE UNIQUE INDEX failed with `problem`: raise the duplicates, or return.
function duplicate.explain_index(db, table_name, index, problem)
  if not duplicate.is_about_rows(problem) or not index.tree then
    return
  end
  local terms = {}
  for i, column in ipairs(index.tree.columns) do
    local text = index.text:sub(column.expression[1], column.expression[2])
    terms[i] = column.collation
        and ("(%s\n) COLLATE %s"):format(text, identifier.quote(column.collation))
      or text
  end
  local where = index.tree.where
  duplicate.look_for(
    db,
    table_name,
    ("main.%s WHERE (%s\n)"):format(
      identifier.quote(table_name),
      where and index.text:sub(where[1], where[2]) or "true"
    ),
    terms,
    ("the unique index '%s'"):format(index.name)
  )
end

return duplicate
