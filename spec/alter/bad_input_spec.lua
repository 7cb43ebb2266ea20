--- Alterations that cannot be made: one clear error, and nothing is left of them, also
-- when the script catches the error and the revision is committed.
local beside = require("spec.support.beside")
local desk = require("spec.support.desk")
local helper = require("spec.helper")
local trap = require("spec.support.trap")

local SETUP = [[
  CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
  INSERT INTO users VALUES (1, 'Ada'), (2, 'Ben');
  CREATE TABLE tickets (id INTEGER PRIMARY KEY, user_id INTEGER, status TEXT, day TEXT,
    code TEXT DEFAULT 'c', CONSTRAINT ck CHECK (id > 0));
  INSERT INTO tickets VALUES (1, 1, NULL, '2026-01-01', 'a'), (3, 2, 'new', NULL, 'a'),
    (4, 9, NULL, 'x', 'b'), (7, 8, NULL, 'y', 'a'), (8, 7, NULL, 'z', 'd');
  CREATE INDEX ix_day ON tickets (day);
  CREATE VIEW days AS SELECT day FROM tickets;
  CREATE TRIGGER touched AFTER UPDATE ON users BEGIN
    UPDATE tickets SET status = 'new' WHERE user_id = new.id; END;
  ANALYZE]]

local cases = {
  -- what is not there
  { "an unknown table", 'op.alter_column("tickts", "status", { null = false })',
    "tickts", "did you mean 'tickets'" },
  { "a view in place of a table", 'op.drop_column("days", "day")', "days", "view" },
  { "an unknown column", 'op.alter_column("tickets", "stats", { null = false })',
    "no column 'stats'", "did you mean 'status'" },
  { "an unknown column to drop", 'op.drop_column("tickets", "dy")', "no column 'dy'" },
  { "an unknown column to rename", 'op.rename_column("tickets", "dy", "d")', "dy" },
  { "an unknown place", 'op.add_column("tickets", { "x", "TEXT" }, { after = "dy" })',
    "no column 'dy'" },
  { "an unknown constraint", 'op.drop_constraint("kc", "tickets")', "kc", "ck" },
  { "an unknown column in a key", 'op.create_unique_constraint("u", "tickets", { "z" })',
    "no column 'z'" },
  { "an unknown table to refer to",
    'op.create_foreign_key("fk", "tickets", "usres", { "user_id" }, { "id" })', "usres" },
  { "a word that is none", 'op.alter_column("tickets", "day", { nullable = false })',
    "nullable" },
  { "a column that is there", 'op.add_column("tickets", { "day", "TEXT" })', "'day'",
    "already" },
  { "a name that is taken", 'op.rename_column("tickets", "day", "status")', "status" },
  -- what the rows contradict
  { "NOT NULL over NULLs", 'op.alter_column("tickets", "status", { null = false })',
    "status", "4 ", "1", "4", "7", "8" },
  { "UNIQUE over equal values",
    'op.create_unique_constraint("uq", "tickets", { "code" })', "code", "3 " },
  { "a CHECK that rows break",
    [[op.create_check_constraint("new_ck", "tickets", "id < 5")]], "new_ck", "2 ",
    "7", "8" },
  { "a foreign key with orphans",
    'op.create_foreign_key("fk", "tickets", "users", { "user_id" }, { "id" })', "user_id",
    "3 ", "4", "7", "8" },
  { "a key with equal values",
    'op.create_primary_key(nil, "tickets", { "code" })', "code" },
  { "a key with NULLs", 'op.create_primary_key(nil, "tickets", { "status" })', "status" },
  { "values that do not fit a type",
    'op.alter_column("tickets", "day", { type = "INTEGER" })', "day", "using" },
  { "a conversion that gives NULL to NOT NULL", [[op.alter_column("tickets", "day",
      { null = false, using = sql"nullif(day, 'x')" })]], "day", "3" },
  { "a conversion that raises", [[op.alter_column("tickets", "day", { type = "INTEGER",
      using = function(day) error("no day: " .. tostring(day)) end })]], "no day" },
  -- what something else needs
  { "a column that a view and an index use", 'op.drop_column("tickets", "day")', "day" },
  { "a column that another table's trigger uses", 'op.drop_column("tickets", "status")',
    "touched" },
  { "a column that a CHECK uses", 'op.drop_column("tickets", "id")', "id" },
  -- what is no SQL
  { "a CHECK that is none", 'op.create_check_constraint("n", "tickets", "id >")' },
  { "a CHECK over an unknown column",
    'op.create_check_constraint("n", "tickets", "size > 0")', "size" },
  { "a CHECK that closes the table",
    'op.create_check_constraint("n", "tickets", "1); DROP TABLE users; --")' },
  { "a default that is none",
    'op.alter_column("tickets", "day", { default = sql"1 +" })', "day" },
  { "a type that is none",
    'op.alter_column("tickets", "day", { type = "TEXT NOT NULL" })', "NOT" },
  { "a generated column over an unknown one",
    'op.add_column("tickets", { "g", "TEXT", generated = "size || 1" })', "size" },
  { "a conversion that is none",
    'op.alter_column("tickets", "day", { type = "INTEGER", using = sql"day +" })' },
}

--- The same with each way to carry a change out, where it is one.
local function with_recreate(up)
  return (up:gsub('^op%.(%w+)%("(%w+)", (.*)%)$',
    'op.alter_table("%2", function(t) t:%1(%3) end, { recreate = "always" })'))
end

describe("an alteration that cannot be made", function()
  after_each(helper.clean)

  for _, case in ipairs(cases) do
    local name, up = case[1], case[2]
    it("stops at " .. name, function()
      trap.stops(trap.project(SETUP, up), table.unpack(case, 3))
    end)

    it("leaves nothing to a script that goes on after " .. name, function()
      for _, body in ipairs { up, with_recreate(up) } do
        local project = trap.project(SETUP,
          ("assert(not pcall(function() %s end))"):format(body))
        local before = trap.dump(project)
        trap.passes(project, "upgrade head --rebuild=swap")
        assert.are.equal(before, trap.dump(project), body)
      end
    end)
  end

  it("leaves nothing of the changes before it in the same op.alter_table", function()
    trap.stops(trap.project(SETUP, [[
      op.alter_table("tickets", function(t)
        t:rename_column("code", "kind")
        t:add_column({ "extra", "TEXT" })
        t:drop_constraint("ck")
        t:alter_column("status", { null = false })
      end)]]), "status")
  end)
end)

describe("a broken view elsewhere in the file", function()
  after_each(helper.clean)

  it("is named when SQLite's own ALTER stumbles over it", function()
    trap.stops(trap.project(SETUP .. [[; CREATE TABLE gone (x);
      CREATE VIEW broken AS SELECT x FROM gone; DROP TABLE gone]],
      'op.rename_column("tickets", "code", "kind")'), "broken", "gone")
  end)
end)

-- ---- stopped in the middle

local MANY = [[CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
  INSERT INTO t SELECT i, 'value number ' || i FROM n;
  CREATE INDEX ix ON t (a); CREATE VIEW v AS SELECT a FROM t]]

local rebuilds = { "upgrade head", "upgrade head --rebuild=swap" }

describe("a rebuild that is stopped in the middle", function()
  after_each(helper.clean)

  it("by Ctrl-C leaves nothing, also if the script catches everything", function()
    local convert = [[
      local function convert(a)
        if a == "value number 9000" then
          io.open("started", "w"):close()
          while true do end
        end
        return a
      end
      pcall(op.alter_table, "t", function(t)
        t:alter_column("a", { type = "BLOB", using = convert })
      end, { recreate = "always" })]]
    for _, arguments in ipairs(rebuilds) do
      local project = desk.project({ { "change", { up = convert } } },
        'return { database = "desk.db", trust = { "io" } }')
      desk.change(project, MANY)
      local before = trap.dump(project)
      local screen = beside.interrupt(project, arguments)
      assert.are.equal(130, screen.status, screen.stderr)
      assert.are.equal(before, trap.dump(project))
    end
  end)

  it("by a full disk leaves nothing", function()
    for _, arguments in ipairs(rebuilds) do
      local project = trap.project(MANY, [[op.alter_table("t", function(t)
        t:add_column({ "b", "TEXT", default = ("x"):rep(200) })
        t:reorder_columns({ "b" })
      end)]])
      local before = trap.dump(project)
      local screen = project:shell("ulimit -f 3000; " .. helper.quote(helper.binary)
        .. " " .. arguments)
      assert.are.equal(1, screen.status, screen.stderr)
      assert.truthy(screen.stderr:find("change", 1, true), screen.stderr)
      assert.are.equal(before, trap.dump(project))
    end
  end)
end)
