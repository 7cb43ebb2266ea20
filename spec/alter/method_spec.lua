--- The method of an alteration: constraints, keys, options, several changes at once.
local database = require("spec.support.database")
local operations = require("runner.op")
local plans = require("spec.support.plans")
local sqlite = require("runner.sqlite")

local add = plans.add
local cases = plans.cases(it)
local check = plans.check
local choose = plans.choose
local convert = plans.convert
local drop = plans.drop
local edit = plans.edit
local native = plans.native
local not_null = plans.not_null
local rebuild = plans.rebuild
local strict = plans.strict
local unique = plans.unique
local update = plans.update

describe("an alteration without a difference", function()
  cases({
    { "a, b", "a, b", { method = "nothing" } },
    { "a, b", 'a, "b"', edit() },
    { "a TEXT, b", "a text, b -- note\n", edit() },
    { "a CHECK (a > 0)", "a, CHECK (a>0)", edit() },
    { "a, b", "a, b", rebuild("recreate is 'always'"),
      given = { options = { recreate = "always" } } },
  })
end)

describe("NOT NULL", function()
  local unbelieving = "nullif(typeof(v), 'null')"
  cases({
    { "a NOT NULL", "a", edit() },
    { "a", "a NOT NULL", edit({ proofs = { not_null("a") } }) },
    { "a NOT NULL ON CONFLICT FAIL", "a NOT NULL", edit() },
    { "a INTEGER PRIMARY KEY", "a INTEGER PRIMARY KEY NOT NULL", edit() },
    { "a TEXT PRIMARY KEY", "a TEXT PRIMARY KEY NOT NULL",
      edit({ proofs = { not_null("a") } }) },
    { "CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID",
      "CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID", edit() },
    { "CREATE TABLE t (a TEXT PRIMARY KEY)",
      "CREATE TABLE t (a TEXT PRIMARY KEY) STRICT",
      edit({ proofs = { not_null("a"), strict("a", "TEXT") } }) },
    { "a, b AS (a)", "a, b NOT NULL AS (a)", edit({ proofs = { not_null("b") } }) },
    { "a, b", "a, v NOT NULL AS (a), b",
      edit({ final = { not_null("v", unbelieving) } }) },
    { "a, v NOT NULL AS (a)", "a, v NOT NULL AS (a + 1)",
      edit({ final = { not_null("v", unbelieving) } }) },
  })
end)

describe("a DEFAULT", function()
  cases({
    { "a DEFAULT 1", "a DEFAULT 2", edit({ defaults = { "a" } }) },
    { "a DEFAULT 1", "a", edit({ defaults = { "a" } }) },
    { "a", "a DEFAULT 1", edit({ defaults = { "a" } }) },
    { "a DEFAULT (1)", "a DEFAULT ( 1 )", edit() },
    { "a DEFAULT 1, b TEXT", "a DEFAULT 2, b INTEGER",
      update("the type of 'b' changes from TEXT to INTEGER", { defaults = { "a" },
        proofs = { convert("b", "TEXT", "INTEGER") }, update = { { column = "b" } } }) },
  })
end)

describe("CHECK and FOREIGN KEY", function()
  cases({
    { "a CHECK (a > 0)", "a", edit() },
    { "a", "a CHECK (a > 0)", edit({ proofs = { check("a > 0") } }) },
    { "a", "a, CONSTRAINT ck CHECK (a > 0)",
      edit({ proofs = { check("a > 0", "ck") } }) },
    { "a CHECK (a > 0)", "a CHECK (a > 1)", edit({ proofs = { check("a > 1") } }) },
    { "a, CONSTRAINT x CHECK (a)", "a, CONSTRAINT y CHECK (a)", edit() },
    { "a REFERENCES p", "a", edit() },
    { "a", "a REFERENCES p",
      edit({ proofs = { { kind = "foreign_key", position = 1 } } }) },
    { "a, b REFERENCES p", "a, b REFERENCES p, FOREIGN KEY (a, b) REFERENCES q (x, y)",
      edit({ proofs = { { kind = "foreign_key", position = 2 } } }) },
    { "a REFERENCES p ON DELETE CASCADE", "a REFERENCES p", edit() },
    { "a REFERENCES p", "a REFERENCES p DEFERRABLE INITIALLY DEFERRED", edit() },
    { "a REFERENCES p (x)", "a REFERENCES p (y)",
      edit({ proofs = { { kind = "foreign_key", position = 1 } } }) },
    { "a REFERENCES p", "a, FOREIGN KEY (a) REFERENCES P", edit() },
  })
end)

describe("UNIQUE", function()
  cases({
    { "a UNIQUE", "a", edit({ automatic = true }) },
    { "a", "a UNIQUE", edit({ automatic = true, proofs = { unique(nil, "a") } }) },
    { "a, b", "a, b, CONSTRAINT u UNIQUE (a, b COLLATE NOCASE)",
      edit({ automatic = true, proofs = { unique("u", "a", "b NOCASE") } }) },
    { "a COLLATE NOCASE", "a COLLATE NOCASE UNIQUE",
      edit({ automatic = true, proofs = { unique(nil, "a NOCASE") } }) },
    { "a, b, UNIQUE (a), UNIQUE (b)", "a, b, UNIQUE (b), UNIQUE (a)",
      edit({ automatic = true }) },
    { "a UNIQUE ON CONFLICT IGNORE", "a UNIQUE", edit() },
    { "a, UNIQUE (a)", "a UNIQUE", edit() },
    { "a, CONSTRAINT x UNIQUE (a)", "a, CONSTRAINT y UNIQUE (a)", edit() },
  })
end)

describe("the primary key", function()
  cases({
    { "id INTEGER PRIMARY KEY, b", "id INTEGER, b PRIMARY KEY",
      rebuild("the primary key changes", { automatic = true,
        proofs = { unique(nil, "b") } }) },
    { "id INTEGER PRIMARY KEY", "id INTEGER", rebuild("the primary key changes") },
    { "id INTEGER", "id INTEGER PRIMARY KEY", rebuild("the primary key changes",
      { proofs = { not_null("id"), strict("id", "INTEGER"), unique(nil, "id") } }) },
    { "id INTEGER PRIMARY KEY", "id INT PRIMARY KEY",
      rebuild("the primary key changes", { automatic = true,
        proofs = { unique(nil, "id") } }) },
    { "a, b, PRIMARY KEY (a, b)", "a, b, PRIMARY KEY (b, a)",
      rebuild("the primary key changes", { automatic = true,
        proofs = { unique(nil, "b", "a") } }) },
    { "a PRIMARY KEY", "a, PRIMARY KEY (a)", edit() },
    { "a, CONSTRAINT x PRIMARY KEY (a)", "a, CONSTRAINT y PRIMARY KEY (a)", edit() },
    { "id INTEGER PRIMARY KEY", "id INTEGER, PRIMARY KEY (id)", edit() },
    { "id INTEGER PRIMARY KEY", "id INTEGER PRIMARY KEY AUTOINCREMENT",
      edit({ sequence = "add" }) },
    { "id INTEGER PRIMARY KEY AUTOINCREMENT", "id INTEGER PRIMARY KEY",
      edit({ sequence = "drop" }) },
    { "id INTEGER PRIMARY KEY AUTOINCREMENT, b", "id INTEGER, b, PRIMARY KEY (b)",
      rebuild("the primary key changes", { automatic = true, sequence = "drop",
        proofs = { unique(nil, "b") } }) },
  })
end)

describe("a column of a STRICT table", function()
  local function with(options, columns)
    return "CREATE TABLE t (" .. columns .. ")" .. options
  end
  local function added(clause)
    return { with(" STRICT", "a ANY"), with(" STRICT", "a ANY, " .. clause),
      native(add .. clause) }
  end
  cases({
    added("b TEXT DEFAULT 'x'"), added("b INT DEFAULT -1"), added("b REAL DEFAULT 1.5"),
    added("b BLOB DEFAULT x'00'"), added("b ANY DEFAULT 'x'"), added("b BLOB"),
    { with(" STRICT", "a ANY"), with(" STRICT", "a ANY, b BLOB DEFAULT 'x'"),
      { method = "native", native = { add .. "b BLOB DEFAULT 'x'" },
        final = { strict("b", "BLOB") } } },
    { with(" STRICT", "a TEXT"), with("", "a TEXT, b DATE DEFAULT 'x'"),
      edit({ native = { add .. "b ANY DEFAULT 'x'" } }) },
    { with("", "a TEXT"), with(" STRICT", "a TEXT, b TEXT"),
      edit({ native = { add .. "b TEXT" }, proofs = { strict("a", "TEXT") } }) },
  })
end)

describe("STRICT and WITHOUT ROWID", function()
  local function with(options, columns)
    return "CREATE TABLE t (" .. (columns or "a TEXT, b ANY") .. ")" .. options
  end
  cases({
    { with(""), with(" STRICT"), edit({ proofs = { strict("a", "TEXT") } }) },
    { with("", "a TEXT"), with(" STRICT", "a TEXT"),
      edit({ proofs = { strict("a", "TEXT") } }) },
    { with(" STRICT", "a TEXT"), with("", "a TEXT"), edit() },
    { with(" STRICT"), with(""), update("the type of 'b' changes from ANY to ANY", {
      proofs = { convert("b", "BLOB", "NUMERIC", "ANY") },
      update = { { column = "b" } } }) },
    { with(" STRICT", "a ANY"), with(" STRICT", "a BLOB"),
      edit({ proofs = { strict("a", "BLOB") } }) },
    { with(" STRICT", "a BLOB"), with(" STRICT", "a ANY"), edit() },
    { with(" STRICT", "a INT"), with(" STRICT", "a INTEGER"),
      edit({ proofs = { strict("a", "INTEGER") } }) },
    { with("", "a PRIMARY KEY, b"), with(" WITHOUT ROWID", "a PRIMARY KEY, b"),
      rebuild("it becomes WITHOUT ROWID", { automatic = true,
        proofs = { not_null("a") } }) },
    { with(" WITHOUT ROWID", "a PRIMARY KEY, b"), with("", "a PRIMARY KEY, b"),
      rebuild("it is WITHOUT ROWID no more", { automatic = true }) },
    { with("", "a, b"), with(" STRICT", "a TEXT, b TEXT"),
      update({ "the type of 'a' changes from none to TEXT",
        "the type of 'b' changes from none to TEXT" }, {
        proofs = { convert("a", "BLOB", "TEXT"), convert("b", "BLOB", "TEXT") },
        update = { { column = "a" }, { column = "b" } } }) },
  })
end)

describe("the words of an author", function()
  cases({
    { "a NOT NULL", "a", rebuild("recreate is 'always'"),
      given = { options = { recreate = "always" } } },
    { "a NOT NULL", "a", edit(), given = { options = { recreate = "never" } } },
    { "a, b", "a", native(drop .. "b"), given = { options = { recreate = "never" } } },
  })

  local function refusal(case)
    return database.problem(choose, case)
  end

  it("can forbid to write rows", function()
    local hint = "leave out recreate, or leave out that change"
    local given = { options = { recreate = "never" } }
    local message = "the rows of 't' would have to be written, and recreate is 'never': "
    assert.are.same({ message .. "the type of 'a' changes from TEXT to INTEGER", hint },
      { refusal({ "a TEXT", "a INTEGER", given = given }) })
    assert.are.same({ message .. "'c' comes before 'b'; the primary key changes", hint },
      { refusal({ "a, b", "a PRIMARY KEY, c, b", given = given }) })
  end)
end)

describe("exchanged root pages", function()
  local function swap(reason, plan)
    plan = rebuild(reason, plan)
    plan.method = "swap"
    return plan
  end
  local settings = { rebuild = "swap" }
  cases({
    { "a, b", "a, c, b", swap("'c' comes before 'b'"), given = { settings = settings } },
    { "a UNIQUE, b", "b, a UNIQUE", swap("the order of the columns changes"),
      given = { settings = settings } },
    { "rowid, oid, _rowid_", "oid, rowid, _rowid_",
      rebuild("the order of the columns changes"), given = { settings = settings } },
    { "rowid, oid, a", "_rowid_, rowid, oid, a",
      rebuild("'_rowid_' comes before 'rowid'"),
      given = { settings = settings } },
    { "oid INTEGER PRIMARY KEY, rowid, _rowid_",
      "rowid, oid INTEGER PRIMARY KEY, _rowid_",
      swap("the order of the columns changes"), given = { settings = settings } },
    { "a, b", "a UNIQUE, c, b", rebuild("'c' comes before 'b'", { automatic = true,
      proofs = { { kind = "unique", columns = { { name = "a", collation = "BINARY" } } } }
      }), given = { settings = settings } },
    { "a TEXT, b", "c, a INTEGER, b", swap("'c' comes before 'a'",
      { proofs = { convert("a", "TEXT", "INTEGER") }, indexes = { "i" } }),
      given = { settings = settings, indexes = { "CREATE INDEX i ON t (a)",
        "CREATE INDEX j ON t (b)" } } },
    { "a TEXT UNIQUE, b", "c, a INTEGER UNIQUE, b",
      rebuild({ "'c' comes before 'a'", "'a' is part of a key, and its values change" },
        { proofs = { convert("a", "TEXT", "INTEGER") } }),
      given = { settings = settings } },
    { "a, b", "a UNIQUE, c, b", rebuild("'c' comes before 'b'", { automatic = true,
      proofs = { unique(nil, "a") } }), given = { settings = settings } },
    { "id INTEGER PRIMARY KEY, b", "id INTEGER, b", rebuild("the primary key changes"),
      given = { settings = settings } },
    { "CREATE TABLE t (a PRIMARY KEY, b) WITHOUT ROWID",
      "CREATE TABLE t (a PRIMARY KEY, c, b) WITHOUT ROWID",
      rebuild("'c' comes before 'b'"), given = { settings = settings } },
    { "a NOT NULL", "a", edit(), given = { settings = settings } },
  })
end)

describe("several changes", function()
  cases({
    { "a NOT NULL, b TEXT CHECK (b), c DEFAULT 1", "a, b TEXT, c DEFAULT 2, d",
      edit({ native = { add .. "d" }, defaults = { "c" } }) },
    { "a TEXT, b TEXT", "a INTEGER, b REAL, c DEFAULT CURRENT_DATE",
      update({ "'c' gets a value in every row",
        "the type of 'a' changes from TEXT to INTEGER",
        "the type of 'b' changes from TEXT to REAL" }, {
        proofs = { convert("a", "TEXT", "INTEGER"), convert("b", "TEXT", "REAL") },
        native = { add .. "c" },
        update = { { column = "c", value = "CURRENT_DATE" }, { column = "a" },
          { column = "b" } } }) },
    { "a, b", "x, b, a NOT NULL PRIMARY KEY", rebuild({ "'x' comes before 'b'",
      "the order of the columns changes", "the primary key changes" },
      { automatic = true, proofs = { not_null("a"), unique(nil, "a") } }) },
  })
end)

describe("the abilities of SQLite", function()
  local all = { drop_column = true, alter_constraint = true }
  local new = { settings = { capability = all } }
  local refused = { settings = { capability = { drop_column = true },
    without_native = "error in view w" } }
  local alter = "ALTER TABLE t "
  cases({
    { "a NOT NULL", "a", native(alter .. "ALTER COLUMN a DROP NOT NULL"), given = new },
    { "a, 'b c'", "a NOT NULL, 'b c' NOT NULL ON CONFLICT FAIL",
      { method = "native", proofs = { not_null("a"), not_null("b c") },
        native = { alter .. "ALTER COLUMN a SET NOT NULL",
          alter .. 'ALTER COLUMN "b c" SET NOT NULL ON CONFLICT FAIL' } }, given = new },
    { "a, b CONSTRAINT y CHECK (b), CONSTRAINT x CHECK (a)", "a, b",
      native(alter .. "DROP CONSTRAINT y", alter .. "DROP CONSTRAINT x"), given = new },
    { "a CHECK (a)", "a", edit(), given = new },
    { "a", "a, CONSTRAINT x CHECK (a)", edit({ proofs = { check("a", "x") } }),
      given = new },
    { "a NOT NULL DEFAULT 1", "a DEFAULT 2", edit({ defaults = { "a" } }),
      given = new },
    { "a NOT NULL REFERENCES p", "a REFERENCES p ON DELETE CASCADE", edit(),
      given = new },
    { "a", "a, b", edit({ native = { plans.add .. "b" } }), given = refused },
    { "a, b", "a",
      rebuild("'b' is dropped, which ALTER TABLE refuses (error in view w)"),
      given = refused },
    { "a NOT NULL, b", "a",
      rebuild("'b' is dropped, which ALTER TABLE refuses (error in view w)"),
      given = refused },
  })

  it("go by its version", function()
    local capability = require("runner.alter.method.capability")
    assert.are.same({ rename_column = false, drop_column = false,
      alter_constraint = false }, capability.of("3.24.0"))
    assert.are.same({ rename_column = true, drop_column = false,
      alter_constraint = false }, capability.of("3.25.0"))
    assert.is_true(capability.of("3.40.1").drop_column)
    assert.is_false(capability.of("3.52.9").alter_constraint)
    assert.is_true(capability.of("3.53.0").alter_constraint)
    assert.is_true(capability.of("4.0").alter_constraint)
  end)

  it("are those of the oldest one for a text that another one will read", function()
    local capability = require("runner.alter.method.capability")
    local of, asked = capability.of, {}
    capability.of = function(version)
      asked[#asked + 1] = version
      return of(version)
    end
    local version
    for _, offline in ipairs({ true, false }) do
      local db <close> = sqlite.open(":memory:")
      version = db:value("SELECT sqlite_version()")
      db:exec("CREATE TABLE t (a, b)")
      pcall(operations.new(db, { offline = offline }).drop_column, "t", "b")
    end
    capability.of = of
    assert.are.same({ "3.38.0", version }, asked)
  end)
end)
