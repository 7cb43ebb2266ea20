--- A column altered in the text of a definition.
local change = require("spec.support.change")
local sqlite = require("runner.sqlite")
local sql = require("runner.schema.expression")

--- The words for column `a` of a table of this one column (and `more`) lead to this text.
local function expect(wanted, column, words, more)
  local text = change.text(("CREATE TABLE t (%s%s)"):format(column, more or ""),
    { "alter_column", "A", words })
  assert.are.equal(("CREATE TABLE t (%s%s)"):format(wanted, more or ""), text)
end

local function refuse(message, text, words)
  assert.are.equal(message,
    (change.problem("CREATE TABLE t " .. text, { "alter_column", "a", words })))
end

describe("the type of a column", function()
  it("is replaced", function()
    expect("a TEXT NOT NULL", "a VARCHAR (10) NOT NULL", { type = "TEXT" })
    expect('"a" INTEGER -- a\n', '"a" TEXT -- a\n', { type = "INTEGER" })
  end)

  it("is written where there was none, and taken away", function()
    expect("a TEXT UNIQUE", "a UNIQUE", { type = "TEXT" })
    expect("a UNIQUE", "a TEXT UNIQUE", { type = "" })
    expect("a -- why\n UNIQUE", "a -- why\n  TEXT UNIQUE", { type = "" })
  end)

  it("is checked", function()
    refuse("op 'a': 'NOT' does not belong in the type", "(a)", { type = "TEXT NOT NULL" })
    refuse("op: 'a': a strict table has no type 'DATE'", "(a INT) STRICT",
      { type = "DATE" })
  end)
end)

describe("NULL in a column", function()
  it("is forbidden behind the type", function()
    expect("a TEXT NOT NULL DEFAULT 1", "a TEXT DEFAULT 1", { null = false })
    expect("a NOT NULL", "a", { null = false })
    expect("a TEXT NOT NULL", "a TEXT NULL", { null = false })
    expect("a NOT NULL ON CONFLICT FAIL", "a NOT NULL ON CONFLICT FAIL", { null = false })
  end)

  it("is allowed again", function()
    expect("a TEXT -- why\n DEFAULT 1", "a TEXT -- why\n NOT NULL DEFAULT 1",
      { null = true })
    expect("a", "a CONSTRAINT x NOT NULL ON CONFLICT FAIL NOT NULL", { null = true })
    expect("a NULL", "a NULL", { null = true })
  end)

  it("is never allowed in a key without rowid", function()
    refuse("op: 'a' is in the primary key of a table without rowid, so it is never NULL",
      "(a PRIMARY KEY) WITHOUT ROWID", { null = true })
  end)
end)

describe("the default of a column", function()
  it("is written at the end, replaced, and taken away", function()
    expect("a TEXT UNIQUE DEFAULT 'x'", "a TEXT UNIQUE", { default = "x" })
    expect("a DEFAULT (random()) UNIQUE", "a DEFAULT -1 UNIQUE",
      { default = sql("random()") })
    expect("a DEFAULT 1 DEFAULT 0", "a DEFAULT 1 DEFAULT (2)", { default = false })
    expect("a UNIQUE", "a DEFAULT 1 UNIQUE CONSTRAINT d DEFAULT 2",
      { default = sqlite.null })
    expect("a", "a", { default = sqlite.null })
    expect("a DEFAULT NULL", "a", { default = sql("NULL") })
  end)
end)

describe("the collation of a column", function()
  it("is written, replaced and taken away", function()
    expect("a TEXT COLLATE NOCASE", "a TEXT", { collate = "NOCASE" })
    expect("a CONSTRAINT c COLLATE RTRIM UNIQUE", "a CONSTRAINT c COLLATE NOCASE UNIQUE",
      { collate = "RTRIM" })
    expect("a COLLATE nocase", "a COLLATE nocase", { collate = "NOCASE" })
    expect("a UNIQUE", "a COLLATE NOCASE UNIQUE", { collate = false })
    expect("a", "a", { collate = false })
  end)
end)

describe("the check of a column", function()
  it("is written, replaced under its name, and taken away", function()
    expect("a CHECK (a > 0)", "a", { check = "a > 0" })
    expect("a CONSTRAINT ck CHECK (a > 0)", "a", { check = { "a > 0", name = "ck" } })
    expect("a CONSTRAINT ck CHECK (a > 1) UNIQUE",
      "a CONSTRAINT ck CHECK (a > 0) UNIQUE", { check = "a > 1" })
    expect("a CONSTRAINT x CHECK (a > 1)", "a CONSTRAINT ck CHECK (a > 0)",
      { check = { "a > 1", name = "x" } })
    expect("a UNIQUE", "a CHECK (a > 0) UNIQUE", { check = false }, ", CHECK (a > 9)")
    expect("a", "a", { check = false })
  end)

  it("must be the only one", function()
    local text = "CREATE TABLE t (a CHECK (a > 0) CONSTRAINT ck CHECK (a < 9))"
    local message, hint =
      change.problem(text, { "alter_column", "a", { check = false } })
    assert.are.equal("op: check: 'a' has several: CHECK (a > 0), ck CHECK (a < 9)",
      message)
    assert.are.equal("drop the one that is meant with drop_constraint", hint)
  end)
end)

describe("UNIQUE of a column", function()
  it("is written, named and taken away", function()
    expect("a UNIQUE", "a", { unique = true })
    expect("a CONSTRAINT uq UNIQUE", "a", { unique = { name = "uq" } })
    expect("a CONSTRAINT uq UNIQUE", "a UNIQUE", { unique = { name = "uq" } })
    expect("a CONSTRAINT uq UNIQUE", "a CONSTRAINT x UNIQUE",
      { unique = { name = "uq" } })
    expect("a UNIQUE", "a UNIQUE", { unique = true })
    expect("a CHECK (a)", "a CONSTRAINT x UNIQUE CHECK (a)", { unique = false })
  end)

  it("may be a constraint of the table", function()
    expect("a", "a", { unique = true }, ", UNIQUE (a)")
    assert.are.equal("CREATE TABLE t (a, b, UNIQUE (a, b))", (change.text(
      "CREATE TABLE t (a UNIQUE, b, CONSTRAINT x UNIQUE (a), UNIQUE (a, b))",
      { "alter_column", "a", { unique = false } })))
  end)
end)

describe("the reference of a column", function()
  it("is written, replaced under its name, and taken away", function()
    expect("a REFERENCES u (id)", "a", { references = { "u", "id" } })
    expect("a CONSTRAINT f REFERENCES v ON DELETE CASCADE UNIQUE",
      "a CONSTRAINT f REFERENCES u (id) DEFERRABLE UNIQUE",
      { references = { "v", on_delete = "cascade" } })
    expect("a CONSTRAINT g REFERENCES v", "a CONSTRAINT f REFERENCES u",
      { references = { "v", name = "g" } })
    expect("a UNIQUE", "a REFERENCES u UNIQUE", { references = false })
    expect("a", "a", { references = false })
  end)

  it("takes along what defers it, wherever that stands", function()
    expect("a UNIQUE", "a REFERENCES u UNIQUE DEFERRABLE INITIALLY DEFERRED",
      { references = false })
    expect("a REFERENCES v UNIQUE", "a REFERENCES u UNIQUE NOT DEFERRABLE",
      { references = "v" })
  end)

  it("may be a constraint of the table", function()
    local text = "CREATE TABLE t (a, CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id))"
    assert.are.equal("CREATE TABLE t (a, CONSTRAINT f FOREIGN KEY (a) REFERENCES v)",
      (change.text(text, { "alter_column", "a", { references = "v" } })))
    assert.are.equal("CREATE TABLE t (a)",
      (change.text(text, { "alter_column", "a", { references = false } })))
  end)
end)

describe("a generated column", function()
  it("is made, changed and undone", function()
    expect("a INT GENERATED ALWAYS AS (b + 1) VIRTUAL", "a INT",
      { generated = "b + 1" }, ", b")
    expect("a GENERATED ALWAYS AS (b) STORED", "a", { generated = "b", stored = true },
      ", b")
    expect("a AS (b * 2) STORED", "a AS (b) STORED", { generated = "b * 2" }, ", b")
    expect("a AS (b) STORED", "a AS (b)", { stored = true }, ", b")
    expect("a AS (b) VIRTUAL NOT NULL", "a AS (b) STORED NOT NULL", { stored = false },
      ", b")
    expect("a INT UNIQUE", "a INT AS (b) STORED UNIQUE", { generated = false }, ", b")
    expect("a INT DEFAULT 5", "a INT AS (b)", { generated = false, default = 5 }, ", b")
    expect("a AS (b)", "a AS (b)", { stored = false }, ", b")
  end)

  it("has neither default nor key", function()
    refuse("op: 'a' is generated, so it cannot have a default", "(a DEFAULT 1, b)",
      { generated = "b" })
    refuse("op: 'a' is generated, so it cannot have a default", "(a AS (b), b)",
      { default = 1 })
    refuse("op: 'a' is in the primary key, so it cannot be generated",
      "(a, b, PRIMARY KEY (b, a))", { generated = "b" })
    refuse("op: 'a' is not generated, so it cannot be stored", "(a)", { stored = true })
  end)

  it("takes no values", function()
    local message = "op: 'a' is generated and takes no values, so using is of no use"
    refuse(message, "(a AS (b) STORED, b)", { using = sql("7") })
    refuse(message, "(a, b)", { generated = "b", using = sql("7") })
    expect("a", "a AS (b)", { generated = false, using = sql("7") }, ", b")
  end)
end)

describe("AUTOINCREMENT", function()
  it("comes and goes", function()
    expect("a INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE", "a INTEGER PRIMARY KEY UNIQUE",
      { autoincrement = true })
    expect("a INTEGER PRIMARY KEY /* k */",
      "a INTEGER PRIMARY KEY AUTOINCREMENT /* k */", { autoincrement = false })
    expect("a INTEGER", "a INTEGER", { autoincrement = true },
      ", PRIMARY KEY (a AUTOINCREMENT)")
    assert.are.equal("CREATE TABLE t (a INTEGER, PRIMARY KEY (a AUTOINCREMENT))",
      (change.text("CREATE TABLE t (a INTEGER, PRIMARY KEY (a))",
        { "alter_column", "a", { autoincrement = true } })))
    expect("a", "a", { autoincrement = false })
  end)

  it("needs the rowid", function()
    refuse("op: autoincrement needs INTEGER PRIMARY KEY, which 'a' is not",
      "(a INT PRIMARY KEY)", { autoincrement = true })
  end)
end)

describe("alter_column", function()
  it("does several things at once, and tells each", function()
    local text, says = change.text("CREATE TABLE t (a TEXT NOT NULL, b)",
      { "alter_column", "a",
        { null = true, type = "INTEGER", default = 5, unique = true, after = "b" } })
    assert.are.equal("CREATE TABLE t (b, a INTEGER DEFAULT 5 UNIQUE)", text)
    assert.are.equal("type of a: INTEGER; drop NOT NULL of a; default of a: 5; "
      .. "add UNIQUE to a; move column a", says)
  end)

  it("accepts what Alembic wants to know, and needs none of it", function()
    expect("a TEXT", "a TEXT NOT NULL", { null = true, existing_type = "TEXT",
      existing_nullable = false, existing_server_default = "x", comment = "c",
      existing_default = 1, existing_null = true, existing_comment = "d",
      existing_autoincrement = false })
  end)

  it("says what Alembic's words are called", function()
    for word, name in pairs({ nullable = "null", server_default = "default",
      type_ = "type", new_column_name = "name", postgresql_using = "using",
      insert_after = "after", insert_before = "before" }) do
      local message, hint =
        change.problem("CREATE TABLE t (a)", { "alter_column", "a", { [word] = true } })
      assert.are.equal(("op 'a' has an unknown word '%s'"):format(word), message)
      assert.are.equal("write " .. name, hint)
    end
  end)

  it("keeps the values the author gives", function()
    local using = sql("CAST(a AS INTEGER)")
    local self = change.alteration("CREATE TABLE t (A TEXT)",
      { "alter_column", "a", { type = "INTEGER", using = using } })
    assert.are.same({ a = using }, self.value)
  end)

  it("checks its words", function()
    refuse("op 'a' has an unknown word 'nul'", "(a)", { nul = true })
    refuse("op 'a': null must be true or false, not a number", "(a)", { null = 1 })
    refuse("op 'a': collate must be a name, not a boolean", "(a)", { collate = true })
    assert.are.equal("op 'a': the words must be a table, not nothing",
      (change.problem("CREATE TABLE t (a)", { "alter_column", "a" })))
    assert.are.equal("op: 't' has no column 'b'",
      (change.problem("CREATE TABLE t (a)", { "alter_column", "b", { null = true } })))
  end)

  it("leaves a name that waits for its constraint where it is", function()
    expect("a TEXT DEFAULT 1 CONSTRAINT c", "a TEXT CONSTRAINT c", { default = 1 })
    expect("a NOT NULL UNIQUE CONSTRAINT c", "a UNIQUE CONSTRAINT c", { null = false })
  end)
end)
