--- The indexes that constraints make, when the constraints change.
local altering = require("spec.support.altering")
local database = require("spec.support.database")

local db

after_each(function() db:close() end)

local function open(script) db = altering.open(script) end
local function run(text) return altering.run(db, text) end

--- The automatic indexes of t as SQLite understands them, in the order of their names.
local function automatic()
  return altering.list(db, "SELECT l.name || ': ' || group_concat(x.name || ' ' || "
    .. "x.coll || iif(x.\"desc\", ' DESC', ''), ', ') FROM pragma_index_list('t') AS l, "
    .. "pragma_index_xinfo(l.name) AS x WHERE l.origin <> 'c' AND x.key GROUP BY l.name")
end

--- From one body of t to another, with rows: the indexes are what a new table would have,
-- each finds every row, and duplicates are refused where they should be.
local function change(old, new)
  local script = "INSERT INTO t VALUES ('a', 1, 'X'), ('b', 2, 'Y'), ('c', 3, 'Z'), "
    .. "(NULL, NULL, NULL)"
  open("CREATE TABLE t " .. new)
  local expected = automatic()
  db:close()
  open(("CREATE TABLE t %s; %s"):format(old, script:gsub(", %(NULL.*",
    old:find("WITHOUT") and "" or "%0")))
  run("CREATE TABLE t " .. new)
  assert.are.same(expected, automatic(), old .. " -> " .. new)
  assert.are.same({}, altering.list(db, "SELECT name FROM sqlite_schema WHERE name LIKE "
    .. "'runner%'"))
  altering.sound(db)
  db:exec("VACUUM")
  altering.sound(db)
end

describe("automatic indexes", function()
  -- Bodies of one table; every pair of those in a list is tried, both ways.
  local families = {
    { "(a, b, c)", "(a UNIQUE, b, c)", "(a, b UNIQUE, c)",
      "(a UNIQUE, b UNIQUE, c UNIQUE)", "(a, b, c UNIQUE, UNIQUE (b, a), UNIQUE (a))",
      "(a, b, c, UNIQUE (b DESC), UNIQUE (b, c))",
      "(a, b, c, UNIQUE (a COLLATE NOCASE), UNIQUE (a))", "(a, b, c UNIQUE, UNIQUE (c))",
      "(a, b, c, UNIQUE (a, b), UNIQUE (b, a))" },
    { "(a TEXT PRIMARY KEY, b, c)", "(a TEXT PRIMARY KEY, b UNIQUE, c)",
      "(a TEXT PRIMARY KEY, b, c, UNIQUE (c), UNIQUE (b))",
      "(a TEXT UNIQUE PRIMARY KEY, b, c)",
      "(a TEXT, b UNIQUE, c, PRIMARY KEY (a))" },
    { "(a TEXT COLLATE NOCASE, b INT PRIMARY KEY DESC, c UNIQUE)",
      "(a TEXT COLLATE NOCASE UNIQUE, b INT PRIMARY KEY DESC, c)",
      "(a TEXT COLLATE NOCASE, b INT PRIMARY KEY DESC, c UNIQUE, UNIQUE (b, a))" },
    { "(a TEXT PRIMARY KEY, b, c) WITHOUT ROWID",
      "(a TEXT PRIMARY KEY, b UNIQUE, c) WITHOUT ROWID",
      "(a TEXT PRIMARY KEY, b, c UNIQUE, UNIQUE (b)) WITHOUT ROWID",
      "(a TEXT, b UNIQUE, c UNIQUE, PRIMARY KEY (a)) WITHOUT ROWID" },
  }

  for number, family in ipairs(families) do
    it("become what a new table would have, family " .. number, function()
      for _, old in ipairs(family) do
        for _, new in ipairs(family) do
          if old ~= new then
            change(old, new)
            db:close()
          end
        end
      end
      open("")
    end)
  end

  it("are not built again if they stay", function()
    open("CREATE TABLE t (a UNIQUE, b UNIQUE, c UNIQUE); CREATE INDEX i ON t (a)")
    local function pages()
      return altering.list(db, "SELECT x.name, s.rootpage FROM sqlite_schema AS s, "
        .. "pragma_index_info(s.name) AS x WHERE s.type = 'index' AND s.sql IS NULL")
    end
    local before = pages()
    run("CREATE TABLE t (a, b UNIQUE, c UNIQUE)")
    assert.are.same({ before[2], before[3] }, pages())
    assert.are.same({ "i CREATE INDEX i ON t (a)", "sqlite_autoindex_t_1",
      "sqlite_autoindex_t_2" }, altering.indexes(db, "t"))
  end)

  it("follow a column that comes and one that goes", function()
    open("CREATE TABLE t (a UNIQUE, b, c UNIQUE);"
      .. "INSERT INTO t VALUES (1, 2, 3), (2, 2, 4)")
    run("CREATE TABLE t (a, c UNIQUE, d UNIQUE)")
    assert.are.same({ "sqlite_autoindex_t_1: c BINARY",
      "sqlite_autoindex_t_2: d BINARY" }, automatic())
    altering.sound(db)
  end)

  it("enforce at once", function()
    open("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 1), (2, 1)")
    run("CREATE TABLE t (a UNIQUE ON CONFLICT IGNORE, b)")
    assert.are.equal(0, db:exec("INSERT INTO t VALUES (1, 5)"))
    run("CREATE TABLE t (a UNIQUE, b)")
    assert.are.equal("UNIQUE constraint failed: t.a",
      (database.problem(db.exec, db, "INSERT INTO t VALUES (1, 5)")))
    run("CREATE TABLE t (a, b)")
    assert.are.equal(1, db:exec("INSERT INTO t VALUES (1, 5)"))
    assert.are.same({}, altering.indexes(db, "t"))
  end)

  it("may be what a foreign key of the table itself leads to", function()
    open("CREATE TABLE t (a, up); INSERT INTO t VALUES (1, NULL), (2, 1), (3, 7)")
    local text = "CREATE TABLE t (a UNIQUE, up REFERENCES t (a))"
    assert.are.equal("the foreign key of 't' (up) to 't' cannot hold: 1 row leads to no "
      .. "row there (rowid 3: 7)", (database.problem(run, text)))
    assert.are.same({}, altering.indexes(db, "t"))
    db:exec("UPDATE t SET up = 2 WHERE a = 3")
    run(text)
    altering.sound(db)
  end)

  it("are refused with the values that are there twice", function()
    open("CREATE TABLE t (a UNIQUE, b);"
      .. "INSERT INTO t VALUES (1, 'x'), (2, 'x'), (3, 'y')")
    assert.are.equal("UNIQUE (b) of 't' cannot hold: 1 value is there more than once "
      .. "('x' in 2 rows: rowid 1, 2)",
      (database.problem(run, "CREATE TABLE t (a, b UNIQUE)")))
    assert.are.same({ "sqlite_autoindex_t_1: a BINARY" }, automatic())
    altering.sound(db)
  end)

  it("keep their statistics", function()
    open("CREATE TABLE t (a UNIQUE, b UNIQUE, c UNIQUE); INSERT INTO t VALUES (1, 1, 1), "
      .. "(2, 2, NULL), (3, NULL, NULL); ANALYZE")
    db:exec("UPDATE sqlite_stat1 SET stat = stat || ' was ' || idx")
    run("CREATE TABLE t (a, b UNIQUE, c UNIQUE, UNIQUE (a, b))")
    assert.are.same({ "sqlite_autoindex_t_1 3 1 was sqlite_autoindex_t_2",
      "sqlite_autoindex_t_2 3 2 was sqlite_autoindex_t_3" }, altering.list(db,
      "SELECT idx, stat FROM sqlite_stat1 WHERE idx <> 't' ORDER BY idx"))
  end)

  it("follow a table with an awkward name, and functions of the application", function()
    open([[CREATE TABLE "it's ""a""" (a UNIQUE, "b c" TEXT COLLATE NOCASE)]])
    run([[CREATE TABLE "it's ""a""" (a, "b c" TEXT COLLATE NOCASE UNIQUE)]])
    assert.are.same({ [[sqlite_autoindex_it's "a"_1]] }, altering.list(db,
      "SELECT name FROM sqlite_schema WHERE type = 'index'"))
    db:define("own", function(value) return value end)
    db:exec("CREATE TABLE t (a UNIQUE, b CHECK (own(b) > 0));"
      .. "INSERT INTO t VALUES (1, 1)")
    run("CREATE TABLE t (a, b UNIQUE CHECK (own(b) > 0))")
    assert.are.same({ "sqlite_autoindex_t_1: b BINARY" }, automatic())
  end)
end)
