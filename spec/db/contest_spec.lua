--- Functions that write while SQL calls them.
local filling = require("spec.support.filling")

local db, backfill, problem

-- The column `a` stands behind `b`, which SQLite has read when it asks for a new `a`.
before_each(function()
  db, backfill = filling.open()
  problem = filling.problem
  db:exec([[
    CREATE TABLE t (id INTEGER PRIMARY KEY, b INTEGER, a INTEGER);
    CREATE INDEX ix_t_b ON t (b);
    INSERT INTO t VALUES (1, 1, 1), (2, 2, 2);
    CREATE TABLE u (n);
    CREATE TRIGGER u_goes AFTER DELETE ON u BEGIN DELETE FROM t WHERE id = old.n; END;
    INSERT INTO u VALUES (1)]])
end)
after_each(function() db:close() end)

local REFUSED = "a function that SQL calls cannot write 't' while its statement does"

local function define(sql)
  db:define("f", function(id)
    db:exec(sql, id)
    return id
  end)
end

local function expect_refused(sql)
  local message = problem(db.exec, db, sql)
  assert.is_truthy(message:find(REFUSED, 1, true), message)
  assert.are.equal("ok", db:value("PRAGMA integrity_check"))
  assert.are.equal("1 1 1,2 2 2",
    db:value("SELECT group_concat(id || ' ' || b || ' ' || a) FROM t"))
end

describe("a function that SQL calls", function()
  it("cannot write the table that its statement updates", function()
    for _, sql in ipairs({ "UPDATE t SET b = b * 100 WHERE id = ?",
      "DELETE FROM t WHERE id = ?", "INSERT INTO T (b) VALUES (?)",
      "DELETE FROM u WHERE n = ?" }) do
      define(sql)
      expect_refused("UPDATE t SET a = f(id)")
      expect_refused("INSERT INTO t (id) VALUES (1) ON CONFLICT DO UPDATE SET a = f(id)")
    end
  end)

  it("cannot write the table that its statement deletes from", function()
    define("UPDATE t SET b = b * 100 WHERE id = ?")
    expect_refused("DELETE FROM t WHERE f(id) = 1")
  end)

  it("is refused at its row in a backfill", function()
    local message = problem(function()
      backfill "t.a" { table = "t", from = { "id" }, into = { "a" }, set = function(id)
        db:exec("UPDATE t SET b = 7 WHERE id = ?", id)
      end }
    end)
    assert.are.equal("backfill \"t.a\": id 1 of 't' (id = 1): " .. REFUSED, message)
  end)

  it("writes other tables, and any while rows are read or inserted", function()
    define("INSERT INTO u VALUES (?)")
    db:exec("UPDATE t SET a = f(id)")
    assert.are.equal("1,1,2", db:value("SELECT group_concat(n) FROM u"))
    define("UPDATE t SET b = b + 10 WHERE id = ?")
    for _ in db:rows("SELECT f(id) FROM t NOT INDEXED") do end
    db:exec("INSERT INTO t (id, a) VALUES (9, f(2))")
    assert.are.equal("1 11,2 22,9 -", db:value([[
      SELECT group_concat(id || ' ' || coalesce(b, '-'))
        FROM (SELECT * FROM t NOT INDEXED ORDER BY id)]]))
    assert.are.equal("ok", db:value("PRAGMA integrity_check"))
  end)
end)
