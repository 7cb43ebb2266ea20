--- op.add_column, op.alter_column and the like, on tables with rows.
local database = require("spec.support.database")
local operations = require("runner.op")
local sql = require("runner.schema.expression")
local sqlite = require("runner.sqlite")

local db, op

before_each(function()
  db, op = database.open()
  db:exec("CREATE TABLE t (a TEXT, b INTEGER); INSERT INTO t VALUES ('x', 1), ('y', 2)")
end)
after_each(function() db:close() end)

--- The text of t, and all its rows as one text.
local function expect(text, rows)
  assert.are.equal("CREATE TABLE t " .. text, database.definition(db, "t"))
  local found = {}
  for row in db:nrows("SELECT * FROM t ORDER BY b") do
    local names = {}
    for name in pairs(row) do names[#names + 1] = name end
    table.sort(names)
    for i, name in ipairs(names) do names[i] = name .. "=" .. tostring(row[name]) end
    found[#found + 1] = table.concat(names, " ")
  end
  assert.are.equal(rows, table.concat(found, "; "))
end

local function refuse(...) database.refuse(db, "t", ...) end

describe("op.add_column", function()
  it("adds a column anywhere", function()
    op.add_column("t", { "c", "TEXT", null = false, default = "new" })
    op.add_column("T", { "d", "TEXT" }, { first = true })
    op.add_column("t", { "e", "TEXT", default = "e" }, { after = "A" })
    expect("(d TEXT, a TEXT, e TEXT DEFAULT 'e', b INTEGER, "
      .. "c TEXT NOT NULL DEFAULT 'new')", "a=x b=1 c=new e=e; a=y b=2 c=new e=e")
  end)

  it("adds what SQLite's ALTER TABLE cannot", function()
    op.add_column("t", { "c", "TEXT", default = sql("upper('z')") })
    op.add_column("t", { "d", "INTEGER", unique = true })
    op.add_column("t", { "e", "INTEGER", generated = "b * 2", stored = true })
    op.add_column("t", { "id", "INTEGER", primary_key = true }, { first = true })
    op.add_column("t", { "f", "INTEGER", null = false, using = sql("b + 10") })
    op.add_column("t", { "g", "INTEGER", default = 1, references = { "t", "id" } })
    expect("(id INTEGER PRIMARY KEY, a TEXT, b INTEGER, c TEXT DEFAULT (upper('z')), "
      .. "d INTEGER UNIQUE, e INTEGER GENERATED ALWAYS AS (b * 2) STORED, "
      .. "f INTEGER NOT NULL, g INTEGER DEFAULT 1 REFERENCES t (id))",
      "a=x b=1 c=Z e=2 f=11 g=1 id=1; a=y b=2 c=Z e=4 f=12 g=1 id=2")
  end)

  it("asks for values of rows there are, also if there are none", function()
    for _, rows in ipairs({ "full", "empty" }) do
      if rows == "empty" then db:exec("DELETE FROM t") end
      refuse("op.add_column: the column 'c' is never NULL, so rows that are there need"
        .. " a value", 'give it a default, or values with using = sql"..."',
        op.add_column, "t", { "c", "TEXT", null = false })
    end
  end)

  it("is done already, if that is said", function()
    op.add_column("t", { "b", "TEXT" }, { if_not_exists = true })
    expect("(a TEXT, b INTEGER)", "a=x b=1; a=y b=2")
    refuse("op.add_column: 't' has a column 'b' already",
      "pass { if_not_exists = true } to leave it as it is then",
      op.add_column, "t", { "b", "TEXT" })
  end)

  it("checks its words", function()
    refuse("op.add_column: the column 'c' has no type",
      'write { "name", "TEXT" }; "" stands for a column without a type',
      op.add_column, "t", { "c" })
    refuse("op.add_column: the column must be a table, not a text", nil,
      op.add_column, "t", "c")
    refuse("op.add_column: options have an unknown word 'behind'",
      "known are: after, before, first, if_not_exists",
      op.add_column, "t", { "c", "TEXT" }, { behind = "a" })
    refuse("op.add_column takes up to 3 arguments, not 4",
      "write op.add_column(table, { name, type, ... } [, options])",
      op.add_column, "t", { "c", "TEXT" }, {}, {})
  end)

  it("needs a parent for what it references", function()
    db:exec("CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT)")
    refuse("there is no table 'parrent'", "did you mean 'parent'?",
      op.add_column, "t", { "c", "TEXT", references = "parrent" })
    refuse("the foreign key of 't' (c) to 'parent' needs a primary key or UNIQUE on "
      .. "(code) there",
      "first add op.create_unique_constraint(nil, 'parent', { ... })",
      op.add_column, "t", { "c", "TEXT", references = { "parent", "code" } })
    refuse("the foreign key of 't' (c) to 't' needs a primary key or UNIQUE on (b) there",
      "first add op.create_unique_constraint(nil, 't', { ... })",
      op.alter_table, "t", function(t)
        t:add_column({ "c", "TEXT" })
        t:create_foreign_key(nil, "t", { "c" }, { "b" })
      end)
    op.add_column("t", { "c", "INTEGER", references = "parent" })
  end)

  it("changes nothing where rows contradict it", function()
    assert.has_error(function()
      op.add_column("t", { "c", "INTEGER", default = 0, check = "c > 0" })
    end)
    assert.has_error(function()
      op.add_column("t", { "c", "INTEGER", default = 0, unique = true })
    end)
    expect("(a TEXT, b INTEGER)", "a=x b=1; a=y b=2")
  end)
end)

describe("op.drop_column", function()
  it("drops a column", function()
    op.drop_column("t", "A")
    op.drop_column("t", "a", { if_exists = true })
    expect("(b INTEGER)", "b=1; b=2")
  end)

  it("does not drop what is used", function()
    op.create_index("ix", "t", { sql("lower(a)") })
    local message = database.problem(op.drop_column, "t", "a")
    assert.truthy(message:find("ix", 1, true))
    refuse("op.drop_column: 't' has no column 'aa'", "did you mean 'a'?",
      op.drop_column, "t", "aa")
    refuse("op.drop_column: the column's name must be a name, not a table", nil,
      op.drop_column, "t", { "a" })
  end)
end)

describe("op.rename_column", function()
  it("names a view that stops it", function()
    db:exec("CREATE VIEW v AS SELECT nosuch FROM t")
    refuse("op.rename_column: the view 'v' stops the renaming: no such column: nosuch",
      "drop the view, or create it anew so that it works", op.rename_column, "t", "a",
      "n")
    refuse("op.rename_table: the view 'v' stops the renaming: no such column: nosuch",
      "drop the view, or create it anew so that it works", op.rename_table, "t", "n")
  end)

  it("names what would not follow", function()
    db:exec("CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w AS SELECT a FROM v")
    refuse("op.rename_column: the view 'w' would not work after the renaming: no such "
      .. "column: a",
      "drop the view before and create it anew after, in the same revision",
      op.rename_column, "t", "a", "n")
  end)

  it("lets everything follow", function()
    op.create_index("ix", "t", { "a" })
    op.create_view("v", "SELECT a FROM t")
    op.rename_column("t", "A", "select")
    expect('("select" TEXT, b INTEGER)', "b=1 select=x; b=2 select=y")
    assert.are.equal('CREATE INDEX ix ON t ("select")', database.definition(db, "ix"))
    assert.are.equal("x", db:value('SELECT "select" FROM v'))
  end)

  it("is checked", function()
    refuse("op.rename_column: 't' has no column 'zz'", "known are: a, b",
      op.rename_column, "t", "zz", "y")
    refuse("op.rename_column: 't' has a column 'B' already", nil,
      op.rename_column, "t", "a", "B")
    refuse("op.rename_column: the new name must be a name, not nothing", nil,
      op.rename_column, "t", "a")
  end)
end)

describe("op.alter_column", function()
  it("changes and renames", function()
    op.alter_column("t", "b", { name = "n", type = "TEXT", null = false,
      using = sql("'n' || n") })
    assert.are.equal("CREATE TABLE t (a TEXT, n TEXT NOT NULL)",
      database.definition(db, "t"))
    assert.are.equal("n1", db:value("SELECT n FROM t"))
  end)

  it("takes values from a function", function()
    op.alter_column("t", "a", { type = "INTEGER", using = function(a) return #a end })
    expect("(a INTEGER, b INTEGER)", "a=1 b=1; a=1 b=2")
  end)

  it("does nothing where all is so already", function()
    op.alter_column("t", "a", { null = true, type = "TEXT", existing_nullable = true })
    expect("(a TEXT, b INTEGER)", "a=x b=1; a=y b=2")
  end)
end)

describe("constraints", function()
  it("come and go", function()
    op.create_unique_constraint("uq", "t", { "a" })
    op.create_check_constraint("ck", "t", "b > 0")
    op.create_primary_key(nil, "t", { "b" })
    op.create_foreign_key("fk", "t", "t", { "a" }, { "a" }, { on_delete = "set null" })
    expect("(a TEXT, b INTEGER PRIMARY KEY, CONSTRAINT uq UNIQUE (a), "
      .. "CONSTRAINT ck CHECK (b > 0), "
      .. "CONSTRAINT fk FOREIGN KEY (a) REFERENCES t (a) ON DELETE SET NULL)",
      "a=x b=1; a=y b=2")
    op.drop_constraint("fk", "t")
    op.drop_constraint("uq", "t", { type = "unique" })
    op.drop_constraint(nil, "t", { type = "check", condition = "b > 0" })
    op.drop_constraint(nil, "t", { type = "primary_key" })
    op.drop_constraint("uq", "t", { if_exists = true })
    expect("(a TEXT, b INTEGER)", "a=x b=1; a=y b=2")
  end)

  it("name the table first, and count right", function()
    refuse("op.create_unique_constraint: the table's name must be a name, not a table",
      nil, op.create_unique_constraint, "uq", { "a" })
    refuse("op.create_foreign_key: 1 column cannot reference 2", nil,
      op.create_foreign_key, "fk", "t", "t", { "a" }, { "a", "b" })
    refuse("op.create_foreign_key: the referenced columns come before the options",
      "write nil for them if they are the primary key",
      op.create_foreign_key, "fk", "t", "t", { "a" }, { on_delete = "cascade" })
    refuse("op.alter_column 'a': check must be an SQL text, not a boolean", nil,
      op.alter_column, "t", "a", { check = true })
    op.create_unique_constraint("uq_a", "t", { "a" })
    refuse("op.drop_constraint: 't' has no constraint with the name 'uq_a' of type check",
      "there are: uq_a UNIQUE (a)", op.drop_constraint, "uq_a", "t", { type = "check" })
  end)

  it("are no indexes", function()
    op.create_index("ix", "t", { "a" }, { unique = true })
    refuse("op.drop_constraint: 'IX' is an index, not a constraint",
      "drop it with drop_index", op.drop_constraint, "IX", "t")
  end)

  it("are texts that are complete in themselves", function()
    local place = "op.create_check_constraint: the condition "
    for text, problem in pairs({
      ["a > ("] = "has a '(' that is not closed", ["(a))"] = "has a ')' too many",
      ["1), z TEXT CHECK (1"] = "has a ')' too many",
      ["a, b"] = "is not one expression: there is a ',' in it",
      ["a; DROP TABLE t"] = "is not one expression: there is a ';' in it",
      ["a = 'x"] = "has a quote that is not closed",
      ["a /* why"] = "has a comment that is not closed", ["-- why"] = "is empty",
    }) do
      refuse(place .. problem .. ": " .. text, nil, op.create_check_constraint, nil, "t",
        text)
    end
    op.create_check_constraint(nil, "t", "b IN (1, 2) AND a <> ',(;' /* ( */ -- ok")
    refuse("op.create_index: column 1 has a ')' too many: a)", nil, op.create_index,
      "ix", "t", { sql("a)") })
    refuse("op.alter_column 'a': using has a ')' too many: a)", nil, op.alter_column,
      "t", "a", { using = sql("a)") })
    refuse("op.alter_column 'a': default has a ')' too many: 1)", nil, op.alter_column,
      "t", "a", { default = sql("1)") })
    refuse("op.add_column: the column 'c': generated has a ')' too many: a)", nil,
      op.add_column, "t", { "c", "TEXT", generated = "a)" })
  end)

  it("have names by convention", function()
    local named = require("runner.op").new(db, { naming = {
      unique = "uq_{table}_{columns}", index = "ix_{table}_{columns}",
      primary_key = "pk_{table}", check = "ck_{table}_{columns}",
      foreign_key = "fk_{table}_{column}_{referent}" } })
    named.create_unique_constraint(nil, "t", { "a", "b" })
    named.create_index(nil, "t", { "b", "a" })
    named.alter_table("t", function(t) t:create_index(nil, { sql("lower(a)") }) end)
    assert.truthy(database.definition(db, "t"):find(" uq_t_a_b UNIQUE (a, b)", 1, true))
    assert.truthy(database.definition(db, "ix_t_b_a"))
    assert.truthy(database.definition(db, "ix_t_lower_a"))
    named.create_table("u", { { "id", "INTEGER", primary_key = true },
      { "x", "TEXT", unique = true, check = "x <> ''", references = "t" },
      check = { "id > 0 OR x = ''" }, unique = { { "x", "id" } },
      foreign_keys = { { "x", "id", references = { "t", "a", "b" } } } })
    assert.are.equal("CREATE TABLE u (\n"
      .. "  id INTEGER CONSTRAINT pk_u PRIMARY KEY,\n"
      .. "  x TEXT CONSTRAINT uq_u_x UNIQUE CONSTRAINT ck_u_x CHECK (x <> '')"
      .. " CONSTRAINT fk_u_x_t REFERENCES t,\n"
      .. "  CONSTRAINT uq_u_x_id UNIQUE (x, id),\n"
      .. "  CONSTRAINT ck_u_id_x CHECK (id > 0 OR x = ''),\n"
      .. "  CONSTRAINT fk_u_x_t FOREIGN KEY (x, id) REFERENCES t (a, b)\n)",
      database.definition(db, "u"))
  end)
end)

describe("definitions that SQLite takes only when they are trusted", function()
  it("are altered if they are", function()
    local trusting <close> = sqlite.open(":memory:", { trust_schema = true })
    trusting:exec("CREATE TABLE t (a TEXT CHECK (json_valid(a)), "
      .. "b TEXT AS (json_extract(a, '$.b')) STORED)")
    trusting:exec("INSERT INTO t VALUES ('{\"b\":1}')")
    operations.new(trusting).alter_column("t", "a", { type = "VARCHAR(9)", null = false })
    assert.are.equal("1", trusting:value("SELECT b FROM t"))
  end)
end)
