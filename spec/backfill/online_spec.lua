--- backfill with online = true: batches, resuming, what comes in meanwhile.
local desk = require("spec.support.desk")
local helper = require("spec.helper")
local online = require("spec.support.online")

local query, state = online.query, online.state

local SLOW = online.COUNTING .. online.SLOW
local RESTING = online.COUNTING .. online.RESTING

local function expect_done(project, rows)
  assert.are.equal(("%d 1 1 %d"):format(rows, rows), query(project, [[SELECT count(*) ||
    ' ' || min(v) || ' ' || max(v) || ' ' || count(day) FROM t]]))
  assert.are.equal("done", query(project, "SELECT state FROM runner_backfill"))
  assert.are.equal("bbbb", query(project, "SELECT version_num FROM runner_version"))
end

after_each(helper.clean)

describe("an online backfill", function()
  it("does every row once, and the revision counts as applied then", function()
    local project = online.project({ rows = 20000 })
    local screen = online.upgrade(project)
    assert.are.equal(0, screen.status, screen.stderr)
    expect_done(project, 20000)
    assert.are.equal("done 20000/20000 0", state(project))
  end)

  it("takes up where it was killed, whenever that was, each row once", function()
    for _, wal in ipairs({ false, true }) do
      local project = online.project({ rows = 12000, words = RESTING, wal = wal })
      assert.are.equal(137, online.kill(project, 0).status)
      online.say(project, SLOW)
      for _ = 1, 8 do
        local screen = online.kill(project, math.random(0, 100) / 1000)
        assert.are.equal("", screen.stderr:match("error[^\n]*") or "")
        if screen.status == 0 then break end
      end
      online.say(project, online.COUNTING)
      assert.are.equal(0, online.upgrade(project).status)
      expect_done(project, 12000)
      assert.are.equal("ok", query(project, "PRAGMA integrity_check"))
    end
  end)

  it("stops at Ctrl-C also in a long rest, and goes on behind that", function()
    local project = online.project({ rows = 5000, words = RESTING })
    local screen = online.beside(project, [[
wait_for 'SELECT rows_done > 0 FROM runner_backfill' 1
kill -TERM $child]])
    assert.are.equal(130, screen.status, screen.stderr)
    assert.truthy(screen.stderr:find("stays unfinished", 1, true), screen.stderr)
    assert.are.equal("running", query(project, "SELECT state FROM runner_backfill"))
    online.say(project, online.COUNTING)
    assert.are.equal(0, online.upgrade(project).status)
    expect_done(project, 5000)
  end)

  it("is skipped once it is done, and done anew after a downgrade", function()
    local project = online.project({ rows = 10, up = ([[
      backfill "t.day" { online = true, %s }
      if db:value("SELECT count(*) FROM t WHERE id = 11") == 0 then
        db:exec("INSERT INTO t (id, a) VALUES (11, 'x')")
        error("not yet")
      end]]):format(online.COUNTING),
      back = 'db:exec("UPDATE t SET day = NULL, v = 0")' })
    assert.are.equal(1, online.upgrade(project).status)
    assert.are.equal("done 10/10 0", state(project))
    assert.are.equal(0, online.upgrade(project).status)
    assert.are.equal("10", query(project, "SELECT count(*) FROM t WHERE v = 1"))
    assert.are.equal(0, project:run("downgrade aaaa").status)
    assert.are.equal(0, online.upgrade(project).status)
    assert.are.equal("11", query(project, "SELECT count(*) FROM t WHERE v = 1"))
    assert.are.equal("done 11/11 0", state(project))
  end)

  it("begins anew where a revision under it was downgraded meanwhile", function()
    local words = [[table = "t", from = { "v" }, into = { "v" }, target = 0.0001,
      set = function(v) return v > %d and error("boom") or -v end]]
    local project = online.project({ words = words:format(600), schema = "SELECT 1" })
    local revision = { back = 'db:exec("DROP TABLE t")', extra = "removes_rows = true",
      up = [[db:exec("CREATE TABLE t (id INTEGER PRIMARY KEY, v)")
        for i = 1, 1000 do db:exec("INSERT INTO t VALUES (?, ?)", i, i) end]] }
    project:write("versions/aaaa.lua", desk.revision("aaaa", revision))
    assert.are.equal(1, online.upgrade(project).status)
    assert.truthy(tonumber(query(project, "SELECT cursor FROM runner_backfill")) > 1)
    online.say(project, words:format(1000))
    assert.are.equal(0, project:run("downgrade base").status)
    assert.are.equal(0, online.upgrade(project).status)
    assert.are.equal("1000", query(project, "SELECT sum(v < 0) FROM t"))
  end)

  it("runs once when two upgrades are started", function()
    local project = online.project({ rows = 8000, words = SLOW, wal = true })
    local screen = online.beside(project, [[
"$runner" --timeout 600 upgrade head || never "the second failed"]])
    assert.are.equal(0, screen.status, screen.stderr)
    expect_done(project, 8000)
  end)
end)

describe("rows that come in meanwhile", function()
  --- An application that inserts rows at both ends, in its old way, while it runs: first
  -- while it pauses with some rows done, then as long as it is at work.
  local function insert_beside(project, words)
    online.pause(project, words)
    return online.beside(project, [[
wait_for 'SELECT state FROM runner_backfill' paused
unless_done="WHERE (SELECT state <> 'done' FROM runner_backfill)"
i=0
while [ $i -lt 20 ]; do
  i=$((i + 1))
  sql "BEGIN IMMEDIATE;
    INSERT INTO t (id, a) SELECT -$i, 'low' $unless_done;
    INSERT INTO t (a) SELECT 'high' $unless_done;
    COMMIT" || never "it could not insert"
  [ $i -ne 5 ] || sql "UPDATE runner_backfill SET request = NULL"
done]])
  end

  it("are done too, before and behind the keys that are done", function()
    for _, wal in ipairs({ false, true }) do
      local project = online.project({ rows = 8000, wal = wal })
      local screen = insert_beside(project, online.COUNTING)
      assert.are.equal(0, screen.status, screen.stderr)
      local rows = tonumber(query(project, "SELECT count(*) FROM t"))
      assert.is_true(rows >= 8010)
      expect_done(project, rows)
    end
  end)

  it("are done behind the last key where the condition tells nothing", function()
    local project = online.project({ rows = 8000, wal = true })
    local screen = insert_beside(project, [[table = "t", from = { "v" }, into = { "v" },
      set = function(v) return v + 1 end]])
    assert.are.equal(0, screen.status, screen.stderr)
    assert.are.equal("1 1 0", query(project, "SELECT (max(id) >= 8005) || ' ' || "
      .. "(min(id) <= -5) || ' ' || sum(v <> (id > 0)) FROM t"))
  end)

  it("are found again after a kill in a later pass", function()
    local project = online.project({ rows = 3000 })
    online.upgrade(project)
    online.change(project, [[
      DELETE FROM runner_version; INSERT INTO runner_version VALUES ('aaaa');
      UPDATE runner_history SET state = 'started' WHERE revision = 'bbbb';
      UPDATE runner_backfill SET state = 'running';
      UPDATE t SET day = NULL, v = 0 WHERE id % 2 = 0]])
    online.say(project, RESTING)
    assert.are.equal(137, online.kill(project, 0).status)
    online.say(project, SLOW)
    online.kill(project, math.random(0, 20) / 1000)
    assert.are.equal(0, online.upgrade(project).status)
    expect_done(project, 3000)
  end)
end)

describe("the last rows", function()
  local SCHEMA = [[CREATE TABLE t (id INTEGER PRIMARY KEY, day, v INTEGER DEFAULT 0);
    INSERT INTO t (id) VALUES (1), (2), (3);
    CREATE TRIGGER t_more AFTER UPDATE OF day ON t WHEN %s BEGIN
      INSERT INTO t (v) VALUES (0); END]]
  local WORDS = [[table = "t", where = "day IS NULL", from = { "id", "v" },
    into = { "day", "v" }, set = function(id, v) return %s, v + 1 end]]

  it("are those that came in with the last batch, by a trigger", function()
    local project = online.project({ schema = SCHEMA:format("NEW.id < 20"),
      words = WORDS:format("id") })
    local screen = online.upgrade(project)
    assert.are.equal(0, screen.status, screen.stderr)
    expect_done(project, 22)
  end)

  it("are an error where each brings in another", function()
    local project = online.project({ schema = SCHEMA:format("1"),
      words = WORDS:format("id") })
    local screen = online.upgrade(project)
    assert.are.equal(1, screen.status, screen.stderr)
    assert.truthy(screen.stderr:find('backfill "t.day": after 10 passes rows that meet '
      .. "`where` still come in (3 in the last)", 1, true), screen.stderr)
    assert.are.equal("failed", query(project, "SELECT state FROM runner_backfill"))
  end)

  it("are looked at, too: have they got a value?", function()
    for _, on_error in ipairs({ "stop", "collect" }) do
      local words = WORDS:format("id < 5 and id or nil")
      local project = online.project({ schema = SCHEMA:format("NEW.id = 3"),
        words = words .. (', on_error = "%s"'):format(on_error) })
      online.change(project, "CREATE TRIGGER t_on AFTER INSERT ON t WHEN NEW.id = 4 "
        .. "BEGIN INSERT INTO t (v) VALUES (0); END")
      local screen = online.upgrade(project)
      assert.are.equal(1, screen.status, screen.stderr)
      assert.truthy(screen.stderr:find("still meet `where` behind their change, the "
        .. "first: id 5\n", 1, true), screen.stderr)
    end
  end)

  it("are done where they only fail together", function()
    local project = online.project({ schema = [[
      CREATE TABLE t (id INTEGER PRIMARY KEY, day UNIQUE, v INTEGER DEFAULT 0);
      INSERT INTO t (id) VALUES (1)]], words = [[table = "t", on_error = "collect",
      where = "day IS NULL", from = { "v" }, each = function(id, v)
        tries = (tries or 0) + 1
        if tries == 1 then db:exec("INSERT INTO t (id) VALUES (2)") end
        if tries == 2 then error("not now") end
        db:exec("UPDATE t SET day = id, v = v + 1 WHERE id = ?", id)
      end]] })
    local screen = online.upgrade(project)
    assert.are.equal(0, screen.status, screen.stderr)
    expect_done(project, 2)
  end)
end)

describe("a condition that stays true", function()
  it("for all rows leaves out nothing and does none twice", function()
    local project = online.project({ rows = 5000, words = [[table = "t",
      where = "id % 2 = 0", from = { "v" }, into = { "v" },
      set = function(v) return v + 1 end]] })
    assert.are.equal(0, online.upgrade(project).status)
    assert.are.equal("2500 2500", query(project,
      "SELECT sum(v) || ' ' || sum(v = 1) FROM t"))
    assert.are.equal("0", query(project, "SELECT clears FROM runner_backfill"))
  end)

  it("for some rows is an error that names one", function()
    local project = online.project({ rows = 50, words = [[table = "t",
      where = "day IS NULL", from = { "id" }, into = { "day" },
      set = function(id) return id ~= 7 and "x" or nil end]] })
    local screen = online.upgrade(project)
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find('backfill "t.day": 1 of 50 rows still meet `where` '
      .. "behind their change, the first: id 7\n", 1, true), screen.stderr)
    assert.are.equal("0", query(project, "SELECT count(day) FROM t"))
  end)
end)
