--- Proofs that the rows fit: which rows stop a change, and how they are told.
local altering = require("spec.support.altering")

local db

after_each(function() db:close() end)

local function open(script) db = altering.open(script) end

--- Message and hint of the proofs of a list; nothing if they hold.
local function stop(list, text, name)
  local ok, problem = pcall(altering.prove, db, name or "t", list, text)
  if not ok then return problem.message, problem.hint end
end

local function expect(message, ...) assert.are.equal(message, (stop(...))) end

local not_null_a = { kind = "not_null", column = "a" }

describe("NOT NULL", function()
  it("is stopped by NULL", function()
    open("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, NULL), (NULL, 2), (NULL, 3)")
    local message, hint = stop({ not_null_a })
    assert.are.equal("'a' of 't' cannot be NOT NULL: 2 rows hold NULL (rowid 2, rowid 3)",
      message)
    assert.are.equal('give its new value with using = sql"...", or fill these rows first',
      hint)
    db:exec("DELETE FROM t WHERE b = 3")
    expect("'a' of 't' cannot be NOT NULL: 1 row holds NULL (rowid 2)", { not_null_a })
    db:exec("DELETE FROM t WHERE a IS NULL")
    assert.is_nil(stop({ not_null_a }))
  end)

  it("tells the first five rows", function()
    open("CREATE TABLE t (id INTEGER PRIMARY KEY, a)")
    for i = 1, 7 do db:exec("INSERT INTO t VALUES (?, NULL)", i * 10) end
    expect("'a' of 't' cannot be NOT NULL: 7 rows hold NULL (rowid 10, rowid 20, "
      .. "rowid 30, rowid 40, rowid 50, ...)", { not_null_a })
  end)

  it("tells rows by their key where they have no rowid", function()
    open([[CREATE TABLE t (a, "k 1", k2, PRIMARY KEY ("k 1", k2)) WITHOUT ROWID;
      INSERT INTO t VALUES (NULL, 'it''s', 2), (NULL, 'x', 3)]])
    expect("'a' of 't' cannot be NOT NULL: 2 rows hold NULL "
      .. "((k 1, k2) = ('it''s', 2), (k 1, k2) = ('x', 3))", { not_null_a })
    open("CREATE TABLE t (a, rowid, _rowid_, oid); INSERT INTO t VALUES (NULL, 1, 2, 3)")
    expect("'a' of 't' cannot be NOT NULL: 1 row holds NULL "
      .. "((a, rowid, _rowid_, oid) = (NULL, 1, 2, 3))", { not_null_a })
  end)

  it("is asked of a value that the column will get", function()
    open("CREATE TABLE t (a); INSERT INTO t VALUES (1), (NULL)")
    expect("'b' of 't' cannot be NOT NULL: 1 row would hold NULL (rowid 2)",
      { { kind = "not_null", column = "b", value = "a + 1 -- one more" } })
    assert.is_nil(stop({ { kind = "not_null", column = "b", value = "coalesce(a, 0)" } }))
  end)

  it("takes names that need quotes", function()
    open([[CREATE TABLE "my ""table""" ("a b");
      INSERT INTO "my ""table""" VALUES (NULL)]])
    expect([['a b' of 'my "table"' cannot be NOT NULL: 1 row holds NULL (rowid 1)]],
      { { kind = "not_null", column = "a b" } }, nil, 'my "table"')
  end)
end)

describe("CHECK", function()
  it("is stopped by rows for which it is false, not by those for which it is NULL",
    function()
      open("CREATE TABLE t (a, b TEXT); INSERT INTO t VALUES (1, 'x'), (NULL, 'y'), (-3, "
        .. "'z')")
      local message, hint = stop({ { kind = "check", text = "a > 0", name = "ck_a" } })
      assert.are.equal("'t' cannot have the CHECK 'ck_a': 1 row contradicts it "
        .. "(rowid 3: -3)", message)
      assert.are.equal("find them with SELECT rowid, * FROM t WHERE NOT (a > 0)", hint)
      expect("'t' cannot have CHECK (t.a > 0 OR b = 'q'): 1 row contradicts it "
        .. "(rowid 3: -3, 'z')", { { kind = "check", text = "t.a > 0 OR b = 'q'" } })
      assert.is_nil(stop({ { kind = "check", text = "a <> 0 -- never" } }))
      expect("'t' cannot have CHECK (b): 3 rows contradict it "
        .. "(rowid 1: 'x', rowid 2: 'y', rowid 3: 'z')",
        { { kind = "check", text = "b" } })
    end)

  it("that cannot be worked out is named", function()
    open("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
    expect("'t' cannot have the CHECK 'two': no such column: lost",
      { { kind = "check", text = "a > 0", name = "one" },
        { kind = "check", text = "lost > 0", name = "two" } })
    expect("'t' cannot have CHECK (json(a || '}')): malformed JSON",
      { { kind = "check", text = "json(a || '}')" } })
  end)

  it("whose function fails fails with that function's own error", function()
    open("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
    db:define("own", function() error({ "the very same" }) end)
    local list = { { kind = "check", text = "own(a)" } }
    local ok, problem = pcall(altering.prove, db, "t", list)
    assert.is_false(ok)
    assert.are.same({ "the very same" }, problem)
  end)

  it("shows long values shortened", function()
    open("CREATE TABLE t (a, b)")
    db:exec("INSERT INTO t VALUES (?, ?)", ("ab'"):rep(100), db.blob(("\0"):rep(100)))
    expect("'t' cannot have CHECK (a = 1 AND b): 1 row contradicts it (rowid 1: '"
      .. ("ab''"):rep(13) .. "a'..., X'" .. ("00"):rep(40) .. "'...)",
      { { kind = "check", text = "a = 1 AND b" } })
  end)
end)

describe("several proofs", function()
  it("are looked at together, and the first that fails is told", function()
    open("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, NULL), (2, 5)")
    assert.is_nil(stop({ not_null_a, { kind = "check", text = "a < 3" } }))
    expect("'t' cannot have CHECK (b > 9): 1 row contradicts it (rowid 2: 5)",
      { not_null_a, { kind = "check", text = "b > 9" },
        { kind = "not_null", column = "b" } })
  end)
end)

-- ---- types

local function convert(to, type_text)
  return { { kind = "convert", column = "a", from = "BLOB", to = to,
    type = type_text or to } }
end

describe("a change of type", function()
  -- Which literals may become what.
  local cases = {
    { "NULL", "INTEGER NUMERIC REAL TEXT BLOB" },
    { "7", "INTEGER NUMERIC REAL TEXT BLOB" },
    { "-7", "INTEGER NUMERIC REAL TEXT BLOB" },
    { "'7'", "INTEGER NUMERIC REAL TEXT BLOB" },
    { "'-7'", "INTEGER NUMERIC REAL TEXT BLOB" },
    { "'007'", "TEXT BLOB" },
    { "'+7'", "TEXT BLOB" },
    { "'-0'", "TEXT BLOB" },
    { "' 7'", "TEXT BLOB" },
    { "'7 '", "TEXT BLOB" },
    { "'1e3'", "TEXT BLOB" },
    { "'hello'", "TEXT BLOB" },
    { "''", "TEXT BLOB" },
    { "'0x10'", "TEXT BLOB" },
    { "'3.0'", "REAL TEXT BLOB" },
    { "'3.50'", "TEXT BLOB" },
    { "'3.5'", "NUMERIC REAL TEXT BLOB" },
    { "'0.1'", "NUMERIC REAL TEXT BLOB" },
    { "3.5", "NUMERIC REAL TEXT BLOB" },
    { "3.0", "INTEGER NUMERIC REAL TEXT BLOB" },
    { "0.1 + 0.2", "NUMERIC REAL BLOB" },
    { "1e300", "NUMERIC REAL TEXT BLOB" },
    { "9e999", "NUMERIC REAL BLOB" },
    { "9007199254740992", "INTEGER NUMERIC REAL TEXT BLOB" },
    { "9007199254740993", "INTEGER NUMERIC TEXT BLOB" },
    { "9223372036854775807", "INTEGER NUMERIC TEXT BLOB" },
    { "9223372036854775808.0", "NUMERIC REAL BLOB" },
    { "'9007199254740993'", "INTEGER NUMERIC TEXT BLOB" },
    { "'9223372036854775807'", "INTEGER NUMERIC TEXT BLOB" },
    { "'9223372036854775808'", "TEXT BLOB" },
    { "x''", "BLOB" },
    { "x'37'", "BLOB" },
  }

  it("loses nothing", function()
    for _, case in ipairs(cases) do
      open("CREATE TABLE t (a COLLATE NOCASE); INSERT INTO t VALUES (" .. case[1] .. ")")
      for _, to in ipairs({ "INTEGER", "NUMERIC", "REAL", "TEXT", "BLOB" }) do
        local allowed = case[2]:find(to, 1, true) ~= nil
        assert.are.equal(allowed, stop(convert(to)) == nil, case[1] .. " to " .. to)
      end
    end
  end)

  it("that is allowed comes back to the same value", function()
    for _, case in ipairs(cases) do
      for to in case[2]:gmatch("%a+") do
        open(("CREATE TABLE t (a, b %s); INSERT INTO t SELECT %s, %s"):format(to, case[1],
          case[1]))
        db:exec("ALTER TABLE t ADD COLUMN c TEXT; ALTER TABLE t ADD COLUMN d NUMERIC;"
          .. "UPDATE t SET c = b, d = b")
        assert.are.equal(1, db:value("SELECT a IS b OR CAST(a AS TEXT) IS c OR "
          .. "(typeof(b) = 'real' AND CAST(a AS REAL) = b AND CAST(a AS TEXT) IN (c, d)) "
          .. "FROM t"), case[1] .. " to " .. to)
      end
    end
  end)

  it("tells the values that stop it", function()
    open("CREATE TABLE t (a TEXT);"
      .. "INSERT INTO t VALUES ('7'), ('007'), (NULL), ('hello')")
    local message, hint = stop(convert("INTEGER", "BIGINT"))
    assert.are.equal("'a' of 't' cannot become BIGINT: 2 rows hold what would not stay "
      .. "the same (rowid 2: '007', rowid 4: 'hello')", message)
    assert.are.equal('give its new value with using = sql"...", or a Lua function that '
      .. "converts", hint)
    open("CREATE TABLE t (a REAL); INSERT INTO t VALUES (0.1 + 0.2), (7)")
    expect("'a' of 't' cannot become TEXT: 1 row holds what would not stay the same "
      .. "(rowid 1: 0.30000000000000004)", convert("TEXT"))
  end)
end)

describe("a STRICT table", function()
  local function strict(type_text)
    return { { kind = "strict", column = "a", type = type_text } }
  end

  it("takes values of its types only", function()
    local cases = {
      { "1", "INT INTEGER ANY" }, { "1.5", "REAL ANY" }, { "'x'", "TEXT ANY" },
      { "x'00'", "BLOB ANY" }, { "NULL", "INT INTEGER REAL TEXT BLOB ANY" },
    }
    for _, case in ipairs(cases) do
      open("CREATE TABLE t (a); INSERT INTO t VALUES (" .. case[1] .. ")")
      for word in ("INT INTEGER REAL TEXT BLOB ANY"):gmatch("%a+") do
        local allowed = (" " .. case[2] .. " "):find(" " .. word .. " ", 1, true) ~= nil
        assert.are.equal(allowed, stop(strict(word)) == nil, case[1] .. " in " .. word)
      end
    end
  end)

  it("takes whole numbers of a column of type REAL as what they are", function()
    open("CREATE TABLE t (a REAL); INSERT INTO t VALUES (3)")
    assert.is_nil(stop(strict("real")))
    expect("'a' of 't' cannot be INT strictly: 1 row holds something else (rowid 1: 3.0)",
      strict("INT"))
  end)
end)
