--- `set`: one UPDATE that calls the Lua function for the values of each row.
--
-- The function is one of rows (runner.row): the row's own key, rowid or primary key, says
-- where one row ends and the next begins, and afterwards which one failed.
local blame = require("runner.backfill.blame")
local catalogue = require("runner.catalogue")
local duplicate = require("runner.alter.proof.duplicate")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local indexes = require("runner.backfill.indexes")
local key = require("runner.backfill.key")
local row = require("runner.row")
local walk = require("runner.backfill.walk")

local quote = identifier.quote

-- SQLite replaces no function while any statement runs, so each gets a name of its own.
local count = 0

local function next_name()
  count = count + 1
  return "runner_backfill_" .. count
end

--- The columns that tell the rows of the statement apart. (Those of another unique key do
-- not where they are NULL.)
local function own_key(asked)
  local rowid = key.rowid(asked)
  if rowid then
    return { rowid }
  elseif not asked.definition.without_rowid then
    failure.raise(
      ("%s: set cannot tell the rows of '%s' apart: %s"):format(
        asked.place,
        asked.world.name,
        "columns took all names of its rowid"
      ),
      "use each, or sql"
    )
  end
  return asked.world.key
end

--- The places that the key has in `from`; nil if not all of it is there.
local function places_of(row_key, from)
  local place_of, places = {}, {}
  for place, name in ipairs(from) do
    place_of[identifier.fold(name)] = place
  end
  for i, name in ipairs(row_key) do
    places[i] = place_of[identifier.fold(name)]
  end
  return #places == #row_key and places or nil
end

--- The function's arguments as SQL: the values of `from`, and before them the key if it
-- is not among them.
local function arguments_text(asked, row_key, places)
  local names = places and {} or { table.unpack(row_key) }
  return identifier.quote_all(table.move(asked.from, 1, #asked.from, #names + 1, names))
end

--- The UPDATE of `rows` (the table, and which of its rows) with a function defined.
local function update_text(asked, defined, rows)
  local assignments = {}
  for i, column in ipairs(asked.into) do
    assignments[i] = ("%s = %s(%d, %s)"):format(
      quote(column),
      defined.name,
      i,
      defined.arguments
    )
  end
  -- OR ABORT: a definition's own ON CONFLICT REPLACE would remove rows without a word.
  return ("UPDATE OR ABORT %s SET %s%s"):format(
    rows.target,
    table.concat(assignments, ", "),
    #rows.conditions > 0 and " WHERE " .. table.concat(rows.conditions, " AND ") or ""
  )
end

-- ---- when a row fails

--- The names of `columns` in the row with this key, and its values; the statement is
-- undone by now, so they are what it began with.
local function read_row(db, asked, row_key, values)
  local columns, same = {}, {}
  for _, list in ipairs({ asked.key.columns, asked.from }) do
    for _, name in ipairs(list) do
      columns[#columns + 1] = quote(name)
    end
  end
  for i, name in ipairs(row_key) do
    same[i] = ("%s IS ?%d"):format(quote(name), i)
  end
  local sql = ("SELECT %s FROM %s WHERE %s"):format(
    table.concat(columns, ", "),
    asked.target,
    table.concat(same, " AND ")
  )
  return catalogue.rows(db, sql, table.unpack(values, 1, #row_key))[1]
end

--- The function raised at a row, or what it gave was refused by a constraint or trigger.
local function raise_at_row(db, asked, defined, problem)
  local keys = row.failed(db, defined.name)
  if not keys and duplicate.is_about_rows(problem) then
    keys = row.last(db, defined.name)
  end
  local known, found = pcall(read_row, db, asked, defined.row_key, keys or {})
  if keys and known and found then
    blame.row(asked, problem, found, 1)
  end
  blame.whole(asked, problem)
end

-- ---- the whole

--- Make the function known: its name, the columns that tell rows apart, and what it is
-- called with.
local function define(db, asked)
  local row_key = own_key(asked)
  local places = places_of(row_key, asked.from)
  local defined = {
    name = next_name(),
    row_key = row_key,
    arguments = arguments_text(asked, row_key, places),
  }
  local shape = { keys = places or #row_key, results = #asked.into }
  row.define(db, defined.name, shape, asked.run)
  return defined
end

--- Run it over `rows`, with the values of their conditions.
local function update(db, asked, defined, rows, ...)
  local sql = update_text(asked, defined, rows)
  local done, result = pcall(db.exec, db, sql, ...)
  if not done then
    raise_at_row(db, asked, defined, result)
  end
  return result
end

local set = {}

--- In batches: gives the function that does the rows of a range. It goes by the key, and
-- no index is dropped.
function set.open(db, asked)
  local defined = define(db, asked)
  local target = asked.target .. " " .. asked.key.hint
  return function(range)
    local conditions, values = walk.between(asked, range)
    conditions[#conditions + 1] = asked.where
    local rows = { target = target, conditions = conditions }
    row.forget(db, defined.name)
    return update(db, asked, defined, rows, table.unpack(values))
  end
end

function set.run(db, asked)
  return indexes.around(db, asked, function()
    local rows = { target = asked.target, conditions = { asked.where } }
    return update(db, asked, define(db, asked), rows)
  end)
end

return set
