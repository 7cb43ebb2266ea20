--- Indexes over written columns are made again behind a large change.
local filling = require("spec.support.filling")

local db, backfill

before_each(function()
  db, backfill = filling.open()
  db:exec([[
    CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO t SELECT i, i, i, i FROM n;
    CREATE INDEX "of a" ON t (a);
    CREATE UNIQUE INDEX IF NOT EXISTS  t_b ON t (c, lower(b)) -- as it was
    ;
    CREATE INDEX t_c ON t (c) WHERE a > 99990;
    CREATE INDEX t_id ON t (c, id);
    ANALYZE]])
end)
after_each(function() db:close() end)

local function texts()
  return db:value("SELECT group_concat(sql, '|') FROM (SELECT sql FROM sqlite_schema "
    .. "WHERE type = 'index' ORDER BY name)")
end

local function statistics()
  return db:value("SELECT group_concat(idx || ' ' || stat) FROM (SELECT * FROM "
    .. "sqlite_stat1 ORDER BY idx)")
end

--- Names of the indexes that are there while rows are written.
local function during(given)
  local names
  given.table, given.from = "t", given.from or { "id" }
  given.set = function(id)
    names = names or db:value("SELECT coalesce(group_concat(name), '') FROM (SELECT name "
      .. "FROM sqlite_schema WHERE type = 'index' ORDER BY name)")
    return -id
  end
  local count = backfill "t" (given)
  return names, count
end

describe("an index over a written column", function()
  it("is dropped and made again word for word, with its statistics", function()
    local before, known = texts(), statistics()
    assert.are.same({ "t_b,t_id", 100000 }, { during({ into = { "a" } }) })
    assert.are.equal(before, texts())
    assert.are.equal(known, statistics())
    assert.are.equal("ok", db:value("PRAGMA integrity_check"))
    assert.are.equal("of a,t_c,t_id", (during({ into = { "b" } })))
    assert.are.equal("ok", db:value("PRAGMA integrity_check"))
  end)

  it("stays where few rows are written", function()
    assert.are.equal("of a,t_b,t_c,t_id", (during({ into = { "a" },
      where = "id <= 99999" })))
    db:exec("DROP INDEX t_b; DROP INDEX t_c; DROP INDEX t_id; INSERT INTO t (id) SELECT "
      .. "t.id + 100000 * n.value FROM t, json_each('[1, 2, 3, 4, 5]') AS n")
    assert.are.equal("of a", (during({ into = { "a" }, where = "id <= 119999" })))
    assert.are.equal("", (during({ into = { "a" }, where = "id <= 120000" })))
  end)

  it("stays if it is unique and a trigger or another table may need it", function()
    db:exec("CREATE TRIGGER r AFTER UPDATE OF a ON t WHEN 0 BEGIN SELECT 1; END")
    assert.are.equal("of a,t_b,t_c,t_id", (during({ into = { "b" } })))
    db:exec("DROP TRIGGER r; CREATE TABLE child (x REFERENCES t (a))")
    assert.are.equal("of a,t_b,t_c,t_id", (during({ into = { "b" } })))
    assert.are.equal("t_b,t_id", (during({ into = { "a" } })))
  end)

  it("stays in a loop over rows, where SQLite drops none", function()
    local known = statistics()
    for _ in db:rows("SELECT 1 FROM t LIMIT 1") do
      assert.are.equal("of a,t_b,t_c,t_id", (during({ into = { "a" } })))
    end
    assert.are.equal(known, statistics())
  end)

  it("is there again when a row failed, or a unique one cannot be made", function()
    local before, known = texts(), statistics()
    assert.is_false(pcall(backfill "t", { table = "t", from = { "id" }, into = { "a" },
      set = function(id) return id < 5000 and 0 or nil .. "x" end }))
    assert.are.equal(before, texts())
    assert.are.equal(known, statistics())
    assert.are.equal(100000, db:value("SELECT count(DISTINCT a) FROM t"))
    db:exec("UPDATE t SET c = 1")
    local message = filling.problem(backfill "t", { table = "t", from = { "id" },
      into = { "b" }, set = function(id) return id // 2 end })
    assert.truthy(message:find("t_b.*cannot hold: 49999 values are there more than once"))
    assert.are.equal(before, texts())
  end)
end)
