--- backfill with `each` and `sql`: going through a table by its key.
local filling = require("spec.support.filling")

local db, backfill, problem

before_each(function()
  db, backfill = filling.open()
  problem = filling.problem
end)
after_each(function() db:close() end)

--- A table of so many rows: ids 2, 4, 6, ...; `code` is unique.
local function many(count)
  db:exec(([[
    CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, a, b);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
    INSERT INTO t SELECT 2 * i, printf('%%05x', i * 7919 %% 65537), i %% 3, NULL FROM n;
    ]]):format(count))
end

describe("each", function()
  it("gives key and columns of every row in order, over many pages", function()
    many(2500)
    local ids, sum = {}, 0
    assert.are.equal(2500, backfill "t" { table = "t", from = { "a", "b" },
      each = function(id, a, b)
        ids[#ids + 1] = id
        sum = sum + a
        assert.is_nil(b)
        db:exec("UPDATE t SET b = ? WHERE id = ?", a, id)
      end })
    for i = 1, 2500 do assert.are.equal(2 * i, ids[i]) end
    assert.are.equal(sum, db:value("SELECT sum(b) FROM t"))
  end)

  it("gives every value of a wide row, NULL among and behind them", function()
    for _, width in ipairs({ 1, 3, 4, 5, 8, 700 }) do
      local names, numbers = {}, {}
      for i = 1, width do
        names[i], numbers[i] = "c" .. i, i % 3 == 2 and i or "NULL"
      end
      db:exec("DROP TABLE IF EXISTS w")
      db:exec(("CREATE TABLE w (%s)"):format(table.concat(names, ",")))
      local row = "(" .. table.concat(numbers, ",") .. ")"
      db:exec(("INSERT INTO w VALUES %s, %s"):format(row, row))
      local function check(_, ...)
        assert.are.equal(width, select("#", ...))
        for i = 1, width do
          assert.are.equal(i % 3 == 2 and i or nil, (select(i, ...)))
        end
      end
      assert.are.equal(2, backfill "w" { table = "w", from = names, each = check })
    end
  end)

  it("visits what meets the condition when its page is read, each once", function()
    many(2100)
    local calls = 0
    assert.are.equal(1400, backfill "t" { table = "t", where = "b IS NULL AND a > 0",
      each = function(id)
        calls = calls + 1
        db:exec("UPDATE t SET b = 1 WHERE id = ?", id)
      end })
    assert.are.equal(1400, calls)
    assert.are.equal(0, backfill "t" { table = "t", where = "b IS NULL AND a > 0",
      each = error })
  end)

  it("begins each page behind the one before, whatever the condition says", function()
    many(5000)
    local looked = 0
    db:define("looked", function()
      looked = looked + 1
      return true
    end)
    assert.are.equal(4995, backfill "t" { table = "t", where = "id > 10 AND looked(a)",
      each = function() end })
    assert.is_true(looked < 5010, looked .. " rows were looked at")
  end)

  it("does not follow rows that it inserts", function()
    many(10)
    assert.are.equal(10, backfill "t" { table = "t", each = function(id)
      db:exec("INSERT INTO t (code) VALUES ('new ' || ?)", id)
    end })
    assert.are.equal(20, db:value("SELECT count(*) FROM t"))
  end)

  it("goes by any unique key", function()
    many(1500)
    local last, count = "", 0
    backfill "t" { table = "t", key = "CODE", from = { "id" }, each = function(code, id)
      assert.is_true(code > last and math.type(id) == "integer")
      last, count = code, count + 1
    end }
    assert.are.equal(1500, count)
  end)

  it("goes by keys of several columns, with their collations", function()
    db:exec([[
      CREATE TABLE w (a TEXT COLLATE NOCASE, b, c, PRIMARY KEY (a, b)) WITHOUT ROWID;
      CREATE TABLE u (a TEXT COLLATE NOCASE NOT NULL, b NOT NULL);
      CREATE UNIQUE INDEX u_ab ON u (a COLLATE BINARY, b DESC);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1300)
      INSERT INTO w SELECT i % 7, i, NULL FROM n;
      INSERT INTO u SELECT CASE WHEN b % 2 THEN 'x' ELSE 'X' END, b / 2 FROM w]])
    local count = 0
    assert.are.equal(1300, backfill "w" { table = "w", from = { "c" },
      each = function(a, b)
        count = count + 1
        db:exec("UPDATE w SET c = 1 WHERE a = ? AND b = ?", a, b)
      end })
    assert.are.equal(1300, db:value("SELECT sum(c) FROM w"))
    local seen = {}
    assert.are.equal(1300, backfill "u" { table = "u", key = { "a", "b" },
      each = function(a, b) seen[a .. b] = true end })
    for _ in pairs(seen) do count = count - 1 end
    assert.are.equal(0, count)
  end)

  it("brings keys of every storage class back", function()
    db:exec([[CREATE TABLE k (v UNIQUE NOT NULL);
      INSERT INTO k VALUES (1), (1.5), (9007199254740993), (-9e999), ('a'), (''),
        (x'61'), (x''), ('a' || char(0) || 'b')]])
    local list = {}
    assert.are.equal(9, backfill "k" { table = "k", key = "v",
      each = function(v) list[#list + 1] = math.type(v) or type(v) end })
    assert.are.equal("float integer float integer string string string userdata userdata",
      table.concat(list, " "))
  end)

  it("refuses rows without the key, and keys that rows may share", function()
    db:exec([[
      CREATE TABLE n (a UNIQUE, b, c); INSERT INTO n VALUES (1, 1, 1), (NULL, 2, 1);
      CREATE UNIQUE INDEX n_b ON n (b) WHERE b > 1;
      CREATE UNIQUE INDEX n_c ON n (c + 1, b)]])
    assert.are.same({ [[backfill "n": rows of 'n' have NULL in the key (a)]],
      "go by a key that every row has" }, { problem(backfill "n",
      { table = "n", key = "a", each = print }) })
    assert.are.equal(1, backfill "n" { table = "n", key = "a", where = "a IS NOT NULL",
      each = function() end })
    assert.are.same({ [[backfill "n": (b) is no key of 'n': rows may share it]],
      "its keys are: rowid, (a)" }, { problem(backfill "n",
      { table = "n", key = "b", each = print }) })
    assert.truthy(problem(backfill "n",
      { table = "n", key = { "a", "b" }, each = print }))
  end)

  it("refuses that the key is written meanwhile", function()
    many(5)
    local message = problem(backfill "t", { table = "t", from = { "a" },
      each = function(id) db:exec("UPDATE t SET id = id + 100 WHERE id = ?", id) end })
    assert.are.equal([[backfill "t": id 2 of 't' (a = 1): 't' is gone through by (id), ]]
      .. "so that must not be written meanwhile", message)
    assert.are.equal(5, backfill "t" { table = "t", key = "code",
      each = function(code)
        db:exec("UPDATE t SET id = id + 100 WHERE code = ?", code)
      end })
    assert.are.equal(0, db:value("SELECT count(*) FROM temp.sqlite_schema"))
  end)

  it("refuses it where the key is computed", function()
    db:exec([[
      CREATE TABLE g (a INTEGER NOT NULL, "x y" AS (a * 2), up NOT NULL AS ("x y" + 1));
      CREATE UNIQUE INDEX ix_g ON g (up); INSERT INTO g (a) VALUES (1), (2)]])
    assert.are.equal([[backfill "g": up 3 of 'g': 'g' is gone through by (up), so that, ]]
      .. "and what it is computed from (x y, a), must not be written meanwhile",
      (problem(backfill "g", { table = "g", key = "up",
        each = function() db:exec("UPDATE g SET a = a + 100") end })))
    assert.are.equal([[backfill "g": the key by which it goes is computed from 'a', ]]
      .. "so that cannot be written", (problem(backfill "g", { table = "g", key = "up",
        from = { "a" }, into = { "a" }, set = function(a) return a + 100 end })))
  end)

  it("refuses it under any name of the rowid", function()
    many(2)
    db:exec("CREATE TABLE plain (a); INSERT INTO plain VALUES (1), (2)")
    for _, name in ipairs({ "rowid", "_rowid_", "oid" }) do
      for _, of in ipairs({ "t", "plain" }) do
        local sql = ("UPDATE %s SET %s = ?1 + 100 WHERE %s = ?1"):format(of, name, name)
        local message = problem(backfill "k",
          { table = of, each = function(id) db:exec(sql, id) end })
        assert.truthy(message:find("must not be written meanwhile", 1, true), message)
      end
    end
  end)

  it("names the row that failed, and leaves what it did to the transaction", function()
    many(1500)
    local ok, raised = pcall(backfill "t", { table = "t", from = { "code" },
      each = function(id, code)
        if id == 2400 then return code.nothing.there end
        db:exec("UPDATE t SET b = 1 WHERE id = ?", id)
      end })
    assert.is_false(ok)
    assert.truthy(raised.message:find([[^backfill "t": id 2400 of 't' %(code = ']]))
    assert.are.equal(debug.getinfo(1, "l").currentline - 5, raised.line)
    assert.are.equal(1199, db:value("SELECT sum(b) FROM t"))
  end)

  it("runs inside a loop over the same table, and inside another", function()
    many(3)
    local count = 0
    for id in db:rows("SELECT id FROM t") do
      backfill "outer" { table = "t", each = function(other)
        backfill "inner" { table = "t", where = "id = " .. other,
          each = function() count = count + id end }
      end }
    end
    assert.are.equal(36, count)
  end)

  it("keeps memory the same however many rows there are", function()
    many(20000)
    db:exec("UPDATE t SET b = hex(zeroblob(500))")
    local most = 0
    collectgarbage()
    local before = collectgarbage("count")
    backfill "t" { table = "t", from = { "b" }, each = function(id)
      if id % 5000 == 0 then
        collectgarbage()
        most = math.max(most, collectgarbage("count") - before)
      end
    end }
    assert.is_true(most < 1600, most)
  end)
end)

describe("sql", function()
  it("runs once for each page of keys", function()
    many(25000)
    local pages = {}
    db:define("note", function(first, last) pages[#pages + 1] = first .. "-" .. last end)
    assert.are.equal(25000, backfill "t" { table = "t", sql =
      "UPDATE t SET b = a + 1 WHERE id BETWEEN :first AND :last "
      .. "AND (SELECT note(:first, :last)) IS NULL" })
    assert.are.equal("2-20000 20002-40000 40002-50000", table.concat(pages, " "))
    assert.are.equal(25000, db:value("SELECT count(b) FROM t"))
  end)

  it("pages over the rows that meet the condition", function()
    many(100)
    db:exec("CREATE TABLE pages (first, last)")
    assert.are.equal(1, backfill "t" { table = "t", where = "a = 2", sql =
      "INSERT INTO pages VALUES (:first, :last)" })
    assert.are.equal("4-196", db:value("SELECT first || '-' || last FROM pages"))
    assert.are.equal(0, backfill "t" { table = "t", where = "a = 5", sql =
      "INSERT INTO pages VALUES (:first, :last)" })
  end)

  it("has a parameter for each column of the key", function()
    db:exec([[CREATE TABLE w (a, b, c, PRIMARY KEY (a, b)) WITHOUT ROWID;
      INSERT INTO w VALUES (1, 'x', 0), (1, 'y', 0), (2, 'a', 0)]])
    assert.are.equal(3, backfill "w" { table = "w", sql = "UPDATE w SET c = 1 WHERE "
      .. "(a, b) BETWEEN (:first_1, :first_2) AND (:last_1, :last_2)" })
    assert.are.same({ [[backfill "w": sql has an unknown parameter :first]],
      "for each page of keys it is given :first_1, :first_2, :last_1, :last_2" },
      { problem(backfill "w", { table = "w", sql = "DELETE FROM w WHERE a > :first" }) })
  end)

  it("runs once if it asks for no keys", function()
    many(4)
    assert.are.equal(8, backfill "t" { table = "t",
      sql = "UPDATE t SET b = 1; UPDATE t SET a = 2" })
    assert.are.equal([[backfill "t": no such table: u]], (problem(backfill "t",
      { table = "t", sql = "DELETE FROM u" })))
  end)

  it("says where it failed, and finds mistakes in an empty table", function()
    many(1)
    db:exec("DELETE FROM t")
    assert.are.equal([[backfill "t": no such column: dya]], (problem(backfill "t",
      { table = "t", sql = "UPDATE t SET dya = 1 WHERE id BETWEEN :first AND :last" })))
    assert.are.equal([[backfill "t": sql does not use :last]], (problem(backfill "t",
      { table = "t", sql = "DELETE FROM t WHERE id >= :first" })))
    db:exec("INSERT INTO t (id, code) VALUES (3, 'a'), (5, 'b')")
    assert.are.equal([[backfill "t": the rows from id 3 to id 5 of 't': UNIQUE ]]
      .. "constraint failed: t.code", (problem(backfill "t", { table = "t",
      sql = "UPDATE t SET code = 1 WHERE id BETWEEN :first AND :last" })))
  end)
end)
