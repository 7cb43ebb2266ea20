--- The same schema as different programs write it down: no difference.
local autogenerate = require("runner.autogenerate")
local sqlite = require("runner.sqlite")

--- Bodies of one table.
local tables = {
  { [[("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "n" varchar(10) NOT NULL UNIQUE)]],
    [[(id INTEGER PRIMARY KEY AUTOINCREMENT, n VARCHAR(10) NOT NULL, UNIQUE (n))]] },
  { [[(`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL)]],
    [[([id] INTEGER NOT NULL PRIMARY KEY ASC AUTOINCREMENT)]] },
  { [[(a text CHECK ((JSON_VALID("a") OR "a" IS NULL)))]],
    [[(a TEXT, CHECK (json_valid(a) OR a ISNULL))]] },
  { [[(a boolean DEFAULT FALSE, b boolean DEFAULT true, c DEFAULT 'f')]],
    [[(a BOOLEAN DEFAULT 0, b BOOLEAN DEFAULT (1), c DEFAULT ('f'))]] },
  { [[(a DEFAULT CURRENT_TIMESTAMP, b DEFAULT (datetime('now')))]],
    [[(a DEFAULT (CURRENT_TIMESTAMP), b DEFAULT ( DATETIME( 'now' ) ))]] },
  { [[(a DEFAULT -1, b DEFAULT 1.50, c DEFAULT 0x10)]],
    [[(a DEFAULT (-1), b DEFAULT 1.5, c DEFAULT 16)]] },
  { [[(a DEFAULT 1e3, b DEFAULT .5)]], [[(a DEFAULT 1000.0, b DEFAULT 0.5)]] },
  { [[(a REFERENCES t2 (id) ON UPDATE NO ACTION ON DELETE NO ACTION
    DEFERRABLE INITIALLY IMMEDIATE)]],
    [[(a, FOREIGN KEY(a) REFERENCES "t2"("id") MATCH SIMPLE)]] },
  { [[(a, b, PRIMARY KEY (a ASC, b)) WITHOUT ROWID]],
    [[(a not null, b NOT NULL, primary key(a,b)) without rowid]] },
  { [[(a INT, b ANY) STRICT]], [[(a int, b any) strict]] },
  { [[(a, b GENERATED ALWAYS AS (a+1) VIRTUAL)]], [[(a, b AS ("a" + 1))]] },
  { [[(a COLLATE BINARY, b COLLATE "nocase")]], [[(a, b COLLATE NOCASE)]] },
  { [[(a NULL, b NOT NULL ON CONFLICT ABORT)]], [[(a, b NOT NULL)]] },
  { [[(a CHECK (a IN ('x','y')), b CHECK (b!=1 and not b is null))]],
    [[(a CHECK ("a" in ('x', 'y')), b CHECK (b <> 1 AND NOT (b IS NULL)))]] },
  { [[(a CHECK (length(a) <= 10 and a like '%x' ))]],
    [[(a CHECK ((length("a")<=10) AND ("a" LIKE '%x')))]] },
  { [[(a CHECK (a IS NOT NULL))]], [[(a CHECK (a NOT NULL))]] },
  { [[(a CHECK (a BETWEEN 1 AND 2))]], [[(a CHECK ("a" between 1 and 2))]] },
  { [[(a CHECK (a IS NOT 1))]], [[(a CHECK (a is not 1))]] },
  { [[(a CHECK (cast(a as integer) = a))]], [[(a CHECK (CAST(a AS INTEGER)=a))]] },
  { [[(a CHECK (typeof(a) = 'text' OR a GLOB '[0-9]*'))]],
    [[(a CHECK (typeof("a")='text' or "a" glob '[0-9]*'))]] },
  { [[(a CHECK (CASE WHEN a THEN 1 ELSE 0 END))]],
    [[(a CHECK (case when "a" then 1 else 0 end))]] },
  { [[(a double precision, b  varchar ( 5 ), c decimal(10,2), d unsigned big int)]],
    [[(a DOUBLE   PRECISION, b VARCHAR(5), c DECIMAL(10, 2), d UNSIGNED BIG INT)]] },
  { [[(a "varchar(5)", b [my type])]], [[(a varchar(5), b my type)]] },
  { [[(a INTEGER PRIMARY KEY ON CONFLICT ABORT)]], [[(a INTEGER PRIMARY KEY)]] },
  { [[(a, CONSTRAINT ck CHECK (a > 0))]], [[(a CONSTRAINT "ck" CHECK(a>0))]] },
  { [[(a CONSTRAINT nn NOT NULL)]], [[(a NOT NULL)]] },
  { [[(a CONSTRAINT d DEFAULT 5)]], [[(a DEFAULT 5)]] },
  { [[(a CHECK (a = TRUE))]], [[(a CHECK (a = true))]] },
  { [[(a, CHECK (a > 0), CHECK (a < 9))]], [[(a, CHECK (a < 9), CHECK (a > 0))]] },
  { [[(a CHECK (+a > 0))]], [[(a CHECK (+ a > 0))]] },
}

--- What stands beside a table t (a TEXT, b INT, c).
local objects = {
  { "CREATE UNIQUE INDEX IF NOT EXISTS main.i ON t (a ASC, b DESC) WHERE (b IS NOT NULL)",
    'create unique index "i" on "t"("a","b" desc) where b not null;' },
  { "CREATE INDEX i ON t (lower(a))",
    'CREATE INDEX i ON t ((LOWER("a")))' },
  { "CREATE INDEX i ON t (a COLLATE BINARY)",
    'CREATE INDEX i ON t (a)' },
  { "CREATE INDEX i ON t (json_extract(a,'$.x'))",
    [[CREATE INDEX i ON t (json_extract("a", '$.x'))]] },
  { "CREATE VIEW v AS SELECT a AS x, count(*) AS n FROM t GROUP BY a ORDER BY a ASC;",
    [[create view "v" as select "a" as "x", COUNT(*) as "n" from "t"
      group by "a" order by "a" asc]] },
  { "CREATE VIEW v AS SELECT * FROM t LEFT OUTER JOIN t u USING (a)",
    'CREATE VIEW v AS SELECT * FROM t LEFT JOIN t u USING (a)' },
  { "CREATE VIEW IF NOT EXISTS v (x) AS SELECT a FROM t",
    'CREATE VIEW v("x") AS SELECT a FROM t' },
  { "CREATE VIEW v AS SELECT a FROM t ORDER BY a ASC",
    'CREATE VIEW v AS SELECT a FROM t ORDER BY a' },
  { "CREATE VIEW v AS SELECT a x, b 'two words' FROM t q, json_each(q.c) j WHERE q.b",
    [[CREATE VIEW v AS SELECT a AS "x", b AS [two words] FROM t AS q
      JOIN json_each(q.c) AS j WHERE q.b]] },
  { [[CREATE VIEW v AS SELECT CASE a WHEN b THEN 1 END k, sum(b) OVER (ORDER BY c) n
      FROM t]],
    [[CREATE VIEW v AS SELECT CASE a WHEN b THEN 1 END AS k, sum(b) OVER (ORDER BY c
      ASC NULLS FIRST) AS n FROM t]] },
  { "CREATE VIEW v AS WITH q AS (SELECT a k FROM t) SELECT (SELECT max(k) m FROM q z) x",
    [[CREATE VIEW v AS WITH RECURSIVE q AS (SELECT ALL a AS k FROM t)
      SELECT (SELECT max(ALL k) AS m FROM q AS z) AS x]] },
  { "CREATE VIEW v AS SELECT t.a FROM t NATURAL JOIN (SELECT 1 b) LEFT JOIN (t u) ON 1",
    [[CREATE VIEW main.v AS SELECT main.t.a FROM main.t NATURAL INNER JOIN
      (SELECT 1 AS b) LEFT OUTER JOIN ("main".t AS u) ON (1)]] },
  { "CREATE VIEW v AS SELECT a FROM t WHERE b = 0x10 AND c > 1.50 ORDER BY b DESC",
    [[CREATE VIEW v AS SELECT a FROM t WHERE b = 16 AND c > 15e-1
      ORDER BY b DESC NULLS LAST]] },
  { "CREATE VIEW v AS SELECT a IS DISTINCT FROM b, a IS NOT DISTINCT FROM -b FROM t",
    "CREATE VIEW v AS SELECT a IS NOT b, a IS -b FROM t" },
  { [[CREATE TRIGGER r AFTER INSERT ON t BEGIN REPLACE INTO t SELECT 1 a, 2 b, 3 c
      FROM t z; UPDATE t SET c = 1 FROM t z WHERE z.a = t.a; END]],
    [[CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT OR REPLACE INTO t SELECT 1 AS a,
      2 AS b, 3 AS c FROM t AS z; UPDATE t SET c = 1 FROM t AS z WHERE z.a = t.a; END]] },
  { [[CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW WHEN (new.a IS NULL) BEGIN
      SELECT RAISE(ABORT,'x'); END]],
    [[CREATE TRIGGER IF NOT EXISTS "r" INSERT ON "t" WHEN NEW."a" IS NULL BEGIN
      SELECT raise(abort, 'x'); END;]] },
  { [[CREATE TRIGGER r AFTER UPDATE OF a, b ON t BEGIN
      UPDATE t SET c = datetime('now') WHERE rowid = new.rowid; END]],
    [[CREATE TRIGGER r AFTER UPDATE OF "a","b" ON t FOR EACH ROW BEGIN
 UPDATE "t" SET "c"=datetime('now') WHERE "rowid"=NEW."rowid"; -- x
 END]] },
  { [[CREATE TRIGGER r AFTER UPDATE OF b, a ON t BEGIN
      DELETE FROM t WHERE a == old.a; END]],
    [[CREATE TRIGGER r AFTER UPDATE OF a, b ON t BEGIN
      DELETE FROM t WHERE a = old.a; END]] },
  { "CREATE VIRTUAL TABLE f USING rtree(id, x0, x1)",
    [[CREATE VIRTUAL TABLE f USING RTREE( id,x0 , x1 )]] },
}

local function differences(have, want)
  local db <close> = sqlite.open(":memory:", { trust_schema = true })
  local desired <close> = sqlite.open(":memory:", { trust_schema = true })
  db:exec(have)
  desired:exec(want)
  return autogenerate.compare(db, desired, { guess = false }).differences
end

describe("the spelling of a program", function()
  it("makes no difference to a table", function()
    for _, pair in ipairs(tables) do
      assert.are.same({}, differences("CREATE TABLE t " .. pair[1],
        "CREATE TABLE t " .. pair[2]), pair[2])
    end
  end)

  it("makes no difference to what stands beside it", function()
    local t = "CREATE TABLE t (a TEXT, b INT, c);"
    for _, pair in ipairs(objects) do
      assert.are.same({}, differences(t .. pair[1], t .. pair[2]), pair[2])
    end
  end)
end)
