--- A query as the source of `each`: rows of several tables, totals, what can be asked.
--
-- It is gone through as a table is: page by page, by a key, and runs again for each page.
-- Its key is what the author says, so it is looked at first: rows that share one, or have
-- NULL in it, would be left out.
local catalogue = require("runner.catalogue")
local ddl = require("runner.ddl")
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local query = {}

-- Words about a table.
local foreign = { "table", "where", "from", "into", "online" }

local function check_company(place, given, way)
  if way ~= "each" then
    failure.raise(
      ("%s: query says nothing beside %s"):format(place, way),
      "`set` and `sql` are about the rows of a table; `from` of `set` takes subqueries"
    )
  end
  for _, word in ipairs(foreign) do
    if given[word] ~= nil then
      failure.raise(
        ("%s: %s says nothing beside query"):format(place, word),
        "the query itself says which rows and which of their values"
      )
    end
  end
  if given.key == nil then
    failure.raise(
      place .. ": query needs a key",
      'name the columns of its result that tell rows apart: key = "id"'
    )
  end
end

--- The text up to the semicolon that may end it.
local function read_text(place, given)
  local text = expression.any_text(given)
  local tokens = ddl.tokens(text)
  for i, token in ipairs(tokens) do
    if token.text == ";" and i < #tokens then
      failure.raise(place .. ": query is more than one statement")
    elseif token.text == ";" then
      return text:sub(1, token.first - 1)
    end
  end
  return text
end

local VIEW = "temp.runner_backfill_query"

--- The names of the result's columns. A view of the query knows them; it also shows that
-- the text is one SELECT without parameters.
local function column_names(db, place, text)
  local create = ("CREATE TEMP VIEW %s AS %s"):format(VIEW:match("%.(.*)"), text)
  local done, problem = pcall(catalogue.exec, db, create)
  if not done then
    failure.within(problem, place .. ": query")
  end
  local sql = "SELECT name FROM pragma_table_info('runner_backfill_query', 'temp')"
  local known, found = pcall(catalogue.rows, db, sql)
  catalogue.exec(db, "DROP VIEW " .. VIEW)
  if not known then
    failure.within(found, place .. ": query")
  end
  local names = {}
  for i, row in ipairs(found) do
    names[i] = row[1]
  end
  return names
end

local function read_key(place, columns, given)
  local by_key, key = {}, { columns = {}, terms = {}, hint = "" }
  for _, name in ipairs(columns) do
    by_key[identifier.fold(name)] = name
  end
  given = type(given) == "table" and given or { given }
  local names = words.names(place .. ": key", given)
  for i, name in ipairs(names) do
    local column = by_key[identifier.fold(name)]
    if not column then
      failure.raise(
        ("%s: key: the query gives no column '%s'"):format(place, name),
        words.suggestion(name, columns)
      )
    end
    key.columns[i], key.terms[i] = column, identifier.quote(column)
  end
  return key
end

local function check_key(db, asked)
  local names = identifier.quote_all(asked.key.columns)
  local sql = "SELECT %s FROM %s GROUP BY %s HAVING count(*) > 1 OR %s IS NULL LIMIT 1"
  local found = catalogue.rows(
    db,
    sql:format(names, asked.target, names, table.concat(asked.key.terms, " IS NULL OR "))
  )
  if #found > 0 then
    failure.raise(
      ("%s: (%s) is no key of the query: rows share it, or have NULL in it"):format(
        asked.place,
        table.concat(asked.key.columns, ", ")
      ),
      "go by columns that tell every row of its result apart"
    )
  end
end

--- What is asked, in the words of runner.backfill.request; `passed` is how many values of
-- a row the function does not get: those of the key, which are read in front.
function query.read(db, asked, given)
  local place = asked.place
  check_company(place, given, asked.way)
  local text = read_text(place, given.query)
  local columns = column_names(db, place, text)
  asked.query = true
  asked.world = { name = "query" }
  asked.target = ("(%s\n) AS query"):format(text)
  asked.from, asked.into = columns, {}
  asked.key = read_key(place, columns, given.key)
  asked.passed = #asked.key.columns
  check_key(db, asked)
  return asked
end

return query
