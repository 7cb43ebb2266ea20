--- `backfill`: new values for the rows that a table has already.
--
--     backfill "tickets.day" {
--       table = "tickets", where = "day IS NULL",
--       from = { "created_at" }, into = { "day" },
--       set = function(created_at) return created_at:sub(1, 10) end,
--     }
--
-- It runs inside the revision's transaction (with `online = true` in many of its own, see
-- runner.backfill.online), and gives the number of rows. SQLite does
-- the iteration wherever it can: `set` is one UPDATE that calls the function, `sql` one
-- statement for each page of keys; only `each` is a loop in Lua. docs/data.md has more.
local catalogue = require("runner.catalogue")
local failure = require("runner.failure")
local ledger = require("runner.backfill.ledger")
local online = require("runner.backfill.online")
local progress = require("runner.progress")
local request = require("runner.backfill.request")
local words = require("runner.schema.words")
local work = require("runner.alter.work")

local ways = {
  each = require("runner.backfill.each"),
  set = require("runner.backfill.set"),
  sql = require("runner.backfill.sql"),
}

--- The sqlite3 shell has no functions of ours.
local function check_written_down(db, asked)
  if asked.way == "sql" or not catalogue.recording(db) then
    return
  end
  failure.raise(
    ("%s: %s is a Lua function, which cannot be written down as SQL"):format(
      asked.place,
      asked.way
    ),
    "say it with `sql`, or leave it out if context.offline"
  )
end

--- An online backfill is known by its name from one run to the next.
local function check_name(asked, online_names)
  if online_names[asked.name] then
    failure.raise(
      asked.place .. " is there twice in this revision",
      "give each online backfill a name of its own"
    )
  end
  online_names[asked.name] = true
end

--- What the user is told meanwhile. How many rows meet `where` nobody knows; but how far
-- an UPDATE is, its scan of the table shows, and how far pages are, their keys.
local function work_of(db, asked)
  local is_scan = asked.way == "set" and asked.where
  local is_all = asked.way == "set" or not asked.where
  return {
    what = asked.place,
    total = is_all and work.rows(db, asked.world.name) or nil,
    counted = not is_scan,
  }
end

--- In the revision's transaction.
local function run_told(db, asked)
  return progress.around(db, work_of(db, asked), function()
    return ways[asked.way].run(db, asked)
  end)
end

local function run(db, name, given, online_names)
  local asked = request.read(db, name, given)
  check_written_down(db, asked)
  if not asked.online then
    return run_told(db, asked)
  end
  online.check(db, asked)
  check_name(asked, online_names)
  if catalogue.recording(db) then
    return ways[asked.way].run(db, asked) -- one statement for all rows
  end
  return online.run(db, asked, ways[asked.way])
end

--- `desk`: what one database has of it, { online_names (as a set), ledger }.
-- What is meant to be online counts as such however wrong the rest is.
local function run_noted(db, name, given, desk)
  local function go()
    return run(db, name, given, desk.online_names)
  end
  if type(given) == "table" and given.online then
    return ledger.run_online(desk.ledger, go)
  end
  return go()
end

--- The word for one database, and a function for the end of the script: it raises if an
-- online backfill is not complete, or one was named and nothing more.
local function new(db)
  local desk = { online_names = {}, ledger = ledger.new() }
  local function word(name, ...)
    words.expect("backfill: its name", name, "name")
    if select("#", ...) > 0 then
      failure.raise("backfill takes its name alone", 'write backfill "name" { ... }')
    end
    local told = ledger.name(desk.ledger, name)
    return function(given)
      told()
      local _ = db.exec -- says so if there is no database
      return run_noted(db, name, given, desk)
    end
  end
  return word, function()
    ledger.check(desk.ledger)
  end
end

return { new = new }
