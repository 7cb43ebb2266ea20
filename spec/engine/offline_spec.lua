--- --sql: the text leads to the same database as running does.
local desk = require("spec.support.desk")
local helper = require("spec.helper")

--- Everything in a database as SQL; times and persons of the journal are left out, and
-- so is the line end before the bracket that closes a table, which ALTER TABLE does not
-- keep where a text has nothing but it.
local function dump(project, file)
  local screen = project:shell(([[
    sqlite3 %s "UPDATE runner_history SET applied_at = '', seconds = NULL"
    sqlite3 %s .dump]]):format(file, file))
  assert.are.equal("", screen.stderr)
  return (screen.stdout:gsub("\n%);\n", ");\n"))
end

local function write_and_feed(project, arguments, file)
  local screen = project:run(arguments .. " >change.sql")
  assert.are.equal(0, screen.status, screen.stderr)
  local fed = project:shell(("sqlite3 %s <change.sql"):format(file))
  assert.are.equal("", fed.stderr)
  assert.are.equal(0, fed.status)
  return screen
end

local VALUES = [[
  db:exec("CREATE TABLE v (id INTEGER PRIMARY KEY, x)")
  local put = db:prepare("INSERT INTO v (x) VALUES (?)")
  put:exec(9007199254740993)
  put:exec(math.mininteger)
  put:exec(0.1)
  put:exec(1e308 * 10)
  put:exec(-0.0)
  put:exec(1.7976931348623157e308)
  put:exec("it's; -- not a comment\n.quit\n")
  put:exec("zero\0inside")
  put:exec(db.blob("\0\1'"))
  put:exec(nil)
  put:exec("äöü")
  db:exec("CREATE TRIGGER t AFTER INSERT ON v BEGIN UPDATE v SET x = 1 WHERE 0; END")
  db:savepoint(function() db:exec("INSERT INTO v VALUES (100, 'kept')") end)
  pcall(db.savepoint, db, function()
    db:exec("INSERT INTO v VALUES (101, 'taken back')")
    error("no")
  end)]]

describe("upgrade --sql", function()
  after_each(helper.clean)

  it("leaves the example project as running it does", function()
    local project = helper.project()
    local here = helper.quote(require("lfs").currentdir())
    project:shell(("cp -r %s/runner.lua %s/versions ."):format(here, here))
    assert.are.equal(0, project:run("--database ran.db upgrade head").status)
    write_and_feed(project, "upgrade head --sql", "fed.db")
    assert.are.equal(dump(project, "ran.db"), dump(project, "fed.db"))
  end)

  it("writes down every value exactly", function()
    local project = desk.project({ { "aaaa", { up = VALUES } } })
    assert.are.equal(0, project:run("upgrade head").status)
    write_and_feed(project, "upgrade head --sql", "fed.db")
    local look = "SELECT id || ':' || typeof(x) || ':' || quote(x) || ':' || "
      .. "hex(CAST(x AS BLOB)) FROM v ORDER BY id"
    assert.are.equal(desk.query(project, look), desk.query(project, look, "fed.db"))
    assert.are.equal(dump(project, "desk.db"), dump(project, "fed.db"))
  end)

  it("puts settings of scripts back as a transaction allows", function()
    local project = desk.project({
      { "aaaa", { up = 'db:exec("PRAGMA legacy_alter_table = ON")' } },
      { "bbbb", { up = 'db:exec("CREATE TABLE a (x)")' } } })
    assert.are.equal(0, project:run("upgrade head").status)
    write_and_feed(project, "upgrade head --sql", "fed.db")
    assert.are.equal(dump(project, "desk.db"), dump(project, "fed.db"))
  end)

  it("goes on from where a range starts, and back", function()
    local project = desk.project({
      { "aaaa", { up = 'db:exec("CREATE TABLE a (x)")',
        back = 'db:exec("DROP TABLE a")' } },
      { "bbbb", { up = 'db:exec("ALTER TABLE a ADD y")',
        back = 'db:exec("ALTER TABLE a DROP y")' } } })
    project:run("upgrade aaaa")
    write_and_feed(project, "upgrade aaaa:head --sql", "desk.db")
    assert.are.equal("bbbb", desk.rows(project))
    assert.are.equal("x y",
      desk.query(project, "SELECT name FROM pragma_table_info('a')"))
    write_and_feed(project, "downgrade head:base --sql", "desk.db")
    assert.are.equal("", desk.rows(project))
    assert.are.equal("0", desk.query(project,
      "SELECT count(*) FROM sqlite_schema WHERE name = 'a'"))
  end)

  it("does not open or make the database", function()
    local project = desk.project({ { "aaaa" } })
    assert.are.equal(0, project:run("upgrade head --sql").status)
    assert.are.same({ "runner.lua", "versions" }, project:list())
  end)

  it("stops the shell at the first statement that fails", function()
    local project = desk.project({ { "aaaa", { up = 'db:exec("CREATE TABLE a (x)")\n'
      .. 'db:exec("CREATE TABLE b (x)")' } } })
    desk.change(project, "CREATE TABLE b (y)")
    project:run("upgrade head --sql >change.sql")
    assert.are_not.equal(0, project:shell("sqlite3 desk.db <change.sql").status)
    assert.are.equal("b", desk.query(project, "SELECT name FROM sqlite_schema"))
  end)

  it("says when a script read rows that the text cannot know", function()
    local project = desk.project({ { "aaaa", { up = [[
      db:exec("CREATE TABLE a (x)")
      for x in db:rows("SELECT x FROM a") do
        db:exec("DELETE FROM a WHERE x = ?", x)
      end]] } } })
    local screen = project:run("upgrade head --sql")
    assert.are.equal(0, screen.status)
    assert.truthy(screen.stderr:find("aaaa", 1, true) and
      screen.stderr:find("reads rows", 1, true), screen.stderr)
  end)

  it("needs a range for a downgrade", function()
    local project = desk.project({ { "aaaa" } })
    assert.are.equal(2, project:run("downgrade base --sql").status)
    assert.are.equal(2, project:run("upgrade a:b:c --sql").status)
    assert.are.equal(2, project:run("upgrade base:head").status)
  end)
end)

describe("stamp --sql", function()
  after_each(helper.clean)

  it("moves the rows from the start that is given", function()
    local project = desk.project({ { "aaaa" }, { "bbbb" } })
    project:run("upgrade aaaa")
    write_and_feed(project, "stamp aaaa:bbbb --sql", "desk.db")
    assert.are.equal("bbbb", desk.rows(project))
  end)
end)
