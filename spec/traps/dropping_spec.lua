--- Traps 5 and 15: what refuses a change because something else uses the column, late and
-- with odd messages; and what a broken view does to changes that do not touch it.
local helper = require("spec.helper")
local trap = require("spec.support.trap")

describe("trap 5: a broken view anywhere in the file", function()
  after_each(helper.clean)

  -- The view was broken by a program that dropped what it needs.
  local BROKEN = [[
    CREATE TABLE t (a TEXT NOT NULL DEFAULT 'x', b INTEGER, c);
    INSERT INTO t (b) VALUES (1);
    CREATE TABLE gone (x); CREATE VIEW broken AS SELECT x FROM gone; DROP TABLE gone]]

  it("does not stop what does not need SQLite's own ALTER", function()
    for _, up in ipairs {
      'op.alter_column("t", "a", { null = true })',
      'op.alter_column("t", "a", { default = "y" })',
      'op.create_check_constraint("ck", "t", "b > 0")',
      'op.add_column("t", { "d", "TEXT" })',
      'op.alter_table("t", function(t) t:reorder_columns({ "c" }) end)',
    } do
      trap.passes(trap.project(BROKEN, up))
      helper.clean()
    end
  end)

  it("is named where it stops a change", function()
    for _, up in ipairs {
      'op.rename_column("t", "b", "e")',
      'op.rename_table("t", "u")',
    } do
      trap.stops(trap.project(BROKEN, up), "broken", "gone")
    end
  end)

  it("drops a column all the same, or names the view", function()
    local project = trap.project(BROKEN, 'op.drop_column("t", "c")')
    local screen = project:run("upgrade head")
    assert.truthy(screen.status == 0 or screen.stderr:find("broken", 1, true),
      screen.stderr)
  end)
end)

describe("trap 15: DROP COLUMN of a column in use", function()
  after_each(helper.clean)

  local users = {
    { "index", "ix", "CREATE INDEX ix ON t (a)" },
    { "part of an index", "ix", "CREATE INDEX ix ON t (b, a)" },
    { "expression of an index", "ix", "CREATE INDEX ix ON t (lower(a))" },
    { "partial index", "ix", "CREATE INDEX ix ON t (b) WHERE a IS NOT NULL" },
    { "view", "'v'", "CREATE VIEW v AS SELECT a FROM t" },
    { "view over a view", "'v'", "CREATE VIEW v AS SELECT a FROM t; "
      .. "CREATE VIEW w AS SELECT a FROM v" },
    { "trigger", "tr", "CREATE TRIGGER tr AFTER INSERT ON t BEGIN "
      .. "UPDATE t SET b = new.a; END" },
    { "UPDATE OF trigger", "tr", "CREATE TRIGGER tr AFTER UPDATE OF a ON t BEGIN "
      .. "SELECT 1; END" },
    { "other table's trigger", "tr", "CREATE TABLE o (x); CREATE TRIGGER tr AFTER INSERT "
      .. "ON o BEGIN UPDATE t SET a = 1; END" },
    { "child table", "o", "CREATE UNIQUE INDEX ux ON t (a); "
      .. "CREATE TABLE o (x REFERENCES t (a))" },
  }

  for _, user in ipairs(users) do
    local what, name, setup = table.unpack(user)
    it("names the " .. what, function()
      trap.stops(trap.project("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2); "
        .. setup, 'op.drop_column("t", "a")'), name)
    end)
  end

  local parts = {
    { "table CHECK", "CHECK", "CREATE TABLE t (a, b, CHECK (a < b))" },
    { "CHECK of another column", "CHECK", "CREATE TABLE t (a, b CHECK (b > a))" },
    { "generated column", "g", "CREATE TABLE t (a, b, g AS (a + 1))" },
    { "UNIQUE of several columns", "UNIQUE", "CREATE TABLE t (a, b, UNIQUE (a, b))" },
    { "primary key", "PRIMARY KEY", "CREATE TABLE t (a PRIMARY KEY, b)" },
    { "primary key of several", "PRIMARY KEY",
      "CREATE TABLE t (a, b, PRIMARY KEY (b, a)) WITHOUT ROWID" },
    { "foreign key of several", "FOREIGN KEY", "CREATE TABLE p (x, y, UNIQUE (x, y)); "
      .. "CREATE TABLE t (a, b, FOREIGN KEY (a, b) REFERENCES p (x, y))" },
  }

  for _, part in ipairs(parts) do
    local what, text, setup = table.unpack(part)
    it("names the " .. what, function()
      trap.stops(trap.project(setup, 'op.drop_column("t", "a")'), text)
    end)
  end

  it("takes along what is about the column only", function()
    local project = trap.project([[
      CREATE TABLE p (id INTEGER PRIMARY KEY);
      CREATE TABLE t (a UNIQUE CHECK (a > 0) REFERENCES p, b, UNIQUE (a), CHECK (a < 9),
        FOREIGN KEY (a) REFERENCES p (id))]], 'op.drop_column("t", "a")')
    trap.passes(project)
    assert.are.equal("b", trap.query(project, "SELECT name FROM pragma_table_info('t')"))
    assert.are.equal("", trap.query(project, "SELECT name FROM pragma_index_list('t')"))
  end)
end)
