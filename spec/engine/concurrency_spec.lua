--- Several runners, and other programs, on one database at the same time.
local beside = require("spec.support.beside")
local desk = require("spec.support.desk")
local helper = require("spec.helper")

--- Start `count` copies of a command at once; each writes its exit status to a line, and
-- its errors to a file errors.NUMBER.
local function together(project, count, arguments)
  local line = "( %s %s 2>errors.%d; echo $? >>statuses ) &"
  local script = {}
  for i = 1, count do
    script[i] = line:format(helper.quote(helper.binary), arguments, i)
  end
  project:shell(table.concat(script, "\n") .. "\nwait\ncat errors.* >errors")
  return project:read("statuses"), project:read("errors")
end

-- Lua that goes on when three of four copies say that they wait for the fourth.
local UNTIL_OTHERS_WAIT = [[
      local waiting, ends = 0, os.time() + 600
      while waiting < 3 and os.time() < ends do
        waiting = 0
        for i = 1, 4 do
          local file <close> = io.open("errors." .. i)
          if file and file:read("a"):find("waiting") then waiting = waiting + 1 end
        end
      end
      assert(waiting == 3, "nobody waits")]]

local function counting(count)
  local revisions = {}
  for i = 1, count do
    revisions[i] = { ("rev%d"):format(i), { up = ([[
      db:exec("CREATE TABLE t%d (x)")
      db:exec("CREATE TABLE IF NOT EXISTS runs (revision)")
      db:exec("INSERT INTO runs VALUES ('rev%d')")]]):format(i, i) } }
  end
  return revisions
end

describe("runners at the same time", function()
  after_each(helper.clean)

  it("run each revision once, sixteen on one new file", function()
    local project = desk.project(counting(8))
    local statuses, errors = together(project, 16, "--timeout 600 upgrade head")
    assert.are.equal(("0\n"):rep(16), statuses, errors)
    assert.are.equal("rev1 rev2 rev3 rev4 rev5 rev6 rev7 rev8",
      desk.query(project, "SELECT revision FROM runs"))
    assert.are.equal("8", desk.query(project, "SELECT count(*) FROM runner_history"))
    assert.are.equal("rev8", desk.rows(project))
  end)

  it("run a revision outside a transaction once, too", function()
    local project = desk.project({ { "aaaa", { extra = "transaction = false", up = [[
      db:exec("CREATE TABLE IF NOT EXISTS runs (x)")
]] .. UNTIL_OTHERS_WAIT .. [[
      db:exec("INSERT INTO runs VALUES (1)")]] } } },
      'return { database = "desk.db", trust = { "io" } }')
    local statuses, errors = together(project, 4, "--timeout 600 upgrade head")
    assert.are.equal(("0\n"):rep(4), statuses, errors)
    assert.are.equal("1", desk.query(project, "SELECT count(*) FROM runs"))
    assert.falsy(errors:find("cut short", 1, true))
  end)

  it("do not go further than a relative target meant", function()
    local project = desk.project(counting(8))
    together(project, 4, "--timeout 600 upgrade +2")
    local rows = desk.rows(project)
    local history = desk.query(project, "SELECT count(*) FROM runner_history")
    assert.are.equal("rev" .. history, rows)
    assert.are.equal(history, desk.query(project, "SELECT count(*) FROM runs"))
  end)

  it("do not go further than a relative target meant, at once or not at all", function()
    local project = desk.project(counting(8))
    together(project, 4, "--timeout 600 upgrade --atomic +2")
    local rows = desk.rows(project)
    local history = desk.query(project, "SELECT count(*) FROM runner_history")
    assert.are.equal("rev" .. history, rows)
    assert.are.equal(history, desk.query(project, "SELECT count(*) FROM runs"))
  end)

  it("wait for another program no longer than they are told", function()
    local project = desk.project(counting(1))
    desk.change(project, "CREATE TABLE other (x)")
    local screen = project:shell(beside.words() .. [[
      hold "BEGIN EXCLUSIVE"
      "$runner" --timeout 0.3 upgrade head
      status=$?
      let_go
      exit $status]])
    assert.are.equal(5, screen.status, screen.stderr)
    assert.truthy(screen.stderr:find("locked", 1, true), screen.stderr)
    assert.are.equal("other", desk.query(project, "SELECT name FROM sqlite_schema"))
  end)
end)

describe("Ctrl-C", function()
  after_each(helper.clean)

  local function endless(body)
    return desk.project({ { "aaaa", { up = 'db:exec("CREATE TABLE a (x)")' } },
      { "bbbb", { up = 'db:exec("CREATE TABLE b (x)")\n'
        .. 'io.open("started", "w"):close()\n' .. body } } },
      'return { database = "desk.db", trust = { "io" } }')
  end

  local function expect_rolled_back(project, screen)
    assert.are.equal(130, screen.status, screen.stderr)
    assert.truthy(screen.stderr:find("interrupted in revision bbbb", 1, true),
      screen.stderr)
    assert.truthy(screen.stderr:find("stands at aaaa", 1, true), screen.stderr)
    assert.are.equal("aaaa", desk.rows(project))
    assert.are.equal("0", desk.query(project,
      "SELECT count(*) FROM sqlite_schema WHERE name = 'b'"))
  end

  it("stops a loop in Lua", function()
    local project = endless("while true do end")
    expect_rolled_back(project, beside.interrupt(project, "upgrade head"))
  end)

  it("cannot be caught by the script", function()
    local project = endless("while true do pcall(function() while true do end end) end")
    expect_rolled_back(project, beside.interrupt(project, "upgrade head"))
  end)

  it("stops a loop in a coroutine", function()
    local project = endless("coroutine.wrap(function() while true do end end)()")
    expect_rolled_back(project, beside.interrupt(project, "upgrade head"))
  end)

  it("stops a long statement", function()
    local project = endless([[db:value("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
      .. "SELECT i + 1 FROM n) SELECT count(*) FROM n")]])
    expect_rolled_back(project, beside.interrupt(project, "upgrade head"))
  end)

  it("stops a long write", function()
    local project = endless([[db:exec("INSERT INTO b WITH RECURSIVE n(i) AS (SELECT 1 "
      .. "UNION ALL SELECT i + 1 FROM n) SELECT i FROM n")]])
    expect_rolled_back(project, beside.interrupt(project, "upgrade head"))
  end)
end)
