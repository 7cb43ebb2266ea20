--- op.create_table: the text it makes, and the mistakes it finds.
local database = require("spec.support.database")
local sql = require("runner.schema.expression")

local db, op

before_each(function() db, op = database.open() end)
after_each(function() db:close() end)

--- Create the table `t` and compare the definition that SQLite keeps.
local function expect(words, wanted)
  op.create_table("t", words)
  assert.are.equal(wanted, database.definition(db, "t"))
end

--- Creating the table `t` must raise exactly this.
local function refuse(words, message, hint)
  database.refuse(db, "t", message, hint, op.create_table, "t", words)
end

describe("op.create_table", function()
  it("writes one column a line", function()
    op.create_table("users", { { "id", "INTEGER", primary_key = true } })
    expect({
      { "id", "INTEGER", primary_key = true },
      { "user_id", "INTEGER", null = false,
        references = { "users", "id", on_delete = "cascade" } },
      { "status", "TEXT", null = false, default = "new",
        check = "status IN ('new','open','closed')" },
      { "opened", "TEXT", default = sql("CURRENT_TIMESTAMP") },
      unique = { { "user_id", "opened", name = "uq_t_user_opened" } },
      check = { { "id > 0", name = "ck_t_id" } },
      strict = true,
    }, [[
CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new','open','closed')),
  opened TEXT DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT uq_t_user_opened UNIQUE (user_id, opened),
  CONSTRAINT ck_t_id CHECK (id > 0)
) STRICT]])
  end)

  it("writes a column of many tables as each of them has it", function()
    local function text(name, words)
      op.create_table(name, words)
      return database.definition(db, name):match("%((.*)%)"):gsub("%s+", " ")
    end
    local a = { "a", "TEXT" }
    assert.are.equal(" a TEXT ", (text("t1", { a })))
    assert.are.equal(" a TEXT NOT NULL, PRIMARY KEY (a) ",
      (text("t2", { a, primary_key = { "a" } })))
    assert.are.equal(" a TEXT NOT NULL PRIMARY KEY ",
      (text("t3", { { "a", "TEXT", primary_key = true } })))
    assert.are.equal(" a TEXT NOT NULL, b TEXT NOT NULL, PRIMARY KEY (a, b) ",
      (text("t4", { { "a", "TEXT", primary_key = true },
        { "b", "TEXT", primary_key = true } })))
    assert.are.equal(" a TEXT, b TEXT, UNIQUE (a) ",
      (text("t5", { a, { "b", "TEXT", null = true }, unique = { { "a" } } })))
    assert.are.equal(" a INTEGER, b TEXT NOT NULL, A2 TEXT ",
      (text("t6", { { "a", "INTEGER" }, { "b", "TEXT", null = false },
        { "A2", "TEXT" } })))
    local place = "op.create_table: column 1 'a'"
    refuse({ { "a", "TEXT", nul = true } }, place .. " has an unknown word 'nul'",
      "did you mean 'null'?")
    refuse({ { "a", "TEXT", null = "no" } },
      place .. ": null must be true or false, not a text")
    refuse({ { "a", null = false } }, place .. " has no type",
      'write { "name", "TEXT" }; "" stands for a column without a type')
    refuse({ { "a", "TEXT", 3 } }, place .. " has a value too many at position 3")
    refuse({ a, a }, "op.create_table: column 2 'a' is there twice")
    refuse({ a, { "A", "TEXT" } }, "op.create_table: column 2 'A' is there twice")
  end)

  it("writes every word of a column", function()
    expect({
      { "id", "INTEGER", primary_key = true, autoincrement = true },
      { "a", "VARCHAR(10)", unique = { name = "uq_a" }, collate = "NOCASE", null = true },
      { "b", "NUMERIC(10, 2)", unique = true, check = { "b > 0", name = "ck_b" } },
      { "c", "", references = "t" },
      { "d", "INT", references = { "t", on_update = "set null", deferrable = true,
        name = "fk_d" } },
      { "e", "INTEGER", references = { "t", deferrable = "immediate" } },
      { "f", "TEXT", generated = "a || b" },
      { "g", "TEXT", generated = sql("a || c"), stored = true },
      { "order", "double precision" },
    }, [[
CREATE TABLE t (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  a VARCHAR(10) CONSTRAINT uq_a UNIQUE COLLATE NOCASE,
  b NUMERIC(10, 2) UNIQUE CONSTRAINT ck_b CHECK (b > 0),
  c REFERENCES t,
  d INT CONSTRAINT fk_d REFERENCES t ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED,
  e INTEGER REFERENCES t DEFERRABLE INITIALLY IMMEDIATE,
  f TEXT GENERATED ALWAYS AS (a || b) VIRTUAL,
  g TEXT GENERATED ALWAYS AS (a || c) STORED,
  "order" double precision
)]])
  end)

  it("writes defaults that mean the same", function()
    local defaults = {
      { 5, "DEFAULT 5" }, { -5, "DEFAULT -5" }, { 2.5, "DEFAULT 2.5" },
      { true, "DEFAULT 1" }, { false, "DEFAULT 0" }, { "it's", "DEFAULT 'it''s'" },
      { "", "DEFAULT ''" }, { db.null, "DEFAULT NULL" },
      { db.blob("\1"), "DEFAULT x'01'" },
      { "a\0b", "DEFAULT (CAST(x'610062' AS TEXT))" },
      { sql("CURRENT_DATE"), "DEFAULT CURRENT_DATE" },
      { sql("datetime('now')"), "DEFAULT (datetime('now'))" },
      { sql("(1 + 1)"), "DEFAULT (1 + 1)" }, { sql("'x'"), "DEFAULT 'x'" },
      { sql("1 + 1"), "DEFAULT (1 + 1)" }, { sql("1+1"), "DEFAULT (1+1)" },
      { sql("-1e-3"), "DEFAULT -1e-3" }, { sql("0x10"), "DEFAULT 0x10" },
      { sql("2-1-1"), "DEFAULT (2-1-1)" }, { sql(".5"), "DEFAULT .5" },
      { math.mininteger, "DEFAULT -9223372036854775808" },
    }
    for i, case in ipairs(defaults) do
      local name = "t" .. i
      op.create_table(name, { { "a", "", default = case[1] } })
      assert.are.equal("a " .. case[2], database.definition(db, name):match("\n  (.*)\n"))
      op.bulk_insert(name, { {} })
      local value = db:value("SELECT a FROM " .. name)
      if type(case[1]) == "string" or math.type(case[1]) then
        assert.are.equal(case[1], value)
      end
    end
  end)

  it("writes the constraints of the table", function()
    expect({
      { "a", "INTEGER" },
      { "b", "INTEGER" },
      primary_key = { "b", "a", name = "pk_t" },
      unique = { { "a" }, { "b", "a" } },
      check = "a < b",
      foreign_keys = {
        { "a", "b", references = { "u", "x", "y", on_delete = "no action" },
          name = "fk_t" },
        { "a", references = "u" },
      },
      without_rowid = true,
      if_not_exists = true,
    }, [[
CREATE TABLE t (
  a INTEGER,
  b INTEGER,
  CONSTRAINT pk_t PRIMARY KEY (b, a),
  UNIQUE (a),
  UNIQUE (b, a),
  CHECK (a < b),
  CONSTRAINT fk_t FOREIGN KEY (a, b) REFERENCES u (x, y) ON DELETE NO ACTION,
  FOREIGN KEY (a) REFERENCES u
) WITHOUT ROWID]])
    op.create_table("t", { { "other", "TEXT" }, if_not_exists = true })
  end)

  it("makes a key of several columns, none of which is NULL", function()
    expect({
      { "a", "TEXT", primary_key = true },
      { "b", "INTEGER", primary_key = true, null = true },
    }, [[
CREATE TABLE t (
  a TEXT NOT NULL,
  b INTEGER,
  PRIMARY KEY (a, b)
)]])
  end)

  it("forbids NULL in a primary key that is not the rowid", function()
    expect({ { "code", "TEXT", primary_key = true } },
      "CREATE TABLE t (\n  code TEXT NOT NULL PRIMARY KEY\n)")
    op.create_table("u", { { "a", "TEXT" }, primary_key = { "a" } })
    assert.truthy(database.definition(db, "u"):find("a TEXT NOT NULL,", 1, true))
    op.create_table("v", { { "a", "INTEGER" }, primary_key = { "a" } })
    assert.falsy(database.definition(db, "v"):find("NOT NULL", 1, true))
  end)

  it("does not change the words it was given", function()
    local words = {
      { "a", "TEXT", primary_key = true },
      { "b", "TEXT", primary_key = true },
    }
    op.create_table("t", words)
    op.create_table("u", words)
    assert.are.same({ "a", "TEXT", primary_key = true }, words[1])
    assert.are.equal(database.definition(db, "t"):gsub(" t ", " u "),
      database.definition(db, "u"))
  end)
end)

describe("op.create_table refuses", function()
  it("names and words of a wrong type", function()
    assert.are.equal("op.create_table: the table's name must be a name, not nothing",
      (database.problem(op.create_table)))
    assert.are.equal(
      "op.create_table: the table's name must be a name, not an empty text",
      (database.problem(op.create_table, "", {})))
    assert.are.equal("op.create_table: the table's words must be a table, not a text",
      (database.problem(op.create_table, "t", "id")))
    refuse({ "id" }, "op.create_table: column 1 must be a table, not a text")
    refuse({ { 1, "TEXT" } },
      "op.create_table: column 1: the name must be a name, not a number")
    refuse({ { "a", 5 } },
      "op.create_table: column 1 'a': the type must be a text, not a number")
    refuse({ { "a", "TEXT", null = 1 } },
      "op.create_table: column 1 'a': null must be true or false, not a number")
    refuse({ { "a", "TEXT", "x" } },
      "op.create_table: column 1 'a' has a value too many at position 3")
    refuse({ { "a", "TEXT" }, strict = "yes" },
      "op.create_table 't': strict must be true or false, not a text")
  end)

  it("a list with a hole in it, whose end Lua may not see", function()
    local hole = " has nothing at position 2, but a value at position 3"
    refuse({ { "a", "TEXT" }, nil, { "b", "TEXT" } }, "op.create_table 't'" .. hole)
    refuse({ { "a", "TEXT" }, unique = { { "a", nil, "a" } } },
      "op.create_table: unique 1" .. hole)
    refuse({ { "a", "TEXT" }, unique = { { "a" }, nil, { "a" } } },
      "op.create_table: unique" .. hole)
    refuse({ { "a", "TEXT", references = { "t", nil, "a" } } },
      "op.create_table: column 1 'a': references" .. hole)
  end)

  it("a column without a type", function()
    refuse({ { "id", "INTEGER" }, { "name" } },
      "op.create_table: column 2 'name' has no type",
      'write { "name", "TEXT" }; "" stands for a column without a type')
  end)

  it("unknown words, and names the nearest", function()
    refuse({ { "a", "TEXT", colate = "NOCASE" } },
      "op.create_table: column 1 'a' has an unknown word 'colate'",
      "did you mean 'collate'?")
    refuse({ { "a", "TEXT" }, strikt = true },
      "op.create_table 't' has an unknown word 'strikt'", "did you mean 'strict'?")
    refuse({ { "a", "TEXT" }, temporary = true },
      "op.create_table 't' has an unknown word 'temporary'", "known are: check, "
        .. "foreign_keys, if_not_exists, primary_key, strict, unique, without_rowid")
    refuse({ { "a", "TEXT", references = { "u", on_delte = "cascade" } } },
      "op.create_table: column 1 'a': references has an unknown word 'on_delte'",
      "did you mean 'on_delete'?")
    refuse({ { "a", "TEXT", nullable = false } },
      "op.create_table: column 1 'a' has an unknown word 'nullable'", "write null")
  end)

  it("constraints inside a type", function()
    refuse({ { "a", "TEXT NOT NULL" } },
      "op.create_table: column 1 'a': 'NOT' does not belong in the type",
      "write null = false")
    refuse({ { "a", "INTEGER primary key" } },
      "op.create_table: column 1 'a': 'primary' does not belong in the type",
      "write primary_key = true")
    refuse({ { "a", "TEXT, b TEXT" } },
      "op.create_table: column 1 'a': 'TEXT, b TEXT' is no type")
  end)

  it("tables without columns or with one twice", function()
    refuse({}, "op.create_table has no column", 'write { { "id", "INTEGER" } }')
    refuse({ { "a", "TEXT" }, { "A", "TEXT" } },
      "op.create_table: column 2 'A' is there twice")
  end)

  it("constraints over columns that are not there", function()
    refuse({ { "opened", "TEXT" }, unique = { { "opend" } } },
      "op.create_table: unique 1 names 'opend', which is no column of the table",
      "did you mean 'opened'?")
    refuse({ { "a", "TEXT" }, primary_key = { "zzz" } },
      "op.create_table: primary_key names 'zzz', which is no column of the table",
      "known are: a")
    refuse({ { "a", "TEXT" }, foreign_keys = { { "b", references = "u" } } },
      "op.create_table: foreign_keys 1 names 'b', which is no column of the table",
      "known are: a")
  end)

  it("malformed constraints", function()
    refuse({ { "a", "TEXT" }, unique = { "a" } },
      "op.create_table: unique 1 must be a table, not a text")
    refuse({ { "a", "TEXT" }, unique = {} }, "op.create_table: unique must be a list")
    refuse({ { "a", "TEXT" }, unique = { {} } },
      "op.create_table: unique 1 names no column")
    refuse({ { "a", "TEXT" }, check = { 5 } },
      "op.create_table: check 1 must be an SQL text, not a number")
    refuse({ { "a", "TEXT" }, foreign_keys = { { "a" } } },
      "op.create_table: foreign_keys 1 has no references",
      'write references = { "table", "column" }')
    local key = { "a", references = { "u", "x", "y" } }
    refuse({ { "a", "TEXT" }, foreign_keys = { key } },
      "op.create_table: foreign_keys 1: 1 column cannot reference 2")
    refuse({ { "a", "TEXT", unique = "x" } }, "op.create_table: column 1 'a': unique "
      .. "must be true, false or { name = ... }, not a text")
    refuse({ { "a", "TEXT", references = { "u", "x", "y" } } },
      "op.create_table: column 1 'a': references names several columns",
      "put a key of several columns into foreign_keys of the table")
    refuse({ { "a", "TEXT", references = { "u", on_delete = "casscade" } } },
      "op.create_table: column 1 'a': references: on_delete cannot be 'casscade'",
      "known are: no action, restrict, set null, set default, cascade")
    refuse({ { "a", "TEXT", references = { "u", deferrable = "later" } } },
      "op.create_table: column 1 'a': references: deferrable must be true, false, "
        .. "'deferred' or 'immediate', not 'later'")
    refuse({ { "a", "TEXT", default = {} } },
      "op.create_table: column 1 'a': default must be a plain value, not a table")
    refuse({ { "a", "TEXT", check = "" } },
      "op.create_table: column 1 'a': check must be an SQL text, not an empty text")
  end)

  it("words that contradict each other", function()
    local column = "op.create_table: column 1 'a'"
    refuse({ { "a", "INTEGER", autoincrement = true } },
      column .. ": autoincrement needs primary_key = true")
    refuse({ { "a", "INT", primary_key = true, autoincrement = true } },
      column .. ": autoincrement needs the type INTEGER, not INT")
    refuse({ { "a", "INT", stored = true } }, column .. ": stored needs generated")
    refuse({ { "a", "INT", generated = "1", default = 1 } },
      column .. " is generated, so it cannot have a default")
    refuse({ { "a", "INT", generated = "1", primary_key = true } },
      column .. " is generated, so it cannot be the primary key")
    refuse({ { "a", "INTEGER", primary_key = true, autoincrement = true },
      { "b", "INT", primary_key = true } },
      "op.create_table: autoincrement needs a primary key of one column")
    refuse({ { "a", "INTEGER", primary_key = true, autoincrement = true },
      without_rowid = true },
      "op.create_table: autoincrement does not go with without_rowid")
    refuse({ { "a", "TEXT" }, without_rowid = true },
      "op.create_table: without_rowid needs a primary key")
    refuse({ { "a", "TEXT", primary_key = true }, primary_key = { "a" } },
      "op.create_table has two primary keys, of the table and of 'a'")
    refuse({ { "a", "VARCHAR(9)" }, strict = true },
      "op.create_table: column 1 'a': a strict table has no type 'VARCHAR(9)'",
      "known are: INT, INTEGER, REAL, TEXT, BLOB, ANY")
  end)
end)
