--- A table made anew loses nothing.
local alteration = require("spec.support.alteration_file")
local database = require("spec.support.database")
local rebuild = require("runner.alter.execute.rebuild")

local file

before_each(function() file = alteration.file() end)
after_each(function() file:clean() end)

--- The query must give the same before and after `change`.
local function keeps(sql, change)
  local before = file:all(sql)
  assert.are_not.equal("", before)
  change()
  assert.are.equal("ok", file:verdict())
  assert.are.equal(before, file:all(sql))
end

describe("a table made anew", function()
  it("has exactly the new text", function()
    file.db:exec("CREATE TABLE t (a TEXT /* kept */, b)")
    local text = "CREATE TABLE t -- a name\n(a TEXT /* kept */, b INTEGER\n)"
    file:run(rebuild, "t", text)
    assert.are.equal(text, file:text("t"))
    assert.are.equal("ok", file:verdict())
    assert.are.equal("", file:schema_without("t"))
  end)

  it("keeps rowids that no column shows", function()
    file.db:exec("CREATE TABLE t (a TEXT); INSERT INTO t (rowid, a) "
      .. "VALUES (5, 'x'), (-3, 'y'), (9007199254740993, 'z')")
    keeps("SELECT rowid AS r, a FROM t ORDER BY 1", function()
      file:run(rebuild, "t", "CREATE TABLE t (b, a TEXT)")
    end)
  end)

  it("keeps rowids under the name that is free", function()
    file.db:exec("CREATE TABLE t (rowid TEXT, oid); INSERT INTO t (_rowid_, rowid, oid) "
      .. "VALUES (7, 'x', 'y')")
    keeps("SELECT _rowid_ AS r, rowid, oid FROM t", function()
      file:run(rebuild, "t", "CREATE TABLE t (oid, rowid TEXT)")
    end)
  end)

  it("keeps the rowid when the column that showed it goes", function()
    file.db:exec("CREATE TABLE t (id INTEGER PRIMARY KEY, a); "
      .. "INSERT INTO t VALUES (7, 1)")
    file:run(rebuild, "t", "CREATE TABLE t (a)")
    assert.are.equal("a=1 r=7", file:all("SELECT rowid AS r, a FROM t"))
  end)

  it("shows the rowid in a new key", function()
    file.db:exec("CREATE TABLE t (a); INSERT INTO t (rowid, a) VALUES (7, 1)")
    file:run(rebuild, "t", "CREATE TABLE t (id INTEGER PRIMARY KEY, a)")
    assert.are.equal("a=1 id=7", file:all("SELECT * FROM t"))
  end)

  it("keeps values, storage classes and all", function()
    file.db:exec("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 1.0), ('1', x'31'), "
      .. "(NULL, 9007199254740993), ('x' || char(0) || 'y', 1e300)")
    keeps("SELECT typeof(a) AS t, hex(a) AS h, typeof(b) AS u, quote(b) AS q FROM t",
      function() file:run(rebuild, "t", "CREATE TABLE t (b, a)") end)
  end)
end)

describe("the keys of a table made anew", function()
  --- What SQLite says of the indexes that constraints make.
  local function indexes()
    return file:all("SELECT l.name AS n, l.origin, x.seqno, x.name AS c, x.coll, "
      .. 'x."desc" AS d FROM pragma_index_list(\'t\') AS l, '
      .. "pragma_index_xinfo(l.name) AS x ORDER BY l.name, x.seqno")
  end

  for _, text in ipairs({
    "CREATE TABLE t (a TEXT PRIMARY KEY, b UNIQUE, c)",
    "CREATE TABLE t (a UNIQUE COLLATE NOCASE, b TEXT COLLATE NOCASE, c INTEGER, "
      .. "PRIMARY KEY (c DESC, b) UNIQUE (b, c) CONSTRAINT \"u, v\" UNIQUE (c, a))",
    "CREATE TABLE t (a INT CONSTRAINT p PRIMARY KEY DESC, b ANY UNIQUE, c TEXT) STRICT",
    "CREATE TABLE t (c, b UNIQUE, a TEXT, PRIMARY KEY (c, b), UNIQUE (a)) WITHOUT ROWID",
    "CREATE TABLE t (b, c INTEGER PRIMARY KEY DESC ON CONFLICT REPLACE, a UNIQUE)",
  }) do
    it("are those of its text: " .. text, function()
      file.db:exec(text)
      local expected = indexes()
      file.db:exec("DROP TABLE t; CREATE TABLE t (a, b, c UNIQUE); "
        .. "INSERT INTO t VALUES (1, 'x', '5'), (2, 'y', '4')")
      file:run(rebuild, "t", text)
      assert.are.equal(text, file:text("t"))
      assert.are.equal(expected, indexes())
      assert.are.equal("ok", file:verdict())
      local found = "SELECT 1 FROM sqlite_schema WHERE name LIKE 'runner%'"
      assert.is_nil(file.db:value(found))
      assert.are.equal("b=y", file:all("SELECT b FROM t WHERE a = 2 OR b = 'none'"))
    end)
  end

  it("resolve conflicts as they say", function()
    file.db:exec("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (2, 'y')")
    file:run(rebuild, "t", "CREATE TABLE t (b, a PRIMARY KEY ON CONFLICT REPLACE)")
    file.db:exec("INSERT INTO t (a, b) VALUES (1, 'z')")
    assert.are.equal("a=2 b=y\na=1 b=z", file:all("SELECT * FROM t"))
  end)

  it("are never NULL in a STRICT table", function()
    file.db:exec("CREATE TABLE t (a TEXT, b); INSERT INTO t VALUES (NULL, 1), ('x', 2)")
    local message = database.problem(file.run, file, rebuild, "t",
      "CREATE TABLE t (a TEXT, b ANY, PRIMARY KEY (b, a)) STRICT")
    assert.are.equal("'a' of 't' cannot be NOT NULL: 1 row would hold NULL (rowid 1)",
      message)
  end)
end)

describe("what hangs on the table", function()
  it("stays: indexes of every kind, word for word", function()
    file.db:exec([[
      CREATE TABLE t (a TEXT, b INTEGER, c);
      CREATE INDEX plain ON t(a) -- for the list
      ;
      CREATE UNIQUE INDEX uq ON t (b DESC, a COLLATE NOCASE);
      CREATE INDEX partial ON t(c) WHERE c IS NOT NULL AND a <> 'it''s';
      CREATE INDEX "by expression" ON t(lower(a), b+1);
      INSERT INTO t VALUES ('X', 1, 2), ('y', 1, NULL)]])
    local before = file:schema_without("t")
    file:run(rebuild, "t", "CREATE TABLE t (c, a TEXT, b INTEGER)")
    assert.are.equal("ok", file:verdict())
    assert.are.equal(before, file:schema_without("t"))
    assert.are.equal("a=X", file:all("SELECT a FROM t INDEXED BY partial "
      .. "WHERE c IS NOT NULL AND a <> 'it''s'"))
  end)

  it("stays: an index with a text in double quotes", function()
    local shell <close> = assert(io.popen("sqlite3 " .. file.path, "w"))
    shell:write("CREATE TABLE t (a, b); INSERT INTO t VALUES ('x', 1), ('y', 2);\n"
      .. 'CREATE INDEX i ON t(b) WHERE a = "x";\n')
    shell:close()
    local before = file:text("i")
    file:run(rebuild, "t", "CREATE TABLE t (b, a)")
    assert.are.equal("ok", file:verdict())
    assert.are.equal(before, file:text("i"))
  end)

  it("stays: triggers, in their order", function()
    file.db:exec([[
      CREATE TABLE t (a); CREATE TABLE log (x);
      CREATE TRIGGER second AFTER INSERT ON t
        BEGIN INSERT INTO log VALUES ('second'); END;
      CREATE TRIGGER "first one" AFTER INSERT ON t
        WHEN new.a > 0 BEGIN INSERT INTO log VALUES ('first'); END;
      INSERT INTO t VALUES (1)]])
    local before = file:schema_without("t")
    local fired = file:all("SELECT rowid, x FROM log")
    file:run(rebuild, "t", "CREATE TABLE t (a NOT NULL)")
    assert.are.equal(fired, file:all("SELECT rowid, x FROM log"))
    assert.are.equal(before, file:schema_without("t"))
    file.db:exec("DELETE FROM log; INSERT INTO t VALUES (1)")
    assert.are.equal(fired, file:all("SELECT rowid, x FROM log"))
  end)

  it("stays: triggers of the connection", function()
    file.db:exec([[CREATE TABLE t (a); CREATE TEMP TABLE log (x);
      CREATE TEMP TRIGGER mine AFTER INSERT ON main.t BEGIN
      INSERT INTO log VALUES (new.a); END]])
    file:run(rebuild, "t", "CREATE TABLE t (a NOT NULL)")
    file.db:exec("INSERT INTO t VALUES (5)")
    assert.are.equal("x=5", file:all("SELECT x FROM temp.log"))
  end)

  it("stays, where a temporary table has the same name", function()
    file.db:exec([[CREATE TABLE t (a); CREATE INDEX i ON t(a); INSERT INTO t VALUES (1);
      CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END;
      CREATE TEMP TABLE t (z); INSERT INTO temp.t VALUES (2), (3)]])
    local before = file:schema_without("t")
    file:run(rebuild, "t", "CREATE TABLE t (b, a)")
    assert.are.equal(before, file:schema_without("t"))
    assert.are.equal("z=2\nz=3", file:all("SELECT * FROM temp.t"))
    assert.are.equal("a=1", file:all("SELECT a FROM main.t INDEXED BY i WHERE a = 1"))
  end)

  it("stays: AUTOINCREMENT and its value above the largest", function()
    file.db:exec([[CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a);
      INSERT INTO t VALUES (1, 'x'), (40, 'y'); DELETE FROM t WHERE id = 40]])
    keeps("SELECT * FROM sqlite_sequence", function()
      file:run(rebuild, "t", "CREATE TABLE t (a, id INTEGER PRIMARY KEY AUTOINCREMENT)")
    end)
    file.db:exec("INSERT INTO t (a) VALUES ('z')")
    assert.are.equal(41, file.db:value("SELECT max(id) FROM t"))
  end)

  it("starts AUTOINCREMENT behind the largest, and ends it", function()
    file.db:exec("CREATE TABLE t (id INTEGER PRIMARY KEY, a); "
      .. "INSERT INTO t VALUES (9, 1)")
    local plain = file:text("t")
    file:run(rebuild, "t", "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)")
    assert.are.equal("name=t seq=9", file:all("SELECT * FROM sqlite_sequence"))
    file:run(rebuild, "t", plain)
    assert.are.equal("", file:all("SELECT * FROM sqlite_sequence"))
  end)

  it("stays: what ANALYZE found", function()
    file.db:exec([[CREATE TABLE t (a UNIQUE, b); CREATE INDEX i ON t(b);
      INSERT INTO t VALUES (1, 2), (3, 2); ANALYZE;
      CREATE TABLE other (a); INSERT INTO other VALUES (1); ANALYZE other]])
    keeps("SELECT * FROM sqlite_stat1 ORDER BY tbl, idx", function()
      file:run(rebuild, "t", "CREATE TABLE t (b, a UNIQUE)")
    end)
    file:run(rebuild, "t", "CREATE TABLE t (b UNIQUE ON CONFLICT ABORT, a)",
      { value = { b = require("runner.schema.expression")("rowid") } })
    assert.is_nil(file.db:value("SELECT 1 FROM sqlite_stat1 WHERE idx LIKE 'sqlite%'"))
    assert.are.equal(1, file.db:value("SELECT 1 FROM sqlite_stat1 WHERE idx = 'i'"))
  end)

  it("follows its key: what ANALYZE found", function()
    file.db:exec([[CREATE TABLE t (a UNIQUE, b UNIQUE, c TEXT UNIQUE, d PRIMARY KEY);
      INSERT INTO t VALUES (1, 2, 3, 4), (5, NULL, 7, 8); ANALYZE;
      UPDATE sqlite_stat1 SET stat = stat || ' was ' || idx]])
    local list = "SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 't' ORDER BY idx"
    file:run(rebuild, "t", "CREATE TABLE t (d PRIMARY KEY, b UNIQUE, a, "
      .. "c TEXT COLLATE NOCASE UNIQUE, UNIQUE (a, b)) WITHOUT ROWID")
    assert.are.equal("idx=sqlite_autoindex_t_2 stat=2 1 was sqlite_autoindex_t_2\n"
      .. "idx=t stat=2 1 was sqlite_autoindex_t_4", file:all(list))
    file:run(rebuild, "t", "CREATE TABLE t (b UNIQUE, a, c TEXT, d PRIMARY KEY)")
    assert.are.equal("idx=sqlite_autoindex_t_1 stat=2 1 was sqlite_autoindex_t_2\n"
      .. "idx=sqlite_autoindex_t_2 stat=2 1 was sqlite_autoindex_t_4", file:all(list))
  end)
end)
