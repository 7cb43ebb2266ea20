--- Rows changed where they are.
local alteration = require("spec.support.alteration_file")
local database = require("spec.support.database")
local sql = require("runner.schema.expression")
local update = require("runner.alter.execute.update")

local file

before_each(function() file = alteration.file() end)
after_each(function() file:clean() end)

--- Change `t` by a plan that writes the columns named.
local function change(new_text, columns, given)
  given = given or {}
  given.update = {}
  for i, name in ipairs(columns) do
    local value = given.value and given.value[name]
    given.update[i] = { column = name, value = value and sql.text(value) or value }
  end
  file:run(update, "t", new_text, given)
  assert.are.equal(new_text, file:text("t"))
end

--- Storage classes and values of column `a` of `t`, in the order of rowids.
local function stored()
  local list = {}
  for text in file.db:rows("SELECT typeof(a) || ' ' || quote(a) FROM t ORDER BY rowid") do
    list[#list + 1] = text
  end
  return list
end

describe("a column that stores its values in another way", function()
  -- What the copy of a rebuild would store is what must be stored.
  local types = { "TEXT", "INTEGER", "REAL", "NUMERIC", "BLOB" }
  for _, from in ipairs(types) do
    for _, to in ipairs(types) do
      it(("holds what a copy would hold: %s to %s"):format(from, to), function()
        local values = "VALUES (1, 5), (2, 5.0), (3, 5.5), (4, '7'), (5, '007'), "
          .. "(6, 'x'), (7, x'35'), (8, NULL), (9, 1e15), (10, 9007199254740993), "
          .. "(11, '1e3')"
        local form = "CREATE TABLE t (id INTEGER PRIMARY KEY, a %s, z)"
        file.db:exec(form:format(from) .. "; CREATE INDEX i ON t(a);"
          .. "CREATE INDEX partial ON t(z) WHERE a > 3; INSERT INTO t (id, a) " .. values
          .. "; CREATE TABLE copied (id, a " .. to .. ");"
          .. "INSERT INTO copied SELECT id, a FROM t;")
        change(form:format(to), { "a" }, { indexes = { "i", "partial" } })
        assert.are.equal("ok", file:verdict())
        local expected = {}
        for text in file.db:rows("SELECT typeof(a) || ' ' || quote(a) FROM copied "
          .. "ORDER BY id") do
          expected[#expected + 1] = text
        end
        assert.are.same(expected, stored())
        local count = "SELECT count(*) FROM t %s WHERE a > 4 AND a < 1e15"
        assert.are.equal(file.db:value(count:format("NOT INDEXED")),
          file.db:value(count:format("INDEXED BY i")))
      end)
    end
  end

  it("is converted also where only some rows need it", function()
    file.db:exec("CREATE TABLE t (a); INSERT INTO t VALUES ('1'), (2), (NULL), ('3')")
    change("CREATE TABLE t (a INTEGER)", { "a" })
    assert.are.same({ "integer 1", "integer 2", "null NULL", "integer 3" }, stored())
    assert.are.equal("ok", file:verdict())
  end)

  it("is checked in every row", function()
    file.db:exec("CREATE TABLE t (a, b); "
      .. "INSERT INTO t VALUES (NULL, 1), (5, 2), ('6', 3)")
    local function refuse(message, text)
      assert.are.equal(message, (database.problem(change, text, { "a" })))
      assert.are.equal("CREATE TABLE t (a, b)", file:text("t"))
    end
    refuse("'a' of 't' cannot be NOT NULL: 1 row would hold NULL (rowid 1)",
      "CREATE TABLE t (a INTEGER NOT NULL, b)")
    refuse("'t' cannot have CHECK (a < 6): 1 row contradicts it (rowid 3: 6)",
      "CREATE TABLE t (a INTEGER CHECK (a < 6), b)")
    file.db:exec("UPDATE t SET a = 'x' WHERE b = 2")
    refuse("'a' of 't' cannot be INTEGER strictly: 1 row holds something else "
      .. "(rowid 2: 'x')", "CREATE TABLE t (a INTEGER, b ANY) STRICT")
    assert.are.equal("ok", file:verdict())
  end)

  it("may be in a table without rowids", function()
    file.db:exec([[CREATE TABLE t (k PRIMARY KEY, a TEXT) WITHOUT ROWID;
      CREATE UNIQUE INDEX i ON t(a); INSERT INTO t VALUES (2, '10'), (1, '9')]])
    change("CREATE TABLE t (k PRIMARY KEY, a INTEGER) WITHOUT ROWID", { "a" },
      { indexes = { "i" } })
    assert.are.equal("a=9\na=10", file:all("SELECT a FROM t ORDER BY a"))
    assert.are.equal("ok", file:verdict())
  end)
end)

describe("a column that is filled", function()
  it("gets its values, from SQL or from a function", function()
    file.db:exec("CREATE TABLE t (a, b TEXT); INSERT INTO t VALUES (1, 'x'), (2, NULL)")
    change("CREATE TABLE t (a, b TEXT NOT NULL DEFAULT 'none' CHECK (b <> ''), "
      .. "c INTEGER NOT NULL DEFAULT (random()))", { "a", "b", "c" }, {
        native = { "ALTER TABLE t ADD COLUMN c INTEGER" },
        value = {
          a = function(a) return a + 0.5 end,
          b = sql("coalesce(b, 'was NULL')"),
          c = sql("a * 10 -- the old one"),
        },
      })
    assert.are.equal("a=1.5 b=x c=10\na=2.5 b=was NULL c=20", file:all("SELECT * FROM t"))
    assert.are.equal("ok", file:verdict())
  end)

  it("is counted where it would break a constraint", function()
    file.db:exec("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)")
    local message = database.problem(change, "CREATE TABLE t (a, c NOT NULL)", { "c" }, {
      native = { "ALTER TABLE t ADD COLUMN c" },
      value = { c = sql("nullif(a, 2)") },
    })
    assert.are.equal("'c' of 't' cannot be NOT NULL: 1 row would hold NULL (rowid 2)",
      message)
    assert.are.equal("CREATE TABLE t (a)", file:text("t"))
  end)

  it("stops at what a function raises", function()
    file.db:exec("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
    local thrown = {}
    local _, problem = pcall(change, "CREATE TABLE t (a TEXT)", { "a" },
      { value = { a = function() error(thrown) end } })
    assert.are.equal(thrown, problem)
    assert.are.equal("CREATE TABLE t (a)", file:text("t"))
    assert.are.same({ "integer 1" }, stored())
  end)
end)

describe("what hangs on a table whose rows change", function()
  it("does not notice: triggers", function()
    file.db:exec([[CREATE TABLE t (a TEXT); CREATE TABLE log (x);
      CREATE TRIGGER au AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (new.a); END;
      INSERT INTO t VALUES ('1')]])
    change("CREATE TABLE t (a INTEGER)", { "a" })
    assert.are.equal(0, file.db:value("SELECT count(*) FROM log"))
    file.db:exec("UPDATE t SET a = 2")
    assert.are.equal(1, file.db:value("SELECT count(*) FROM log"))
  end)

  it("does not notice: triggers of the connection, which SQLite cannot switch off",
    function()
      file.db:exec([[CREATE TABLE t (a TEXT); CREATE TEMP TABLE log (x);
        CREATE TEMP TRIGGER first AFTER UPDATE ON main.t BEGIN
        INSERT INTO log VALUES ('1 ' || new.a); END;
        CREATE TEMP TRIGGER second AFTER UPDATE ON t BEGIN
        INSERT INTO log VALUES ('2 ' || new.a); END;
        INSERT INTO t VALUES ('1')]])
      file.db:exec("UPDATE t SET a = '2'")
      local fired = file:all("SELECT x FROM log")
      local before = file:all("SELECT name, sql FROM sqlite_temp_schema")
      file.db:exec("DELETE FROM log")
      change("CREATE TABLE t (a INTEGER)", { "a" })
      assert.are.equal(before, file:all("SELECT name, sql FROM sqlite_temp_schema"))
      assert.are.equal(0, file.db:value("SELECT count(*) FROM log"))
      file.db:exec("UPDATE t SET a = 2")
      assert.are.equal(fired, file:all("SELECT x FROM log"))
    end)

  it("stays: indexes word for word, and what ANALYZE found", function()
    file.db:exec([[CREATE TABLE t (a TEXT, b UNIQUE);
      CREATE INDEX i  ON t (a DESC); CREATE INDEX j ON t (b) WHERE a <> '';
      INSERT INTO t VALUES ('1', 1), ('2', 2); ANALYZE]])
    local schema = file:schema_without("t")
    local statistics = file:all("SELECT * FROM sqlite_stat1 ORDER BY idx")
    change("CREATE TABLE t (a INTEGER, b UNIQUE)", { "a" }, { indexes = { "i", "j" } })
    assert.are.equal(schema, file:schema_without("t"))
    assert.are.equal(statistics, file:all("SELECT * FROM sqlite_stat1 ORDER BY idx"))
    assert.are.equal("ok", file:verdict())
  end)

  it("may be made again in another order", function()
    file.db:exec([[CREATE TABLE t (a INTEGER, b); CREATE INDEX i ON t (a);
      CREATE INDEX j ON t (b); INSERT INTO t VALUES (1, 2)]])
    local schema = file:schema_without("t")
    assert.are.equal("update", file:alter("t", "CREATE TABLE t (a TEXT, b)").method)
    assert.are.equal(schema, file:schema_without("t"))
    assert.are.same({ "text '1'" }, stored())
  end)

  it("tells duplicates in a unique index", function()
    file.db:exec([[CREATE TABLE t (a TEXT); CREATE UNIQUE INDEX i ON t (a);
      INSERT INTO t VALUES ('1'), ('01'), ('2')]])
    local message = database.problem(change, "CREATE TABLE t (a INTEGER)", { "a" },
      { indexes = { "i" } })
    assert.are.equal("the unique index 'i' of 't' cannot hold: 1 value is there more "
      .. "than once (1 in 2 rows: rowid 1, 2)", message)
    assert.are.same({ "text '1'", "text '01'", "text '2'" }, stored())
    assert.are.equal("ok", file:verdict())
  end)

  it("tells duplicates by another collation", function()
    file.db:exec("CREATE TABLE t (a TEXT UNIQUE, b TEXT); "
      .. "INSERT INTO t VALUES ('b', '1'), ('B', '2')")
    local message = database.problem(change,
      "CREATE TABLE t (a TEXT COLLATE NOCASE UNIQUE, b INTEGER)", { "b" },
      { reindex = { "sqlite_autoindex_t_1" } })
    assert.are.equal("UNIQUE (a) of 't' cannot hold: 1 value is there more than once "
      .. "('b' in 2 rows: rowid 1, 2)", message)
  end)

  it("sorts again by another collation", function()
    file.db:exec([[CREATE TABLE t (a TEXT UNIQUE, b TEXT);
      INSERT INTO t VALUES ('b', '1'), ('A', '2'), ('C', '3')]])
    change("CREATE TABLE t (a TEXT COLLATE NOCASE UNIQUE, b INTEGER)", { "b" },
      { reindex = { "sqlite_autoindex_t_1" } })
    assert.are.equal("a=A b=2\na=b b=1\na=C b=3",
      file:all("SELECT * FROM t INDEXED BY sqlite_autoindex_t_1 ORDER BY a"))
    assert.are.equal("ok", file:verdict())
  end)
end)
