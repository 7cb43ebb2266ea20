--- What differs between two definitions, by meaning.
local alteration = require("spec.support.alteration")
local difference = require("runner.alter.difference")

local function compare(old, new, given)
  local function text(body)
    return body:find("^CREATE") and body or "CREATE TABLE t (" .. body .. ")"
  end
  return difference.of(alteration.of(text(old), text(new), given))
end

--- "kind" or "kind of column" of every item.
local function kinds(old, new, given)
  local list = {}
  for i, item in ipairs(compare(old, new, given).items) do
    local subject = item.new or item.old
    local name = type(subject) == "table" and subject.key
    list[i] = item.kind .. (name and " of " .. name or "")
  end
  return list
end

local function set(names)
  local list = {}
  for name in pairs(names) do list[#list + 1] = name end
  table.sort(list)
  return table.concat(list, " ")
end

describe("nothing differs", function()
  for _, case in ipairs({
    { "a INT DEFAULT (1)", '"a"  int default ( 1 ) /* one */' },
    { "a NOT NULL", "a CONSTRAINT nn NOT NULL ON CONFLICT FAIL" },
    { "a COLLATE nocase", "a COLLATE NOCASE" },
    { "a CHECK (a IN ('x','y'))", "a, CONSTRAINT ck CHECK (a in ('x', 'y'))" },
    { "a REFERENCES p (id) ON DELETE CASCADE", "a, FOREIGN KEY (A) REFERENCES P(ID)" },
    { "a UNIQUE ON CONFLICT REPLACE", "a, UNIQUE (a)" },
    { "id INTEGER PRIMARY KEY", "id INTEGER, PRIMARY KEY (id DESC)" },
    { "a, g AS (a)", "a, g GENERATED ALWAYS AS (a) VIRTUAL" },
    { "a NOT NULL NOT NULL, b", "a NOT NULL, b" },
  }) do
    it("between " .. case[1] .. " and " .. case[2], function()
      assert.are.same({}, kinds(case[1], case[2]))
      assert.are.same({}, kinds(case[2], case[1]))
    end)
  end
end)

describe("a difference", function()
  for _, case in ipairs({
    { "a", "a, b", { "column_added of b" }, { "column_dropped of b" } },
    { "a, b, c", "c, a, b", { "reordered of a" }, { "reordered of c" } },
    { "a, b, c", "c, b, a", { "reordered of b", "reordered of a" },
      { "reordered of b", "reordered of c" } },
    { "a TEXT", "a INT", { "type of a" }, { "type of a" } },
    { "a CHAR(1)", "a CHAR(2)", { "type of a" }, { "type of a" } },
    { "a", "a COLLATE RTRIM", { "collation of a" }, { "collation of a" } },
    { "a", "a DEFAULT NULL", { "default of a" }, { "default of a" } },
    { "a", "a NOT NULL", { "not_null_added of a" }, { "not_null_dropped of a" } },
    { "a, g", "a, g AS (a)", { "generated of g" }, { "generated of g" } },
    { "a, g AS (a)", "a, g AS (-a)", { "generated of g" }, { "generated of g" } },
    { "a, b", "a, b PRIMARY KEY", { "primary_key" }, { "primary_key" } },
    { "a INTEGER PRIMARY KEY", "a INTEGER PRIMARY KEY DESC", { "primary_key" },
      { "primary_key" } },
    { "a INTEGER PRIMARY KEY", "a INTEGER PRIMARY KEY AUTOINCREMENT",
      { "autoincrement" }, { "autoincrement" } },
    { "a", "a UNIQUE", { "unique_added" }, { "unique_dropped" } },
    { "a, UNIQUE (a)", "a, UNIQUE (a DESC)", { "unique_added", "unique_dropped" },
      { "unique_added", "unique_dropped" } },
    { "a, UNIQUE (a)", "a, UNIQUE (a), UNIQUE (a)", { "unique_added" },
      { "unique_dropped" } },
    { "a CHECK (a > 0)", "a CHECK (a > 1)", { "check_added", "check_dropped" },
      { "check_added", "check_dropped" } },
    { "a", "a REFERENCES p", { "foreign_key_added" }, { "foreign_key_dropped" } },
    { "CREATE TABLE t (a INT)", "CREATE TABLE t (a INT) STRICT", { "strict" },
      { "strict" } },
    { "CREATE TABLE t (a INT PRIMARY KEY)", "CREATE TABLE t (a INT PRIMARY KEY) STRICT",
      { "not_null_added of a", "strict" }, { "not_null_dropped of a", "strict" } },
    { "CREATE TABLE t (a PRIMARY KEY)", "CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID",
      { "not_null_added of a", "without_rowid" },
      { "not_null_dropped of a", "without_rowid" } },
  }) do
    it("between " .. case[1] .. " and " .. case[2], function()
      assert.are.same(case[3], kinds(case[1], case[2]))
      assert.are.same(case[4], kinds(case[2], case[1]))
    end)
  end

  it("is also another column of the same name", function()
    assert.are.same({ "column_dropped of b", "column_added of b" },
      kinds("a, b", "a, b", { origin = { b = false } }))
  end)

  it("is also another name for the same column", function()
    assert.are.same({}, kinds("a, b", "a, c", { origin = { c = "b" } }))
  end)

  it("is also a value", function()
    local found = compare("a", "a", { value = { a = "1" } })
    assert.are.equal("value", found.items[1].kind)
    assert.are.equal("1", found.value.a)
  end)
end)

describe("a change reaches", function()
  local function reach(old, new, given)
    local found = compare(old, new, given)
    return { set(found.touched), set(found.valued) }
  end

  it("what is computed from the column", function()
    assert.are.same({ "a g h", "a g h" }, reach("a TEXT, g AS (a), h AS (g), i AS (1)",
      "a INT, g AS (a), h AS (g), i AS (1)"))
    assert.are.same({ "a g", "g" },
      reach("a, g AS (a)", "a COLLATE NOCASE, g AS (a || '')"))
  end)

  it("comparisons only, if values stay", function()
    assert.are.same({ "a", "" }, reach("a TEXT", "a BLOB"))
    assert.are.same({ "a", "" }, reach("a", "a COLLATE NOCASE"))
    assert.are.same({ "a", "a" }, reach("a REAL", "a BLOB"))
    assert.are.same({ "", "" }, reach("a INTEGER NOT NULL DEFAULT 1", "a INT"))
  end)
end)

describe("affinities", function()
  it("convert what is stored, or keep it", function()
    assert.is_false(difference.converts("TEXT", "BLOB"))
    assert.is_true(difference.converts("REAL", "BLOB"))
    assert.is_false(difference.converts("INTEGER", "NUMERIC"))
    assert.is_false(difference.converts("NUMERIC", "INTEGER"))
    assert.is_true(difference.converts("INTEGER", "REAL"))
    assert.is_true(difference.converts("BLOB", "TEXT"))
    assert.is_false(difference.converts("REAL", "REAL"))
  end)
end)
