--- Columns added, dropped and moved in the text of a definition.
local change = require("spec.support.change")

local lined = [[
CREATE TABLE t (
  a TEXT, -- about a
  -- about b
  b INT /* b! */
    NOT NULL, /* more b */

  c TEXT DEFAULT 'x' -- about c
)]]
local inline = "CREATE TABLE t (a TEXT, b INT NOT NULL, c TEXT DEFAULT 'x')"
local comma_first = [[
CREATE TABLE t (
    a TEXT -- about a
  , b INT NOT NULL -- about b
  , c TEXT -- about c
)]]

local function expect(wanted, text, ...)
  assert.are.equal(wanted, (change.text(text, ...)))
end

--- "x INTEGER" added at a position.
local function add(position) return { "add_column", { "x", "INTEGER" }, position } end

describe("a new column", function()
  it("stands on a line of its own where columns do", function()
    expect(lined:gsub(" %-%- about c\n", ", -- about c\n  x INTEGER\n"), lined, add())
    expect(lined:gsub("%(\n", "(\n  x INTEGER,\n"), lined, add({ first = true }))
    expect(lined:gsub("%-%- about a\n", "-- about a\n  x INTEGER,\n"), lined,
      add({ after = "a" }))
    expect(lined:gsub("%-%- about a\n", "-- about a\n  x INTEGER,\n"), lined,
      add({ before = "B" }))
    expect(lined:gsub("more b %*/\n", "more b */\n  x INTEGER,\n"), lined,
      add({ before = "c" }))
  end)

  it("stands in the line where columns do", function()
    expect("CREATE TABLE t (a TEXT, b INT NOT NULL, c TEXT DEFAULT 'x', x INTEGER)",
      inline, add())
    expect("CREATE TABLE t (x INTEGER, a TEXT, b INT NOT NULL, c TEXT DEFAULT 'x')",
      inline, add({ first = true }))
    expect("CREATE TABLE t (a TEXT, x INTEGER, b INT NOT NULL, c TEXT DEFAULT 'x')",
      inline, add({ after = "a" }))
  end)

  it("stands behind a comma where commas come first", function()
    expect(comma_first:gsub("about c\n", "about c\n  , x INTEGER\n"), comma_first, add())
    expect(comma_first:gsub("%(\n    a", "(\n    x INTEGER\n  , a"), comma_first,
      add({ first = true }))
    expect(comma_first:gsub("about a\n", "about a\n  , x INTEGER\n"), comma_first,
      add({ after = "a" }))
  end)

  it("stands before the constraints of the table", function()
    expect("CREATE TABLE t (\n  a TEXT,\n  x INTEGER,\n  UNIQUE (a) -- uq\n)",
      "CREATE TABLE t (\n  a TEXT,\n  UNIQUE (a) -- uq\n)", add())
    expect("CREATE TABLE t(a, x INTEGER, CHECK(a)UNIQUE(a))",
      "CREATE TABLE t(a, CHECK(a)UNIQUE(a))", add())
  end)

  it("fits tables of one column and odd layouts", function()
    expect("CREATE TABLE t(a, x INTEGER)", "CREATE TABLE t(a)", add())
    expect("CREATE TABLE t(\n\ta,\n\tx INTEGER\n)", "CREATE TABLE t(\n\ta\n)", add())
    expect("CREATE TABLE t (a,\n b,\n x INTEGER)", "CREATE TABLE t (a,\n b)", add())
    expect("CREATE TABLE t (x INTEGER,\n a,\n b)", "CREATE TABLE t (a,\n b)",
      add({ first = true }))
    expect("CREATE TABLE t (a, b, -- b\n  x INTEGER\n)", "CREATE TABLE t (a, b -- b\n)",
      add())
    expect("CREATE TABLE t (a, b /* b */, x INTEGER )", "CREATE TABLE t (a, b /* b */ )",
      add())
    expect("CREATE TABLE t ( -- the table\n  x INTEGER,\n  -- a\n  a\n)",
      "CREATE TABLE t ( -- the table\n  -- a\n  a\n)", add({ first = true }))
  end)

  it("has all its words", function()
    expect("CREATE TABLE t (a, \"or der\" TEXT NOT NULL CONSTRAINT uq UNIQUE "
      .. "COLLATE NOCASE DEFAULT 'x' CONSTRAINT ck CHECK (a > 0) "
      .. "REFERENCES u (id) ON DELETE CASCADE)", "CREATE TABLE t (a)",
      { "add_column", { "or der", "TEXT", null = false, unique = { name = "uq" },
        collate = "NOCASE", default = "x", check = { "a > 0", name = "ck" },
        references = { "u", "id", on_delete = "cascade" } } })
    expect("CREATE TABLE t (a, x GENERATED ALWAYS AS (a) STORED)", "CREATE TABLE t (a)",
      { "add_column", { "x", "", generated = "a", stored = true } })
    expect("CREATE TABLE t (x INTEGER PRIMARY KEY AUTOINCREMENT, a)",
      "CREATE TABLE t (a)", { "add_column",
        { "x", "INTEGER", primary_key = true, autoincrement = true }, { first = true } })
  end)

  it("is refused where it cannot be", function()
    local function refuse(message, hint, text, ...)
      local found, found_hint = change.problem(text, { "add_column", ... })
      assert.are.equal(message, found)
      assert.are.equal(hint, found_hint)
    end
    refuse("op: 't' has a column 'A' already",
      "pass { if_not_exists = true } to leave it as it is then", inline, { "A", "TEXT" })
    refuse("op: after: 't' has no column 'z'", "known are: a, b, c", inline,
      { "x", "" }, { after = "z" })
    refuse("op: only one of after, before and first can be said", nil, inline,
      { "x", "" }, { after = "a", first = true })
    refuse("op: 't' has a primary key already", "drop it first, or add the column and "
      .. "change the key with op.create_primary_key", "CREATE TABLE t (a PRIMARY KEY)",
      { "x", "INTEGER", primary_key = true })
    refuse("op 'x': a strict table has no type 'DATE'",
      "known are: INT, INTEGER, REAL, TEXT, BLOB, ANY", "CREATE TABLE t (a INT) STRICT",
      { "x", "DATE" })
    for _, words in ipairs({ { null = false }, { primary_key = true },
      { null = false, default = require("runner.sqlite").null } }) do
      words[1], words[2] = "x", "TEXT"
      refuse("op: the column 'x' is never NULL, so rows that are there need a value",
        'give it a default, or values with using = sql"..."', inline, words)
    end
    refuse("op: using must be an SQL expression or a function, not a text",
      'write using = sql"..."', inline, { "x", "TEXT", using = "a" })
    refuse("op: a generated column takes no values, so using is of no use", nil, inline,
      { "x", "TEXT", generated = "a", using = print })
  end)

  it("may be there already if that is said", function()
    local self = change.alteration(inline,
      { "add_column", { "A", "INTEGER" }, { if_not_exists = true } })
    assert.are.equal(inline, self.new.text)
    assert.are.same({}, self.changes)
  end)
end)

describe("a dropped column", function()
  local function drop(name) return { "drop_column", name } end

  it("goes with its line and its comments", function()
    expect(lined:gsub("\n  a TEXT, %-%- about a", ""), lined, drop("a"))
    expect("CREATE TABLE t (\n  a TEXT, -- about a\n\n  c TEXT DEFAULT 'x' -- about c\n)",
      lined, drop("b"))
    expect("CREATE TABLE t (\n  a TEXT, -- about a\n  -- about b\n  b INT /* b! */\n"
      .. "    NOT NULL /* more b */\n)", lined, drop("c"))
  end)

  it("goes from a line", function()
    expect("CREATE TABLE t (b INT NOT NULL, c TEXT DEFAULT 'x')", inline, drop("a"))
    expect("CREATE TABLE t (a TEXT, c TEXT DEFAULT 'x')", inline, drop("b"))
    expect("CREATE TABLE t (a TEXT, b INT NOT NULL)", inline, drop("c"))
    expect("CREATE TABLE t ( b )", "CREATE TABLE t ( a , b )", drop("a"))
    expect("CREATE TABLE t ( a )", "CREATE TABLE t ( a , b )", drop("b"))
  end)

  it("goes where commas come first", function()
    expect("CREATE TABLE t (\n    b INT NOT NULL -- about b\n  , c TEXT -- about c\n)",
      comma_first, drop("a"))
    expect("CREATE TABLE t (\n    a TEXT -- about a\n  , c TEXT -- about c\n)",
      comma_first, drop("b"))
    expect("CREATE TABLE t (\n    a TEXT -- about a\n  , b INT NOT NULL -- about b\n)",
      comma_first, drop("c"))
  end)

  it("never lets a comment swallow what follows", function()
    expect("CREATE TABLE t (a -- about a\n)", "CREATE TABLE t (a, -- about a\n b)",
      drop("b"))
    expect("CREATE TABLE t (a -- about a\n)", "CREATE TABLE t (a -- about a\n  , b)",
      drop("b"))
    expect("CREATE TABLE t (b)", "CREATE TABLE t (a, -- about a\n b)", drop("a"))
    expect("CREATE TABLE t (/* b */ b)", "CREATE TABLE t (a, /* b */ b)", drop("a"))
  end)

  it("leaves comments above an empty line, and of the table", function()
    expect("CREATE TABLE t ( -- desk\n  -- people\n\n  b\n  -- end\n)",
      "CREATE TABLE t ( -- desk\n  -- people\n\n  -- a\n  a,\n  b\n  -- end\n)",
      drop("a"))
    expect("CREATE TABLE t (\n  a\n  -- end\n)",
      "CREATE TABLE t (\n  a,\n  b\n  -- end\n)", drop("b"))
  end)

  it("takes along constraints that are about it only", function()
    local text, says = change.text("CREATE TABLE t (a, b CHECK (b > 0), "
      .. "UNIQUE (b) CHECK (b <> 1), CONSTRAINT f FOREIGN KEY (b) REFERENCES t (a))",
      drop("b"))
    assert.are.equal("CREATE TABLE t (a)", text)
    assert.are.equal("drop column b; drop constraint UNIQUE (b); "
      .. "drop constraint CHECK (b <> 1); "
      .. "drop constraint f FOREIGN KEY (b) REFERENCES t", says)
  end)

  it("is not dropped from under others", function()
    local function refuse(users, text, hint)
      local message, found = change.problem("CREATE TABLE t " .. text, drop("b"))
      assert.are.equal("op: column 'b' of 't' is used by " .. users, message)
      assert.are.equal(hint or "drop what uses it first, in the same op.alter_table",
        found)
    end
    refuse("UNIQUE (a, b), CHECK (a < b)", "(a, b, UNIQUE (a, b), CHECK (a<b))")
    refuse("ck CHECK (B > a)", "(a CONSTRAINT ck CHECK (B>a), b)")
    refuse("the generated column g", "(a, b, g AS (a || b))")
    refuse("FOREIGN KEY (a) REFERENCES t", "(a REFERENCES t (b), b UNIQUE)")
    local key_hint = "give the table another key first with op.create_primary_key"
    refuse("PRIMARY KEY (b)", "(a, b PRIMARY KEY)", key_hint)
    refuse("PRIMARY KEY (a, b)", "(a, b, PRIMARY KEY (a, b))", key_hint)
  end)

  it("is not the last one", function()
    assert.are.equal("op: 't' would have no column left but generated ones",
      (change.problem("CREATE TABLE t (b, g AS (1))", drop("b"))))
    assert.are.equal("op: 't' has no column 'x'",
      (change.problem("CREATE TABLE t (b)", drop("x"))))
  end)

  it("may be missing if that is said", function()
    assert.are.equal(inline,
      (change.text(inline, { "drop_column", "x", { if_exists = true } })))
  end)

  it("is not mistaken for a function, a type or a collation", function()
    expect("CREATE TABLE t (x CHECK (lower(x) = CAST(x AS text) COLLATE nocase))",
      "CREATE TABLE t (x CHECK (lower(x) = CAST(x AS text) COLLATE nocase), "
      .. "lower, text, nocase)", drop("lower"), drop("text"), drop("nocase"))
  end)
end)

describe("columns in another order", function()
  local function reorder(...) return { "reorder_columns", { ... } } end

  it("take their comments along", function()
    expect("CREATE TABLE t (\n  c TEXT DEFAULT 'x', -- about c\n  a TEXT, -- about a\n"
      .. "  -- about b\n  b INT /* b! */\n    NOT NULL /* more b */\n)", lined,
      reorder("c", "a"))
    expect("CREATE TABLE t (\n    b INT NOT NULL -- about b\n  , a TEXT -- about a\n"
      .. "  , c TEXT -- about c\n)", comma_first, reorder("b"))
    expect("CREATE TABLE t (c TEXT DEFAULT 'x', b INT NOT NULL, a TEXT)", inline,
      reorder("c", "b", "a"))
    expect("CREATE TABLE t (b, a -- a\n)", "CREATE TABLE t (a, -- a\n b)", reorder("b"))
  end)

  it("are left alone where they are right already", function()
    local text, says = change.text(lined, reorder("A", "b"))
    assert.are.equal(lined, text)
    assert.are.equal("", says)
  end)

  it("must be columns, each once", function()
    assert.are.equal("op: 't' has no column 'x'",
      (change.problem(inline, reorder("a", "x"))))
    assert.are.equal("op: the column 'A' is named twice",
      (change.problem(inline, reorder("a", "A"))))
  end)

  it("are moved one by one by alter_column", function()
    expect("CREATE TABLE t (b INT NOT NULL, c TEXT DEFAULT 'x', a TEXT)", inline,
      { "alter_column", "a", { after = "c" } })
    expect("CREATE TABLE t (c TEXT DEFAULT 'x', a TEXT, b INT NOT NULL)", inline,
      { "alter_column", "c", { first = true } })
    expect("CREATE TABLE t (a TEXT, c TEXT DEFAULT 'x', b INT NOT NULL)", inline,
      { "alter_column", "c", { before = "b" } })
    expect(inline, inline, { "alter_column", "b", { after = "a" } })
  end)
end)
