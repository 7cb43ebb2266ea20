--- The rows that could not be done: runner_backfill_errors.
local blame = require("runner.backfill.blame")
local catalogue = require("runner.catalogue")
local state = require("runner.backfill.online.state")

local failed = {}

local MINE = " WHERE revision = ?1 AND direction = ?2 AND name = ?3"

-- https://www.sqlite.org/rescode.html: ERROR, TOOBIG, CONSTRAINT, MISMATCH
local of_rows = { [0] = true, [1] = true, [18] = true, [19] = true, [20] = true }

--- Is the row to blame, and not the disk, a lock or Ctrl-C?
function failed.is_about_row(problem)
  if type(problem) ~= "userdata" or not problem.kind then
    return true
  end
  return problem.kind == "failed" and of_rows[problem.code & 0xff] or false
end

--- What went wrong, as one text to be kept.
function failed.message(problem)
  local known = type(problem) == "userdata" and problem.message
  return blame.message(known or tostring(problem))
end

--- Note that the row failed; `values` holds its key and behind that those of `from`.
function failed.put(db, row, asked, values, problem)
  local width = #asked.key.columns
  catalogue.exec(
    db,
    "INSERT OR REPLACE INTO main.runner_backfill_errors (revision, direction, name, key, "
      .. "row_values, message, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
      .. "strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
    row.revision,
    row.direction,
    row.name,
    state.key_text(table.move(values, 1, width, 1, {})),
    #asked.from > 0 and blame.values(asked, values, width + 1) or nil,
    failed.message(problem)
  )
end

--- Forget the one with this key (as text).
function failed.remove(db, row, key)
  local sql = "DELETE FROM main.runner_backfill_errors" .. MINE .. " AND key = ?4"
  catalogue.exec(db, sql, row.revision, row.direction, row.name, key)
end

function failed.count(db, row)
  local sql = "SELECT count(*) FROM main.runner_backfill_errors" .. MINE
  return catalogue.rows(db, sql, row.revision, row.direction, row.name)[1][1]
end

--- Keys (as texts) behind `after`, a text or nil; at most `most`.
function failed.keys(db, row, after, most)
  local sql = "SELECT key FROM main.runner_backfill_errors"
    .. MINE
    .. " AND key > ?4 ORDER BY key LIMIT ?5"
  local found = {}
  local rows =
    catalogue.rows(db, sql, row.revision, row.direction, row.name, after or "", most)
  for i, each in ipairs(rows) do
    found[i] = each[1]
  end
  return found
end

--- One of them, as { key, message }; nil if there is none.
function failed.first(db, row)
  local sql = "SELECT key, message FROM main.runner_backfill_errors"
    .. MINE
    .. " ORDER BY CAST(key AS INTEGER), key LIMIT 1"
  local found = catalogue.rows(db, sql, row.revision, row.direction, row.name)[1]
  return found and { key = found[1], message = found[2] }
end

return failed
