--- What is a difference between two schemas, and what is none.
local autogenerate = require("runner.autogenerate")
local sqlite = require("runner.sqlite")

--- The lines of the differences between two scripts.
local function lines(have, want, options)
  local db <close> = sqlite.open(":memory:")
  local desired <close> = sqlite.open(":memory:")
  db:exec(have)
  desired:exec(want)
  options = options or {}
  if options.guess == nil then options.guess = false end
  local texts = {}
  for i, one in ipairs(autogenerate.compare(db, desired, options).differences) do
    texts[i] = one.text
  end
  return texts
end

local function expect(have, want, expected, options)
  assert.are.same(expected, lines(have, want, options), want)
end

--- The same with the body of a table t.
local function expect_table(have, want, expected, options)
  expect("CREATE TABLE t " .. have, "CREATE TABLE t " .. want, expected, options)
end

describe("no difference", function()
  it("is in the spelling of a table", function()
    for _, pair in ipairs {
      { "(a TEXT NOT NULL, b)", '("a"  text not null, -- why\n [b])' },
      { "(a VARCHAR(10), b DECIMAL(10, 2))", "(a varchar ( 10 ), b DECIMAL(10,2))" },
      { "(id INTEGER PRIMARY KEY)", "(id INTEGER PRIMARY KEY NOT NULL)" },
      { "(id INTEGER PRIMARY KEY)", "(id INTEGER, PRIMARY KEY (id))" },
      { "(a, b, PRIMARY KEY (a)) WITHOUT ROWID",
        "(a NOT NULL PRIMARY KEY, b) WITHOUT ROWID" },
      { "(a DEFAULT 5, b DEFAULT 'x')", "(a DEFAULT (5), b DEFAULT ('x'))" },
      { "(a DEFAULT 5, b DEFAULT 'x')", "(a DEFAULT +5, b DEFAULT \"x\")" },
      { "(a, b DEFAULT 1)", "(a DEFAULT NULL, b DEFAULT TRUE)" },
      { "(a DEFAULT 1.5, b DEFAULT 16, c DEFAULT -1000.0)",
        "(a DEFAULT 1.50, b DEFAULT 0x10, c DEFAULT (-1e3))" },
      { "(a COLLATE BINARY)", "(a)" },
      { "(a COLLATE NOCASE)", '(a COLLATE "nocase")' },
      { "(a CHECK (a > 0))", "(a, CHECK (((A) > 0)))" },
      { "(a UNIQUE, b)", "(a, b, UNIQUE (a))" },
      { "(a UNIQUE ON CONFLICT ABORT)", "(a UNIQUE)" },
      { "(a COLLATE NOCASE, UNIQUE (a))",
        "(a COLLATE nocase, UNIQUE (a COLLATE NOCASE))" },
      { "(a COLLATE NOCASE PRIMARY KEY)", "(a COLLATE NOCASE, PRIMARY KEY (a ASC))" },
      { "(a NOT NULL ON CONFLICT ABORT)", "(a NOT NULL)" },
      { "(a REFERENCES t ON DELETE NO ACTION)", "(a, FOREIGN KEY (a) REFERENCES T)" },
      { "(a REFERENCES t DEFERRABLE)", "(a REFERENCES t MATCH FULL NOT DEFERRABLE)" },
      { "(id INTEGER PRIMARY KEY, a REFERENCES t)",
        "(id INTEGER PRIMARY KEY, a REFERENCES t (id))" },
      { "(a, b AS (a + 1))", "(a, b GENERATED ALWAYS AS ((a) + 1) VIRTUAL)" },
      { "(a INT) STRICT", "(a INT)strict" },
      { "(a, b)", "(b, a)" },
    } do
      expect_table(pair[1], pair[2], {})
    end
  end)

  it("is in the spelling of indexes, views, triggers and virtual tables", function()
    local t = "CREATE TABLE t (a, b COLLATE NOCASE);"
    for _, pair in ipairs {
      { "CREATE INDEX i ON t (a, b)",
        'create index "i" on T("a" ASC, b COLLATE nocase)' },
      { "CREATE INDEX i ON t (a + 1) WHERE a > 0",
        "CREATE INDEX i ON t ((a) + 1) WHERE (a > 0)" },
      { "CREATE VIEW v AS SELECT a FROM t WHERE a > 0",
        "CREATE VIEW v AS\n  select \"a\" from t where (a > 0) -- all" },
      { "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END",
        "create trigger r after insert on t for each row begin SELECT 1 ; end" },
      { "CREATE TRIGGER r AFTER UPDATE OF a, b ON t BEGIN SELECT 1; END",
        'CREATE TRIGGER r AFTER UPDATE OF "B", a ON t BEGIN SELECT 1; END' },
      { "CREATE TRIGGER r INSERT ON t BEGIN SELECT 1; END",
        "CREATE TRIGGER r BEFORE INSERT ON t BEGIN SELECT 1; END" },
      { "CREATE VIRTUAL TABLE f USING fts5(a, content='')",
        "create virtual table f using FTS5( a,  content = '' )" },
    } do
      expect(t .. pair[1], t .. pair[2], {})
    end
  end)

  it("is in the order in which things were made", function()
    expect("CREATE TABLE a (x); CREATE TABLE b (x); CREATE VIEW v AS SELECT 1",
      "CREATE VIEW v AS SELECT 1; CREATE TABLE b (x); CREATE TABLE a (x)", {})
  end)

  it("is made of what belongs to SQLite and runner, and what is ignored", function()
    local t = "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT);"
    expect("CREATE TABLE runner_version (a);" .. t .. "ANALYZE",
      t .. "CREATE TABLE tmp_1 (a); CREATE VIEW old AS SELECT 1",
      {}, { ignore = { "tmp_*", function(one) return one.kind == "view" end } })
  end)
end)

describe("a difference", function()
  it("is every part of a column", function()
    for _, case in ipairs {
      { "(a)", "(a, b INT)", "add column 'b' of 't': b INT" },
      { "(a, b INT)", "(a)", "drop column 'b' of 't': b INT" },
      { "(a INT)", "(a BIGINT)", "alter column 'a' of 't': type INT -> BIGINT" },
      { "(a VARCHAR(10))", "(a VARCHAR(20))",
        "alter column 'a' of 't': type VARCHAR(10) -> VARCHAR(20)" },
      { "(a)", "(a NOT NULL)", "alter column 'a' of 't': null NULL -> NOT NULL" },
      { "(a NOT NULL)", "(a NOT NULL ON CONFLICT FAIL)",
        "alter column 'a' of 't': conflict ON CONFLICT ABORT -> ON CONFLICT FAIL" },
      { "(a DEFAULT 'x')", "(a DEFAULT 'X')",
        "alter column 'a' of 't': default 'x' -> 'X'" },
      { "(a DEFAULT 1)", "(a)", "alter column 'a' of 't': default 1 -> no default" },
      { "(a)", "(a COLLATE NOCASE)",
        "alter column 'a' of 't': collation BINARY -> NOCASE" },
      { "(a, b AS (a))", "(a, b AS (a) STORED)",
        "alter column 'b' of 't': generated AS (a) VIRTUAL -> AS (a) STORED" },
      { "(a, b AS (a))", "(a, b AS (a + 1))",
        "alter column 'b' of 't': generated AS (a) VIRTUAL -> AS (a + 1) VIRTUAL" },
    } do
      expect_table(case[1], case[2], { case[3] })
    end
    expect_table("(a TEXT PRIMARY KEY)", "(a TEXT PRIMARY KEY) STRICT",
      { "alter column 'a' of 't': null NULL -> NOT NULL",
        "alter table options of 't': not STRICT -> STRICT" })
  end)

  it("is every constraint, its name and its actions", function()
    for _, case in ipairs {
      { "(a)", "(a UNIQUE)", "add unique of 't': UNIQUE" },
      { "(a UNIQUE)", "(a UNIQUE ON CONFLICT IGNORE)",
        "add unique of 't': UNIQUE ON CONFLICT IGNORE", "drop unique of 't': UNIQUE" },
      { "(a, UNIQUE (a))", "(a, UNIQUE (a COLLATE NOCASE))",
        "add unique of 't': UNIQUE (a COLLATE NOCASE)",
        "drop unique of 't': UNIQUE (a)" },
      { "(a, CONSTRAINT c CHECK (a > 0))", "(a, CONSTRAINT d CHECK (a > 0))",
        "add check 'd' of 't'", "drop check 'c' of 't'" },
      { "(a CHECK (a > 0))", "(a CHECK (a > 1))", "add check of 't': CHECK (a > 1)",
        "drop check of 't': CHECK (a > 0)" },
      { "(a REFERENCES t)", "(a REFERENCES t ON DELETE CASCADE)",
        "add foreign key of 't': REFERENCES t ON DELETE CASCADE",
        "drop foreign key of 't': REFERENCES t" },
      { "(a REFERENCES t)", "(a REFERENCES t DEFERRABLE INITIALLY DEFERRED)",
        "add foreign key of 't': REFERENCES t DEFERRABLE INITIALLY DEFERRED",
        "drop foreign key of 't': REFERENCES t" },
      { "(a, b)", "(a, b, PRIMARY KEY (a, b))",
        "add primary key of 't': PRIMARY KEY (a, b)" },
      { "(a INTEGER PRIMARY KEY)", "(a INTEGER PRIMARY KEY AUTOINCREMENT)",
        "alter primary key of 't': no AUTOINCREMENT -> AUTOINCREMENT" },
      { "(a INT)", "(a INT) STRICT", "alter table options of 't': not STRICT -> STRICT" },
      { "(a INT NOT NULL PRIMARY KEY)", "(a INT PRIMARY KEY) WITHOUT ROWID",
        "alter table options of 't': not WITHOUT ROWID -> WITHOUT ROWID" },
    } do
      expect_table(case[1], case[2], { table.unpack(case, 3) })
    end
  end)

  it("is the order of columns where it counts", function()
    expect_table("(a, b)", "(b, a)", { "alter column 'a' of 't': position" },
      { order = true })
  end)

  it("is every object, and what an index, view or trigger says", function()
    local t = "CREATE TABLE t (a, b);"
    for _, case in ipairs {
      { "", "CREATE TABLE u (a)", "add table 'u'" },
      { "CREATE TABLE u (a)", "", "drop table 'u'" },
      { "CREATE TABLE u (a)", "CREATE VIEW u AS SELECT 1 AS a", "drop table 'u'",
        "add view 'u'" },
      { "", "CREATE INDEX i ON t (a)", "add index 'i' of 't'" },
      { "CREATE INDEX i ON t (a)", "", "drop index 'i' of 't'" },
      { "CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a DESC)",
        "alter index 'i' of 't': CREATE INDEX i ON t (a) -> "
          .. "CREATE INDEX i ON t (a DESC)" },
      { "CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a COLLATE NOCASE)",
        "alter index 'i' of 't': CREATE INDEX i ON t (a) -> "
          .. "CREATE INDEX i ON t (a COLLATE NOCASE)" },
      { "CREATE VIEW v AS SELECT a FROM t", "CREATE VIEW v AS SELECT b FROM t",
        "alter view 'v'" },
      { "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END", "",
        "drop trigger 'r' of 't'" },
      { "CREATE VIRTUAL TABLE f USING fts5(a)", "CREATE VIRTUAL TABLE f USING fts5(a, b)",
        "alter virtual table 'f'" },
    } do
      expect(t .. case[1], t .. case[2], { table.unpack(case, 3) })
    end
  end)

  it("is where a foreign key leads when its parent has another key", function()
    local have = "CREATE TABLE p (a TEXT PRIMARY KEY, b INTEGER UNIQUE);"
    local want = "CREATE TABLE p (a TEXT UNIQUE, b INTEGER PRIMARY KEY);"
    local function keys_of_c(before, after)
      local texts = {}
      for _, text in ipairs(lines(have .. before, want .. after)) do
        texts[#texts + 1] = text:find("'c'", 1, true) and text
      end
      return texts
    end
    assert.are.same({}, keys_of_c("CREATE TABLE c (x REFERENCES p)",
      "CREATE TABLE c (x REFERENCES p)"))
    assert.are.same({}, keys_of_c("CREATE TABLE c (x REFERENCES p (b))",
      "CREATE TABLE c (x REFERENCES p)"))
    assert.are.same({ "add foreign key of 'c': REFERENCES p (a)",
      "drop foreign key of 'c': REFERENCES p" }, keys_of_c(
      "CREATE TABLE c (x REFERENCES p)", "CREATE TABLE c (x REFERENCES p (a))"))
  end)

  it("is told as data, too", function()
    local db <close> = sqlite.open(":memory:")
    local desired <close> = sqlite.open(":memory:")
    db:exec("CREATE TABLE t (a INT)")
    desired:exec("CREATE TABLE t (a TEXT)")
    assert.are.same({ { kind = "alter_column", part = "type", table = "t", name = "a",
      from = "INT", to = "TEXT", text = "alter column 'a' of 't': type INT -> TEXT" } },
      autogenerate.compare(db, desired).differences)
  end)
end)
