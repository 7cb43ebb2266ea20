--- Projects with an online backfill, run by the whole program on a real file.
--
--   local project = online.project({ rows = 20000, wal = true })
--   online.signal(project, "KILL", 0.05)     -- `upgrade head`, killed after 0.05 seconds
--   online.state(project)                    -- "running 1500/20000 0"
local desk = require("spec.support.desk")
local helper = require("spec.helper")

local online = { query = desk.query, change = desk.change }

local SCHEMA = [[
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, day TEXT, v INTEGER NOT NULL DEFAULT 0);
WITH c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < %d)
INSERT INTO t (id, a) SELECT i, 'a' || i FROM c;]]

--- The words of most cases: each row counts how often it was done.
online.COUNTING = [[table = "t", where = "day IS NULL", from = { "a", "v" },
  into = { "day", "v" }, set = function(a, v) return a, v + 1 end]]

function online.revision(words)
  return { extra = "transaction = false",
    up = ('backfill "t.day" { online = true, %s }'):format(words or online.COUNTING) }
end

--- given: rows (1000), schema (SQL instead), words (of the backfill), wal (true or nil),
-- up (instead of the words: the body of upgrade())
function online.project(given)
  local revision = online.revision(given.words)
  revision.up = given.up or revision.up
  revision.back = given.back
  local project = desk.project({ { "aaaa", {} }, { "bbbb", revision } })
  desk.change(project, given.schema or SCHEMA:format(given.rows or 1000))
  if given.wal then desk.change(project, "PRAGMA journal_mode = WAL") end
  return project
end

--- Other words for the same backfill.
function online.say(project, words)
  local revision = online.revision(words)
  revision.down = "aaaa"
  project:write("versions/bbbb.lua", desk.revision("bbbb", revision))
end

--- `upgrade head`, and a signal after so many seconds. The screen, as of project:run.
function online.signal(project, signal, seconds)
  return project:shell(("timeout -s %s %.3f %s upgrade head"):format(signal, seconds,
    helper.quote(helper.binary)))
end

function online.upgrade(project)
  return project:run("--timeout 60 upgrade head")
end

--- state rows_done/rows_total rows_failed
function online.state(project)
  return desk.query(project, [[SELECT state || ' ' || rows_done || '/' ||
    coalesce(rows_total, '?') || ' ' || rows_failed FROM runner_backfill]])
end

--- Run the program in the background while the lines of a shell script run: they know
-- `wait_for SQL VALUE` and `sql TEXT`. The screen is the program's.
function online.beside(project, script)
  return project:shell(([[
wait_for() {
  tries=0
  until [ "$(sqlite3 -cmd '.timeout 5000' desk.db "$1" 2>/dev/null)" = "$2" ]; do
    sleep 0.02
    tries=$((tries + 1))
    [ $tries -lt 500 ] || { echo "never: $1" >&2; kill $child; exit 99; }
  done
}
sql() { sqlite3 -cmd '.timeout 20000' desk.db "$1"; }
%s --timeout 60 upgrade head &
child=$!
%s
wait $child]]):format(helper.quote(helper.binary), script))
end

return online
