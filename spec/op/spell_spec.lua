--- op.spell: other letters for the same definition.
local database = require("spec.support.database")

local db, op

before_each(function() db, op = database.open() end)
after_each(function() db:close() end)

local function text_of(name)
  return db:value("SELECT sql FROM sqlite_schema WHERE name = ?", name)
end

--- The text is kept to the letter.
local function expect(name, text)
  op.spell(text)
  assert.are.equal(text, text_of(name))
end

describe("op.spell", function()
  before_each(function()
    db:exec [[
      CREATE TABLE t (a INT, b TEXT CHECK (b <> 'x'));
      CREATE INDEX i ON t (a);
      CREATE VIEW v AS SELECT a FROM t;
      CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END;
      INSERT INTO t VALUES (1, 'y');
    ]]
  end)

  it("gives a table, an index, a view and a trigger their letters", function()
    expect("t", "CREATE TABLE [t] (\r\n\t`a` INT -- why\r\n, b TEXT check(\"b\"<>'x')\n)")
    expect("i", 'CREATE INDEX "i"\n  ON "t" ("a") /* quick */')
    expect("v", "CREATE VIEW v as select a /* all */ from t")
    expect("r", "CREATE TRIGGER r after insert on t begin\n  select 1;\nend")
    assert.are.equal("1 y", db:value("SELECT a || ' ' || b FROM t INDEXED BY i "
      .. "WHERE a = 1"))
    assert.are.equal("ok", db:value("PRAGMA integrity_check"))
  end)

  it("keeps what SQLite keeps of a statement", function()
    op.spell("-- all of it\nCREATE VIEW v  AS SELECT a FROM t ; ")
    assert.are.equal("CREATE VIEW v  AS SELECT a FROM t ", text_of("v"))
  end)

  it("refuses what says something else", function()
    local before = text_of("i")
    for _, text in ipairs {
      "CREATE INDEX i ON t (b)", "CREATE UNIQUE INDEX i ON t (a)",
      "CREATE INDEX i ON t (a DESC)", "CREATE INDEX i ON T (a)",
      "CREATE TABLE t (a INT, b TEXT CHECK (b <> 'X'))",
      "CREATE TABLE t (a INT, b TEXT CHECK (b <> x))",
      "CREATE VIEW IF NOT EXISTS v AS SELECT a FROM t",
    } do
      local message, hint = database.problem(op.spell, text)
      assert.truthy(message:find("^op.spell: the text says something else than that of "),
        message)
      assert.truthy(hint:find("what there is: CREATE", 1, true))
    end
    assert.are.equal(before, text_of("i"))
    assert.are.equal("op.spell: there is no index 'j'",
      (database.problem(op.spell, "CREATE INDEX j ON t (a)")))
    assert.are.equal("op.spell: 'v' is a view, not a table",
      (database.problem(op.spell, "CREATE TABLE v (a)")))
    db:exec("CREATE TEMP VIEW w AS SELECT 1")
    assert.are.equal("op.spell: the view 'w' is a temporary one",
      (database.problem(op.spell, "CREATE VIEW w AS SELECT 1")))
  end)

  it("leaves a virtual table's arguments as they are", function()
    db:exec("CREATE VIRTUAL TABLE f USING fts5(a, tokenize = 'ascii')")
    expect("f", "CREATE VIRTUAL TABLE \"f\" USING fts5 (a,  tokenize = 'ascii')")
    assert.truthy(database.problem(op.spell,
      "CREATE VIRTUAL TABLE f USING fts5(a, tokenize='ascii')"))
    assert.truthy(database.problem(op.spell, "CREATE TABLE f (a)"))
  end)
end)

describe("a column that SQLite added", function()
  -- The rows end before it, and read its DEFAULT: one that changes must not change them.
  it("keeps its values when it is spelled like one from the start", function()
    db:exec [[
      CREATE TABLE t (
        a INT
      );
      INSERT INTO t VALUES (1);
    ]]
    op.add_column("t", { "b", "TEXT", default = "old" })
    op.add_column("t", { "c", "TEXT", default = "third" })
    expect("t", [[CREATE TABLE t (
        a INT,
        b TEXT DEFAULT 'old',
        c TEXT DEFAULT 'third'
      )]])
    op.alter_column("t", "b", { default = "new" })
    op.alter_column("t", "c", { default = db.null })
    assert.are.same({ 1, "old", "third" }, { db:row("SELECT a, b, c FROM t") })
  end)

  it("leaves the closing bracket on its line", function()
    local before = "CREATE TABLE t (\n  a INT,\n  b INT -- why\n)"
    db:exec(before)
    op.add_column("t", { "c", "TEXT", default = "x" })
    op.drop_column("t", "c")
    assert.are.equal(before, text_of("t"))
  end)

  it("is known behind a virtual column whose place it takes", function()
    db:exec [[
      CREATE TABLE t (
        a INT,
        v AS (a + 1)
      );
      INSERT INTO t VALUES (1);
    ]]
    op.add_column("t", { "b", "TEXT", default = "old" })
    db:exec("ALTER TABLE t DROP COLUMN v")
    op.alter_column("t", "b", { default = "new" })
    assert.are.equal("old", db:value("SELECT b FROM t"))
  end)
end)

describe("a table that is renamed", function()
  it("keeps the quotes that its name had, in all that mentions it", function()
    local texts = {
      "CREATE TABLE users(id INTEGER PRIMARY KEY, users TEXT)",
      "CREATE INDEX i ON [users](users) -- users\n",
      "CREATE TABLE c (x REFERENCES `users`, y REFERENCES \"users\" (id))",
      "CREATE VIEW v AS SELECT users.users, 'users' FROM users",
      "CREATE TRIGGER r AFTER INSERT ON USERS BEGIN DELETE FROM users; END",
    }
    for _, text in ipairs(texts) do db:exec(text .. ";") end
    op.rename_table("users", "people")
    assert.are.equal("CREATE TABLE people(id INTEGER PRIMARY KEY, users TEXT)",
      text_of("people"))
    assert.are.equal("CREATE INDEX i ON [people](users) -- users\n", text_of("i"))
    assert.are.equal(
      "CREATE TABLE c (x REFERENCES `people`, y REFERENCES \"people\" (id))",
      text_of("c"))
    assert.are.equal("CREATE VIEW v AS SELECT people.users, 'users' FROM people",
      text_of("v"))
    assert.are.equal(
      "CREATE TRIGGER r AFTER INSERT ON people BEGIN DELETE FROM people; END",
      text_of("r"))
    op.rename_table("people", "the ]people`")
    assert.are.equal('CREATE INDEX i ON "the ]people`"(users) -- users\n', text_of("i"))
    assert.truthy(text_of("c"):find("REFERENCES `the ]people```,", 1, true))
    assert.are.equal(0, db:value("SELECT count(*) FROM v"))
  end)
end)
