--- What an author asks of a backfill, checked against the table.
--
--     { name, place = 'backfill "tickets.day"', way = "set" | "each" | "sql",
--       run = the function or the SQL text, world, definition, key, target (the table as
--       SQL), where (an SQL text or nil), from = { names and marked expressions },
--       into = { names }, online = the words of runner.backfill.online.terms, or nil }
--
-- `world` and `definition` are those of runner.alter, `key` that of runner.backfill.key.
-- For a query see runner.backfill.query.
local ddl = require("runner.ddl")
local definition = require("runner.alter.definition")
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local fragment = require("runner.schema.fragment")
local identifier = require("runner.schema.identifier")
local key = require("runner.backfill.key")
local query = require("runner.backfill.query")
local terms = require("runner.backfill.online.terms")
local unchanging = require("runner.backfill.unchanging")
local words = require("runner.schema.words")
local world_reader = require("runner.alter.world")

local request = {}

local shape = terms.shape({
  table = "name",
  key = "any",
  where = "expression",
  query = "expression",
  from = "names",
  into = "names",
  set = "function",
  each = "function",
  sql = "expression",
  online = "boolean",
})

-- ---- the words by themselves

--- Which of set, each and sql is there.
local function way_of(place, given)
  local found = {}
  for _, way in ipairs({ "each", "set", "sql" }) do
    if given[way] ~= nil then
      found[#found + 1] = way
    end
  end
  if #found == 1 then
    return found[1]
  end
  failure.raise(
    #found == 0 and place .. " does not say what to do"
      or ("%s has both %s and %s"):format(place, found[1], found[2]),
    "it takes one of set = function, each = function and sql = text"
  )
end

-- Words that only some ways have.
local wanted = { from = { set = true, each = true }, into = { set = true } }

local function check_company(place, given, way)
  for _, word in ipairs({ "from", "into" }) do
    if given[word] ~= nil and not wanted[word][way] then
      failure.raise(
        ("%s: %s says nothing beside %s"):format(place, word, way),
        word == "into" and "the columns that `set` gives values to are named by it"
          or "the columns whose values a function gets are named by it"
      )
    end
  end
  if given.table == nil then
    failure.raise(place .. " does not say which table", 'add table = "name"')
  elseif way == "set" and given.into == nil then
    failure.raise(
      place .. ": set needs into",
      "name the columns that its results are for: into = { ... }"
    )
  end
end

-- ---- the table

local function fail_column(place, self, word, name)
  failure.raise(
    ("%s: %s: '%s' has no column '%s'"):format(place, word, self.name, name),
    words.suggestion(name, identifier.names(self.columns))
  )
end

--- SQL that stands in several statements, so nothing can be bound to it.
local function read_text(place, what, given)
  local text = fragment(place .. ": " .. what, given)
  for _, token in ipairs(ddl.tokens(text)) do
    if token.kind == "parameter" then
      failure.raise(
        ("%s: %s takes no parameter such as %s"):format(place, what, token.text)
      )
    end
  end
  return text
end

local function read_source(place, self, item)
  if expression.text(item) then
    return expression(read_text(place, "from", item))
  end
  local name = words.expect(place .. ": from", item, "name")
  local column = definition.column(self, name)
  if not column and not key.is_rowid(self, name) then
    fail_column(place, self, "from", name)
  end
  return column and column.name or name
end

--- The columns of `from`, and expressions; the rowid may be one under its name.
local function read_from(place, self, given)
  local list = {}
  for i, item in ipairs(given or {}) do
    list[i] = read_source(place, self, item)
  end
  return list
end

local function read_into(place, self, given)
  local names, seen = given and words.names(place .. ": into", given) or {}, {}
  for i, name in ipairs(names) do
    local column = definition.column(self, name)
    if not column then
      fail_column(place, self, "into", name)
    elseif column.generated then
      failure.raise(
        ("%s: into: '%s' is computed by SQLite"):format(place, column.name),
        "write the columns it is computed from"
      )
    elseif seen[column.key] then
      failure.raise(("%s: into names '%s' twice"):format(place, column.name))
    end
    names[i], seen[column.key] = column.name, true
  end
  return names
end

--- The condition as SQL in parentheses, or nil.
local function read_where(place, given)
  return given and expression.parenthesize(read_text(place, "where", given))
end

--- What is asked of a table.
local function read_table(db, asked, given)
  local place = asked.place
  check_company(place, given, asked.way)
  asked.world = world_reader.read(db, given.table)
  local self = definition.read(asked.world.text)
  asked.definition = self
  asked.target = "main." .. identifier.quote(asked.world.name)
  asked.where = read_where(place, given.where)
  asked.from = read_from(place, self, given.from)
  asked.into = read_into(place, self, given.into)
  asked.online = terms.read(place, given)
  asked.key = key.choose(asked, given.key)
  unchanging.check(asked)
  return asked
end

--- Read what was written; a mistake is raised before anything is done.
function request.read(db, name, given)
  local place = ('backfill "%s"'):format(name)
  words.check(place, given, shape)
  local way = way_of(place, given)
  local run = way == "sql" and expression.any_text(given.sql) or given[way]
  local asked = { name = name, place = place, way = way, run = run, passed = 0 }
  if given.query ~= nil then
    return query.read(db, asked, given)
  end
  return read_table(db, asked, given)
end

return request
