--- Traps 20 to 23: the stored text itself, the age of SQLite, and the cost of a change.
local helper = require("spec.helper")
local sqlite = require("runner.sqlite")
local trap = require("spec.support.trap")

describe("trap 20: a text in double quotes becomes a column", function()
  after_each(helper.clean)

  --- The shell takes "open" for a text, as there is no such column.
  local function quoted(up)
    local project = trap.project("CREATE TABLE other (x)", up)
    project:shell([[
      echo 'CREATE TABLE t (a CHECK (a <> "open"), b);' | sqlite3 desk.db
      echo "INSERT INTO t VALUES ('closed', 1);" | sqlite3 desk.db]])
    return project
  end

  it("is refused in new definitions", function()
    for _, up in ipairs {
      [[op.create_check_constraint("ck", "t", 'a <> "open"')]],
      [[op.create_index("ix", "t", { sql'a || "open"' })]],
      [[op.create_view("v", 'SELECT "open" FROM t')]],
      [[op.alter_table("t", function(t)
          t:create_check_constraint("ck", 'a <> "open"')
        end, { recreate = "always" })]],
    } do
      trap.stops(trap.project("CREATE TABLE t (a)", up), "open")
    end
  end)

  it("stops the column that it would become, added or renamed", function()
    trap.stops(quoted('op.add_column("t", { "open", "TEXT" })'), "open")
    trap.stops(quoted('op.rename_column("t", "b", "open")'), "open")
  end)

  it("stays the text that it is when other things change", function()
    for _, recreate in ipairs { "auto", "always" } do
      local project = quoted(([[op.alter_table("t", function(t)
        t:add_column({ "c", "TEXT" }, { first = true }) end, { recreate = %q })]])
        :format(recreate))
      local screen = project:run("upgrade head")
      if screen.status == 0 then
        assert.are_not.equal(0,
          project:shell([[sqlite3 desk.db "INSERT INTO t (a) VALUES ('open')"]]).status)
        assert.are.equal(0,
          project:shell([[sqlite3 desk.db "INSERT INTO t (a) VALUES ('else')"]]).status)
      else
        assert.truthy(screen.stderr:find("open", 1, true), screen.stderr)
      end
    end
  end)
end)

describe("trap 21: SQL that is newer than the SQLite in use", function()
  after_each(helper.clean)

  -- 3.53 has ALTER TABLE for these; before it there is no such statement.
  it("is not what the operations need", function()
    trap.passes(trap.project([[
      CREATE TABLE t (a NOT NULL, b); INSERT INTO t VALUES (1, 2)]], [[
      op.alter_table("t", function(t)
        t:alter_column("a", { null = true })
        t:alter_column("b", { null = false })
        t:create_check_constraint("ck", "b > 1")
      end)
      op.drop_constraint("ck", "t")]]))
  end)

  it("is an error of the statement when a revision writes it itself", function()
    local db <close> = sqlite.open(":memory:")
    local newer = db:value("SELECT sqlite_version() >= '3.53'") == 1
    if newer then return end
    trap.stops(trap.project("CREATE TABLE t (a)",
      'op.execute("ALTER TABLE t ALTER COLUMN a SET NOT NULL")'), "syntax error")
  end)
end)

describe("trap 22: a change that moves all rows of a large table", function()
  after_each(helper.clean)

  it("says so before it runs, and says when none is moved", function()
    local project = trap.project(
      "CREATE TABLE t (a NOT NULL, b); INSERT INTO t VALUES (1, 2)",
      [[op.alter_column("t", "a", { null = true })
        op.create_primary_key(nil, "t", { "a" })]])
    local screen = project:run("upgrade head --plan -v")
    local said = screen.stdout .. screen.stderr
    assert.truthy(said:find("t: edit", 1, true), said)
    assert.truthy(said:find("t: rebuil", 1, true), said)
    assert.truthy(said:find("primary key", 1, true), said)
  end)
end)

describe("trap 23: writable_schema checks nothing", function()
  after_each(helper.clean)

  it("is refused to scripts, with the reason", function()
    trap.stops(trap.project("CREATE TABLE t (a)",
      'db:exec("PRAGMA writable_schema = ON")'),
      "writable_schema", "defensive")
    trap.stops(trap.project("CREATE TABLE t (a)",
      [[db:exec("UPDATE sqlite_schema SET sql = 'CREATE TABLE t (b)'")]]), "sqlite_")
  end)

  it("is used by an operation only after a scan that proves every row", function()
    local rows = "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 1), (NULL, 2), (0, 3)"
    trap.stops(trap.project(rows, 'op.alter_column("t", "a", { null = false })'), "a",
      "2")
    trap.stops(trap.project(rows, 'op.create_check_constraint("ck", "t", "a > 0")'), "ck",
      "3")
    trap.stops(trap.project("CREATE TABLE p (id INTEGER PRIMARY KEY); " .. rows,
      'op.create_foreign_key("fk", "t", "p", { "b" }, { "id" })'))
  end)

  it("leaves a file that SQLite finds in order, and that enforces what is new", function()
    local project = trap.project("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 1)",
      'op.alter_column("t", "a", { null = false })')
    trap.passes(project)
    local screen = project:shell('sqlite3 desk.db "INSERT INTO t (b) VALUES (2)"')
    assert.truthy(screen.stderr:find("NOT NULL constraint failed", 1, true),
      screen.stderr)
  end)
end)
