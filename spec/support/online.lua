--- Projects with an online backfill, run by the whole program on a real file.
--
--   local project = online.project({ rows = 20000, wal = true })
--   online.kill(project, 0.05)               -- `upgrade head`, killed in the midst of it
--   online.state(project)                    -- "running 1500/20000 0"
local beside = require("spec.support.beside")
local desk = require("spec.support.desk")

local online = { query = desk.query, change = desk.change }

local SCHEMA = [[
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, day TEXT, v INTEGER NOT NULL DEFAULT 0);
WITH c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < %d)
INSERT INTO t (id, a) SELECT i, 'a' || i FROM c;]]

--- The words of most cases: each row counts how often it was done.
online.COUNTING = [[table = "t", where = "day IS NULL", from = { "a", "v" },
  into = { "day", "v" }, set = function(a, v) return a, v + 1 end]]

-- Many small batches with rests.
online.SLOW = ", target = 0.002, pause = 4"
-- A rest for days behind the first batch, of 500 rows: it cannot be done before somebody
-- disturbs it.
online.RESTING = ", target = 0.002, pause = 1e9"

function online.revision(words)
  return { extra = "transaction = false",
    up = ('backfill "t.day" { online = true, %s }'):format(words or online.COUNTING) }
end

--- given: rows (1000), schema (SQL instead), words (of the backfill), wal (true or nil),
-- up (instead of the words: the body of upgrade()), configuration (of runner.lua)
function online.project(given)
  local revision = online.revision(given.words)
  revision.up = given.up or revision.up
  revision.back = given.back
  local project = desk.project({ { "aaaa", {} }, { "bbbb", revision } },
    given.configuration)
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

function online.upgrade(project)
  return project:run("--timeout 600 upgrade head")
end

--- state rows_done/rows_total rows_failed
function online.state(project)
  return desk.query(project, [[SELECT state || ' ' || rows_done || '/' ||
    coalesce(rows_total, '?') || ' ' || rows_failed FROM runner_backfill]])
end

-- More words of a script: wait_for SQL VALUE, sql TEXT.
local WORDS = [[
says() { [ "$(sqlite3 -cmd '.timeout 5000' desk.db "$1" 2>/dev/null)" = "$2" ]; }
wait_for() { wait_until says "$@"; }
sql() { sqlite3 -cmd '.timeout 300000' desk.db "$1"; }
]]

--- beside.run with `upgrade head` and with the words `wait_for SQL VALUE` and `sql TEXT`.
function online.beside(project, script)
  return beside.run(project, "--timeout 600 upgrade head", WORDS .. script)
end

--- `upgrade head`, killed so many seconds after it did some rows, if it is not done then.
function online.kill(project, seconds)
  return online.beside(project, ([[
before=$(sql 'SELECT rows_done FROM runner_backfill' 2>/dev/null)
goes_on() {
  ended || says "SELECT rows_done > ${before:-0} FROM runner_backfill" 1
}
wait_until goes_on
sleep %.3f
kill -KILL $child]]):format(seconds))
end

--- Begin, and leave it so that the next upgrade pauses at once, with 500 rows done.
function online.pause(project, words)
  online.say(project, words .. online.RESTING)
  local screen = online.beside(project, [[
wait_for 'SELECT rows_done > 0 FROM runner_backfill' 1
kill -INT $child]])
  assert(screen.status == 130, screen.stderr)
  desk.change(project, "UPDATE runner_backfill SET request = 'pause'")
  online.say(project, words .. online.SLOW)
end

return online
