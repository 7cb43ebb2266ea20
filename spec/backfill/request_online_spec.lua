--- runner backfill beside an upgrade at work: what is asked is heard.
local desk = require("spec.support.desk")
local helper = require("spec.helper")

local TICKETS = [[
      db:exec("CREATE TABLE tickets (id INTEGER PRIMARY KEY, day TEXT)")
      db:exec("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n "
        .. "WHERE i < 1500) INSERT INTO tickets SELECT i, NULL FROM n")]]

-- A millisecond a row: it takes long enough to be asked.
local DAYS = [[
      backfill "tickets.day" {
        table = "tickets", where = "day IS NULL", online = true,
        target = 0.25, from = { "id" }, into = { "day" },
        set = function(id)
          local ready = os.clock() + 0.001
          while os.clock() < ready do end
          return "day " .. id
        end,
      }]]

describe("a request", function()
  local project
  before_each(function()
    project = desk.project({ { "aaaa", { up = TICKETS } },
      { "bbbb", { extra = "transaction = false", up = DAYS } } })
    project:run("upgrade aaaa")
  end)
  after_each(helper.clean)

  --- Run `script` (shell) while an upgrade is at work; `wait_for STATE` is a word in it.
  local function beside(script)
    local binary = helper.quote(helper.binary)
    local screen = project:shell(([[
      runner() { %s "$@" 2>>waits; }
      wait_for() {
        tries=0
        until runner backfill | grep -q "($1)"; do
          tries=$((tries + 1))
          [ $tries -lt 200 ] || { echo "never $1" >&2; kill $child; exit 99; }
          sleep 0.05
        done
      }
      %s upgrade head 2>>log &
      child=$!
      wait_for running
      %s
      wait $child
      echo "upgrade: $?"]]):format(binary, binary, script))
    assert.are.equal("", screen.stderr, project:read("log"))
    return screen.stdout
  end

  local function left()
    return desk.query(project, "SELECT count(*) FROM tickets WHERE day IS NULL")
  end

  it("to pause holds until it is resumed", function()
    local told = beside([[
      runner backfill pause
      wait_for paused
      runner backfill --json | grep -o '"rows_done":[0-9]*'
      sleep 0.5
      runner backfill --json | grep -o '"rows_done":[0-9]*'
      runner backfill resume]])
    local before, after = told:match('"rows_done":(%d+)\n"rows_done":(%d+)\n')
    assert.truthy(before, told)
    assert.are.equal(before, after)
    assert.truthy(told:find('backfill "tickets.day" pauses behind its batch\n', 1, true))
    assert.truthy(told:find('backfill "tickets.day" goes on\nupgrade: 0\n', 1, true),
      told)
    assert.are.equal("0", left())
    assert.truthy(project:run("backfill").stdout:find("1,500 done, 0 left (100 %)", 1,
      true))
  end)

  it("is heard in a long rest, too", function()
    local restful = DAYS:gsub("target = 0.25", "target = 0.01, pause = 10000")
    project:write("versions/bbbb.lua", desk.revision("bbbb",
      { down = "aaaa", extra = "transaction = false", up = restful }))
    assert.truthy(beside("runner backfill cancel"):find("upgrade: 1\n", 1, true))
  end)

  it("to cancel stops it, and it goes on only when it is resumed", function()
    local told = beside("runner backfill cancel")
    assert.truthy(told:find("upgrade: 1\n", 1, true), told)
    assert.truthy(project:run("backfill").stdout:find("(cancelled)", 1, true))
    assert.are_not.equal("0", left())
    local screen = project:run("upgrade head")
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("is cancelled", 1, true), screen.stderr)
    project:run("backfill resume")
    assert.are.equal(0, project:run("upgrade head").status)
    assert.are.equal("0", left())
    helper.expect(project:run("backfill cancel"), "",
      "runner: error: all backfills of this database are done\n", 2)
  end)
end)
