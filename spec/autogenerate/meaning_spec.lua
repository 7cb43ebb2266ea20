--- One text for SQL that means the same, judged by SQLite where it can be.
local meaning = require("runner.schema.meaning")
local sqlite = require("runner.sqlite")

--- Texts that mean the same, in pairs.
local same = {
  { "a > 0", 'A   >0 -- why' },
  { "a > 0", '"a" > /* b */ 0' },
  { "a AND b", "(a) and ((b))" },
  { "a = b", "a == b" },
  { "a <> b", "(a != b)" },
  { "a IS NULL", "a ISNULL" },
  { "a IS NOT NULL", "a NOTNULL" },
  { "a IS NOT NULL AND b", "(a NOT NULL) AND b" },
  { "SELECT a FROM t LEFT JOIN u JOIN v ORDER BY a",
    "SELECT a FROM t LEFT OUTER JOIN u INNER JOIN v ORDER BY a ASC" },
  { "a - b - c", "(a - b) - c" },
  { "a OR b AND c", "a OR (b AND c)" },
  { "a AND b AND c", "a AND (b AND c)" },
  { "NOT a = b", "NOT (a = b)" },
  { "a BETWEEN 1 AND 2 AND b", "(a BETWEEN (1) AND (2)) AND b" },
  { "a IN (1)", "(a) IN ((1))" },
  { "a || b LIKE c ESCAPE 'x'", "(a || b) LIKE (c) ESCAPE ('x')" },
  { "CASE WHEN a THEN b ELSE c OR d END", "CASE WHEN (a) THEN (b) ELSE (c OR d) END" },
  { "lower(a) || b", "(LOWER((a))) || [b]" },
  { "a * -b", "a * (-b)" },
  { "a COLLATE nocase = b", "(a COLLATE NOCASE) = b" },
  { "x'AB'", "X'ab'" },
  { "a = 1e5", "a = 1E5" },
  { "a = .5", "a = 0.50" },
  { "a = 0x1f", "a = 31" },
  { "a = 007", "a = 7" },
  { "SELECT a key, b no FROM t", "SELECT a AS key, b AS no FROM t" },
  { "SELECT a FROM t q NOT INDEXED", "SELECT a FROM t AS q NOT INDEXED" },
  { "SELECT a FROM t q INDEXED BY i, u r", "SELECT a FROM t AS q INDEXED BY i, u AS r" },
  { "SELECT a x UNION ALL SELECT b y", "SELECT a AS x UNION ALL SELECT b AS y" },
  { "SELECT a ISNULL k, b COLLATE c d", "SELECT a IS NULL AS k, b COLLATE c AS d" },
  { "SELECT count(*) FILTER (WHERE a) k", "SELECT count(*) FILTER (WHERE a) AS k" },
  { "SELECT sum(a) OVER w k FROM t", "SELECT sum(a) OVER w AS k FROM t" },
  { "SELECT a FROM t JOIN u ON a = x", "SELECT a FROM t, u ON (a = x)" },
  { "a = (b - end)", "a = b - (end)" },
  { "CASE WHEN a THEN like ELSE end END k", "CASE WHEN (a) THEN like ELSE (end) END k" },
  { "WITH q AS (SELECT 1) SELECT a FROM main.t", "WITH q AS (SELECT 1) SELECT a FROM t" },
  { 'SELECT RAISE(ABORT, "No")', "SELECT raise(abort, 'No')" },
}

--- Texts that do not.
local different = {
  { "a - (b - c)", "a - b - c" },
  { "a = (b = c)", "a = b = c" },
  { "(a OR b) AND c", "a OR b AND c" },
  { "NOT (a AND b)", "NOT a AND b" },
  { "(NOT a) = b", "NOT a = b" },
  { "(a || b) COLLATE nocase", "a || b COLLATE nocase" },
  { "a BETWEEN 1 AND (b AND c)", "a BETWEEN 1 AND b AND c" },
  { "- (a + b)", "- a + b" },
  { "a IN (1)", "a IN (1, 2)" },
  { "a = 'X'", "a = 'x'" },
  { "a = 1", "a = 1.0" },
  { "NOT NULL", "IS NOT NULL" },
  { "a IS NOT NULL", "a IS NULL" },
  { "a AND NOT NULL", "a AND IS NOT NULL" },
  { "a ORDER BY b", "a ORDER BY b DESC" },
  { "SELECT a asc FROM t", "SELECT a FROM t" },
  { "a IN ((SELECT b))", "a IN (SELECT b)" },
  { '"current_date"', "current_date" },
  { '"null"', "NULL" },
  { "(a, b) = (c, d)", "a, b = c, d" },
  { "a = 9223372036854775808", "a = 9223372036854775808.0" },
  { "a = 0xFFFFFFFFFFFFFFFF", "a = -1" },
  { "SELECT a FROM t LEFT JOIN u", "SELECT a FROM t AS left JOIN u" },
  { "SELECT a FROM t NATURAL JOIN u", "SELECT a FROM t AS natural JOIN u" },
  { "SELECT a FROM t CROSS JOIN u", "SELECT a FROM t, u" },
  { "SELECT a, b FROM t", "SELECT a b FROM t" },
  { "SELECT a FROM t WHERE b", "SELECT a FROM t q WHERE b" },
  { "SELECT (SELECT a FROM t ORDER BY b) asc", "SELECT (SELECT a FROM t ORDER BY b)" },
  { "SELECT main.a FROM main JOIN u", "SELECT a FROM main JOIN u" },
  { "SELECT a FROM json_each(main.a) JOIN main", "SELECT a FROM json_each(a) JOIN main" },
  { "SELECT a FROM temp.t", "SELECT a FROM t" },
  { "SELECT a FROM t ORDER BY b NULLS LAST", "SELECT a FROM t ORDER BY b" },
  { "SELECT a FROM t ORDER BY b DESC NULLS FIRST", "SELECT a FROM t ORDER BY b DESC" },
  { "SELECT a UNION ALL SELECT b", "SELECT a UNION SELECT b" },
  { "SELECT a IS DISTINCT FROM b", "SELECT a IS NOT DISTINCT FROM b" },
  { "REPLACE INTO t VALUES (1)", "INSERT INTO t VALUES (1)" },
  { "(end - a) * b", "end - a * b" },
  { "(new.end - a) * b", "new.end - a * b" },
  { "SELECT ALL - (a || b)", "SELECT ALL - a || b" },
  { "(CASE a WHEN 1 THEN b ISNULL END - 1) * 2",
    "CASE a WHEN 1 THEN b ISNULL END - 1 * 2" },
  { "(CASE a WHEN 1 THEN offset END - 1) * 2", "CASE a WHEN 1 THEN offset END - 1 * 2" },
  { "a BETWEEN CASE WHEN b AND c THEN 1 END AND (b = c)",
    "a BETWEEN CASE WHEN b AND c THEN 1 END AND b = c" },
  { "a IS NOT DISTINCT FROM NOT b", "a IS NOT b" },
  { "(a IS NOT DISTINCT FROM NOT b) = c", "a IS NOT DISTINCT FROM NOT b = c" },
  { "SELECT a FROM t ORDER BY desc NULLS LAST", "SELECT a FROM t ORDER BY desc" },
  { "SELECT a FROM inner JOIN t", "SELECT a FROM outer JOIN t" },
  { "SELECT a FROM t, (u RIGHT JOIN v)", "SELECT a FROM t, u RIGHT JOIN v" },
  { "SELECT a FROM t, (u NATURAL JOIN v)", "SELECT a FROM t, u NATURAL JOIN v" },
  { "WITH t AS (SELECT 1) SELECT a FROM main.t", "WITH t AS (SELECT 1) SELECT a FROM t" },
  { "WITH t AS NOT MATERIALIZED (SELECT 1) SELECT main.t.a FROM u",
    "WITH t AS NOT MATERIALIZED (SELECT 1) SELECT t.a FROM u" },
  { "SELECT (SELECT main.t.a FROM (SELECT 1 a) t) FROM t",
    "SELECT (SELECT t.a FROM (SELECT 1 a) t) FROM t" },
  { 'SELECT RAISE(ABORT, "No")', 'SELECT RAISE(ABORT, "no")' },
  { "SELECT RAISE(ABORT, no)", "SELECT RAISE(ABORT, No)" },
}

--- Queries of tables t (a, b, c) and u (x, y, z).
local queries = {
  "SELECT a key, b no, c 'first' FROM t key JOIN u AS row ON key.b = row.x WHERE "
    .. "key.c IN (SELECT x z FROM u plan) ORDER BY key, 2 DESC NULLS LAST LIMIT 3, 2",
  "SELECT t.a FROM t LEFT JOIN (u CROSS JOIN t r) ON t.a = u.x",
  "SELECT count(*) OVER (PARTITION BY a ORDER BY b ASC NULLS FIRST ROWS BETWEEN 1 "
    .. "PRECEDING AND CURRENT ROW EXCLUDE TIES) n, sum(b) OVER w FROM t "
    .. "WINDOW w AS (ORDER BY c NULLS LAST)",
  "SELECT a, (SELECT b FROM t q WHERE q.a = t.a ORDER BY b) asc FROM t",
  "SELECT CASE a WHEN 1 THEN 'x' ELSE 'y' END, CASE WHEN b THEN c END z FROM t",
  "SELECT group_concat(a, ',') FILTER (WHERE b > 0) g FROM t GROUP BY c "
    .. "HAVING count(*) > 1",
  "SELECT a IS NOT DISTINCT FROM -b, a IS DISTINCT FROM (b OR c), NOT a IS NULL, "
    .. "a NOTNULL AND b ISNULL, a NOT NULL k FROM t",
  "SELECT x.a FROM t x, t y WHERE (x.a, x.b) IN (SELECT a, b FROM t) AND x.c BETWEEN 1 "
    .. "AND (2) OR y.c LIKE 'a' ESCAPE 'b'",
  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5), m AS "
    .. "NOT MATERIALIZED (SELECT i j FROM n o) SELECT i, j FROM n, m",
  "SELECT 1 a UNION ALL SELECT 2 b EXCEPT SELECT 3 ORDER BY 1",
  "SELECT a COLLATE nocase k, CAST(b AS TEXT) w, -c neg, b + 1.50e2 s, 0x1f h FROM t",
  "SELECT main.t.b FROM main.t, main.u z WHERE main.t.a = z.x",
  "SELECT main.x, t.b FROM u main, t",
  "SELECT j.value v FROM t, json_each(t.c) j",
  'SELECT a "select", "where".b [from] FROM t "where" WHERE a',
  "SELECT ALL a, count(ALL b) FROM t GROUP BY a",
  "SELECT a FROM t WHERE b = -9223372036854775808 OR b = 9223372036854775808",
  "SELECT (a) FROM (t), (u uu) WHERE (NOT c) = 1 AND NOT (b GLOB 'y')",
}

describe("the meaning of SQL", function()
  it("is the same whatever the spelling", function()
    for _, pair in ipairs(same) do
      assert.are.equal(meaning(pair[1]), meaning(pair[2]), pair[2])
    end
  end)

  it("is another where parentheses, texts and values say so", function()
    for _, pair in ipairs(different) do
      assert.are_not.equal(meaning(pair[1]), meaning(pair[2]), pair[1])
    end
  end)

  it("takes a name that no column has for a text, as SQLite does", function()
    local function columns(name) return name == "a" end
    local function expect(is_same, one, other)
      assert.are.equal(is_same, meaning(one, columns) == meaning(other, columns), one)
    end
    expect(true, 'a = "it\'s"', "a = 'it''s'")
    expect(false, 'a = "abc"', 'a = "ABC"')
    expect(true, '"A" = 1', "a = 1")
    expect(false, '"a" = 1', "'a' = 1")
    expect(true, '"lower"(a) COLLATE "nocase"', "lower(a) COLLATE NOCASE")
    expect(true, 't."b"', "T.b")
    expect(true, "[b]", "B")
  end)

  it("is a query that SQLite runs in the same way", function()
    local db <close> = sqlite.open(":memory:", { trust_schema = true })
    db:exec("CREATE TABLE t (a, b, c); CREATE TABLE u (x, y, z)")
    local function program(sql)
      local lines = {}
      for row in db:nrows("EXPLAIN " .. sql) do
        lines[#lines + 1] = table.concat({ row.opcode, row.p1, row.p2, row.p3,
          tostring(row.p4), row.p5 }, " ")
      end
      return table.concat(lines, "\n")
    end
    for _, text in ipairs(queries) do
      assert.are.equal(program(text), program(meaning(text)), meaning(text))
    end
  end)

  it("gives a text back that cannot be read", function()
    assert.are.equal("a 'b", meaning("a 'b"))
  end)
end)

-- ---- by SQLite's own judgement

local operators = { "AND", "OR", "=", "<>", "<", ">=", "+", "-", "*", "/", "%", "||", "&",
  "|", "<<", ">>", "IS", "IS NOT", "LIKE", "NOT LIKE" }

--- A random expression over three columns, with parentheses in some places.
local function expression(random, depth)
  if depth == 0 then return ({ "a", "b", "c", "2", "-1" })[random(5)] end
  local kind = random(8)
  local function inner()
    local text = expression(random, depth - 1)
    return random(3) > 1 and "(" .. text .. ")" or text
  end
  if kind == 1 then return "NOT " .. inner() end
  if kind == 2 then return "- " .. inner() end
  if kind == 3 then return inner() .. " BETWEEN " .. inner() .. " AND " .. inner() end
  if kind == 4 then return inner() .. " IS NULL" end
  if kind == 5 then
    return ("CASE WHEN %s THEN %s ELSE %s END"):format(inner(), inner(), inner())
  end
  return ("%s %s %s"):format(inner(), operators[random(#operators)], inner())
end

describe("the text of a meaning", function()
  it("is an expression with the same values", function()
    local db <close> = sqlite.open(":memory:")
    db:exec("CREATE TABLE t (a, b, c)")
    db:exec("INSERT INTO t VALUES (0, 1, 2), (3, -5, 7), (NULL, 1, 0), (1, 1, 12)")
    math.randomseed(7)
    local compared = 0
    for _ = 1, 1500 do
      local text = expression(math.random, math.random(3))
      local function values(sql)
        return db:value("SELECT group_concat(quote(" .. sql .. ")) FROM t")
      end
      local known, before = pcall(values, text)
      if known then
        compared = compared + 1
        assert.are.equal(before, values(meaning(text)), text .. "\n" .. meaning(text))
      end
    end
    assert.is_true(compared > 1000, compared)
  end)
end)
