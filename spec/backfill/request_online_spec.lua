--- runner backfill beside an upgrade at work: what is asked is heard.
local beside = require("spec.support.beside")
local desk = require("spec.support.desk")
local helper = require("spec.helper")

local TICKETS = [[
      db:exec("CREATE TABLE tickets (id INTEGER PRIMARY KEY, day TEXT)")
      db:exec("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n "
        .. "WHERE i < 1500) INSERT INTO tickets SELECT i, NULL FROM n")]]

-- It rests for days behind its first batch: it is there to be asked.
local DAYS = [[
      backfill "tickets.day" {
        table = "tickets", where = "day IS NULL", online = true,
        pause = 1e9, from = { "id" }, into = { "day" },
        set = function(id) return "day " .. id end,
      }]]

describe("a request", function()
  local project
  before_each(function()
    project = desk.project({ { "aaaa", { up = TICKETS } },
      { "bbbb", { extra = "transaction = false", up = DAYS } } })
    project:run("upgrade aaaa")
  end)
  after_each(helper.clean)

  --- Run `script` (shell) while an upgrade is at work, and rests behind its first batch;
  -- `wait_for STATE` is a word in it. Returns what it and the upgrade wrote, and the exit
  -- code of the upgrade.
  local function meanwhile(script)
    local screen = beside.run(project, "upgrade head 2>>log", [[
      runner() { "$runner" --timeout 600 "$@" 2>>waits; }
      says() { runner backfill | grep -q "$1"; }
      wait_for() { wait_until says "($1)"; }
      wait_until says "500 done"
      wait_for running
      ]] .. script)
    assert.are.equal("", screen.stderr, project:read("log"))
    return screen.stdout, screen.status
  end

  local function finish()
    project:write("versions/bbbb.lua", desk.revision("bbbb", { down = "aaaa",
      extra = "transaction = false", up = DAYS:gsub("1e9", "0") }))
    assert.are.equal(0, project:run("upgrade head").status)
  end

  local function left()
    return desk.query(project, "SELECT count(*) FROM tickets WHERE day IS NULL")
  end

  it("to pause holds until it is resumed", function()
    local told, status = meanwhile([[
      runner backfill pause
      wait_for paused
      runner backfill --json | grep -o '"rows_done":[0-9]*'
      sleep 0.5
      runner backfill --json | grep -o '"rows_done":[0-9]*'
      runner backfill resume
      wait_for running
      kill -INT $child]])
    local before, after = told:match('"rows_done":(%d+)\n"rows_done":(%d+)\n')
    assert.truthy(before, told)
    assert.are.equal(before, after)
    assert.truthy(told:find('backfill "tickets.day" pauses behind its batch\n', 1, true))
    assert.truthy(told:find('backfill "tickets.day" goes on\n', 1, true), told)
    assert.are.equal(130, status)
    finish()
    assert.are.equal("0", left())
    assert.truthy(project:run("backfill").stdout:find("1,500 done, 0 left (100 %)", 1,
      true))
  end)

  it("to cancel stops it, and it goes on only when it is resumed", function()
    local told, status = meanwhile("runner backfill cancel")
    assert.are.equal(1, status, told)
    assert.truthy(project:run("backfill").stdout:find("(cancelled)", 1, true))
    assert.are_not.equal("0", left())
    local screen = project:run("upgrade head")
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("is cancelled", 1, true), screen.stderr)
    project:run("backfill resume")
    finish()
    assert.are.equal("0", left())
    helper.expect(project:run("backfill cancel"), "",
      "runner: error: all backfills of this database are done\n", 2)
  end)
end)
