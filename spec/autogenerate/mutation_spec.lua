--- No difference, and yet another program? Queries are changed token by token, in every
-- place: those that SQLite takes and that mean the same must compile to the same program,
-- or at least give the same rows.
--
-- RUNNER_MUTATION_SEED (1) chooses which changes are tried, RUNNER_MUTATION_SHARE (4)
-- one of how many.
local ddl = require("runner.ddl")
local meaning = require("runner.schema.meaning")
local sqlite = require("runner.sqlite")

local SEED = tonumber(os.getenv("RUNNER_MUTATION_SEED") or 1)
local SHARE = tonumber(os.getenv("RUNNER_MUTATION_SHARE") or 4)

-- Columns and tables that are called by words of SQLite, values of every kind.
local schema = [[
  CREATE TABLE t (a, b TEXT, c COLLATE NOCASE, "end", "desc", "all", k INTEGER);
  CREATE TABLE u (a, x, y, z);
  CREATE TABLE "inner" (i, a);
  CREATE TABLE "outer" (o, a);
  INSERT INTO t VALUES (1, '1', 'x', 2, 3, 4, 5), (NULL, 'a', 'X', 1, 0, NULL, 7),
    ('1', 1.0, x'31', -3, 2, 'z', 0), (2, '', 'y', NULL, NULL, 1, -1),
    (9e999, 'A', 'é', 0.5, '', 'All', -9223372036854775808);
  INSERT INTO u VALUES (1, 2, 3, 4), (NULL, '1', 'x', 0), ('1', 1, 0, 2);
  INSERT INTO "inner" VALUES (7, 1), (8, 9), (NULL, 'x');
  INSERT INTO "outer" VALUES (1, 1), (2, 55)]]

local queries = {
  "SELECT a FROM t ORDER BY desc NULLS LAST",
  "SELECT (end - a) * k FROM t",
  "SELECT ALL - (a || k) FROM t",
  "SELECT * FROM t, (u RIGHT JOIN inner ON u.a = inner.a)",
  "SELECT * FROM t, (u NATURAL JOIN inner)",
  "SELECT * FROM t, (u LEFT JOIN inner USING (a))",
  "WITH t AS (SELECT 1 AS a) SELECT a FROM main.t",
  "SELECT k BETWEEN CASE WHEN a AND b THEN 1 END AND (k = a) FROM t",
  "SELECT * FROM inner JOIN u",
  "SELECT NOT a = b, - a || k, a IS NOT b FROM t",
  "SELECT a NOT NULL, a LIKE b ESCAPE 'x' FROM t",
  "SELECT a x, b y FROM t ORDER BY a DESC NULLS FIRST LIMIT 2",
  "SELECT t.a FROM t LEFT JOIN u ON t.a = u.x JOIN inner ON inner.a = t.a",
  "SELECT count(*), sum(k) FILTER (WHERE a) FROM t GROUP BY b HAVING a > 0",
  "SELECT a IN (1, 2), (a, b) IN (SELECT x, y FROM u), a IN (SELECT x FROM u) FROM t",
  "SELECT sum(k) OVER (ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t",
  "SELECT a + b * k - 2 | 3 << 1 AND a OR b FROM t",
  "SELECT - a COLLATE nocase = c, ~ a + b, (a = c COLLATE nocase) FROM t",
  "SELECT CASE a WHEN 1 THEN b ISNULL ELSE end END - k, k END FROM t",
  "SELECT k BETWEEN 1 AND 2 AND a BETWEEN b AND end FROM t",
  "SELECT k = - 9223372036854775808, 1 / 2, a || 1 || 1.0 FROM t",
  "SELECT DISTINCT a FROM t UNION ALL SELECT x FROM u ORDER BY 1",
  "SELECT (SELECT t.a FROM (SELECT 1 a) t) FROM t",
  "SELECT * FROM t JOIN (u FULL JOIN inner ON u.a = inner.a) LEFT JOIN outer ON 1",
  "SELECT a IS NOT DISTINCT FROM NOT b = c FROM t",
}

local pool = {}
for token in
  ([[( ) , . + - * / % || -> = == != < IS NOT AND OR NULL ISNULL NOTNULL BETWEEN IN LIKE
  ESCAPE COLLATE nocase CASE WHEN THEN ELSE END DISTINCT ALL a b "a" 'a' end "end" desc
  asc DESC t u main. x 1 1.0 '1' 0x1 1e0 9223372036854775808 x'31' TRUE NATURAL LEFT
  RIGHT FULL CROSS INNER JOIN inner outer USING ON (a) AS SELECT FROM WHERE ORDER BY
  LIMIT OFFSET NULLS FIRST LAST UNION WITH OVER ROWS RANGE ~ current_time
  "current_time"]]):gmatch("%S+")
do
  pool[#pool + 1] = token
end

-- ---- what SQLite does with a query

--- Its program, nil if there is none.
local function program(db, sql)
  local lines = {}
  local is_valid = pcall(function()
    for row in db:nrows("EXPLAIN " .. sql) do
      lines[#lines + 1] = table.concat({ row.opcode, row.p1, row.p2, row.p3,
        tostring(row.p4), row.p5 }, " ")
    end
  end)
  return is_valid and table.concat(lines, "\n") or nil
end

--- Its first rows, and the error that ends them.
local function rows(db, sql)
  local list = {}
  local _, problem = pcall(function()
    for row in db:nrows("SELECT * FROM (" .. sql .. ") LIMIT 300") do
      local values = {}
      for name, value in pairs(row) do
        name = meaning(name:gsub(":%d+$", "")) -- an expression is called by its text
        values[#values + 1] = name .. (math.type(value) or type(value)) .. tostring(value)
      end
      table.sort(values)
      list[#list + 1] = table.concat(values, "|")
    end
  end)
  return table.concat(list, "\n") .. tostring(problem)
end

-- ---- changes

--- A call of `try` for each query that has one token more, less or another, or
-- parentheses more or less.
local function each_mutant(sql, try)
  local tokens = {}
  for i, token in ipairs(ddl.tokens(sql)) do
    tokens[i] = sql:sub(token.first, token.last)
  end
  local function with(before, text, behind)
    try(table.concat(tokens, " ", 1, before) .. " " .. text .. " "
      .. table.concat(tokens, " ", behind))
  end
  try(sql)
  for i = 1, #tokens do
    with(i - 1, "", i + 1)
    for _, token in ipairs(pool) do
      with(i - 1, token, i)
      with(i - 1, token, i + 1)
    end
    for j = i, math.min(#tokens, i + 8) do
      local inner = table.concat(tokens, " ", i, j)
      with(i - 1, "(" .. inner .. ")", j + 1)
      if tokens[i] == "(" and tokens[j] == ")" then
        with(i - 1, table.concat(tokens, " ", i + 1, j - 1), j + 1)
      end
    end
  end
end

--- Compare a query with the first one known of its meaning. True: there was one.
local function compare(db, known, text)
  local found = program(db, text)
  if not found then
    return false
  end
  local key = meaning(text)
  local first = known[key]
  if not first then
    known[key] = { text = text, program = found }
  elseif first.program ~= found then
    assert.are.equal(rows(db, first.text), rows(db, text),
      ("seed %d\n%s\n%s\n%s"):format(SEED, first.text, text, key))
  end
  return first ~= nil
end

describe("queries that mean the same", function()
  it("do the same", function()
    local db <close> = sqlite.open(":memory:", { trust_schema = true })
    db:exec(schema)
    math.randomseed(SEED)
    local compared = 0
    for _, query in ipairs(queries) do
      local known = {}
      each_mutant(query, function(text)
        local is_chosen = #text <= #query or math.random(SHARE) == 1
        if is_chosen and compare(db, known, text) then
          compared = compared + 1
        end
      end)
    end
    assert.is_true(compared > 100, compared)
  end)
end)
