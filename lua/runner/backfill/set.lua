--- `set`: one UPDATE that calls the Lua function for the values of each row.
--
-- It is called once for a row, however many columns it gives: the row's own key, rowid or
-- primary key, says where one row ends and the next begins, and which one failed.
local blame = require("runner.backfill.blame")
local catalogue = require("runner.catalogue")
local duplicate = require("runner.alter.proof.duplicate")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local indexes = require("runner.backfill.indexes")
local key = require("runner.backfill.key")
local row_call = require("runner.alter.execute.row_call")
local pace = require("runner.pace")
local term = require("runner.schema.term")
local walk = require("runner.backfill.walk")

local quote = identifier.quote

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

--- The UPDATE of `rows` (the table, and which of its rows) with the function's call.
local function update_text(asked, call, rows)
  local assignments = {}
  for i, column in ipairs(asked.into) do
    assignments[i] = ("%s = %s"):format(quote(column), call.values[i])
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
      columns[#columns + 1] = term.sql(name)
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
local function raise_at_row(db, asked, call, problem)
  local keys = row_call.failed(db, call)
  if not keys and duplicate.is_about_rows(problem) then
    keys = row_call.last(db, call)
  end
  local known, found = pcall(read_row, db, asked, call.keys, keys or {})
  if keys and known and found then
    blame.row(asked, problem, found, 1)
  end
  -- Behind RAISE(ROLLBACK) nothing more can be read.
  blame.whole(asked, problem, keys and blame.key(call.keys, keys))
end

-- ---- the whole

local function new_call(db, asked)
  return row_call.new(db, {
    keys = own_key(asked),
    from = asked.from,
    results = #asked.into,
    run = asked.run,
  })
end

--- Run it over `rows`, with the values of their conditions.
local function update(db, asked, call, rows, ...)
  local sql = update_text(asked, call, rows)
  local done, result = pcall(pace.widely, db, db.exec, db, sql, ...)
  if not done then
    raise_at_row(db, asked, call, result)
  end
  return result
end

local set = {}

--- In batches: gives the function that does the rows of a range. It goes by the key, and
-- no index is dropped.
function set.open(db, asked)
  local call = new_call(db, asked)
  local target = asked.target .. " " .. asked.key.hint
  return function(range)
    local conditions, values = walk.between(asked, range)
    conditions[#conditions + 1] = asked.where
    local rows = { target = target, conditions = conditions }
    row_call.forget(db, call)
    return update(db, asked, call, rows, table.unpack(values))
  end
end

function set.run(db, asked)
  return indexes.around(db, asked, function()
    local rows = { target = asked.target, conditions = { asked.where } }
    return update(db, asked, new_call(db, asked), rows)
  end)
end

return set
