--- Constraints, keys and options of the table in the text of a definition.
local change = require("spec.support.change")

local function expect(wanted, text, ...)
  local found = change.text("CREATE TABLE t " .. text, ...)
  assert.are.equal("CREATE TABLE t " .. wanted, found)
end

local function refuse(message, hint, text, ...)
  local found, found_hint = change.problem("CREATE TABLE t " .. text, ...)
  assert.are.equal(message, found)
  assert.are.equal(hint, found_hint)
end

describe("a new constraint", function()
  it("stands behind all others", function()
    expect("(a, b, UNIQUE (a), CONSTRAINT uq UNIQUE (b, a))", "(a, b, UNIQUE (a))",
      { "create_unique_constraint", "uq", { "b", "a" } })
    expect("(\n  a, -- about a\n  CHECK (a > 0)\n)", "(\n  a -- about a\n)",
      { "create_check_constraint", nil, "a > 0", n = 3 })
    expect("(a, b, CONSTRAINT f FOREIGN KEY (a, b) REFERENCES u (x, y) ON DELETE CASCADE"
      .. " ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED)", "(a, b)",
      { "create_foreign_key", "f", "u", { "a", "b" }, { "x", "y" },
        { on_delete = "cascade", on_update = "set null", deferrable = true } })
    expect("(a, FOREIGN KEY (a) REFERENCES u)", "(a)",
      { "create_foreign_key", nil, "u", { "a" }, n = 4 })
  end)

  it("is about columns of the table", function()
    refuse("op: 't' has no column 'x'", "known are: a", "(a)",
      { "create_unique_constraint", "uq", { "x" } })
    refuse("op: the column 'A' is named twice", nil, "(a)",
      { "create_unique_constraint", "uq", { "a", "A" } })
    refuse("op: 't' has no column 'abd'", "did you mean 'abc'?", "(abc)",
      { "create_foreign_key", "f", "u", { "abd" } })
    refuse("op: 1 column cannot reference 2", nil, "(a)",
      { "create_foreign_key", "f", "u", { "a" }, { "x", "y" } })
  end)

  it("has a name of its own", function()
    refuse("op: 't' has a constraint UQ CHECK (a) already", nil,
      "(a, CONSTRAINT UQ CHECK (a))", { "create_unique_constraint", "uq", { "a" } })
  end)
end)

describe("a primary key", function()
  local function key(columns, options)
    return { "create_primary_key", options and options.name, columns, options and {
      autoincrement = options.autoincrement, null = options.null }, n = 4 }
  end

  it("comes behind its column, never NULL unless it is the rowid", function()
    expect("(a INTEGER PRIMARY KEY, b)", "(a INTEGER, b)", key({ "a" }))
    expect("(a TEXT NOT NULL PRIMARY KEY, b)", "(a TEXT, b)", key({ "a" }))
    expect("(a TEXT NOT NULL ON CONFLICT FAIL PRIMARY KEY UNIQUE)",
      "(a TEXT NOT NULL ON CONFLICT FAIL UNIQUE)", key({ "a" }))
    expect("(a TEXT PRIMARY KEY)", "(a TEXT)", key({ "a" }, { null = true }))
    expect("(a INTEGER PRIMARY KEY AUTOINCREMENT)", "(a INTEGER)",
      key({ "a" }, { autoincrement = true }))
  end)

  it("is a constraint of the table if it has a name or several columns", function()
    expect("(a NOT NULL, b NOT NULL, PRIMARY KEY (b, a), UNIQUE (a))",
      "(a, b NOT NULL, UNIQUE (a))", key({ "b", "a" }))
    expect("(a INTEGER, CONSTRAINT pk PRIMARY KEY (a))", "(a INTEGER)",
      key({ "a" }, { name = "pk" }))
    expect("(a INTEGER, CONSTRAINT pk PRIMARY KEY (a AUTOINCREMENT))", "(a INTEGER)",
      key({ "a" }, { name = "pk", autoincrement = true }))
  end)

  it("replaces the one that is there", function()
    expect("(a INTEGER, b TEXT NOT NULL PRIMARY KEY)",
      "(a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT NOT NULL)", key({ "b" }))
    expect("(a, b TEXT NOT NULL PRIMARY KEY, CHECK (a))",
      "(a, b TEXT NOT NULL, CONSTRAINT pk PRIMARY KEY (a, b), CHECK (a))", key({ "b" }))
    expect("(a, b PRIMARY KEY) WITHOUT ROWID", "(a PRIMARY KEY, b) WITHOUT ROWID",
      key({ "b" }))
    expect("(a NOT NULL, b NOT NULL, CONSTRAINT pk PRIMARY KEY (a, b))",
      "(a NOT NULL, b NOT NULL, CONSTRAINT pk PRIMARY KEY (b))",
      key({ "a", "b" }, { name = "pk" }))
  end)

  it("is refused where it cannot be", function()
    refuse("op: autoincrement needs a key of one column of type INTEGER, and a rowid",
      nil, "(a INT)", key({ "a" }, { autoincrement = true }))
    refuse("op: 'a' is generated, so it cannot be in the primary key", nil,
      "(b, a AS (b))", key({ "a" }))
    refuse("op: 't' has no column 'x'", "known are: a", "(a)", key({ "x" }))
  end)
end)

describe("a dropped constraint", function()
  local function drop(name, options)
    return { "drop_constraint", name, options, n = 3 }
  end
  local many = "(a CONSTRAINT ca CHECK (a > 0), b UNIQUE REFERENCES u (x), c NOT NULL, "
    .. "CONSTRAINT uq UNIQUE (a, b), UNIQUE (c), CHECK (a < b), FOREIGN KEY (c) "
    .. "REFERENCES v, CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES w)"

  local function without(part)
    local first, last = many:find(part, 1, true)
    return many:sub(1, first - 1) .. many:sub(last + 1)
  end

  it("is found by its name", function()
    expect(without(" CONSTRAINT ca CHECK (a > 0)"), many, drop("ca"))
    expect(without(", CONSTRAINT uq UNIQUE (a, b)"), many, drop("UQ"))
    expect(without(", CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES w"), many,
      drop("fk", { type = "foreignkey" }))
    expect("(a DEFAULT 1)", "(a CONSTRAINT n NOT NULL DEFAULT 1)", drop("n"))
    expect("(a)", "(a, CONSTRAINT pk PRIMARY KEY (a))", drop("pk"))
  end)

  it("is found by its columns", function()
    expect(without(" UNIQUE"), many, drop(nil, { type = "unique", columns = { "b" } }))
    expect(without(", UNIQUE (c)"), many,
      drop(nil, { type = "unique", columns = { "C" } }))
    expect(without(" REFERENCES u (x)"), many,
      drop(nil, { type = "foreign_key", columns = { "b" } }))
    expect(without(", CONSTRAINT uq UNIQUE (a, b)"), many,
      drop(nil, { type = "unique", columns = { "b", "a" } }))
    expect(without(", FOREIGN KEY (c) REFERENCES v"), many,
      drop(nil, { type = "foreign key", columns = { "c" } }))
  end)

  it("is found by its condition, or as the only one of its type", function()
    expect(without(", CHECK (a < b)"), many,
      drop(nil, { type = "check", condition = "a<b" }))
    expect(without(", CHECK (a < b)"), many, drop(nil, { condition = "a /* */ < b" }))
    expect("(a)", "(a PRIMARY KEY)",
      drop(nil, { type = "primary" }))
    expect("(a REFERENCES u)", "(a REFERENCES u CHECK (a))",
      drop(nil, { type = "check" }))
  end)

  it("is named if it is missing, with what there is", function()
    refuse("op: 't' has no constraint with the name 'ub'",
      "did you mean 'uq'? there are: uq UNIQUE (a), CHECK (a > 0)",
      "(a, CONSTRAINT uq UNIQUE (a), CHECK (a > 0))", drop("ub"))
    refuse("op: 't' has no constraint of type check of b", "there are: CHECK (a)",
      "(a CHECK (a), b)", drop(nil, { type = "check", columns = { "b" } }))
    refuse("op: 't' has no constraint with the condition 'a'", "'t' has no constraints",
      "(a)", drop(nil, { condition = "a" }))
    refuse("op: 't' has no column 'x'", "known are: a", "(a)",
      drop(nil, { type = "unique", columns = { "x" } }))
    expect("(a)", "(a)", drop("x", { if_exists = true }))
  end)

  it("must be the only one that fits", function()
    refuse("op: 't' has 2 constraints of type check",
      "there are: CHECK (a > 0), CHECK (a < 9); say columns or condition",
      "(a CHECK (a > 0), CHECK (a < 9))", drop(nil, { type = "check" }))
  end)

  it("is said somehow", function()
    refuse("op does not say which constraint",
      'give its name, or nil and { type = "unique", columns = { ... } }', "(a)",
      drop(nil, { if_exists = true }))
    refuse("op: type cannot be 'uniq'",
      "known are: unique, check, foreign key, primary key, foreignkey, primary", "(a)",
      drop("x", { type = "uniq" }))
  end)

  it("is not the key of a table without rowid", function()
    refuse("op: 't' is without rowid, so it needs a primary key",
      "give it another with op.create_primary_key, or a rowid with"
        .. " t:set({ without_rowid = false })",
      "(a PRIMARY KEY) WITHOUT ROWID", drop(nil, { type = "primary_key" }))
  end)
end)

describe("STRICT and WITHOUT ROWID", function()
  local function set(given) return { "set", given } end

  it("come and go", function()
    expect("(a INT) STRICT", "(a INT)", set({ strict = true }))
    expect("(a INT)", "(a INT) STRICT", set({ strict = false }))
    expect("(a INT PRIMARY KEY) STRICT, WITHOUT ROWID", "(a INT PRIMARY KEY)",
      set({ strict = true, without_rowid = true }))
    expect("(a INT PRIMARY KEY) WITHOUT  rowid, STRICT",
      "(a INT PRIMARY KEY) WITHOUT  rowid", set({ strict = true }))
    expect("(a INT PRIMARY KEY) STRICT", "(a INT PRIMARY KEY) WITHOUT ROWID, STRICT",
      set({ without_rowid = false }))
    expect("(a INT PRIMARY KEY) STRICT", "(a INT PRIMARY KEY) STRICT , WITHOUT ROWID",
      set({ without_rowid = false }))
    expect("(a INT) /* why */", "(a INT) /* why */ STRICT", set({ strict = false }))
    expect("(a INT)", "(a INT), STRICT", set({ strict = false }))
    expect("(a INT) STRICT", "(a INT) STRICT", set({ strict = true }))
    expect("(a)", "(a)", set({ strict = false, without_rowid = false }))
  end)

  it("are refused where they cannot be", function()
    refuse("op: column 'b' of 't': a strict table has no type 'VARCHAR(9)'",
      "known are: INT, INTEGER, REAL, TEXT, BLOB, ANY", "(a INT, b VARCHAR(9))",
      set({ strict = true }))
    refuse("op: 't' has no primary key, so it needs its rowid",
      "give it a key first with t:create_primary_key", "(a)",
      set({ without_rowid = true }))
    refuse("op: autoincrement of 't' needs the rowid",
      "write t:alter_column('a', { autoincrement = false }) first",
      "(a INTEGER PRIMARY KEY AUTOINCREMENT)", set({ without_rowid = true }))
  end)
end)
