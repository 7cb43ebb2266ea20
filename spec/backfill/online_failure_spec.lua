--- backfill with online = true: rows that fail, what a second terminal asks for, and
-- files that cannot be written.
local beside = require("spec.support.beside")
local helper = require("spec.helper")
local online = require("spec.support.online")

local query, state = online.query, online.state

local RESTING = online.COUNTING .. online.RESTING

after_each(helper.clean)

--- Words for a function that fails where id is divisible by `by`.
local function failing(by, more)
  return ([[table = "t", where = "day IS NULL", from = { "id", "v" },
    into = { "day", "v" }, set = function(id, v)
      if id %% %d == 0 then error("bad " .. id) end
      return "x", v + 1
    end %s]]):format(by, more or "")
end

--- The next upgrade goes on to the end, and each row was done once.
local function expect_done(project, rows)
  assert.are.equal(0, online.upgrade(project).status)
  assert.are.equal(rows, query(project, "SELECT sum(v = 1) FROM t"))
end

local COLLECT = ', on_error = "collect"'

describe("a row that fails", function()
  it("stops it where it is, and it goes on from there", function()
    local project = online.project({ rows = 3000, words = failing(2999) })
    local screen = online.upgrade(project)
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find([[runner: error: backfill "t.day": id 2999 of 't' ]]
      .. "(id = 2999, v = 0): bad 2999\n  at versions/bbbb.lua:", 1, true), screen.stderr)
    assert.truthy(screen.stderr:find("hint: what this revision did before stays; ", 1,
      true), screen.stderr)
    assert.are.equal([[backfill "t.day": id 2999 of 't' (id = 2999, v = 0): bad 2999]],
      query(project, "SELECT error FROM runner_backfill WHERE state = 'failed'"))
    assert.is_true(tonumber(query(project, "SELECT count(day) FROM t")) > 500)
    online.say(project)
    expect_done(project, "3000")
    assert.are.equal("done 3000/3000 0", state(project))
    assert.are.equal("0", query(project,
      "SELECT count(*) FROM runner_backfill WHERE error IS NOT NULL"))
  end)

  it("stops it also where the script catches the error", function()
    local project = online.project({ rows = 3000,
      up = 'pcall(backfill "t.day", { online = true, ' .. failing(2999) .. "})" })
    local screen = online.upgrade(project)
    assert.are.equal(1, screen.status, screen.stderr)
    assert.truthy(screen.stderr:find("runner: error: an online backfill is not complete, "
      .. [[though the script caught its error: backfill "t.day": id 2999 of 't' ]]
      .. "(id = 2999, v = 0): bad 2999\n  at versions/bbbb.lua:", 1, true), screen.stderr)
    assert.are.equal("aaaa", query(project, "SELECT version_num FROM runner_version"))
    online.say(project)
    expect_done(project, "3000")
  end)

  it("before it began, too", function()
    local project = online.project({ rows = 10, up = [[
      pcall(function() backfill "t.day" { online = true, tabel = "t" } end)]] })
    local screen = online.upgrade(project)
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find([[caught its error: backfill "t.day" has an ]]
      .. "unknown word 'tabel'\n  at versions/bbbb.lua:", 1, true), screen.stderr)
  end)

  it("and a request that nobody knows leave it going on", function()
    local project = online.project({ rows = 2000, words = failing(1999) })
    online.upgrade(project)
    online.change(project, "UPDATE runner_backfill SET request = 'dance'")
    online.say(project)
    local screen = project:shell(("timeout -s KILL 1000 %s upgrade head"):format(
      helper.quote(helper.binary)))
    assert.are.equal(0, screen.status, screen.stderr)
    assert.are.equal("done 2000/2000 0", state(project))
  end)

  it("is not gone on from by another key, or in another table", function()
    local words = [[table = "t", %s from = { "id", "v" }, into = { "v" },
      target = 0.0001,
      set = function(id, v) return id ~= 500 and v + 1 or error("e") end]]
    local project = online.project({ words = words:format('key = "name",'), schema = [[
      CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, v INTEGER);
      WITH c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 1000)
      INSERT INTO t SELECT i, printf('n%05d', 2000 - i), 0 FROM c]] })
    assert.are.equal(1, online.upgrade(project).status)
    online.say(project, words:format(""))
    local screen = online.upgrade(project)
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find('backfill "t.day" went through t (name) before, '
      .. "and cannot go on through t (id)", 1, true), screen.stderr)
    words = words:gsub("500", "5000")
    online.say(project, words:format('key = "NAME",'))
    expect_done(project, "1000")
  end)

  it("can be collected: the rest is done, and the next upgrade tries it alone", function()
    local project = online.project({ rows = 3000, words = failing(700, COLLECT) })
    local screen = online.upgrade(project)
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find([[runner: error: backfill "t.day": 4 rows failed; ]]
      .. "the rest is done, the first: key 700: ", 1, true), screen.stderr)
    assert.are.equal("failed 2996/3000 4", state(project))
    assert.are.equal("2996", query(project, "SELECT sum(v = 1) FROM t"))
    assert.are.equal("700=id = 700, v = 0 1400=id = 1400, v = 0 2100=id = 2100, v = 0 "
      .. "2800=id = 2800, v = 0", query(project, "SELECT key || '=' || row_values "
        .. "FROM runner_backfill_errors ORDER BY CAST(key AS INTEGER)"))
    assert.truthy(query(project, "SELECT message FROM runner_backfill_errors"):find(
      "bbbb.lua:%d+: bad 1400"))

    online.say(project, failing(1400, COLLECT))
    online.change(project, "DELETE FROM t WHERE id = 2800")
    assert.are.equal(1, online.upgrade(project).status)
    assert.are.equal("failed 2998/3000 1", state(project))

    online.say(project)
    screen = online.upgrade(project)
    assert.are.equal(0, screen.status, screen.stderr)
    assert.are.equal("done 2999/3000 0", state(project))
    assert.are.equal("2999", query(project, "SELECT sum(v = 1) FROM t"))
    assert.are.equal("0", query(project, "SELECT count(*) FROM runner_backfill_errors"))
  end)

  it("are tried again in short batches, which hear what is asked", function()
    local words = [[table = "t", from = { "id", "v" }, into = { "v" },
      set = function(id, v) return %s end]] .. COLLECT
    local project = online.project({ rows = 300, words = words:format('error("no")') })
    assert.are.equal(1, online.upgrade(project).status)
    online.say(project, words:format("v + 1") .. online.RESTING)
    local screen = online.beside(project, [[
wait_for 'SELECT rows_done > 0 AND batch < 100 FROM runner_backfill' 1
sql "UPDATE runner_backfill SET request = 'pause'"
wait_for "SELECT state = 'paused' AND rows_failed > 0 FROM runner_backfill" 1
sql "UPDATE runner_backfill SET request = NULL"
wait_for 'SELECT state FROM runner_backfill' running
kill -INT $child]])
    assert.are.equal(130, screen.status, screen.stderr)
    online.say(project, words:format("v + 1"))
    expect_done(project, "300")
    assert.are.equal("done 300/300 0", state(project))
  end)

  it("may end the transaction, whichever way is taken", function()
    for _, way in ipairs({
      [[from = { "id" }, into = { "v" }, set = function(id) return id end]],
      [[each = function(id) db:exec("UPDATE t SET v = ? WHERE id = ?", id, id) end]],
      [[sql = "UPDATE t SET v = id WHERE id BETWEEN :first AND :last"]],
    }) do
      local project = online.project({ words = 'table = "t", ' .. way .. COLLECT,
        schema = [[CREATE TABLE t (id INTEGER PRIMARY KEY, v);
          CREATE TRIGGER odd BEFORE UPDATE ON t WHEN NEW.v IN (2, 4) BEGIN
            SELECT RAISE(ROLLBACK, 'not even'); END;
          INSERT INTO t VALUES (1, 0), (2, 0), (3, 0), (4, 0), (5, 0)]] })
      for _ = 1, 2 do -- the second time those alone are tried
        local screen = online.upgrade(project)
        assert.are.equal(1, screen.status)
        assert.truthy(screen.stderr:find([[backfill "t.day": 2 rows failed; the rest is ]]
          .. "done, the first: key 2: not even\n", 1, true), screen.stderr)
        assert.are.equal("1 0 3 0 5", query(project, "SELECT v FROM t"))
        assert.are.equal("2 not even 4 not even", query(project,
          "SELECT key || ' ' || message FROM runner_backfill_errors ORDER BY key"))
        assert.are.equal("failed 3/5 2", state(project))
      end
      online.change(project, "DROP TRIGGER odd")
      assert.are.equal(0, online.upgrade(project).status)
      assert.are.equal("1 2 3 4 5", query(project, "SELECT v FROM t"))
    end
  end)

  it("is kept with the beginning of a long message, in valid UTF-8", function()
    local project = online.project({ rows = 4, words = [[table = "t", into = { "v" },
      from = { "id" }, set = function(id)
        error(id == 3 and "no\xff\xe4" or id == 4 and "" or ("ä"):rep(5000000), 0)
      end]] .. COLLECT })
    local screen = online.upgrade(project)
    assert.are.equal(1, screen.status)
    local cut = ("ä"):rep(500) .. "... (cut: 10000000 bytes)"
    assert.truthy(screen.stderr:find("the first: key 1: " .. cut .. "\n", 1, true))
    assert.are.equal(cut, query(project,
      "SELECT message FROM runner_backfill_errors WHERE key = 1"))
    assert.are.equal("no\u{FFFD}\u{FFFD}", query(project,
      "SELECT message FROM runner_backfill_errors WHERE key = 3"))
    assert.truthy(query(project, "SELECT error FROM runner_backfill"):find(
      ("ä"):rep(400) .. "... %(cut: %d+ bytes%)$"))
  end)

  it("and too many of them stop it", function()
    local project = online.project({ rows = 3000,
      words = failing(10, COLLECT .. ", limit = 20") })
    local screen = online.upgrade(project)
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("21 rows failed, more than 20, the first: key 10: ",
      1, true), screen.stderr)
    assert.are.equal("189", query(project, "SELECT sum(v = 1) FROM t"))
    online.say(project)
    expect_done(project, "3000")
  end)

  it("and too many of them in the first batch leave the condition as it is", function()
    local words = [[table = "t", where = "day IS NULL", from = { "id", "v" },
      into = { "v", "day" }, set = function(id, v)
        if id %% %d == 0 then error("bad") end
        return v + 1, "d"
      end]]
    local project = online.project({ rows = 1000,
      words = words:format(10) .. COLLECT .. ", limit = 2" })
    local screen = online.upgrade(project)
    assert.truthy(screen.stderr:find("3 rows failed, more than 2, the first: key 10: ",
      1, true), screen.stderr)
    assert.are.equal("27", query(project, "SELECT sum(v = 1) FROM t"))
    assert.are.equal("1", query(project, "SELECT clears FROM runner_backfill"))
    online.say(project, words:format(2000))
    expect_done(project, "1000")
    assert.are.equal("done 1000/1000 0", state(project))
  end)

  it("may break a constraint, whichever way is taken", function()
    for _, way in ipairs({
      [[from = { "id" }, into = { "v" }, set = function(id) return id end]],
      [[each = function(id) db:exec("UPDATE t SET v = ? WHERE id = ?", id, id) end]],
      [[sql = "UPDATE t SET v = id WHERE id BETWEEN :first AND :last"]],
    }) do
      local project = online.project({ words = 'table = "t", ' .. way .. COLLECT,
        schema = [[CREATE TABLE t (id INTEGER PRIMARY KEY, v CHECK (v <> 3));
          INSERT INTO t VALUES (1, 0), (2, 0), (3, 0), (4, 0)]] })
      assert.are.equal(1, online.upgrade(project).status)
      assert.are.equal("1 2 0 4", query(project, "SELECT v FROM t"))
      assert.are.equal("3", query(project, "SELECT key FROM runner_backfill_errors"))
    end
  end)
end)

describe("a second terminal", function()
  local PAUSE = [[
wait_for 'SELECT rows_done > 0 FROM runner_backfill' 1
sql "UPDATE runner_backfill SET request = 'pause'"
wait_for "SELECT state FROM runner_backfill" paused
]]

  it("pauses it between two batches, and lets it go on", function()
    local project = online.project({ rows = 20000, wal = true })
    online.pause(project, online.COUNTING)
    local screen = online.beside(project, [[
wait_for "SELECT state FROM runner_backfill" paused
sql 'SELECT rows_done FROM runner_backfill'
sleep 0.3
sql 'SELECT rows_done FROM runner_backfill'
sql 'UPDATE runner_backfill SET request = NULL']])
    assert.are.equal(0, screen.status, screen.stderr)
    assert.are.equal("500\n500\n", screen.stdout)
    assert.are.equal("20000", query(project, "SELECT sum(v = 1) FROM t"))
  end)

  it("pauses it in a rest, which goes on behind the pause", function()
    local project = online.project({ rows = 20000, words = RESTING })
    local screen = online.beside(project, PAUSE .. [[
sql 'UPDATE runner_backfill SET request = NULL'
wait_for "SELECT state FROM runner_backfill" running
kill -INT $child]])
    assert.are.equal(130, screen.status, screen.stderr)
    assert.are.equal("500", query(project, "SELECT sum(v = 1) FROM t"))
  end)

  it("cancels it; it goes on once that is taken back", function()
    local project = online.project({ rows = 20000, wal = true, words = RESTING })
    local screen = online.beside(project, PAUSE .. [[
sql "UPDATE runner_backfill SET request = 'cancel'"]])
    assert.are.equal(1, screen.status, screen.stderr)
    assert.truthy(screen.stderr:find('"t.day" is cancelled: it stands behind id ',
      1, true), screen.stderr)
    assert.are.equal("cancelled", query(project, "SELECT state FROM runner_backfill"))
    screen = online.upgrade(project)
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("hint: `runner backfill resume` lets the next "
      .. "`runner upgrade` go on from there", 1, true), screen.stderr)
    online.change(project, "UPDATE runner_backfill SET request = NULL")
    online.say(project)
    expect_done(project, "20000")
  end)
end)

describe("its row of runner_backfill", function()
  it("taken away by another program stops it, with the batch undone", function()
    local project = online.project({ rows = 20000, wal = true })
    online.pause(project, online.COUNTING)
    local screen = online.beside(project, [[
wait_for "SELECT state FROM runner_backfill" paused
sql 'DELETE FROM runner_backfill']])
    assert.are.equal(1, screen.status, screen.stderr)
    assert.truthy(screen.stderr:find('backfill "t.day": its row of runner_backfill is '
      .. "gone: another program took it away", 1, true), screen.stderr)
    assert.are.equal("500", query(project, "SELECT sum(v) FROM t"))
    expect_done(project, "20000")
  end)
end)

describe("a file that cannot be written", function()
  it("any further stops it, and it goes on when there is room", function()
    local project = online.project({ rows = 20000 })
    local screen = project:shell(("ulimit -f 700; trap '' XFSZ; %s upgrade head"):format(
      helper.quote(helper.binary)))
    assert.are.equal(1, screen.status, screen.stdout)
    assert.truthy(screen.stderr:find("disk", 1, true), screen.stderr)
    assert.are.equal("ok", query(project, "PRAGMA integrity_check"))
    expect_done(project, "20000")
  end)

  it("when somebody keeps the lock ends with 5 and is taken up again", function()
    -- The rests are long enough for the other program to get in, and not for ever.
    local words = online.COUNTING:gsub("return",
      'if a == "a1" then io.open("started", "w"):close() end %0')
    local project = online.project({ rows = 20000,
      words = words .. ", target = 0.001, pause = 200",
      configuration = 'return { database = "desk.db", trust = { "io" } }' })
    local screen = beside.run(project, "--timeout 1 upgrade head", [[
wait_until [ -e started ]
hold "BEGIN IMMEDIATE"
wait_until ended
let_go]])
    assert.are.equal(5, screen.status, screen.stderr)
    online.say(project)
    assert.are.equal("running", query(project, "SELECT state FROM runner_backfill"))
    expect_done(project, "20000")
  end)
end)
