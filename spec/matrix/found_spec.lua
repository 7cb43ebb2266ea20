--- What the matrix found, each as the smallest table that shows it.
local database = require("spec.support.database")

--- A database with these statements run, and its `op`.
local function open(...)
  local db, op = database.open()
  for _, sql in ipairs { ... } do db:exec(sql) end
  return db, op
end

describe("an altered table", function()
  it("keeps the comments of neighbours when SQLite drops a column", function()
    local db, op = open("CREATE TABLE t (a, /* of b */ b, c\n-- the end )\n)")
    op.drop_column("t", "a")
    assert.are.equal("CREATE TABLE t (/* of b */ b, c\n-- the end )\n)",
      database.definition(db, "t"))
    op.drop_column("t", "c")
    assert.are.equal("CREATE TABLE t (/* of b */ b\n-- the end )\n)",
      database.definition(db, "t"))
  end)

  it("may have an index made again behind others that stay", function()
    for _, recreate in ipairs { "auto", "always" } do
      local db, op = open("CREATE TABLE t (a TEXT, b)", "CREATE INDEX first ON t (a)",
        "CREATE INDEX second ON t (b)")
      op.alter_table("t", function(t)
        t:alter_column("a", { type = "INTEGER", collate = "NOCASE" })
      end, { recreate = recreate })
      assert.are.equal("CREATE INDEX first ON t (a)", database.definition(db, "first"))
      assert.are.equal("CREATE INDEX second ON t (b)", database.definition(db, "second"))
    end
  end)

  it("has its statistics also under another name", function()
    local db, op = open("CREATE TABLE t (a UNIQUE, b)", "CREATE INDEX ix ON t (b)",
      "CREATE TABLE w (a PRIMARY KEY) WITHOUT ROWID", "INSERT INTO t VALUES (1, 2)",
      "INSERT INTO w VALUES (1)", "ANALYZE")
    op.rename_table("t", "the t")
    op.rename_table("w", "x")
    local list = {}
    for line in db:rows("SELECT tbl || ': ' || idx FROM sqlite_stat1 ORDER BY 1") do
      list[#list + 1] = line
    end
    assert.are.same({ "the t: ix", "the t: sqlite_autoindex_the t_1", "x: x" }, list)
    assert.are.equal(1, db:value("SELECT count(*) FROM pragma_index_list('the t') "
      .. "WHERE name = 'sqlite_autoindex_the t_1'"))
  end)

  it("keeps what a full-text index reads of it, or is not altered", function()
    local changes = {
      function(op) op.drop_column("t", "b") end,
      function(op) op.rename_column("t", "b", "c") end,
      function(op) op.rename_table("t", "u") end,
      function(op) op.rename_column("t", "id", "key") end,
      function(op) op.alter_table("t", function(t) t:rename_column("b", "c") end) end,
      function(op)
        op.alter_table("t", function(t) t:drop_column("b") end, { recreate = "always" })
      end,
    }
    local forms = { "USING fts5(b, content='t', content_rowid=\"id\")",
      'USING fts5("b" UNINDEXED, content="t", content_rowid=id)' }
    for _, form in ipairs(forms) do
      for _, change in ipairs(changes) do
        local db, op = open("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)",
          "CREATE VIRTUAL TABLE s " .. form)
        local message = database.problem(change, op)
        assert.truthy(message:find("full-text index 's'", 1, true), message)
        assert.are.equal("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)",
          database.definition(db, "t"))
        op.drop_column("t", "a")
      end
    end
  end)

  it("keeps the rowids that a full-text index goes by, or is not altered", function()
    local _, op = open("CREATE TABLE t (a PRIMARY KEY NOT NULL)",
      "CREATE VIRTUAL TABLE s USING fts4(content=t, a)")
    local message = database.problem(op.alter_table, "t", function(t)
      t:set({ without_rowid = true })
    end)
    assert.truthy(message:find("full-text index 's'", 1, true), message)
  end)

  it("keeps what a full-text index has found in it, or is not altered", function()
    local changes = {
      function(op) op.create_primary_key(nil, "t", { "n" }) end,
      function(op)
        op.alter_column("t", "a",
          { using = require("runner.schema.expression")("upper(a)") })
      end,
      function(op) op.alter_column("t", "a", { generated = "n + 1" }) end,
    }
    for _, change in ipairs(changes) do
      local db, op = open("CREATE TABLE t (a, n INTEGER)",
        "INSERT INTO t (rowid, a, n) VALUES (5, 'x', 7)",
        "CREATE VIRTUAL TABLE s USING fts5(a, content=t)",
        "INSERT INTO s(s) VALUES ('rebuild')")
      local message = database.problem(change, op)
      assert.truthy(message:find("full-text index 's'", 1, true), message)
      op.add_column("t", { "id", "INTEGER", primary_key = true }) -- shows the rowids
      assert.are.equal(5, db:value("SELECT id FROM t"))
      db:exec("INSERT INTO s(s, rank) VALUES ('integrity-check', 1)")
    end
  end)

  it("may lose a key in the step that converts its column", function()
    local db, op = open("CREATE TABLE t (a TEXT, b, CONSTRAINT u UNIQUE (a))",
      "INSERT INTO t VALUES ('12', 1), ('3', 2)")
    op.alter_table("t", function(t)
      t:alter_column("a", { type = "INTEGER" })
      t:drop_constraint("u")
    end)
    assert.are.equal("12 3", db:value("SELECT group_concat(a, ' ') FROM t WHERE a > 2"))
    assert.are.equal("ok", db:value("PRAGMA integrity_check"))
  end)

  it("loses its last column although SQLite looks for a comma in a comment", function()
    local db, op = open("CREATE TABLE t (a,\n  -- about b, of course\n  b)")
    op.drop_column("t", "b")
    assert.are.equal("CREATE TABLE t (a)", database.definition(db, "t"))
  end)

  it("has sound indexes where the key of a table without rowid is descending", function()
    local changes = {
      function(op)
        op.alter_table("t", function(t) t:set({ strict = false }) end,
          { recreate = "always" })
      end,
      function(op) op.create_unique_constraint("u", "t", { "c" }) end,
      function(op) op.alter_column("t", "c", { unique = true }) end,
      function(op) op.add_column("t", { "d", "TEXT", unique = true }) end,
    }
    for _, change in ipairs(changes) do
      local db, op = open("CREATE TABLE t (a, b UNIQUE, c, PRIMARY KEY (a DESC)) "
        .. "WITHOUT ROWID", "INSERT INTO t VALUES (1, NULL, NULL), (2, NULL, NULL)")
      change(op)
      assert.are.equal("ok", db:value("PRAGMA integrity_check"))
    end
  end)

  it("lets the key lose AUTOINCREMENT and its type together", function()
    local db, op = open("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)",
      "INSERT INTO t VALUES (7)")
    op.alter_column("t", "id", { type = "TEXT", autoincrement = false })
    assert.are.equal("CREATE TABLE t (id TEXT PRIMARY KEY)", database.definition(db, "t"))
    assert.are.equal("7", db:value("SELECT id FROM t"))
  end)

  it("has no statistics of another index that took a name", function()
    local db, op = open("CREATE TABLE t (id INTEGER PRIMARY KEY, a UNIQUE)",
      "INSERT INTO t VALUES (1, 2)", "ANALYZE")
    local function stat(number)
      return db:value("SELECT stat FROM sqlite_stat1 WHERE idx LIKE ?", "%_" .. number)
    end
    op.alter_column("t", "id", { type = "TEXT" }) -- has an index now, the first one
    assert.are.same({ nil, "1 1" }, { stat(1), stat(2) })
    db:exec("ANALYZE")
    db:exec("UPDATE sqlite_stat1 SET stat = '7 1' WHERE idx LIKE '%_1'")
    op.alter_table("t", function(t) t:reorder_columns({ "a" }) end)
    assert.are.same({ "1 1", "7 1" }, { stat(1), stat(2) })
  end)

  it("counts from its key, also beside a column called rowid", function()
    for _, recreate in ipairs { "auto", "always" } do
      local db, op = open("CREATE TABLE t (id INTEGER PRIMARY KEY, rowid TEXT)",
        "INSERT INTO t VALUES (5, 'x'), (-9, 'y')",
        "CREATE TABLE u (id INTEGER PRIMARY KEY)", "INSERT INTO u VALUES (-4)")
      for _, name in ipairs { "t", "u" } do
        op.alter_table(name, function(t)
          t:alter_column("id", { autoincrement = true })
        end, { recreate = recreate })
      end
      assert.are.equal(5, db:value("SELECT seq FROM sqlite_sequence WHERE name = 't'"))
      assert.are.equal(0, db:value("SELECT seq FROM sqlite_sequence WHERE name = 'u'"))
    end
  end)

  it("has the indexes of its keys also where they are numbered anew", function()
    local db, op = open("CREATE TABLE t (a INTEGER, b, PRIMARY KEY (a), UNIQUE (b)) "
      .. "WITHOUT ROWID", "INSERT INTO t VALUES (1, 'x'), (2, 'y')", "ANALYZE")
    for _, type in ipairs { "NUMERIC", "INT", "INTEGER" } do
      op.alter_column("t", "a", { type = type })
      assert.are.equal("ok", db:value("PRAGMA integrity_check"))
      assert.are.equal(2, db:value("SELECT a FROM t INDEXED BY "
        .. (type == "INTEGER" and "sqlite_autoindex_t_1" or "sqlite_autoindex_t_2")
        .. " WHERE b = 'y'"))
    end
  end)
end)
