--- Traps 3, 4, 7, 8, 9, 10 and 17: what a table that is made anew loses elsewhere. Here
-- each change is made in both ways of making it anew, and nothing may be lost.
local helper = require("spec.helper")
local trap = require("spec.support.trap")

local options = { "upgrade head", "upgrade head --rebuild=swap" }

--- Run `up` on a database made by `setup`, each way; then `check` looks at it.
local function each_way(setup, up, check)
  for _, arguments in ipairs(options) do
    local project = trap.project(setup, up)
    trap.passes(project, arguments)
    check(project)
    helper.clean()
  end
end

local function again(name)
  return ([[
    op.alter_table("%s", function(t)
      t:add_column({ "new", "TEXT" }, { first = true })
    end, { recreate = "always" })]]):format(name)
end

describe("trap 3: triggers are dropped with the old table", function()
  it("keeps the table's own triggers, as they are written and in their order", function()
    local setup = [[
      CREATE TABLE t (a); CREATE TABLE log (x);
      CREATE TRIGGER second AFTER INSERT ON t /* why */ BEGIN
        INSERT INTO log VALUES (2); END;
      CREATE TRIGGER first AFTER INSERT ON t BEGIN INSERT INTO log VALUES (1); END]]
    each_way(setup, again("t"), function(project)
      assert.are.equal("second first", trap.query(project,
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"))
      assert.are.equal("1", trap.query(project,
        "SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%t /* why */ BEGIN%'"))
      project:shell('sqlite3 desk.db "INSERT INTO t (a) VALUES (1)"')
      assert.are.equal("1 2", trap.query(project, "SELECT x FROM log ORDER BY x"))
    end)
  end)

  it("runs none of them while rows are moved", function()
    local setup = [[
      CREATE TABLE t (a); INSERT INTO t VALUES (1), (2); CREATE TABLE log (x);
      CREATE TRIGGER i AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END;
      CREATE TRIGGER u AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (new.a); END;
      CREATE TRIGGER d BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'no'); END]]
    each_way(setup, again("t") .. [[ op.alter_column("t", "a", { type = "INTEGER" })]],
      function(project)
        assert.are.equal("0", trap.query(project, "SELECT count(*) FROM log"))
      end)
  end)

  it("keeps the triggers that feed a full-text index", function()
    local setup = [[
      CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT);
      CREATE VIRTUAL TABLE f USING fts5(body, content=t, content_rowid=id);
      INSERT INTO t (body) VALUES ('one'), ('two');
      INSERT INTO f(f) VALUES ('rebuild');
      CREATE TRIGGER feed AFTER INSERT ON t BEGIN
        INSERT INTO f(rowid, body) VALUES (new.id, new.body); END]]
    each_way(setup, again("t"), function(project)
      project:shell([[sqlite3 desk.db "INSERT INTO t (body) VALUES ('three')"]])
      assert.are.equal("3", trap.query(project,
        "SELECT rowid FROM f WHERE f MATCH 'three'"))
      assert.are.equal("1", trap.query(project,
        "SELECT rowid FROM f WHERE f MATCH 'one'"))
    end)
  end)
end)

describe("trap 4: a view or another table's trigger names the table", function()
  it("works as before, and keeps its text", function()
    local setup = [[
      CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE TABLE o (x);
      CREATE VIEW v AS SELECT a /* direct */ FROM t;
      CREATE VIEW w AS SELECT a + 1 AS b FROM v;
      CREATE TRIGGER tr AFTER INSERT ON o BEGIN UPDATE t SET a = new.x; END]]
    each_way(setup, again("t"), function(project)
      project:shell('sqlite3 desk.db "INSERT INTO o VALUES (41)"')
      assert.are.equal("42", trap.query(project, "SELECT b FROM w"))
      assert.are.equal("CREATE VIEW v AS SELECT a /* direct */ FROM t",
        trap.query(project, "SELECT sql FROM sqlite_schema WHERE name = 'v'"))
    end)
  end)
end)

describe("trap 7: AUTOINCREMENT counts from the highest row again", function()
  it("goes on counting where it was", function()
    local setup = [[
      CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a);
      INSERT INTO t VALUES (1, 'x'), (900, 'gone'); DELETE FROM t WHERE id = 900]]
    each_way(setup, again("t"), function(project)
      project:shell([[sqlite3 desk.db "INSERT INTO t (a) VALUES ('next')"]])
      assert.are.equal("1 901", trap.query(project, "SELECT id FROM t"))
    end)
  end)

  it("goes on for an empty table, too", function()
    local setup = [[
      CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a);
      INSERT INTO t VALUES (500, 'gone'); DELETE FROM t]]
    each_way(setup, again("t"), function(project)
      assert.are.equal("500", trap.query(project, "SELECT seq FROM sqlite_sequence"))
    end)
  end)
end)

describe("trap 8: rowids are given out anew", function()
  it("keeps them, so that a full-text index still finds its rows", function()
    local setup = [[
      CREATE TABLE t (a TEXT); INSERT INTO t (rowid, a) VALUES (7, 'seven'), (-2, 'two');
      CREATE VIRTUAL TABLE f USING fts5(a, content=t);
      INSERT INTO f(f) VALUES ('rebuild')]]
    each_way(setup, again("t"), function(project)
      assert.are.equal("-2 7", trap.query(project, "SELECT rowid FROM t ORDER BY 1"))
      assert.are.equal("seven", trap.query(project,
        "SELECT highlight(f, 0, '', '') FROM f WHERE f MATCH 'seven'"))
    end)
  end)
end)

describe("trap 9: INSERT ... SELECT * with the columns in another order", function()
  it("puts every value where it belongs", function()
    local setup = [[CREATE TABLE t (a, b, c AS (a || b), d);
      INSERT INTO t (a, b, d) VALUES ('A', 'B', 'D')]]
    each_way(setup, [[
      op.alter_table("t", function(t) t:reorder_columns({ "d", "c", "b", "a" }) end)]],
      function(project)
        assert.are.equal("d c b a", trap.query(project,
          "SELECT name FROM pragma_table_xinfo('t')"))
        assert.are.equal("A B AB D",
          trap.query(project, "SELECT a || ' ' || b || ' ' || c || ' ' || d FROM t"))
      end)
  end)
end)

describe("trap 10: INSERT OR IGNORE loses the rows that do not fit", function()
  after_each(helper.clean)

  it("stops instead, with how many and which", function()
    for _, recreate in ipairs { "auto", "always" } do
      local project = trap.project([[
        CREATE TABLE t (id INTEGER PRIMARY KEY, a);
        INSERT INTO t VALUES (3, 'x'), (5, 'x'), (8, 'y'), (9, 'x')]], ([[
        op.alter_table("t", function(t) t:create_unique_constraint("uq", { "a" }) end,
          { recreate = %q })]]):format(recreate))
      trap.stops(project, "a", "3", "5")
    end
  end)

  it("stops also where the table's own clause says to ignore or replace them", function()
    for _, clause in ipairs { "IGNORE", "REPLACE" } do
      local project = trap.project(([[
        CREATE TABLE t (a INTEGER UNIQUE ON CONFLICT %s, b TEXT);
        INSERT INTO t VALUES (1, '1'), (2, NULL)]]):format(clause), [[
        op.alter_table("t", function(t)
          t:alter_column("a", { type = "TEXT", using = sql"'same'" }) end)]])
      trap.stops(project)
    end
  end)
end)

describe("trap 17: CREATE TABLE AS SELECT loses everything but the names", function()
  it("keeps key, types, NOT NULL, CHECK, COLLATE and defaults", function()
    local setup = [[CREATE TABLE t (
      id INTEGER CONSTRAINT pk PRIMARY KEY ON CONFLICT REPLACE, -- the key
      a VARCHAR(7) COLLATE NOCASE NOT NULL DEFAULT 'x' CHECK (a <> ''),
      "b c" DECIMAL(9, 2) DEFAULT (1 + 1), UNIQUE ("b c", a) ON CONFLICT IGNORE)]]
    each_way(setup, again("t"), function(project)
      local text = trap.query(project, "SELECT sql FROM sqlite_schema WHERE name = 't'")
      for _, part in ipairs { "id INTEGER CONSTRAINT pk PRIMARY KEY ON CONFLICT REPLACE",
        "-- the key", "a VARCHAR(7) COLLATE NOCASE NOT NULL DEFAULT 'x' CHECK (a <> '')",
        '"b c" DECIMAL(9, 2) DEFAULT (1 + 1)', 'UNIQUE ("b c", a) ON CONFLICT IGNORE' } do
        assert.truthy(text:find(part, 1, true), text)
      end
    end)
  end)
end)
