--- Alterations that edit the stored definition and write no row.
local altering = require("spec.support.altering")
local catalogue = require("runner.catalogue")
local database = require("spec.support.database")

local db

after_each(function() db:close() end)

local function open(script) db = altering.open(script) end
local function run(text, given) return altering.run(db, text, given) end
local function rows(sql) return altering.list(db, sql or "SELECT * FROM t") end

describe("an edit", function()
  it("stores the text as it is and touches no page of the rows", function()
    open([[CREATE TABLE t (a INTEGER PRIMARY KEY,
      b TEXT NOT NULL DEFAULT 'x' CHECK (b <> ''),
      c REFERENCES p ON DELETE CASCADE); CREATE TABLE p (id INTEGER PRIMARY KEY);
      CREATE INDEX i ON t (b); CREATE TRIGGER tr AFTER UPDATE ON t BEGIN SELECT 1; END;
      CREATE VIEW v AS SELECT b FROM t; INSERT INTO p VALUES (1);
      INSERT INTO t VALUES (1, 'a', 1), (5, 'b', NULL)]])
    local text = "CREATE TABLE t (a INTEGER PRIMARY KEY, -- the key\n  b TEXT, c)"
    local pages = "SELECT name, rootpage FROM sqlite_schema WHERE name <> 't'"
    local before = rows(pages)
    assert.are.equal("edit", run(text).method)
    assert.are.equal(text, database.definition(db, "t"))
    assert.are.same(before, rows(pages))
    db:exec("INSERT INTO t VALUES (6, NULL, 77); INSERT INTO t (b) VALUES ('')")
    assert.are.same({ "1 a 1", "5 b NULL", "6 NULL 77", "7  NULL" }, rows())
    altering.sound(db)
  end)

  it("adds what rows fit, and enforces it", function()
    open("CREATE TABLE t (a, b INT); CREATE TABLE p (id INTEGER PRIMARY KEY);"
      .. "INSERT INTO p VALUES (7); INSERT INTO t VALUES (1, 7), (2, NULL)")
    run("CREATE TABLE t (a NOT NULL, b INT REFERENCES p, CONSTRAINT ck CHECK (a > 0))")
    assert.are.equal("NOT NULL constraint failed: t.a",
      (database.problem(db.exec, db, "INSERT INTO t VALUES (NULL, 7)")))
    assert.are.equal("CHECK constraint failed: ck",
      (database.problem(db.exec, db, "INSERT INTO t VALUES (0, 7)")))
    assert.are.same({ "p" }, rows('SELECT "table" FROM pragma_foreign_key_list(\'t\')'))
    altering.sound(db)
  end)

  it("leaves nothing behind when rows contradict", function()
    open("CREATE TABLE t (a); INSERT INTO t VALUES (NULL)")
    assert.are.equal("'a' of 't' cannot be NOT NULL: 1 row holds NULL (rowid 1)",
      (database.problem(run, "CREATE TABLE t (a NOT NULL)")))
    assert.are.equal("CREATE TABLE t (a)", database.definition(db, "t"))
    db:exec("INSERT INTO t VALUES (NULL)")
  end)

  it("refuses a definition that SQLite cannot read", function()
    open("CREATE TABLE t (a)")
    assert.truthy(database.problem(run, "CREATE TABLE t (a DEFAULT (b + 1))"))
    assert.are.equal("CREATE TABLE t (a)", database.definition(db, "t"))
  end)

  it("makes a table STRICT and back", function()
    open("CREATE TABLE t (a INT, b TEXT); INSERT INTO t VALUES (1, 'x'), (NULL, NULL)")
    run("CREATE TABLE t (a INT, b TEXT) STRICT")
    assert.truthy(database.problem(db.exec, db, "INSERT INTO t VALUES ('x', 'x')"))
    run("CREATE TABLE t (a INT, b TEXT)")
    db:exec("INSERT INTO t VALUES ('x', 'x')")
    altering.sound(db)
  end)

  it("runs native statements first", function()
    open("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2)")
    local plan = run("CREATE TABLE t (a, c DEFAULT 9 CHECK (c > a))")
    assert.are.equal(2, #plan.native)
    assert.are.same({ "1 9" }, rows())
    altering.sound(db)
  end)

  it("sorts the indexes of a column with another collation", function()
    open([[CREATE TABLE t (a TEXT, b); CREATE INDEX i ON t (a);
      CREATE UNIQUE INDEX u ON t (a, b);
      INSERT INTO t VALUES ('a', 1), ('B', 2), ('c', 3), ('A', 4)]])
    assert.are.same({ "i", "u" },
      run("CREATE TABLE t (a TEXT COLLATE NOCASE, b)").reindex)
    assert.are.same({ "a 1", "A 4" }, rows("SELECT * FROM t WHERE a = 'A' ORDER BY b"))
    altering.sound(db)
  end)

  it("tells what another collation makes the same", function()
    open("CREATE TABLE t (a TEXT, b); CREATE UNIQUE INDEX u ON t (a); "
      .. "INSERT INTO t VALUES ('a', 1), ('A', 2)")
    assert.are.equal("UNIQUE (a) of 't' cannot hold: 1 value is there more than once "
      .. "('a' in 2 rows: rowid 1, 2)",
      (database.problem(run, "CREATE TABLE t (a TEXT COLLATE NOCASE, b)",
        { plan = { proofs = {} } })))
    assert.are.equal("CREATE TABLE t (a TEXT, b)", database.definition(db, "t"))
    altering.sound(db)
  end)

  it("works on a table without rowids, and one with an awkward name", function()
    open([[CREATE TABLE t (k PRIMARY KEY, b NOT NULL) WITHOUT ROWID;
      INSERT INTO t VALUES (1, 2); CREATE TABLE "it's ""a"" [b]" (a NOT NULL)]])
    run("CREATE TABLE t (k PRIMARY KEY, b DEFAULT 5 CHECK (b > 1)) WITHOUT ROWID")
    run([[CREATE TABLE "it's ""a"" [b]" (a UNIQUE)]])
    altering.sound(db)
  end)
end)

describe("rows older than a column", function()
  local function older(script)
    open("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2);"
      .. "ALTER TABLE t ADD COLUMN b TEXT DEFAULT 'old';" .. (script or ""))
  end

  it("keep what they read when the default changes or goes", function()
    for _, new in ipairs({ "b TEXT DEFAULT 'new'", "b TEXT",
      "b TEXT DEFAULT (lower('X'))" }) do
      older("INSERT INTO t VALUES (3, 'own'), (4, NULL)")
      run("CREATE TABLE t (a, " .. new .. ")")
      assert.are.same({ "1 old", "2 old", "3 own", "4 NULL" }, rows())
      altering.sound(db)
    end
  end)

  it("keep NULL when a default comes", function()
    open("CREATE TABLE t (a); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN b;"
      .. "INSERT INTO t VALUES (2, 'own')")
    run("CREATE TABLE t (a, b DEFAULT 'new')")
    db:exec("INSERT INTO t (a) VALUES (3)")
    assert.are.same({ "1 NULL", "2 own", "3 new" }, rows())
  end)

  it("keep the type and class of what they read", function()
    local cases = { { "INTEGER", "'7'" }, { "REAL", "7" }, { "TEXT", "7" },
      { "BLOB", "x'00ff'" }, { "NUMERIC", "1.50" }, { "", "-9223372036854775808" },
      { "BOOL", "TRUE" }, { "TEXT", "word" } }
    for _, case in ipairs(cases) do
      open(("CREATE TABLE t (a); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN b %s "
        .. "DEFAULT %s"):format(case[1], case[2]))
      local before = rows("SELECT typeof(b), quote(b) FROM t")
      run(("CREATE TABLE t (a, b %s DEFAULT 'changed')"):format(case[1]))
      assert.are.same(before, rows("SELECT typeof(b), quote(b) FROM t"))
    end
  end)

  it("are found though an index has what they read, and the index stays right", function()
    older("CREATE INDEX i ON t (b); CREATE INDEX j ON t (b) WHERE b = 'old'")
    run("CREATE TABLE t (a, b TEXT DEFAULT 'new')")
    assert.are.same({ "1 old", "2 old" }, rows("SELECT * FROM t WHERE b = 'old'"))
    altering.sound(db)
  end)

  it("are written without setting off triggers", function()
    older("CREATE TABLE log (a); CREATE TRIGGER tr AFTER UPDATE ON t BEGIN "
      .. "INSERT INTO log VALUES (1); END")
    run("CREATE TABLE t (a, b TEXT)")
    assert.are.same({}, rows("SELECT * FROM log"))
    db:exec("UPDATE t SET a = 5 WHERE a = 1")
    assert.are.same({ "1" }, rows("SELECT * FROM log"))
  end)

  it("are in tables of every kind", function()
    open([[CREATE TABLE t (k TEXT PRIMARY KEY, g AS (k || 'g')) WITHOUT ROWID;
      INSERT INTO t VALUES ('x'); ALTER TABLE t ADD COLUMN b INT NOT NULL DEFAULT 5;
      ALTER TABLE t ADD COLUMN h AS (b + 1)]])
    run([[CREATE TABLE t (k TEXT PRIMARY KEY, g AS (k || 'g'), b INT NOT NULL DEFAULT 6,
      h AS (b + 1)) WITHOUT ROWID]])
    assert.are.same({ "x xg 5 6" }, rows())
    open("CREATE TABLE t (a INT) STRICT; INSERT INTO t VALUES (1);"
      .. "ALTER TABLE t ADD COLUMN b ANY DEFAULT '007'")
    run("CREATE TABLE t (a INT, b ANY) STRICT")
    assert.are.same({ "1 text 007" }, rows("SELECT a, typeof(b), b FROM t"))
  end)

  it("of several columns are written for each", function()
    older("ALTER TABLE t ADD COLUMN c DEFAULT 3; INSERT INTO t VALUES (9, 9, 9)")
    run("CREATE TABLE t (a, b TEXT, c DEFAULT 4)")
    assert.are.same({ "1 old 3", "2 old 3", "9 9 9" }, rows())
  end)

  it("are looked for where SQLite may have added the column, and only there", function()
    local function hide(column)
      open("CREATE TABLE t (\n  a,\n  b\n); INSERT INTO t VALUES (1, 2); "
        .. "ALTER TABLE t ADD COLUMN c DEFAULT 'old'; ALTER TABLE t ADD COLUMN d")
      local stored = database.definition(db, "t")
      assert.are.equal("CREATE TABLE t (\n  a,\n  b\n, c DEFAULT 'old', d)", stored)
      local other = stored:gsub(", " .. column, ",\n" .. column):gsub("%)$", "\n)")
      catalogue.edit(db, { { type = "table", name = "t", sql = other } })
      run((other:gsub("'old'", "'new'")))
      return db:value("SELECT c FROM t")
    end
    assert.are.equal("old", hide("no column"))
    assert.are.equal("new", hide("c"))
    assert.are.equal("new", hide("d"))
  end)

  it("are found behind a virtual column that was dropped", function()
    for _, ending in ipairs({ "", ",\n  CHECK (a > 0)" }) do
      open("CREATE TABLE t (\n  a,\n  v AS (a + 1)" .. ending .. "\n); "
        .. "INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN c DEFAULT 'old'; "
        .. "ALTER TABLE t DROP COLUMN v")
      local stored = database.definition(db, "t")
      assert.truthy(stored:find(",\n  c DEFAULT 'old'", 1, true))
      run("CREATE TABLE t (\n  a,\n  c DEFAULT 'old'\n)")
      run("CREATE TABLE t (\n  a,\n  c DEFAULT 'new'\n)")
      assert.are.same({ "1 old" }, rows())
      altering.sound(db)
    end
  end)

  it("are still known after edits that write the text in another way", function()
    open("CREATE TABLE t (\n  a,\n  b -- two\n); INSERT INTO t VALUES (1, 2); "
      .. "ALTER TABLE t ADD COLUMN c DEFAULT 'old'; ALTER TABLE t ADD COLUMN d DEFAULT 4")
    run([[CREATE TABLE t (
      a,
      b, -- two
      c DEFAULT 'old' NOT NULL,
      d DEFAULT 4 CHECK (d > 0),
      e DEFAULT 5 CHECK (e > 0)
    )]])
    assert.are.equal("CREATE TABLE t (\n      a,\n      b -- two\n, c DEFAULT 'old' NOT "
      .. "NULL, d DEFAULT 4 CHECK (d > 0), e DEFAULT 5 CHECK (e > 0))",
      database.definition(db, "t"))
    run([[CREATE TABLE t (
      a, b,
      c NOT NULL,
      d DEFAULT 0 CHECK (d > 0),
      e CHECK (e > 0)
    )]])
    assert.are.same({ "1 2 old 4 5" }, rows())
    altering.sound(db)
  end)

  it("that are not there cost no write", function()
    -- A row that contradicts a CHECK could not be written again.
    local with_check = "CREATE TABLE t (a, b DEFAULT %s CHECK (b <> 'old'))"
    open(with_check:format("'old'") .. "; PRAGMA ignore_check_constraints = ON; "
      .. "INSERT INTO t (a) VALUES (1); PRAGMA ignore_check_constraints = OFF")
    run(with_check:format("'new'"))
    assert.are.same({ "1 old" }, rows())
    older()
    local text = with_check:format("'old'")
    catalogue.edit(db, { { type = "table", name = "t", sql = text } })
    assert.are.equal("CHECK constraint failed: b <> 'old'",
      (database.problem(run, with_check:format("'new'"))))
  end)
end)

describe("AUTOINCREMENT", function()
  local with = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)"
  local without = "CREATE TABLE t (id INTEGER PRIMARY KEY, a)"

  it("comes, and goes on from the largest rowid", function()
    open(without .. "; INSERT INTO t VALUES (5, 1), (3, 1)")
    assert.are.equal("add", run(with).sequence)
    assert.are.same({ "t 5" }, rows("SELECT * FROM sqlite_sequence"))
    db:exec("DELETE FROM t; INSERT INTO t (a) VALUES (9)")
    assert.are.same({ "6 9" }, rows())
    altering.sound(db)
  end)

  it("comes where a column is called rowid", function()
    open("CREATE TABLE t (id INTEGER PRIMARY KEY, rowid); INSERT INTO t VALUES (7, 3)")
    run("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, rowid)")
    assert.are.same({ "t 7" }, rows("SELECT * FROM sqlite_sequence"))
  end)

  it("comes to an empty table, and where another table has it already", function()
    open(without .. "; CREATE TABLE o (id INTEGER PRIMARY KEY AUTOINCREMENT); "
      .. "INSERT INTO o VALUES (77); INSERT INTO sqlite_sequence VALUES ('T', 99)")
    run(with)
    assert.are.same({ "o 77" }, rows("SELECT * FROM sqlite_sequence"))
    db:exec("INSERT INTO t (a) VALUES (9)")
    assert.are.same({ "1 9" }, rows())
  end)

  it("goes with its row", function()
    open(with .. "; INSERT INTO t VALUES (5, 1); DELETE FROM t")
    assert.are.equal("drop", run(without).sequence)
    assert.are.same({}, rows("SELECT * FROM sqlite_sequence"))
    db:exec("INSERT INTO t (a) VALUES (9)")
    assert.are.same({ "1 9" }, rows())
    altering.sound(db)
  end)
end)
