--- What other tables, views and triggers say about a table that is made anew.
local catalogue = require("runner.catalogue")
local alteration = require("spec.support.alteration_file")
local database = require("spec.support.database")
local rebuild = require("runner.alter.execute.rebuild")
local swap = require("runner.alter.execute.swap")
local sqlite = require("runner.sqlite")

local file

before_each(function() file = alteration.file() end)
after_each(function() file:clean() end)

describe("others around a table made anew", function()
  it("keep their rows and keys, whatever the keys' actions are", function()
    file.db:exec([[
      CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
      CREATE TABLE one (p REFERENCES parent ON DELETE CASCADE);
      CREATE TABLE two (p TEXT REFERENCES "parent"(code) ON DELETE SET NULL);
      CREATE TABLE three (p, FOREIGN KEY (p) REFERENCES parent(id) ON DELETE RESTRICT);
      INSERT INTO parent VALUES (1, 'a'), (2, 'b');
      INSERT INTO one VALUES (1), (2); INSERT INTO two VALUES ('a'), ('b');
      INSERT INTO three VALUES (2)]])
    local schema = file:schema_without("parent")
    local rows = "SELECT 1 AS n, p FROM one UNION ALL SELECT 2, p FROM two UNION ALL "
      .. "SELECT 3, p FROM three"
    local before = file:all(rows)
    file:run(rebuild, "parent", "CREATE TABLE parent (code TEXT UNIQUE, id INTEGER "
      .. "PRIMARY KEY)")
    assert.are.equal("ok", file:verdict())
    assert.are.equal(schema, file:schema_without("parent"))
    assert.are.equal(before, file:all(rows))
    file.db:exec("PRAGMA foreign_keys = ON; DELETE FROM parent WHERE id = 1")
    assert.are.equal("n=1 p=2\nn=2\nn=2 p=b\nn=3 p=2", file:all(rows))
  end)

  it("are not at risk: with foreign keys enforced nothing is done", function()
    file.db:exec("CREATE TABLE t (a); PRAGMA foreign_keys = ON")
    local message, hint = database.problem(file.run, file, rebuild, "t",
      "CREATE TABLE t (a, b)")
    assert.are.equal("'t' cannot be made anew while foreign keys are enforced: "
      .. "dropping the old table would delete rows of others", message)
    assert.are.equal("say PRAGMA foreign_keys = OFF before, outside of a savepoint", hint)
    assert.are.equal("CREATE TABLE t (a)", file:text("t"))
  end)

  it("may be the table itself", function()
    file.db:exec([[
      CREATE TABLE t (id INTEGER PRIMARY KEY, up REFERENCES t ON DELETE CASCADE);
      INSERT INTO t VALUES (1, NULL), (2, 1), (3, 2)]])
    local text = "CREATE TABLE t (up REFERENCES t ON DELETE CASCADE, "
      .. "id INTEGER PRIMARY KEY)"
    file:run(rebuild, "t", text)
    assert.are.equal("ok", file:verdict())
    assert.are.equal(text, file:text("t"))
    file.db:exec("PRAGMA foreign_keys = ON; DELETE FROM t WHERE id = 1")
    assert.are.equal(0, file.db:value("SELECT count(*) FROM t"))
  end)

  it("keep their texts and go on working: views and triggers", function()
    file.db:exec([[
      CREATE TABLE t (a, b); CREATE TABLE u (x); CREATE TABLE log (y);
      CREATE VIEW v AS SELECT a, "b" FROM t WHERE t.a > 0;
      CREATE VIEW w AS SELECT * FROM v JOIN main.t USING (a);
      CREATE TRIGGER vi INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.a, 1); END;
      CREATE TRIGGER ui AFTER INSERT ON u WHEN EXISTS (SELECT 1 FROM t)
        BEGIN INSERT INTO log SELECT a FROM t; UPDATE t SET b = new.x; END;
      INSERT INTO t VALUES (1, 2)]])
    local before = file:schema_without("t")
    file:run(rebuild, "t", "CREATE TABLE t (a INTEGER, b)")
    assert.are.equal(before, file:schema_without("t"))
    file.db:exec("INSERT INTO v (a) VALUES (7); INSERT INTO u VALUES (5)")
    assert.are.equal("y=1\ny=7", file:all("SELECT y FROM log"))
    assert.are.equal("a=1 b=5\na=7 b=5", file:all("SELECT a, b FROM w ORDER BY a"))
    assert.are.equal("ok", file:verdict())
  end)

  it("may be broken already", function()
    file.db:exec("CREATE TABLE t (a); CREATE VIEW v AS SELECT * FROM gone")
    file:run(rebuild, "t", "CREATE TABLE t (b, a)")
    assert.are.equal("CREATE VIEW v AS SELECT * FROM gone", file:text("v"))
  end)

  --- Run SQL in the sqlite3 shell, where a text may stand in double quotes.
  local function shell(text)
    local pipe = assert(io.popen("sqlite3 -bail " .. file.path, "w"))
    pipe:write(text)
    assert(pipe:close())
  end

  it("may hold texts in double quotes, which old definitions do", function()
    shell([[CREATE TABLE other (x CHECK (x <> "no"));
      CREATE VIEW v AS SELECT x FROM other WHERE x = "yes";
      CREATE TRIGGER r AFTER INSERT ON other BEGIN SELECT "done"; END;
      CREATE INDEX i ON other (x) WHERE x > "a";
      CREATE TABLE t (a CHECK (a IN ("x", "y")), b UNIQUE);
      INSERT INTO t VALUES ('x', 1), ('y', 2);]])
    local schema = file:schema_without("t")
    for _, text in ipairs({
      'CREATE TABLE t (b UNIQUE, a CHECK (a IN ("x", "y")))',
      'CREATE TABLE t (b PRIMARY KEY, a CHECK (a IN ("x", "y"))) WITHOUT ROWID',
      'CREATE TABLE t (b INTEGER PRIMARY KEY, a CHECK (a IN ("x", "y") AND b > 0))',
    }) do
      file:run(rebuild, "t", text)
      assert.are.equal("ok", file:verdict())
      assert.are.equal(text, file:text("t"))
      assert.are.equal(schema, file:schema_without("t"))
      assert.are.equal("a=x b=1\na=y b=2", file:all("SELECT * FROM t ORDER BY b"))
    end
    file:run(swap, "t", 'CREATE TABLE t (b INTEGER PRIMARY KEY, c, a CHECK (a IN ("x", '
      .. '"y") AND b > 0))')
    assert.are.equal("ok", file:verdict())
    assert.is_false(pcall(file.db.exec, file.db, "INSERT INTO t (a, b) VALUES ('z', 3)"))
  end)

  it("may call what only the application has", function()
    file.db:exec("CREATE TABLE other (x, y); CREATE TABLE t (a); "
      .. "INSERT INTO t VALUES (1)")
    local text = "CREATE TABLE other (x CHECK (mine(x)), y COLLATE ours)"
    catalogue.edit(file.db, { { type = "table", name = "other", sql = text } })
    file:run(rebuild, "t", "CREATE TABLE t (b, a)")
    assert.are.equal(text, file:text("other"))
    assert.are.equal("a=1", file:all("SELECT * FROM t"))
  end)

  it("find their rows: full-text search over the table's content", function()
    file.db:exec([[
      PRAGMA trusted_schema = ON; -- or no trigger may write into it
      CREATE TABLE note (title TEXT, body TEXT);
      CREATE VIRTUAL TABLE found USING fts5 (title, body, content = 'note');
      CREATE TRIGGER ai AFTER INSERT ON note BEGIN
        INSERT INTO found (rowid, title, body)
        VALUES (new.rowid, new.title, new.body); END;
      CREATE TRIGGER ad AFTER DELETE ON note BEGIN
        INSERT INTO found (found, rowid, title, body)
        VALUES ('delete', old.rowid, old.title, old.body); END;
      INSERT INTO note VALUES ('one', 'red apple'), ('two', 'pear'), ('x', 'blue');
      DELETE FROM note WHERE title = 'two']])
    file:run(rebuild, "note", "CREATE TABLE note (body TEXT, extra, title TEXT)")
    local ask = "SELECT rowid, title FROM found WHERE found MATCH '%s'"
    assert.are.equal("rowid=1 title=one", file:all(ask:format("apple")))
    assert.are.equal("rowid=3 title=x", file:all(ask:format("blue")))
    file.db:exec("DELETE FROM note WHERE title = 'x'; INSERT INTO found (found) "
      .. "VALUES ('integrity-check'); INSERT INTO note (title, body) "
      .. "VALUES ('y', 'blue')")
    assert.are.equal("rowid=2 title=y", file:all(ask:format("blue")))
    assert.are.equal("ok", file:verdict())
  end)

  it("notice nothing while it fails", function()
    file.db:exec([[CREATE TABLE t (a); CREATE VIEW v AS SELECT * FROM t;
      CREATE INDEX i ON t(a); INSERT INTO t VALUES (1), (NULL)]])
    local before = file:all("SELECT * FROM sqlite_schema")
    assert.is_string(database.problem(file.run, file, rebuild, "t",
      "CREATE TABLE t (a NOT NULL)"))
    assert.are.equal(before, file:all("SELECT * FROM sqlite_schema"))
    assert.are.equal("ok", file:verdict())
  end)

  it("may be what another tool left", function()
    file.db:exec("CREATE TABLE t (a); CREATE TABLE _alembic_tmp_t (a); "
      .. "CREATE TABLE runner_rebuild_t (a); INSERT INTO runner_rebuild_t VALUES (1)")
    file:run(rebuild, "t", "CREATE TABLE t (b, a)")
    assert.are.same({ "'_alembic_tmp_t' looks like what an unfinished change by "
      .. "Alembic's batch mode left; it stays" }, file.reports)
    assert.are.equal("CREATE TABLE _alembic_tmp_t (a)", file:text("_alembic_tmp_t"))
    assert.are.equal("a=1", file:all("SELECT * FROM runner_rebuild_t"))
    assert.is_nil(file:text("runner_rebuild_t_2"))
  end)
end)

describe("a table made anew in a journal of any kind", function()
  for _, setup in ipairs({ "PRAGMA journal_mode = WAL", "PRAGMA auto_vacuum = 1",
    "PRAGMA auto_vacuum = 2", "PRAGMA page_size = 512",
    "PRAGMA encoding = 'UTF-16le'" }) do
    it("is whole: " .. setup, function()
      local own = alteration.file(setup)
      own.db:exec([[CREATE TABLE t (a TEXT PRIMARY KEY, b); CREATE INDEX i ON t(b);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
        INSERT INTO t SELECT 'name ' || i, i % 7 FROM n]])
      local before = own:all("SELECT * FROM t ORDER BY a")
      own:run(rebuild, "t", "CREATE TABLE t (b, a TEXT PRIMARY KEY) WITHOUT ROWID")
      assert.are.equal("ok", own:verdict())
      assert.are.equal(before, own:all("SELECT * FROM t ORDER BY a"))
      own:clean()
    end)
  end

  it("is seen by another connection only when it is committed", function()
    file.db:exec("PRAGMA journal_mode = WAL; CREATE TABLE t (a); "
      .. "INSERT INTO t VALUES (1)")
    local other <close> = sqlite.open(file.path)
    local seen
    file.db:savepoint(function()
      file:run(rebuild, "t", "CREATE TABLE t (b, a)")
      seen = other:value("SELECT sql FROM sqlite_schema WHERE name = 't'")
    end)
    assert.are.equal("CREATE TABLE t (a)", seen)
    assert.are.equal("CREATE TABLE t (b, a)",
      other:value("SELECT sql FROM sqlite_schema WHERE name = 't'"))
    assert.are.equal(1, other:value("SELECT a FROM t"))
  end)
end)
