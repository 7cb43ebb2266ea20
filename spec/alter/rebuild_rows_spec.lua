--- Which rows get into a table made anew, in which form, and which stop it.
local alteration = require("spec.support.alteration_file")
local database = require("spec.support.database")
local rebuild = require("runner.alter.execute.rebuild")
local sql = require("runner.schema.expression")

local file

before_each(function() file = alteration.file() end)
after_each(function() file:clean() end)

--- The change must be refused with this message and leave the table as it is.
local function refuse(message, table_name, new_text, given)
  local before = file:text(table_name)
  local found, hint =
    database.problem(file.run, file, rebuild, table_name, new_text, given)
  assert.are.equal(message, found)
  assert.is_string(hint)
  assert.are.equal(before, file:text(table_name))
  assert.are.equal("ok", file:verdict())
end

describe("the rows of a table made anew", function()
  it("go to their columns by name", function()
    file.db:exec("CREATE TABLE t (a, b, gone); INSERT INTO t VALUES ('a', 'b', 'c')")
    file:run(rebuild, "t",
      "CREATE TABLE t (new DEFAULT 'n', b, called, again DEFAULT (1+1))",
      { origin = { called = "a" } })
    assert.are.equal("again=2 b=b called=a new=n", file:all("SELECT * FROM t"))
  end)

  it("get values from SQL and from functions", function()
    file.db:exec("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (2, 'y')")
    local number = 0
    file:run(rebuild, "t", "CREATE TABLE t (a, b, c, d)", { value = {
      a = function(a) return a * 10 end,
      b = sql("b || '/' || a"),
      c = sql("a + 1 -- old a"),
      d = function(...)
        number = number + 1
        return select("#", ...) .. " " .. number
      end,
    } })
    assert.are.equal("a=10 b=x/1 c=2 d=0 1\na=20 b=y/2 c=3 d=0 2",
      file:all("SELECT * FROM t"))
  end)

  it("stop it with what a function raises", function()
    file.db:exec("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
    local thrown = {}
    local _, problem = pcall(file.run, file, rebuild, "t", "CREATE TABLE t (a NOT NULL)",
      { value = { a = function() error(thrown) end } })
    assert.are.equal(thrown, problem)
    assert.are.equal("CREATE TABLE t (a)", file:text("t"))
  end)

  it("take in generated columns, and leave them", function()
    file.db:exec([[CREATE TABLE t (a, v AS (a * 2), s AS (a * 3) STORED, b);
      INSERT INTO t (a, b) VALUES (5, 'x')]])
    file:run(rebuild, "t", "CREATE TABLE t (s AS (a * 4) STORED, v, a, b AS (a + v))")
    assert.are.equal("a=5 b=15 s=20 v=10", file:all("SELECT * FROM t"))
    assert.are.equal("ok", file:verdict())
  end)

  it("move to WITHOUT ROWID, to another key there, and back", function()
    file.db:exec("CREATE TABLE t (a TEXT, b INTEGER NOT NULL, c); CREATE INDEX i ON t(c);"
      .. "INSERT INTO t VALUES ('x', 2, 1), ('y', 1, 2), ('Y', 3, 3)")
    local before = file:all("SELECT * FROM t ORDER BY b")
    for _, text in ipairs({
      "CREATE TABLE t (a TEXT, b INTEGER PRIMARY KEY, c) WITHOUT ROWID",
      "CREATE TABLE t (a TEXT COLLATE NOCASE, b INTEGER, c, PRIMARY KEY (a DESC, b)) "
        .. "WITHOUT ROWID",
      "CREATE TABLE t (a TEXT, b INTEGER PRIMARY KEY, c)",
    }) do
      file:run(rebuild, "t", text)
      assert.are.equal("ok", file:verdict())
      assert.are.equal(text, file:text("t"))
      assert.are.equal(before, file:all("SELECT * FROM t ORDER BY b"))
    end
  end)

  it("move to STRICT", function()
    file.db:exec("CREATE TABLE t (a INT, b); "
      .. "INSERT INTO t VALUES (1, 'x'), (NULL, x'00')")
    file:run(rebuild, "t", "CREATE TABLE t (b ANY, a INT) STRICT")
    assert.are.equal("integer=text\nnull=blob",
      file:all("SELECT typeof(a) || '=' || typeof(b) AS x FROM t"):gsub("x=", ""))
  end)

  it("are all there, where the table resolves conflicts by itself", function()
    file.db:exec("CREATE TABLE t (a, b); "
      .. "INSERT INTO t VALUES (1, 'x'), (1, 'y'), (2, 'z')")
    refuse("UNIQUE (a) of 't' cannot hold: 1 value is there more than once "
      .. "(1 in 2 rows: rowid 1, 2)", "t",
      "CREATE TABLE t (a UNIQUE ON CONFLICT REPLACE, b)")
    refuse("PRIMARY KEY (a) of 't' cannot hold: 1 value is there more than once "
      .. "(1 in 2 rows: rowid 1, 2)", "t",
      "CREATE TABLE t (a INTEGER PRIMARY KEY ON CONFLICT IGNORE, b)")
    file.db:exec("UPDATE t SET a = NULL WHERE b = 'x'")
    refuse("'a' of 't' cannot be NOT NULL: 1 row would hold NULL (rowid 1)", "t",
      "CREATE TABLE t (a NOT NULL ON CONFLICT IGNORE, b)")
  end)
end)

describe("rows that do not fit", function()
  before_each(function()
    file.db:exec([[CREATE TABLE t (a, b TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
      INSERT INTO t SELECT i / 2, iif(i % 10 = 0, NULL, 'b' || i) FROM n]])
  end)

  it("are counted and named: NULL", function()
    refuse("'b' of 't' cannot be NOT NULL: 10 rows would hold NULL (rowid 10, "
      .. "rowid 20, rowid 30, rowid 40, rowid 50, ...)", "t",
      "CREATE TABLE t (b TEXT NOT NULL, a)")
    refuse("'b' of 't' cannot be NOT NULL: 10 rows would hold NULL (rowid 10, "
      .. "rowid 20, rowid 30, rowid 40, rowid 50, ...)", "t",
      "CREATE TABLE t (b TEXT PRIMARY KEY, a) WITHOUT ROWID")
  end)

  it("are counted and named: CHECK", function()
    refuse("'t' cannot have CHECK (a < 49): 3 rows contradict it (rowid 98: 49, "
      .. "rowid 99: 49, rowid 100: 50)", "t", "CREATE TABLE t (b, a CHECK (t.a < 49))")
    refuse("'t' cannot have the CHECK 'small': 1 row contradicts it (rowid 100: 50)", "t",
      "CREATE TABLE t (b, a, CONSTRAINT small CHECK (a < 50))")
  end)

  it("are counted and named: duplicates", function()
    refuse("UNIQUE (a) of 't' cannot hold: 49 values are there more than once (1 in 2 "
      .. "rows: rowid 2, 3; 2 in 2 rows: rowid 4, 5; 3 in 2 rows: rowid 6, 7; 4 in 2 "
      .. "rows: rowid 8, 9; 5 in 2 rows: rowid 10, 11; ...)", "t",
      "CREATE TABLE t (b TEXT, a, UNIQUE (a))")
  end)

  it("are counted and named: no integer in the rowid's place", function()
    refuse("'b' of 't' cannot be the rowid: 10 rows would hold no integer (rowid 10: "
      .. "'', rowid 20: '', rowid 30: '', rowid 40: '', rowid 50: '', ...)", "t",
      "CREATE TABLE t (b INTEGER PRIMARY KEY)", { value = { b = sql("substr(b, 2)") } })
  end)

  it("are counted and named: types of STRICT tables", function()
    refuse("'b' of 't' cannot be INT strictly: 90 rows hold something else (rowid 1: "
      .. "'b1', rowid 2: 'b2', rowid 3: 'b3', rowid 4: 'b4', rowid 5: 'b5', ...)", "t",
      "CREATE TABLE t (b INT, a ANY) STRICT")
  end)

  it("are named by their key where there is no rowid", function()
    file.db:exec([[CREATE TABLE w (k TEXT, l, c, PRIMARY KEY (k, l)) WITHOUT ROWID;
      INSERT INTO w VALUES ('it''s', 1, NULL), ('b', 2, 3), ('b', x'00', NULL)]])
    refuse("'c' of 'w' cannot be NOT NULL: 2 rows would hold NULL "
      .. "((k, l) = ('b', X'00'), (k, l) = ('it''s', 1))", "w",
      "CREATE TABLE w (c NOT NULL, k TEXT, l, PRIMARY KEY (k, l)) WITHOUT ROWID")
  end)

  it("are found for an index too", function()
    file.db:exec("UPDATE t SET b = rowid; "
      .. "CREATE UNIQUE INDEX i ON t(lower(b)) WHERE a > 0")
    refuse("the unique index 'i' of 't' cannot hold: 1 value is there more than once "
      .. "('same' in 99 rows: rowid 2 ... 100)", "t", "CREATE TABLE t (b, a)",
      { value = { b = sql("'SAME'") } })
  end)
end)

describe("a definition", function()
  it("may name the table before a column", function()
    file.db:exec("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
    local text = 'CREATE TABLE t (a CHECK (t.a > 0 AND main."T".a < 9), CHECK ("t" . a))'
    file:run(rebuild, "t", text)
    assert.are.equal(text, file:text("t"))
    assert.are.equal("ok", file:verdict())
    assert.is_false(pcall(file.db.exec, file.db, "INSERT INTO t VALUES (0)"))
  end)

  it("that SQLite refuses is told with its reason", function()
    file.db:exec("CREATE TABLE t (a)")
    refuse("'t' cannot be made anew: no such column: x", "t",
      'CREATE TABLE t (a CHECK (a <> "x"))')
  end)

  it("may keep nothing of a row but that it is there", function()
    file.db:exec("CREATE TABLE t (rowid, oid, _rowid_); INSERT INTO t VALUES (1, 2, 3)")
    file:run(rebuild, "t", "CREATE TABLE t (b DEFAULT 'x')")
    assert.are.equal("b=x", file:all("SELECT * FROM t"))
  end)

  it("may hold names that need quotes", function()
    file.db:exec([[CREATE TABLE "a ""t""" ("b c" INTEGER PRIMARY KEY, "d'e");
      CREATE INDEX "i j" ON "a ""t""" ("d'e"); INSERT INTO "a ""t""" VALUES (1, 2)]])
    local text = [[CREATE TABLE 'a "t"' ("d'e", [b c] INTEGER PRIMARY KEY)]]
    file:run(rebuild, 'a "t"', text)
    assert.are.equal(text, file:text('a "t"'))
    assert.are.equal("b c=1 d'e=2", file:all([[SELECT * FROM "a ""t"""]]))
    assert.are.equal("ok", file:verdict())
  end)
end)
