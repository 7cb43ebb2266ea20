--- op.bulk_insert: many rows into one table.
--
--     op.bulk_insert("colours", { { id = 1, name = "red" }, { id = 2, name = "blue" } })
--     op.bulk_insert("copies", db:nrows("SELECT id, name FROM originals"))
--     op.bulk_insert("tickets", { csv = "seeds/tickets.csv" })
--     op.bulk_insert("events", { jsonl = "seeds/events.jsonl" })
--
-- Rows come from a list, an iterator function or a file, one at a time, so memory stays
-- constant. A row is a table from column to value; what it does not name gets the
-- column's default, db.null is NULL. Files are those of the project.
local failure = require("runner.failure")
local progress = require("runner.progress")
local target = require("runner.rows.target")
local words = require("runner.schema.words")

local place = "op.bulk_insert"
local conflicts = { "ABORT", "FAIL", "IGNORE", "REPLACE", "ROLLBACK" }

--- All rows of a file or none, also where every statement is a transaction of its own.
local function whole(insert)
  return function(db, ...)
    local arguments = table.pack(...)
    return db:savepoint(function()
      return insert(db, table.unpack(arguments, 1, arguments.n))
    end)
  end
end

--- The function that inserts such rows.
local function reader(rows)
  if type(rows) ~= "table" or type(next(rows)) ~= "string" then
    return require("runner.rows.list").insert
  elseif rows.csv ~= nil and rows.jsonl ~= nil then
    failure.raise(place .. ": the rows are in one file: csv or jsonl, not both")
  elseif rows.csv ~= nil then
    return whole(require("runner.rows.csv").insert)
  elseif rows.jsonl ~= nil then
    return whole(require("runner.rows.list").insert_json)
  end
  failure.raise(
    place .. ": a row was given in place of a list of rows",
    'write { { column = value } }, or { csv = "file" }'
  )
end

--- Options: on_conflict = "ignore", "replace", ...
-- (https://www.sqlite.org/lang_conflict.html). Gives the number of rows inserted.
local function bulk_insert(db, table_name, rows, options)
  words.expect(place .. ": the table's name", table_name, "name")
  options = words.options(place, options, { on_conflict = "text" })
  local conflict = options.on_conflict
    and words.choice(place .. ": on_conflict", options.on_conflict, conflicts)
  local insert, into = reader(rows), target.read(db, place, table_name)
  local what = ("inserting rows into '%s'"):format(into.name)
  return progress.around(db, { what = what, counted = true }, function()
    return insert(db, into, rows, conflict)
  end)
end

return { bulk_insert = { usage = "table, rows [, options]", run = bulk_insert } }
