--- Tables altered by SQL that is written down: on a file like the one it was written for
-- it does what running does, on another one it stops.
local desk = require("spec.support.desk")
local helper = require("spec.helper")

local SCHEMA = [=[
  db:exec([[CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
    CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, -- key
      name TEXT, n TEXT, p REFERENCES p ON DELETE CASCADE, CHECK (t.name <> ''));
    CREATE TABLE log (x);
    CREATE INDEX i ON t(n); CREATE UNIQUE INDEX u ON t(lower(name)) WHERE n > 1;
    CREATE VIEW v AS SELECT name FROM t;
    CREATE TRIGGER first AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (new.id); END;
    CREATE TRIGGER second AFTER UPDATE ON t BEGIN SELECT 1; END]])]=]

-- What the file holds that the text knows nothing of.
local ROWS = [[INSERT INTO p VALUES (1, 'a'), (2, 'b');
  INSERT INTO t VALUES (1, 'x', '5', 1), (3, 'y', '7', 2), (9, 'z', '6', NULL);
  DELETE FROM t WHERE id = 9]]

--- A project whose second revision does `body`, with two equal databases at the first.
local function prepare(body)
  local project = desk.project({ { "aaaa", { up = SCHEMA } },
    { "bbbb", { down = "aaaa", up = body } } })
  assert.are.equal(0, project:run("--database ran.db upgrade aaaa").status)
  assert.are.equal(0, project:shell(('sqlite3 ran.db "%s"'):format(ROWS)).status)
  project:shell("cp ran.db fed.db")
  return project
end

local function dump(project, file)
  local screen = project:shell(([[
    sqlite3 %s "DELETE FROM runner_history; PRAGMA integrity_check;
      PRAGMA foreign_key_check; SELECT name FROM sqlite_schema ORDER BY rowid"
    sqlite3 %s .dump]]):format(file, file))
  assert.are.equal("", screen.stderr)
  return screen.stdout
end

local function feed(project)
  local screen = project:run("upgrade aaaa:bbbb --sql >change.sql")
  assert.are.equal("", screen.stderr:gsub("Running[^\n]*\n", ""))
  return project:shell("sqlite3 fed.db <change.sql")
end

describe("an alteration that is written down", function()
  after_each(helper.clean)

  local cases = {
    { "a type", 'op.alter_column("t", "n", { type = "INTEGER", null = false })' },
    { "a column in the middle",
      'op.add_column("t", { "m", "TEXT", default = "x" }, { after = "id" })' },
    { "other keys", [[op.alter_table("p", function(t)
        t:create_unique_constraint("uq", { "id", "code" })
        t:reorder_columns({ "code", "id" })
      end)]] },
    { "values", [[op.alter_column("t", "n", { type = "INTEGER",
        using = sql"CASE WHEN n > '6' THEN 1 ELSE 0 END" })]] },
  }
  for _, case in ipairs(cases) do
    it("leaves what running leaves: " .. case[1], function()
      local project = prepare(case[2])
      local ran = project:run("--database ran.db upgrade bbbb")
      assert.are.equal(0, ran.status, ran.stderr)
      local fed = feed(project)
      assert.are.equal("", fed.stderr)
      assert.are.equal(dump(project, "ran.db"), dump(project, "fed.db"))
    end)
  end

  for _, drift in ipairs({
    { "ALTER TABLE t ADD COLUMN more", "the table t is defined as this text expects" },
    { "CREATE INDEX own ON t(name)",
      "t has the indexes and triggers that this text expects" },
    { "CREATE TRIGGER own AFTER INSERT ON t BEGIN SELECT 2; END",
      "t has the indexes and triggers that this text expects" },
  }) do
    it("stops at a file that has more: " .. drift[1], function()
      local project = prepare('op.add_column("t", { "m", "TEXT" }, { after = "id" })')
      project:shell(('sqlite3 fed.db "%s"'):format(drift[1]))
      local before = dump(project, "fed.db")
      local fed = feed(project)
      assert.are_not.equal(0, fed.status)
      assert.truthy(fed.stderr:find(drift[2], 1, true), fed.stderr)
      assert.are.equal(before, dump(project, "fed.db"))
    end)
  end

  it("cannot call the author's functions", function()
    local project = prepare('op.alter_column("t", "n", { type = "INTEGER", '
      .. "using = function(n) return #n end })")
    local screen = project:run("upgrade aaaa:bbbb --sql >change.sql")
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("cannot be written down as SQL", 1, true))
  end)

  it("is not made without what a script caught", function()
    local project = prepare('pcall(op.alter_column, "t", "n", { using = '
      .. "function(n) return #n end })")
    local screen = project:run("upgrade aaaa:bbbb --sql >change.sql")
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("cannot be written down as SQL", 1, true))
    assert.truthy(screen.stderr:find("in revision bbbb", 1, true))
  end)
end)
