--- op.alter_table: several changes gathered into one step.
local database = require("spec.support.database")
local operations = require("runner.op")
local sql = require("runner.schema.expression")

local db, op, reports

before_each(function()
  db = database.open()
  reports = {}
  op = operations.new(db, { report = function(text) reports[#reports + 1] = text end })
  db:exec("CREATE TABLE t (a TEXT, b INTEGER); INSERT INTO t VALUES ('x', 1), ('y', 2)")
end)
after_each(function() db:close() end)

local function expect(text)
  assert.are.equal("CREATE TABLE t " .. text, database.definition(db, "t"))
end

local function refuse(message, hint, ...)
  database.refuse(db, "t", message, hint, op.alter_table, ...)
end

describe("op.alter_table", function()
  it("makes one step of many changes", function()
    op.alter_table("t", function(t)
      t:add_column({ "c", "TEXT", default = "new" }, { after = "a" })
      t:alter_column("b", { null = false, type = "TEXT", using = sql("'n' || b") })
      t:create_check_constraint("ck", "b <> ''")
      t:create_primary_key(nil, { "b" })
      t:create_unique_constraint("uq", { "a", "c" })
      t:create_foreign_key("fk", "t", { "a" }, { "b" })
      t:drop_constraint("fk")
      t:reorder_columns({ "b", "a", "c" })
      t:set({ without_rowid = true })
    end)
    expect("(b TEXT NOT NULL PRIMARY KEY, a TEXT, c TEXT DEFAULT 'new', "
      .. "CONSTRAINT ck CHECK (b <> ''), CONSTRAINT uq UNIQUE (a, c)) WITHOUT ROWID")
    assert.are.equal("n1", db:value("SELECT b FROM t WHERE a = 'x' AND c = 'new'"))
    assert.are.equal(1, #reports)
  end)

  it("creates and drops indexes around the change", function()
    op.create_index("old", "t", { "a" })
    op.alter_table("t", function(t)
      t:create_index("new", { "c" }, { unique = true })
      t:drop_column("a")
      t:add_column({ "c", "INTEGER", using = sql("b") })
      t:drop_index("OLD")
      t:drop_index("none", { if_exists = true })
    end)
    expect("(b INTEGER, c INTEGER)")
    assert.is_nil(database.definition(db, "old"))
    assert.are.equal("CREATE UNIQUE INDEX new ON t (c)", database.definition(db, "new"))
  end)

  it("lets what is asked follow renames", function()
    op.create_view("v", "SELECT a FROM t")
    op.alter_table("T", function(t)
      t:add_column({ "c", "TEXT" }, { after = "a" })
      t:create_check_constraint("ck", "a <> 'z'")
      t:rename_column("a", "name")
      t:alter_column("name", { null = false })
      t:alter_column("b", { name = "number", default = 0 })
    end)
    expect('(name TEXT NOT NULL, c TEXT, number INTEGER DEFAULT 0, '
      .. "CONSTRAINT ck CHECK (name <> 'z'))")
    assert.are.equal("x", db:value("SELECT name FROM v"))
  end)

  it("gives a new column the name of one that goes", function()
    op.alter_table("t", function(t)
      t:add_column({ "new_b", "TEXT", using = sql("'n' || b") })
      t:drop_column("b")
      t:rename_column("new_b", "b")
    end)
    expect("(a TEXT, b TEXT)")
    assert.are.equal("n1", db:value("SELECT b FROM t"))
  end)

  it("exchanges names", function()
    op.alter_table("t", function(t)
      t:rename_column("a", "c")
      t:rename_column("b", "a")
      t:rename_column("c", "b")
    end)
    assert.are.equal("x", db:value("SELECT b FROM t WHERE a = 1"))
  end)

  it("leaves nothing of a step that fails", function()
    op.create_index("ix", "t", { "a" })
    db:exec("CREATE TABLE u (x)")
    for _, last in ipairs({
      function(t) t:drop_column("zz") end,
      function(t) t:create_check_constraint("ck", "b > 1") end,
      function(t) t:create_index("u", { "b" }) end,
    }) do
      assert.has_error(function()
        op.alter_table("t", function(t)
          t:rename_column("a", "name")
          t:drop_index("ix")
          t:add_column({ "c", "TEXT" }, { first = true })
          last(t)
        end)
      end)
      expect("(a TEXT, b INTEGER)")
      assert.are.equal("CREATE INDEX ix ON t (a)", database.definition(db, "ix"))
    end
  end)

  it("leaves nothing of a rebuild around which a step fails", function()
    db:exec("CREATE TABLE u (a CHECK (a > 0)); PRAGMA ignore_check_constraints = ON; "
      .. "INSERT INTO u VALUES (-1); PRAGMA ignore_check_constraints = OFF; "
      .. "INSERT INTO t VALUES ('y', 3)")
    refuse("the unique index 'i' of 't' cannot hold: 1 value is there more than once "
      .. "('y' in 2 rows: rowid 2, 3)", "remove or change the duplicates first", "t",
      function(t)
      t:create_index("i", { "a" }, { unique = true })
    end, { recreate = "always" })
    assert.are.equal("t", db:value("SELECT name FROM sqlite_schema"))
    assert.is_false(pcall(op.alter_table, "u", function(t)
      t:rename_column("a", "b")
    end, { recreate = "always" }))
    assert.are.equal("CREATE TABLE u (a CHECK (a > 0))", database.definition(db, "u"))
  end)

  it("does nothing if nothing is asked, or the function fails", function()
    op.alter_table("t", function() end)
    assert.has_error(function()
      op.alter_table("t", function(t)
        t:drop_column("a")
        error("no")
      end)
    end)
    expect("(a TEXT, b INTEGER)")
    assert.are.same({}, reports)
  end)

  it("rebuilds always or never, if that is asked", function()
    op.alter_table("t", function() end, { recreate = "always" })
    assert.truthy(reports[1]:find("rebuilt", 1, true), reports[1])
    op.alter_table("t", function(t) t:alter_column("a", { null = false }) end,
      { recreate = "never" })
    expect("(a TEXT NOT NULL, b INTEGER)")
    local message = database.problem(op.alter_table, "t", function(t)
      t:add_column({ "c", "TEXT" }, { first = true })
    end, { recreate = "never" })
    assert.truthy(message:find("recreate is 'never'", 1, true), message)
    refuse("op.alter_table: recreate cannot be 'maybe'", "known are: auto, always, never",
      "t", print, { recreate = "maybe" })
  end)

  it("says how it is called", function()
    refuse("op.alter_table: the second argument must be a function, not a text", nil,
      "t", "drop")
    refuse("t.drop_column was called with a dot",
      "write t:drop_column(column [, { if_exists = true }])", "t",
      function(t) t.drop_column("a") end)
    refuse("t has no word 'drop_colum' in op.alter_table", "did you mean 'drop_column'?",
      "t", function(t) t:drop_colum("a") end)
    refuse("t.x cannot be assigned", nil, "t", function(t) t.x = 1 end)
    refuse("t:alter_column 'a' has an unknown word 'nul'", "did you mean 'null'?", "t",
      function(t) t:alter_column("a", { nul = true }) end)
    refuse("t:drop_column takes up to 2 arguments, not 3",
      "write t:drop_column(column [, { if_exists = true }])", "t",
      function(t) t:drop_column("a", {}, nil) end)
    refuse("t:set takes up to 1 argument, not 2",
      "write t:set({ strict = , without_rowid = })", "t",
      function(t) t:set({}, {}) end)
    db:exec("CREATE TABLE other (a); CREATE INDEX ix_other ON other (a)")
    refuse("t:drop_index: 'ix_other' is an index of 'other', not of 't'",
      "drop it with op.drop_index, or in an op.alter_table of its own table", "t",
      function(t) t:drop_index("ix_other") end)
    assert.truthy(database.definition(db, "ix_other"))
    refuse("t:set: the table's options must be a table, not nothing", nil, "t",
      function(t) t:set() end)
  end)

  it("takes no words when it is over", function()
    local kept
    op.alter_table("t", function(t) kept = t end)
    assert.are.equal("t:drop_column was called after op.alter_table had ended",
      (database.problem(function() kept:drop_column("a") end)))
  end)

  it("is at the service of own operations", function()
    op.register("audited", function(_, name)
      op.alter_table(name, function(t) t:add_column({ "changed_at", "TEXT" }) end)
    end, { replace = true })
    op.audited("t")
    expect("(a TEXT, b INTEGER, changed_at TEXT)")
  end)
end)

describe("the table of an operation", function()
  local function refuse_table(message, hint, name, ...)
    local found, found_hint = database.problem(op.drop_column, name, "a", ...)
    assert.are.equal("op.drop_column: " .. message, found)
    assert.are.equal(hint, found_hint)
  end

  it("must be there", function()
    refuse_table("there is no table 'tt'", "did you mean 't'?", "tt")
    refuse_table("the table's name must be a name, not nothing", nil, nil)
  end)

  it("must be a table", function()
    op.create_view("v", "SELECT 1 AS a")
    op.create_index("ix", "t", { "a" })
    refuse_table("'V' is a view, not a table",
      "for views there are op.drop_view and op.create_view", "V")
    refuse_table("'ix' is an index, not a table", nil, "ix")
    assert.are.equal("op.rename_table: 'v' is a view, not a table",
      (database.problem(op.rename_table, "v", "w")))
    assert.are.equal("op.drop_table: 'v' is a view, not a table",
      (database.problem(op.drop_table, "v")))
  end)

  it("must not be a virtual one, or part of one", function()
    op.create_virtual_table("f", "fts5", { "a" })
    refuse_table("'f' is a virtual table, which cannot be altered",
      "drop it and create it anew with op.create_virtual_table", "f")
    refuse_table("'f_data' is a part of a virtual table", nil, "f_data")
  end)

  it("must not be SQLite's or runner's", function()
    db:exec("CREATE TABLE runner_history (a); CREATE TABLE mine (a)")
    refuse_table("'sqlite_schema' belongs to SQLite", nil, "sqlite_schema")
    refuse_table("'Runner_History' belongs to runner, which keeps its state there", nil,
      "Runner_History")
    local message = "op.drop_table: '%s' belongs to runner, which keeps its state there"
    assert.are.equal(message:format("runner_history"),
      (database.problem(op.drop_table, "runner_history", { if_exists = true })))
    operations.new(db, { own_tables = { "mine" } })
    assert.are.equal(message:format("mine"), (database.problem(op.drop_table, "mine")))
  end)

  it("must not be hidden by a temporary one", function()
    db:exec("CREATE TEMP TABLE t (z)")
    refuse_table("a temporary table or view 't' hides the table of this name",
      "drop the temporary one first", "t")
    op.rename_table("t", "other")
    op.drop_table("other")
    expect("(a TEXT, b INTEGER)")
    db:exec("CREATE TEMP TABLE temporary (a)")
    refuse_table("'temporary' is a temporary table or view, which is not altered", nil,
      "temporary")
  end)
end)

describe("virtual tables", function()
  it("are created, renamed and dropped", function()
    op.create_virtual_table("search", "fts5",
      { "title", sql("body UNINDEXED"), "tokenize = 'porter ascii'" })
    assert.are.equal("CREATE VIRTUAL TABLE search USING fts5 "
      .. "(title, body UNINDEXED, tokenize = 'porter ascii')",
      database.definition(db, "search"))
    op.create_virtual_table("search", "fts5", "title", { if_not_exists = true })
    op.rename_table("search", "found")
    op.drop_table("found")
    assert.is_nil(database.definition(db, "found"))
  end)

  it("are checked", function()
    local function check(message, ...)
      assert.are.equal("op.create_virtual_table" .. message,
        (database.problem(op.create_virtual_table, ...)))
    end
    check(": the module must be a name, not nothing", "f")
    check(": argument 1 must be an SQL text, not a number", "f", "fts5", { 5 })
    check(": argument 1 ends with ';'", "f", "fts5", { "a;" })
    check(": options have an unknown word 'if_exists'", "f", "fts5", {},
      { if_exists = true })
  end)
end)
