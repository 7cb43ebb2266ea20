--- runner backfill: whole screens over tables as an upgrade at work leaves them.
local beside = require("spec.support.beside")
local desk = require("spec.support.desk")
local helper = require("spec.helper")
local json = require("dkjson")
local expect = helper.expect

local TABLES = [[
CREATE TABLE runner_backfill (
  revision TEXT NOT NULL, direction TEXT NOT NULL, name TEXT NOT NULL,
  state TEXT NOT NULL, request TEXT, cursor TEXT,
  rows_done INTEGER NOT NULL, rows_total INTEGER,
  rows_failed INTEGER NOT NULL, batch INTEGER,
  started_at TEXT NOT NULL, updated_at TEXT NOT NULL,
  seconds REAL NOT NULL, error TEXT,
  PRIMARY KEY (revision, direction, name)) WITHOUT ROWID;
CREATE TABLE runner_backfill_errors (
  revision TEXT NOT NULL, direction TEXT NOT NULL, name TEXT NOT NULL,
  key TEXT NOT NULL, row_values TEXT, message TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (revision, direction, name, key)) WITHOUT ROWID;
]]

local DAY = [[
INSERT INTO runner_backfill VALUES ('8c1f0a2b7d3e', 'upgrade', 'tickets.day', '%s', NULL,
  '250000', 250000, 1000000, 0, 5000, '2026-11-22T10:00:00Z', '2026-11-22T10:00:10Z',
  10.0, NULL);
]]

local STOPPED = [[
Backfill: tickets.day (stopped)
Revision: 8c1f0a2b7d3e
Rows:     250,000 done, 750,000 left (25 %)
Rate:     25,000 rows/s
Started:  2026-11-22T10:00:00Z
Updated:  2026-11-22T10:00:10Z
Next:     the next `runner upgrade` goes on with it
]]

local NAME = [[
INSERT INTO runner_backfill VALUES ('9d20', 'downgrade', 'users.name', 'failed', NULL,
  NULL, 30, NULL, 23, 10, '2026-11-22T11:00:00Z', '2026-11-22T11:00:10Z',
  8.0, 'attempt to index
a nil value');
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 23)
INSERT INTO runner_backfill_errors SELECT '9d20', 'downgrade', 'users.name', i,
  iif(i = 2, NULL, 'full = NULL'), 'bad ' || i, '2026-11-22T11:00:05Z' FROM n;
]]

describe("runner backfill", function()
  local project
  before_each(function() project = desk.project({}) end)
  after_each(helper.clean)

  --- A database with these rows; `state` is what the row of tickets.day says.
  local function fill(state, more)
    desk.change(project, TABLES .. DAY:format(state) .. (more or ""))
  end

  local function row()
    return desk.query(project,
      "SELECT state || ' ' || ifnull(request, '-') FROM runner_backfill ORDER BY name")
  end

  it("says so where none has run, and makes nothing", function()
    expect(project:run("backfill"), "no backfill has run online in desk.db\n")
    expect(project:run("backfill status --errors"),
      "no backfill has run online in desk.db\n")
    expect(project:run("--json backfill status"), '{"command":"backfill",'
      .. '"action":"status","database":"desk.db","backfills":[]}\n')
    expect(project:run("backfill cancel"), "", "runner: error: there is no backfill in "
      .. "this database\nhint: they appear when an upgrade runs one online\n", 2)
    assert.are.same({ "runner.lua", "versions" }, project:list())
  end)

  it("shows each of them", function()
    fill("running", NAME)
    expect(project:run("backfill"), STOPPED .. [[

Backfill: users.name (failed)
Revision: 9d20 (downgrade)
Rows:     30 done
Rate:     3.8 rows/s
Failed:   23 rows
Error:    attempt to index a nil value
Started:  2026-11-22T11:00:00Z
Updated:  2026-11-22T11:00:10Z
Next:     the next `runner downgrade` tries what failed again
]])
    expect(project:run("backfill status tickets.day"), STOPPED)
    expect(project:run("backfill status 8c1f0a2b7d3e/tickets.day"), STOPPED)
    expect(project:run("-q backfill"), "")
    expect(project:run("backfill status ticket.day"), "", "runner: error: there is no "
      .. 'backfill "ticket.day" in this database\nhint: did you mean "tickets.day"?\n', 2)
  end)

  it("gives the same facts as JSON", function()
    fill("done", NAME)
    local day = '{"revision":"8c1f0a2b7d3e","direction":"upgrade","name":"tickets.day",'
      .. '"state":"done","asked":null,"rows_done":250000,"rows_total":1000000,'
      .. '"rows_left":0,"rows_failed":0,"percent":100.0,"seconds":10.0,"rate":25000.0,'
      .. '"remaining":null,"started_at":"2026-11-22T10:00:00Z",'
      .. '"updated_at":"2026-11-22T10:00:10Z","error":null'
    expect(project:run("--json backfill status tickets.day"), '{"command":"backfill",'
      .. '"action":"status","database":"desk.db","backfills":[' .. day .. "}]}\n")
    expect(project:run("--json backfill status tickets.day --errors"),
      '{"command":"backfill","action":"status","database":"desk.db","backfills":['
      .. day .. ',"errors":[],"more":0}]}\n')
    local screen = project:run("--json backfill --errors --limit 2")
    local name = assert(json.decode(screen.stdout, 1, json.null)).backfills[2]
    assert.are.equal(json.null, name.rows_total)
    assert.are.equal(json.null, name.rows_left)
    assert.are.equal(json.null, name.percent)
    assert.are.equal("attempt to index\na nil value", name.error)
    assert.are.equal(21, name.more)
    assert.are.same({ { key = "1", values = "full = NULL", message = "bad 1",
      at = "2026-11-22T11:00:05Z" }, { key = "2", values = json.null, message = "bad 2",
      at = "2026-11-22T11:00:05Z" } }, name.errors)
  end)

  it("lists the rows that failed", function()
    fill("running")
    expect(project:run("backfill status --errors"),
      "no rows of backfills have failed in desk.db\n")
    desk.change(project, NAME)
    local screen = project:run("backfill status --errors")
    assert.are.equal(22, select(2, screen.stdout:gsub("\n", "")))
    assert.truthy(screen.stdout:find("\n  9   full = NULL: bad 9\n"
      .. "  10  full = NULL: bad 10\n", 1, true), screen.stdout)
    assert.truthy(screen.stdout:find("\n  and 3 more (--limit 23 lists them all)\n", 1,
      true))
    expect(project:run("backfill --errors --limit=2"), [[
users.name (9d20): 23 failed rows
  1  full = NULL: bad 1
  2  bad 2
  and 21 more (--limit 23 lists them all)
]])
    screen = project:run("backfill --errors --limit 23")
    assert.falsy(screen.stdout:find("more", 1, true))
    expect(project:run("backfill --limit 3"), "",
      "runner: error: --limit is for --errors\n", 2)
    expect(project:run("backfill --errors --limit -3"), "",
      "runner: error: --limit '-3' is not a number of rows\n", 2)
    expect(project:run("backfill pause --errors"), "", "runner: error: --errors and "
      .. "--limit are for `backfill status`, not for 'pause'\n", 2)
  end)

  it("asks one that no process is at work on", function()
    fill("running")
    expect(project:run("backfill pause"), "no process is at work on backfill "
      .. '"tickets.day": it pauses when the next `runner upgrade` comes to it\n')
    assert.are.equal("running pause", row())
    local status = STOPPED:gsub("Next[^\n]*", "Asked:    pause, not heard yet\n"
      .. "Next:     the next `runner upgrade` pauses there until it is resumed")
    expect(project:run("backfill"), status)
    expect(project:run("backfill resume tickets.day"), "no process is at work on "
      .. 'backfill "tickets.day": the next `runner upgrade` goes on with it\n')
    assert.are.equal("running -", row())
    expect(project:run("backfill cancel"), 'backfill "tickets.day" is cancelled; after '
      .. "`runner backfill resume` the next `runner upgrade` goes on with it\n")
    assert.are.equal("cancelled cancel", row())
    local cancelled = STOPPED:gsub("stopped", "cancelled"):gsub("Next:[^\n]*",
      "Next:     `runner backfill resume`, then `runner upgrade`")
    expect(project:run("backfill"), cancelled)
    expect(project:run("backfill pause"), "", 'runner: error: backfill "tickets.day" is '
      .. "cancelled: it cannot pause\nhint: `runner backfill resume` lets the next "
      .. "`runner upgrade` go on with it\n", 2)
    project:run("backfill resume")
    assert.are.equal("running -", row())
    desk.change(project, "UPDATE runner_backfill SET state = 'failed'")
    expect(project:run("backfill resume"), "no process is at work on backfill "
      .. '"tickets.day": the next `runner upgrade` tries what failed again\n')
  end)

  it("takes the only one that is not done, or the one that is named", function()
    fill("running", NAME)
    expect(project:run("backfill cancel"), "", "runner: error: several backfills are not "
      .. "done: tickets.day, users.name\nhint: name one of them: "
      .. "`runner backfill cancel NAME`\n", 2)
    desk.change(project, [[
UPDATE runner_backfill SET state = 'done' WHERE revision = '9d20']])
    expect(project:run("backfill cancel users.name"), "",
      'runner: error: backfill "users.name" is done already\n', 2)
    expect(project:run("backfill cancel usr.name"), "", "runner: error: there is no "
      .. 'backfill "usr.name" in this database\nhint: did you mean "users.name"?\n', 2)
    expect(project:run("-q backfill pause"), "")
    assert.are.equal("running pause done -", row())
    expect(project:run("backfill pase"), "", "runner: error: 'backfill' cannot do "
      .. "'pase'\nhint: did you mean 'pause'?\n", 2)
    expect(project:run("backfill stop"), "", "runner: error: 'backfill' cannot do "
      .. "'stop'\nhint: usage: runner backfill [options] [status|pause|resume|cancel] "
      .. "[NAME]\n", 2)
  end)

  it("answers a request with JSON", function()
    fill("running")
    local screen = project:run("--json backfill cancel")
    local document = assert(json.decode(screen.stdout, 1, json.null))
    assert.are.equal("cancel", document.action)
    assert.are.equal("desk.db", document.database)
    assert.are.equal("cancelled", document.backfill.state)
    assert.are.equal(json.null, document.backfill.asked)
    screen = project:run("--json backfill pause")
    assert.are.equal(2, screen.status)
    assert.are.equal("usage", json.decode(screen.stdout).error.kind)
  end)

  it("is about the database that is chosen", function()
    project:write("runner.lua", [[
return { databases = { one = { database = "one.db" }, two = { database = "two.db" } } }
]])
    desk.change(project, TABLES .. DAY:format("running"), "two.db")
    expect(project:run("-n one backfill"), "no backfill has run online in one.db\n")
    expect(project:run("-n two backfill"), STOPPED)
    expect(project:run("--database two.db -n one backfill"), STOPPED)
  end)

  it("does not need revisions that can be read", function()
    fill("running")
    project:write("versions/broken.lua", "this is no Lua")
    expect(project:run("backfill"), STOPPED)
  end)

  it("ends with exit code 5 while the database is locked", function()
    fill("running")
    local screen = project:shell(beside.words() .. [[
      hold "BEGIN IMMEDIATE"
      "$runner" backfill >seen || exit 99
      "$runner" --timeout 0.2 backfill pause
      status=$?
      let_go
      exit $status]])
    assert.are.equal(5, screen.status, screen.stderr)
    assert.are.equal(STOPPED, project:read("seen"))
    assert.are.equal("running -", row())
  end)
end)

describe("a backfill whose process is at work", function()
  local project, working
  before_each(function()
    project = desk.project({ { "aaaa", { extra = "transaction = false", up = [[
      local stopped, ends = false, os.time() + 600
      repeat
        for count in db:rows("SELECT count(*) FROM stop") do stopped = count > 0 end
      until stopped or os.time() > ends]] } } })
    desk.change(project, "CREATE TABLE stop (x);" .. TABLES .. DAY:format("running"))
    local screen = project:shell(beside.words() .. [[
      "$runner" upgrade head >/dev/null 2>&1 &
      child=$!
      runs() { "$runner" backfill | grep -q '(running)'; }
      wait_until runs]])
    assert.are.equal(0, screen.status, screen.stderr)
    working = true
  end)

  local function finish()
    if not working then return end
    working = false
    desk.change(project, "INSERT INTO stop VALUES (1)")
    project:shell(beside.words() .. "wait_until [ ! -e desk.db-runner ]")
  end
  after_each(function()
    finish()
    helper.clean()
  end)

  local function state(sql)
    if sql then desk.change(project, "UPDATE runner_backfill SET " .. sql) end
    return project:run("backfill").stdout
  end

  it("is told as it stands", function()
    local running = STOPPED:gsub("stopped", "running"):gsub("Next[^\n]*\n", "")
      :gsub("rows/s", "rows/s, 30 s left")
    assert.are.equal(running, state())
    local paused = STOPPED:gsub("stopped", "paused"):gsub("Next[^\n]*",
      "Next:     `runner backfill resume` lets it go on")
    assert.are.equal(paused, state("state = 'paused', request = 'pause'"))
    state("state = 'running', request = NULL")
    finish()
    assert.are.equal(STOPPED, state())
  end)

  it("hears what it is asked, and nothing else is written", function()
    expect(project:run("backfill pause"),
      'backfill "tickets.day" pauses behind its batch\n')
    assert.truthy(state():find("\nAsked:    pause, not heard yet\n", 1, true))
    state("state = 'paused'")
    expect(project:run("backfill pause"), 'backfill "tickets.day" is paused\n')
    expect(project:run("backfill cancel"), 'backfill "tickets.day" stops behind its '
      .. "batch; after `runner backfill resume` the next `runner upgrade` goes on with "
      .. "it\n")
    assert.are.equal("paused cancel",
      desk.query(project, "SELECT state || ' ' || request FROM runner_backfill"))
    expect(project:run("backfill resume"), 'backfill "tickets.day" goes on\n')
    assert.are.equal("paused nil",
      desk.query(project, "SELECT state || ' ' || ifnull(request, 'nil') "
        .. "FROM runner_backfill"))
  end)
end)
