--- The method of an alteration: columns that come, go, move and change.
local plans = require("spec.support.plans")
local sql = require("runner.schema.expression")

local add = plans.add
local cases = plans.cases(it)
local check = plans.check
local convert = plans.convert
local drop = plans.drop
local edit = plans.edit
local expect = plans.expect
local native = plans.native
local not_null = plans.not_null
local rebuild = plans.rebuild
local unique = plans.unique
local update = plans.update

describe("a column at the end", function()
  cases({
    { "a", "a, b", native(add .. "b") },
    { "a", 'a, "b c" TEXT', native(add .. '"b c" TEXT') },
    { "a", "a, b DEFAULT 5", native(add .. "b DEFAULT 5") },
    { "a", "a, b NOT NULL DEFAULT ('x')", native(add .. "b NOT NULL DEFAULT ('x')") },
    { "a", "a, b DEFAULT -1.5", native(add .. "b DEFAULT -1.5") },
    { "a", "a, b REFERENCES p", native(add .. "b REFERENCES p") },
    { "a", "a, b REFERENCES p DEFAULT NULL",
      native(add .. "b REFERENCES p DEFAULT NULL") },
    { "a", "a, b CHECK (b > 0)", native(add .. "b CHECK (b > 0)") },
    { "a", "a, b COLLATE NOCASE", native(add .. "b COLLATE NOCASE") },
    { "a", "a, b AS (a + 1)", native(add .. "b AS (a + 1)") },
    { "a", "a, b, c", native(add .. "b", add .. "c") },
    { "a, CHECK (a > 0)", "a, b, CHECK (a > 0)", native(add .. "b") },
    { "CREATE TABLE t (a INT) STRICT", "CREATE TABLE t (a INT, b TEXT) STRICT",
      native(add .. "b TEXT") },
  })

  cases({
    { "a", "a, b NOT NULL",
      edit({ native = { add .. "b" }, proofs = { not_null("b", "NULL") } }) },
    { "a", "a, b TEXT NOT NULL DEFAULT NULL",
      edit({ native = { add .. "b TEXT DEFAULT NULL" },
        proofs = { not_null("b", "NULL") } }) },
    { "a", "a, b UNIQUE",
      edit({ native = { add .. "b" }, automatic = true }) },
    { "a", "a, b DEFAULT 1 REFERENCES p (x)",
      edit({ native = { add .. "b DEFAULT 1" }, touch = true,
        final = { { kind = "foreign_key", position = 1 } } }) },
    { "a", "a, b, CHECK (b > a)",
      edit({ native = { add .. "b" }, final = { check("b > a") } }) },
    { "a", "a, b, FOREIGN KEY (a, b) REFERENCES p",
      edit({ native = { add .. "b" } }) },
    { "a NOT NULL", "a, b", edit({ native = { add .. "b" } }) },
  })

  cases({
    { "a", "a, b DEFAULT CURRENT_TIMESTAMP",
      update("'b' gets a value in every row", { native = { add .. "b" },
        update = { { column = "b", value = "CURRENT_TIMESTAMP" } } }) },
    { "a", "a, b NOT NULL DEFAULT (random())",
      update("'b' gets a value in every row", { native = { add .. "b" },
        proofs = { not_null("b", "(random())") },
        update = { { column = "b", value = "(random())" } } }) },
    { "a", "a, b NOT NULL", update("'b' gets a value in every row", {
      native = { add .. "b" }, proofs = { not_null("b", "a * 2") },
      update = { { column = "b", value = "a * 2" } } }),
      given = { value = { b = "a * 2" } } },
    { "a", "a, b DEFAULT 7 CHECK (b > 0)", update("'b' gets a value in every row", {
      native = { add .. "b" }, update = { { column = "b", value = "a" } } }),
      given = { value = { b = "a" } } },
    { "a", "a, b UNIQUE",
      rebuild("'b' is part of a key, and its values change", { automatic = true }),
      given = { value = { b = "a" } } },
    { "a", "a, b AS (a) STORED", rebuild("'b' is generated and stored") },
    { "a", "a, b PRIMARY KEY",
      rebuild("the primary key changes", { automatic = true }) },
    { "a", "a, id INTEGER PRIMARY KEY AUTOINCREMENT",
      rebuild("the primary key changes", { sequence = "add" }) },
  })
end)

describe("a column elsewhere", function()
  cases({
    { "a, b", "a, c, b", rebuild("'c' comes before 'b'") },
    { "a", "b, a", rebuild("'b' comes before 'a'") },
    { "a, b, c", "a, x, b, y, c", rebuild({ "'x' comes before 'b'",
      "'y' comes before 'c'" }) },
    { "a, b", "b, a", rebuild("the order of the columns changes") },
    { "a, b, c", "c, b, a", rebuild("the order of the columns changes") },
    { "a, b", "a, v AS (b), b", edit() },
    { "a, v AS (a)", "v AS (a), a", edit() },
    { "a, v AS (a)", "a, v AS (a), c", native(add .. "c") },
    { "a, v AS (a)", "a, c, v AS (a)", edit({ native = { add .. "c" } }) },
  })
end)

describe("a column that goes", function()
  cases({
    { "a, b", "a", native(drop .. "b") },
    { "a, b", "b", native(drop .. "a") },
    { "a, b, c", "b", native(drop .. "a", drop .. "c") },
    { "a, b, c, d", "b", rebuild({ "'a' is dropped", "'c' is dropped",
      "'d' is dropped" }) },
    { "a, b CHECK (b > 0) NOT NULL DEFAULT 1 REFERENCES p", "a", native(drop .. "b") },
    { "a, b AS (a)", "a", native(drop .. "b") },
    { "a, b AS (a) STORED", "a", native(drop .. "b") },
    { "a, b", "a, c", native(drop .. "b", add .. "c") },
    { "a, b", "b, c", native(drop .. "a", add .. "c") },
    { "a, b", "a, b", native(drop .. "b", add .. "b"),
      given = { origin = { b = false } } },
    { "a NOT NULL, b", "a", edit({ native = { drop .. "b" } }) },
    { "a, b UNIQUE", "a", rebuild("'b' is dropped", { automatic = true }) },
    { "a, b PRIMARY KEY", "a", rebuild({ "the primary key changes", "'b' is dropped" },
      { automatic = true }) },
    { "a, b, CHECK (a > b)", "a",
      edit({ before = "CREATE TABLE t (a, b)", native = { drop .. "b" } }) },
    { "a CHECK (a > b), b, c CHECK (a > b AND c)", "a, c",
      edit({ before = "CREATE TABLE t (a, b, c)", native = { drop .. "b" } }) },
    { "a, b, c, CHECK (b > c)", "a", edit({ before = "CREATE TABLE t (a, b, c)",
      native = { drop .. "b", drop .. "c" } }) },
    { "a, b, CHECK (b), UNIQUE (b)", "a",
      rebuild("'b' is dropped", { automatic = true }) },
    { "a, b, c AS (b)", "a, c AS (1)", rebuild("'b' is dropped") },
    { "a, b, FOREIGN KEY (b) REFERENCES p", "a",
      edit({ before = "CREATE TABLE t (a, b)", native = { drop .. "b" } }) },
    { "a", "b", rebuild("'a' is dropped") },
    { "a TEXT, b", "a INTEGER", rebuild({ "'b' is dropped" },
      { proofs = { convert("a", "TEXT", "INTEGER") } }) },
    { "a, b", "a", rebuild("'b' is dropped"),
      given = { settings = { capability = { drop_column = false } } } },
  })
end)

describe("a generated column", function()
  cases({
    { "a, v AS (a)", "a, v AS (a + 1)", edit() },
    { "a, v AS (a)", "a, v AS (( a ))", edit() },
    { "a, v AS (a) STORED", "a, v", edit() },
    { "a, v AS (a) VIRTUAL", "a, v AS (a)", edit() },
    { "a, v AS (a) STORED", "a, v AS (a + 1) STORED",
      rebuild("the stored column 'v' is computed anew") },
    { "a, v AS (a)", "a, v AS (a) STORED",
      rebuild("'v' becomes generated and stored") },
    { "a, v", "a, v AS (a) STORED", rebuild("'v' becomes generated and stored") },
    { "a, v", "a, v AS (a)", rebuild("'v' was stored and becomes virtual") },
    { "a, v AS (a) STORED", "a, v AS (a)",
      rebuild("'v' was stored and becomes virtual") },
    { "a, v AS (a)", "a, v", rebuild("'v' was virtual and is stored from now on") },
    { "a, v TEXT AS (a)", "a, v INTEGER AS (a)", edit() },
    { "a, v TEXT AS (a) STORED", "a, v INTEGER AS (a) STORED",
      rebuild("the stored column 'v' is computed anew") },
    { "a, v AS (a), CHECK (v > 0)", "a, v AS (a + 1), CHECK (v > 0)",
      edit({ final = { check("v > 0") } }) },
    { "a, v AS (a) UNIQUE", "a, v AS (a + 1) UNIQUE", edit({ reindex = { "auto" } }),
      given = { automatic = { { name = "auto", columns = { "v" } } } } },
    { "a, v AS (a), w AS (v)", "a, v AS (a + 1), w AS (v)", edit({ reindex = { "ix" } }),
      given = { indexes = { "CREATE INDEX ix ON t (w)", "CREATE INDEX iy ON t (a)" } } },
    { "a, b", "a, v AS (a) UNIQUE, b",
      rebuild("'v' is in a key that changes", { automatic = true }) },
    { "a, v AS (a) REFERENCES p", "a, v AS (a + 1) REFERENCES p", edit({ touch = true,
      final = { { kind = "foreign_key", position = 1 } } }) },
  })
end)

describe("COLLATE", function()
  cases({
    { "a", "a COLLATE NOCASE", edit() },
    { "a COLLATE binary", "a", edit() },
    { "a, b", "a COLLATE NOCASE, b", edit({ reindex = { "i", "j", "k" } }),
      given = { indexes = { "CREATE INDEX i ON t (a)", "CREATE INDEX j ON t (lower(a))",
        "CREATE INDEX k ON t (b) WHERE a = 'x'", "CREATE INDEX l ON t (b)" } } },
    { "a", "a COLLATE NOCASE", edit({ reindex = { "u" },
      proofs = { unique("u", "a NOCASE") } }),
      given = { indexes = { "CREATE UNIQUE INDEX u ON t (a)" } } },
    { "a", "a COLLATE NOCASE", edit({ reindex = { "u" },
      proofs = { unique("u", "a BINARY") } }),
      given = { indexes = { "CREATE UNIQUE INDEX u ON t (a COLLATE BINARY)" } } },
    { "a, b, UNIQUE (b, a)", "a COLLATE NOCASE, b, UNIQUE (b, a)",
      edit({ reindex = { "auto" }, proofs = { unique(nil, "b", "a NOCASE") } }),
      given = { automatic = { { name = "auto", columns = { "b", "a" } } } } },
    { "a CHECK (a = 'x')", "a COLLATE NOCASE CHECK (a = 'x')",
      edit({ final = { check("a = 'x'") } }) },
    { "a, g AS (a = 'x') STORED", "a COLLATE NOCASE, g AS (a = 'x') STORED",
      rebuild("the stored column 'g' is computed anew") },
    { "CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID",
      "CREATE TABLE t (a COLLATE NOCASE PRIMARY KEY) WITHOUT ROWID",
      rebuild("the rows are ordered by 'a', whose collation changes") },
    { "a PRIMARY KEY", "a COLLATE NOCASE PRIMARY KEY",
      edit({ reindex = { "auto" }, proofs = { unique(nil, "a NOCASE") } }),
      given = { automatic = { { name = "auto", columns = { "a" }, origin = "pk" } } } },
    { "a UNIQUE, b", "a COLLATE NOCASE UNIQUE, b UNIQUE",
      rebuild("'a' is in a key that changes", { automatic = true,
        proofs = { unique(nil, "a NOCASE"), unique(nil, "b") } }) },
  })
end)

describe("a type", function()
  local reason = "the type of 'a' changes from %s to %s"
  local affinities = { TEXT = "TEXT", INTEGER = "INT", REAL = "DOUBLE", NUMERIC = "DATE",
    BLOB = "BLOB" }
  local keeps = { -- that value stays what it is
    INTEGER = { NUMERIC = true, BLOB = true },
    NUMERIC = { INTEGER = true, BLOB = true },
    TEXT = { BLOB = true },
    REAL = {},
    BLOB = {},
  }
  for from, old in pairs(affinities) do
    for to, new in pairs(affinities) do
      it(("from %s to %s"):format(from, to), function()
        local wanted = edit()
        if from == to then
          wanted.method = "nothing"
        elseif not keeps[from][to] then
          wanted = update(reason:format(old, new), { update = { { column = "a" } },
            proofs = { convert("a", from, to, new) } })
        end
        expect({ "a " .. old, "a " .. new, wanted })
      end)
    end
  end

  cases({
    { "a VARCHAR(10)", "a VARCHAR(99)", edit() },
    { "a TEXT DEFAULT 5", "a BLOB DEFAULT 5", edit({ defaults = { "a" } }) },
    { "a TEXT DEFAULT 5", "a CHAR DEFAULT 5", edit() },
    { "a TEXT DEFAULT NULL", "a BLOB DEFAULT NULL", edit() },
    { "a NUMERIC DEFAULT '007'", "a TEXT DEFAULT '007'",
      update(reason:format("NUMERIC", "TEXT"), { update = { { column = "a" } },
        proofs = { convert("a", "NUMERIC", "TEXT") }, defaults = { "a" } }) },
    { "a TEXT DEFAULT 1", "a INTEGER DEFAULT 2",
      update(reason:format("TEXT", "INTEGER"), { update = { { column = "a" } },
        proofs = { convert("a", "TEXT", "INTEGER") }, defaults = { "a" } }) },
    { "a TEXT, b", "a INTEGER, b", update(reason:format("TEXT", "INTEGER"), {
      update = { { column = "a" } }, proofs = { convert("a", "TEXT", "INTEGER") },
      indexes = { "i", "j", "k" } }), given = { indexes = {
        "CREATE INDEX k ON t (a)", "CREATE INDEX j ON t (b || a)",
        "CREATE INDEX i ON t (b) WHERE a > 0", "CREATE INDEX l ON t (b)" } } },
    { "a TEXT UNIQUE", "a INTEGER UNIQUE",
      rebuild("'a' is part of a key, and its values change",
        { proofs = { convert("a", "TEXT", "INTEGER") } }) },
    { "a TEXT PRIMARY KEY", "a INT PRIMARY KEY",
      rebuild("'a' is part of a key, and its values change",
        { proofs = { convert("a", "TEXT", "INTEGER", "INT") } }) },
    { "a TEXT UNIQUE", "a BLOB UNIQUE", edit({ reindex = { "auto" } }),
      given = { automatic = { { name = "auto", columns = { "a" } } } } },
    { "a TEXT, v AS (a) UNIQUE", "a INTEGER, v AS (a) UNIQUE",
      rebuild("'v' is part of a key, and its values change",
        { proofs = { convert("a", "TEXT", "INTEGER") } }) },
    { "a TEXT, g AS (a) STORED", "a INTEGER, g AS (a) STORED",
      update(reason:format("TEXT", "INTEGER"), { update = { { column = "a" } },
        proofs = { convert("a", "TEXT", "INTEGER") } }) },
    { "a TEXT", "a INTEGER NOT NULL CHECK (a > 0)",
      update(reason:format("TEXT", "INTEGER"), { update = { { column = "a" } },
        proofs = { convert("a", "TEXT", "INTEGER"), not_null("a") } }) },
    { "a TEXT REFERENCES p", "a INTEGER REFERENCES p",
      update(reason:format("TEXT", "INTEGER"), { update = { { column = "a" } },
        proofs = { convert("a", "TEXT", "INTEGER") }, touch = true,
        final = { { kind = "foreign_key", position = 1 } } }) },
    { "a TEXT, b", "a INTEGER, b, c DEFAULT 1, CHECK (c > 0)",
      update(reason:format("TEXT", "INTEGER"), { native = { add .. "c DEFAULT 1" },
        update = { { column = "a" } }, proofs = { convert("a", "TEXT", "INTEGER") },
        final = { check("c > 0") } }) },
  })
end)

describe("a given value", function()
  local function sets(...)
    local list = {}
    for i, pair in ipairs({ ... }) do list[i] = { column = pair[1], value = pair[2] } end
    return list
  end
  local function lua_value() return 1 end
  local new_a = "'a' gets a new value in every row"
  local as_they_were = "the value of 'a' is computed from the rows as they were"
  cases({
    { "a", "a", update(new_a, { update = sets({ "a", "a + 1" }) }),
      given = { value = { a = sql("a + 1") } }, name = "without other changes" },
    { "a", "a", update(new_a, { update = sets({ "a", lua_value }) }),
      given = { value = { a = lua_value } }, name = "by a function" },
    { "a TEXT", "a INTEGER", update(new_a, { update = sets({ "a", "CAST(a AS INT)" }) }),
      given = { value = { a = "CAST(a AS INT)" } } },
    { "a TEXT DEFAULT 1", "a INTEGER DEFAULT 1", update(new_a,
      { update = sets({ "a", "a + 1" }), defaults = { "a" } }),
      given = { value = { a = "a + 1" } } },
    { "a TEXT, b", "a INTEGER, b", update(new_a,
      { update = sets({ "a", "CASE WHEN b THEN 1 END" }) }),
      given = { value = { a = "CASE WHEN b THEN 1 END" } } },
    { "a TEXT", "a INTEGER", rebuild(as_they_were),
      given = { value = { a = "CASE a WHEN 'x' THEN 1 END" } } },
    { "a REAL", "a TEXT", rebuild(as_they_were),
      given = { value = { a = "a || ''" } } },
    { "a TEXT", "a REAL", rebuild(as_they_were),
      given = { value = { a = lua_value } } },
    { "a TEXT", "a TEXT NOT NULL", update(new_a, {
      update = sets({ "a", "ifnull(a, '')" }),
      proofs = { not_null("a", "ifnull(a, '')") } }),
      given = { value = { a = "ifnull(a, '')" } } },
    { "a TEXT", "a TEXT NOT NULL", rebuild(as_they_were,
      { proofs = { not_null("a", "CASE WHEN a IS NULL THEN 0 ELSE a END") } }),
      given = { value = { a = "CASE WHEN a IS NULL THEN 0 ELSE a END" } } },
    { "a TEXT", "a TEXT NOT NULL", update(new_a, { update = sets({ "a", lua_value }) }),
      given = { value = { a = lua_value } }, name = "NOT NULL by a function" },
    { "a", "a, b", rebuild("the value of 'b' is computed from the rows as they were"),
      given = { value = { b = "coalesce(b, a)" } } },
    { "a", "a, b", update("'b' gets a value in every row",
      { native = { add .. "b" }, update = sets({ "b", lua_value }) }),
      given = { value = { b = lua_value } }, name = "a new one, by a function" },
    { "a UNIQUE", "a UNIQUE", rebuild("'a' is part of a key, and its values change"),
      given = { value = { a = "a + 1" } } },
    { "a UNIQUE, b", "a, b", update(new_a,
      { automatic = true, update = sets({ "a", "a + 1" }), indexes = { "i" } }),
      given = { value = { a = "a + 1" }, indexes = { "CREATE INDEX i ON t (b, a)" },
        automatic = { { name = "auto", columns = { "a" } } } } },
    { "a REFERENCES p", "a REFERENCES p", update(new_a, {
      update = sets({ "a", "a + 1" }), touch = true,
      final = { { kind = "foreign_key", position = 1 } } }),
      given = { value = { a = "a + 1" } } },
    { "a, b", "a, c, b", rebuild("'c' comes before 'b'"),
      given = { value = { c = "a" } } },
  })
end)

