--- Alterations with --sql: the text leads to the same database as running does, and stops
-- at rows that contradict, which it could not see when it was written.
local desk = require("spec.support.desk")
local helper = require("spec.helper")

local CREATE = [==[
  op.create_table("users", { { "id", "INTEGER", primary_key = true },
    { "name", "TEXT", unique = true } })
  op.create_table("tickets", {
    { "id", "INTEGER", primary_key = true },
    { "status", "TEXT", default = "new" },
    { "user_id", "INTEGER" },
    { "code", "TEXT", unique = true },
    { "size", "TEXT" },
  })
  op.execute([[CREATE TABLE log (what);
    CREATE INDEX ix_status ON tickets (status);
    CREATE TRIGGER tr_update AFTER UPDATE ON tickets BEGIN
      INSERT INTO log VALUES ('update ' || new.id);
    END]])]==]
local ADD = 'op.add_column("tickets", { "day", "TEXT", default = "monday" })'
local ROWS = [[
  INSERT INTO users VALUES (1, 'ann'), (2, 'bob');
  INSERT INTO tickets VALUES (1, 'new', 1, 'a', '7'), (5, 'open', NULL, 'b', '-12')]]
local NEW_ROW = "INSERT INTO tickets VALUES (9, 'x', 2, 'c', '0', 'own')"

--- A project at its second revision, with rows from before and after it.
local function project_at_second(change, more)
  local project = desk.project({
    { "aaaa", { up = CREATE } }, { "bbbb", { up = ADD } }, { "cccc", { up = change } } })
  assert.are.equal(0, project:run("upgrade aaaa").status)
  desk.change(project, ROWS)
  assert.are.equal(0, project:run("upgrade bbbb").status)
  desk.change(project, NEW_ROW .. (more and ";" .. more or ""))
  return project
end

local function feed(project, file)
  local screen = project:run("upgrade bbbb:cccc --sql >change.sql")
  assert.are.equal(0, screen.status, screen.stderr)
  return project:shell(("sqlite3 %s <change.sql"):format(file or "desk.db"))
end

local function dump(project, file)
  local screen = project:shell(([[
    sqlite3 %s "UPDATE runner_history SET applied_at = '', seconds = NULL"
    sqlite3 %s .dump; sqlite3 %s "PRAGMA integrity_check"]]):format(file, file, file))
  assert.are.equal("", screen.stderr)
  return screen.stdout
end

--- Running and feeding lead to the same file.
local function expect_same(change)
  local project = project_at_second(change)
  project:shell("cp desk.db fed.db")
  local ran = project:run("upgrade head")
  assert.are.equal(0, ran.status, ran.stderr)
  local fed = feed(project, "fed.db")
  assert.are.equal("", fed.stderr)
  assert.are.equal(0, fed.status)
  local expected = dump(project, "desk.db")
  assert.are.equal(expected, dump(project, "fed.db"))
  assert.truthy(expected:find("\nok\n$"))
  return project
end

--- The text stops with the message, and nothing of it stays.
local function expect_stop(change, rows, message)
  local project = project_at_second(change, rows)
  local before = dump(project, "desk.db")
  local fed = feed(project)
  assert.are_not.equal(0, fed.status)
  assert.truthy(fed.stderr:find(message, 1, true), fed.stderr)
  assert.are.equal(before, dump(project, "desk.db"))
end

describe("an alteration with --sql", function()
  after_each(helper.clean)

  it("edits the definition", function()
    expect_same([[
      op.alter_table("tickets", function(t)
        t:alter_column("status", { null = false, default = sql"upper('n')" })
        t:create_check_constraint("ck_id", "id > 0")
        t:create_foreign_key(nil, "users", { "user_id" }, { "id" })
      end)]])
  end)

  it("fills rows that are older than a column, without setting off triggers", function()
    local project =
      expect_same('op.alter_column("tickets", "day", { default = "friday" })')
    assert.are.equal("monday monday own", desk.query(project, "SELECT day FROM tickets"))
    assert.are.equal("", desk.query(project, "SELECT * FROM log", "fed.db"))
  end)

  it("adds and drops UNIQUE, and turns AUTOINCREMENT and STRICT on", function()
    expect_same([[
      op.alter_table("tickets", function(t)
        t:create_unique_constraint("uq_day", { "user_id", "id" })
        t:drop_constraint(nil, { columns = { "code" } })
      end)
      op.alter_table("users", function(t)
        t:alter_column("id", { autoincrement = true })
        t:set({ strict = true })
      end)]])
  end)

  it("changes a type in place", function()
    expect_same('op.alter_column("tickets", "size", { type = "INTEGER" })')
  end)

  it("stops at rows that contradict", function()
    local bad = "UPDATE tickets SET status = NULL WHERE id = 5"
    expect_stop('op.alter_column("tickets", "status", { null = false })', bad,
      "CHECK constraint failed: 'status' of 'tickets' holds no NULL")
    expect_stop([[op.create_check_constraint("ck_id", "tickets", "id <> 5")]], nil,
      "CHECK constraint failed: the rows of 'tickets' fit the CHECK 'ck_id'")
    bad = "UPDATE tickets SET user_id = 77 WHERE id = 5"
    expect_stop([[op.create_foreign_key(nil, "tickets", "users", { "user_id" }, { "id" })
      ]], bad, "CHECK constraint failed: the foreign key of 'tickets' (user_id) to "
      .. "'users' holds")
    bad = "UPDATE tickets SET size = '007' WHERE id = 5"
    expect_stop('op.alter_column("tickets", "size", { type = "INTEGER" })', bad,
      "CHECK constraint failed: the values of 'size' in 'tickets' stay the same")
    bad = "UPDATE tickets SET size = '7' WHERE id = 5"
    expect_stop([[op.create_unique_constraint(nil, "tickets", { "size" })]], bad,
      "UNIQUE constraint failed: tickets.size")
  end)

  it("stops at a table that is defined in another way", function()
    expect_stop('op.alter_column("tickets", "status", { null = false })',
      "ALTER TABLE tickets ADD COLUMN more",
      "CHECK constraint failed: the table tickets is defined as this text expects")
  end)
end)
