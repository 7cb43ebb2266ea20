--- backfill with `set`: one UPDATE over a Lua function.
local filling = require("spec.support.filling")

local db, backfill, problem

before_each(function()
  db, backfill = filling.open()
  problem = filling.problem
  db:exec([[
    CREATE TABLE tickets (id INTEGER PRIMARY KEY, created_at TEXT, day TEXT, n INTEGER);
    INSERT INTO tickets (id, created_at) VALUES
      (1, '2026-11-20 09:00'), (2, '2026-11-21 10:00'), (7, NULL),
      (9, '2026-11-22 11:00')]])
end)
after_each(function() db:close() end)

local function days()
  return db:value("SELECT group_concat(id || ':' || coalesce(day, '-'), ' ') "
    .. "FROM tickets")
end

describe("set", function()
  it("derives a column and gives the number of rows", function()
    assert.are.equal(3, backfill "tickets.day" {
      table = "tickets", where = "created_at IS NOT NULL",
      from = { "created_at" }, into = { "day" },
      set = function(created_at) return created_at:sub(1, 10) end,
    })
    assert.are.equal("1:2026-11-20 2:2026-11-21 7:- 9:2026-11-22", days())
  end)

  it("writes several columns from one call for each row", function()
    local calls = 0
    assert.are.equal(4, backfill "both" {
      table = "TICKETS", from = { "created_at", "id" }, into = { "day", "n" },
      set = function(created_at, id)
        calls = calls + 1
        return created_at and created_at:sub(9, 10), id * 2
      end,
    })
    assert.are.equal(4, calls)
    assert.are.equal("1:20 2:21 7:- 9:22", days())
    assert.are.equal(38, db:value("SELECT sum(n) FROM tickets"))
  end)

  it("writes NULL for nil, and leaves other columns alone", function()
    db:exec("UPDATE tickets SET day = 'x', n = 5")
    backfill "clear" { table = "tickets", where = "id = 2", into = { "day" },
      set = function() return nil end }
    assert.are.equal("1:x 2:- 7:x 9:x", days())
    assert.are.equal(20, db:value("SELECT sum(n) FROM tickets"))
  end)

  it("takes a marked condition, and one with a comment or OR in it", function()
    assert.are.equal(2, backfill "a" { table = "tickets", into = { "n" },
      where = require("runner.schema.expression")("id = 1 OR id = 2 -- two"),
      set = function() return 1 end })
  end)

  it("keeps every kind of value", function()
    db:exec("CREATE TABLE v (id INTEGER PRIMARY KEY, a, b)")
    db:exec("INSERT INTO v (a) VALUES (9007199254740993), (2.0), ('a' || char(0)), "
      .. "(x'00ff'), (NULL), (9e999)")
    backfill "copy" { table = "v", from = { "a" }, into = { "b" },
      set = function(a) return a end }
    assert.are.equal(6, db:value("SELECT count(*) FROM v WHERE a IS b AND "
      .. "typeof(a) = typeof(b)"))
  end)

  it("tells rows apart by the primary key of a WITHOUT ROWID table", function()
    db:exec([[
      CREATE TABLE w (a TEXT, b INTEGER, x, y, PRIMARY KEY (a, b)) WITHOUT ROWID;
      INSERT INTO w (a, b) VALUES ('p', 1), ('p', 2), ('q', 1)]])
    assert.are.equal(3, backfill "w" { table = "w", from = { "a", "b" },
      into = { "x", "y" }, set = function(a, b) return a .. b, b end })
    assert.are.equal("p1 p2 q1", db:value("SELECT group_concat(x, ' ') FROM w"))
  end)

  it("tells rows apart in a table without any key", function()
    db:exec("CREATE TABLE k (a, x, y); INSERT INTO k (a) VALUES (1), (1), (NULL)")
    local calls = 0
    backfill "k" { table = "k", from = { "a", "rowid" }, into = { "x", "y" },
      set = function(a, rowid)
        calls = calls + 1
        return rowid, a
      end }
    assert.are.equal(3, calls)
    assert.are.equal("1,2,3", db:value("SELECT group_concat(x) FROM k"))
  end)

  it("goes where every name of the rowid is a column's, one column at a time", function()
    db:exec("CREATE TABLE r (rowid TEXT UNIQUE, oid, _rowid_); "
      .. "INSERT INTO r VALUES ('a', 1, 1)")
    assert.are.equal([[backfill "r": the rowid of 'r' has no name left: columns took ]]
      .. "them all", (problem(backfill "r",
      { table = "r", into = { "oid" }, set = print })))
    assert.are.equal([[backfill "r": set cannot tell the rows of 'r' apart: columns ]]
      .. "took all names of its rowid", (problem(backfill "r",
      { table = "r", key = "rowid", into = { "oid" }, set = print })))
  end)

  it("fires the triggers of the table as any UPDATE does", function()
    db:exec([[
      CREATE TABLE log (id);
      CREATE TRIGGER t AFTER UPDATE OF n ON tickets BEGIN
        INSERT INTO log VALUES (new.id); END]])
    assert.are.equal(4, backfill "n" { table = "tickets", into = { "n" },
      set = function() return 1 end })
    assert.are.equal(4, db:value("SELECT count(*) FROM log"))
  end)

  it("never removes a row that a conflict clause would", function()
    db:exec("CREATE TABLE c (id INTEGER PRIMARY KEY, u UNIQUE ON CONFLICT REPLACE);"
      .. "INSERT INTO c VALUES (1, 'a'), (2, 'b')")
    local message = problem(backfill "c", { table = "c", from = { "u" }, into = { "u" },
      set = function() return "a" end })
    assert.are.equal([[backfill "c": id 2 of 'c' (u = 'b'): UNIQUE constraint failed: ]]
      .. "c.u", message)
    assert.are.equal(2, db:value("SELECT count(*) FROM c"))
  end)

  it("runs inside a loop, and inside another backfill", function()
    local count = 0
    for id in db:rows("SELECT id FROM tickets ORDER BY id LIMIT 3") do
      count = count + backfill "loop" { table = "tickets", where = "id = " .. id,
        into = { "n" }, set = function() return id end }
    end
    assert.are.equal(3, count)
    db:exec("CREATE TABLE totals (n INTEGER); INSERT INTO totals VALUES (0)")
    backfill "outer" { table = "totals", into = { "n" },
      set = function()
        return backfill "inner" { table = "tickets", where = "id < 9", into = { "day" },
          set = function() return "in" end }
      end }
    assert.are.equal("1:in 2:in 7:in 9:-", days())
    assert.are.equal(3, db:value("SELECT n FROM totals"))
  end)
end)

describe("a row that fails", function()
  local function fail(given)
    given.table = "tickets"
    local ok, raised = pcall(backfill "tickets.day", given)
    assert.is_false(ok)
    assert.are.equal("userdata", type(raised))
    return raised
  end

  it("is named with key, values and the Lua line", function()
    local raised = fail({ from = { "created_at", "n" }, into = { "day" },
      set = function(created_at) return created_at:sub(1, 10) end })
    assert.are.equal([[backfill "tickets.day": id 7 of 'tickets' (created_at = NULL, ]]
      .. "n = NULL): attempt to index a nil value (local 'created_at')", raised.message)
    assert.truthy(raised.file:find("set_spec.lua", 1, true))
    assert.are.equal(debug.getinfo(1, "l").currentline - 4, raised.line)
    assert.are.equal("1:- 2:- 7:- 9:-", days())
  end)

  it("is named where several columns are written", function()
    local raised = fail({ from = { "id" }, into = { "day", "n" },
      set = function(id) if id == 2 then error({ message = "no" }) end return 1, 2 end })
    assert.are.equal([[backfill "tickets.day": id 2 of 'tickets' (id = 2): no]],
      raised.message)
  end)

  it("is named by the key that was asked for", function()
    db:exec("CREATE UNIQUE INDEX u ON tickets (created_at, id)")
    local raised = fail({ key = { "created_at", "id" }, into = { "n" }, from = { "n" },
      where = "id = 9", set = function() return {} end })
    assert.are.equal([[backfill "tickets.day": (created_at, id) = ('2026-11-22 11:00', ]]
      .. "9) of 'tickets' (n = NULL): result 1 must be nil, a boolean, number, string, "
      .. "db.null or db.blob, not a table", raised.message)
  end)

  it("is one for which the function returns too few values, or too many", function()
    local message = [[backfill "tickets.day": id 7 of 'tickets' (created_at = NULL): ]]
      .. "the function must return %d %s, one for each column, and returned %d"
    local here = debug.getinfo(1, "l").currentline
    local raised = fail({ from = { "created_at" }, into = { "day" },
      set = function(created_at)
        if created_at then return created_at end
      end })
    assert.are.equal(message:format(1, "value", 0), raised.message)
    assert.are.equal("return nil, or db.null, where a column is to become NULL",
      raised.hint)
    assert.truthy(raised.file:find("set_spec.lua", 1, true))
    assert.are.equal(here + 2, raised.line)

    assert.are.equal(message:format(2, "values", 1), fail({ into = { "day", "n" },
      from = { "created_at" }, set = function(created_at)
        if created_at then return 1, 2 end
        return "one"
      end }).message)
    raised = fail({ into = { "day" }, from = { "created_at" },
      set = function(created_at) return (created_at or ""):gsub(" .*", "") end,
      where = "created_at IS NULL" })
    assert.are.equal(message:format(1, "value", 2), raised.message)
    assert.are.equal("parentheses around a call, as in (s:gsub(a, b)), keep its first "
      .. "result", raised.hint)
    assert.are.equal("1:- 2:- 7:- 9:-", days())
  end)

  it("is named when a constraint or trigger refuses what it gets", function()
    db:exec("CREATE UNIQUE INDEX u ON tickets (n)")
    local raised = fail({ from = { "id" }, into = { "n" },
      set = function(id) return id // 4 end })
    assert.are.equal([[backfill "tickets.day": id 2 of 'tickets' (id = 2): UNIQUE ]]
      .. "constraint failed: tickets.n", raised.message)
    db:exec("CREATE TRIGGER t BEFORE UPDATE ON tickets WHEN new.id = 9 BEGIN SELECT "
      .. "RAISE(ABORT, 'not that one'); END")
    assert.truthy(fail({ into = { "n", "day" }, from = { "id" },
      set = function(id) return id, id end }).message:find("id 9 .*: not that one$"))
  end)

  it("is named by its key when a trigger ends the transaction", function()
    db:exec("CREATE TRIGGER t BEFORE UPDATE ON tickets WHEN new.id = 9 BEGIN SELECT "
      .. "RAISE(ROLLBACK, 'all of it'); END")
    local message
    pcall(db.savepoint, db, function()
      message = fail({ into = { "n", "day" }, from = { "id" },
        set = function(id) return id, id end }).message
    end)
    assert.are.equal([[backfill "tickets.day": id 9 of 'tickets': all of it]], message)
    assert.are.equal("1:- 2:- 7:- 9:-", days())
  end)

  it("keeps what an error of a statement knows", function()
    local raised = fail({ from = { "id" }, into = { "n" },
      set = function() return db:value("SELECT nought FROM tickets") end })
    assert.are.equal([[backfill "tickets.day": id 1 of 'tickets' (id = 1): no such ]]
      .. "column: nought", raised.message)
    assert.are.equal("SELECT nought FROM tickets", raised.sql)
  end)

  it("shows long values cut between characters", function()
    db:exec("UPDATE tickets SET day = ?", ("ä"):rep(80))
    local raised = fail({ from = { "day" }, into = { "n" },
      set = function() error("x", 0) end })
    assert.are.equal([[backfill "tickets.day": id 1 of 'tickets' (day = ']]
      .. ("ä"):rep(29) .. "...): x", raised.message)
  end)

  it("is no row where the statement is wrong", function()
    assert.are.equal([[backfill "tickets.day": no such column: dya]],
      fail({ into = { "n" }, where = "dya = 1", set = print }).message)
  end)
end)
