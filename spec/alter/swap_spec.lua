--- A table that exchanges its rows for a copy of them.
local alteration = require("spec.support.alteration_file")
local database = require("spec.support.database")
local sql = require("runner.schema.expression")
local swap = require("runner.alter.execute.swap")

local file

before_each(function() file = alteration.file() end)
after_each(function() file:clean() end)

local world = [[
  CREATE TABLE parent (id INTEGER PRIMARY KEY);
  CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, -- the key
    code TEXT UNIQUE ON CONFLICT REPLACE, n INTEGER,
    up REFERENCES t ON DELETE CASCADE, p REFERENCES parent ON DELETE CASCADE,
    CHECK (t.n > 0), CONSTRAINT "two, of" UNIQUE (n, code));
  CREATE TABLE child (t REFERENCES t ON DELETE CASCADE);
  CREATE INDEX by_n ON t (n DESC); CREATE INDEX some ON t (p) WHERE n > 2;
  CREATE INDEX by_expression ON t (lower(code));
  CREATE VIEW v AS SELECT id, code FROM t;
  CREATE TABLE log (x);
  CREATE TRIGGER ti AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.code); END;
  CREATE TRIGGER ci AFTER INSERT ON child BEGIN UPDATE t SET n = n + 1; END;
  INSERT INTO parent VALUES (1), (2);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
  INSERT INTO t SELECT i, 'Code ' || i, i, nullif(i / 2, 0), 1 + i % 2 FROM n;
  INSERT INTO child VALUES (1), (300);
  DELETE FROM t WHERE id = 299;
  ANALYZE]]

local middle = [[CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, -- the key
    added TEXT NOT NULL DEFAULT 'new',
    code TEXT UNIQUE ON CONFLICT REPLACE, n INTEGER,
    up REFERENCES t ON DELETE CASCADE, p REFERENCES parent ON DELETE CASCADE,
    CHECK (t.n > 0), CONSTRAINT "two, of" UNIQUE (n, code))]]

local function everything()
  return table.concat({ file:schema_without("t"),
    file:all("SELECT rowid AS r, id, code, n, up, p FROM t ORDER BY id"),
    file:all("SELECT * FROM child"), file:all("SELECT rowid AS r, x FROM log"),
    file:all("SELECT * FROM sqlite_sequence"),
    file:all("SELECT * FROM sqlite_stat1 ORDER BY tbl, idx") }, "\n\n")
end

describe("a table with exchanged rows", function()
  for _, setup in ipairs({ "PRAGMA auto_vacuum = 0", "PRAGMA auto_vacuum = 1",
    "PRAGMA auto_vacuum = 2", "PRAGMA journal_mode = WAL" }) do
    it("keeps everything else: " .. setup, function()
      local own = alteration.file(setup)
      file, own = own, file
      own:clean()
      file.db:exec(world)
      local before = everything()
      file:run(swap, "t", middle)
      assert.are.equal(middle, file:text("t"))
      assert.are.equal("ok", file:verdict())
      assert.are.equal(before, everything())
      assert.are.equal("new", file.db:value("SELECT added FROM t WHERE code = 'Code 7'"))
      file.db:exec("PRAGMA foreign_keys = ON; DELETE FROM t WHERE id = 1; "
        .. "INSERT INTO t (code, n) VALUES ('last', 1)")
      assert.are.equal("id=301", file:all("SELECT id FROM t"))
      assert.are.equal(0, file.db:value("SELECT count(*) FROM child"))
      assert.are.equal("last", file.db:value("SELECT max(x) FROM log"))
    end)
  end

  it("keeps rows of others also where foreign keys are enforced", function()
    file.db:exec(world)
    local before = everything()
    file.db:exec("PRAGMA foreign_keys = ON")
    file:run(swap, "t", middle)
    assert.are.equal("ok", file:verdict())
    assert.are.equal(before, everything())
  end)

  it("gets indexes of changed columns anew, and no others", function()
    file.db:exec("CREATE TABLE t (a TEXT, b); CREATE INDEX i ON t(a); CREATE INDEX j ON "
      .. "t(b); INSERT INTO t VALUES ('10', 1), ('9', 2)")
    local page = "SELECT rootpage FROM sqlite_schema WHERE name = 'j'"
    local before = file.db:value(page)
    file:run(swap, "t", "CREATE TABLE t (c, a INTEGER, b)", { indexes = { "i" } })
    assert.are.equal(before, file.db:value(page))
    assert.are.equal("a=9\na=10", file:all("SELECT a FROM t INDEXED BY i WHERE a > 0"))
    assert.are.equal("ok", file:verdict())
  end)

  it("computes its stored columns, and keeps rowids that no column shows", function()
    file.db:exec([[CREATE TABLE t (a, s AS (a + 1) STORED, v AS (a + 2));
      CREATE INDEX i ON t (v); INSERT INTO t (rowid, a) VALUES (5, 1), (9, 2)]])
    file:run(swap, "t", "CREATE TABLE t (s AS (a * 2) STORED, b, v AS (a + 2), a, "
      .. "c AS (length(a)) STORED)")
    assert.are.equal("a=1 c=1 r=5 s=2 v=3\na=2 c=1 r=9 s=4 v=4",
      file:all("SELECT rowid AS r, * FROM t"))
    assert.are.equal("ok", file:verdict())
  end)

  it("stops at rows that do not fit, and is as before", function()
    file.db:exec(world)
    local before = everything()
    local message = database.problem(file.run, file, swap, "t",
      (middle:gsub("t%.n > 0", "n < 299")))
    assert.are.equal("'t' cannot have CHECK (n < 299): 3 rows contradict it "
      .. "(rowid 297: 299, rowid 298: 300, rowid 300: 302)", message)
    assert.are.equal(before, everything())
    assert.are.equal("ok", file:verdict())
  end)

  it("takes values from SQL and functions", function()
    file.db:exec("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)")
    file:run(swap, "t", "CREATE TABLE t (b, a)", { value = { b = sql("a * 2"),
      a = function(a) return a .. "!" end } })
    assert.are.equal("a=1! b=2\na=2! b=4", file:all("SELECT * FROM t"))
  end)

  it("is made anew where keys change", function()
    file.db:exec("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2)")
    file:run(swap, "t", "CREATE TABLE t (b, a UNIQUE)", { automatic = true })
    assert.are.equal("a=1 b=2", file:all("SELECT * FROM t"))
    assert.are.equal("ok", file:verdict())
    assert.are.equal("name=sqlite_autoindex_t_1",
      file:all("SELECT name FROM pragma_index_list('t')"))
  end)
end)
