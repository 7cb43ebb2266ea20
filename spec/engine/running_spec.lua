--- What one run keeps and what it rolls back.
local desk = require("spec.support.desk")
local helper = require("spec.helper")

local function tables(project)
  return desk.query(project, "SELECT name FROM sqlite_schema WHERE type = 'table' "
    .. "AND name NOT LIKE 'runner%' AND name NOT LIKE 'sqlite%' ORDER BY 1")
end

local TWO = {
  { "aaaa", { up = 'db:exec("CREATE TABLE a (x)")', back = 'db:exec("DROP TABLE a")' } },
  { "bbbb", { up = 'db:exec("CREATE TABLE b (x)")', back = 'db:exec("DROP TABLE b")' } },
}

describe("a run", function()
  after_each(helper.clean)

  it("commits each revision with its version row and its journal row", function()
    local project = desk.project(TWO)
    helper.expect(project:run("upgrade head"), "",
      "Running upgrade  -> aaaa, Revision aaaa.\n"
        .. "Running upgrade aaaa -> bbbb, Revision bbbb.\n", 0)
    assert.are.equal("a b", tables(project))
    assert.are.equal("bbbb", desk.rows(project))
    assert.are.equal("aaaa/upgrade/done bbbb/upgrade/done", desk.query(project,
      "SELECT revision || '/' || direction || '/' || state FROM runner_history"))
  end)

  it("keeps the source and its digest in the journal", function()
    local project = desk.project({ TWO[1] })
    project:run("upgrade head")
    local source = project:read("versions/aaaa.lua")
    local sum = project:shell("sha256sum versions/aaaa.lua").stdout:match("^%x+")
    assert.are.equal(source, desk.query(project, "SELECT source FROM runner_history"))
    assert.are.equal(sum, desk.query(project, "SELECT digest FROM runner_history"))
    assert.are.equal("1", desk.query(project, "SELECT count(*) FROM runner_history "
      .. "WHERE applied_by LIKE '%@%' AND seconds >= 0 AND applied_at LIKE '20__-%Z'"))
  end)

  it("takes everything back on the way down", function()
    local project = desk.project(TWO)
    project:run("upgrade head")
    local screen = project:run("downgrade -1")
    assert.are.equal("Running downgrade bbbb -> aaaa, Revision bbbb.\n", screen.stderr)
    assert.are.equal("a", tables(project))
    project:run("downgrade base")
    assert.are.equal("", tables(project))
    assert.are.equal("", desk.rows(project))
  end)

  it("keeps the revisions before the one that fails", function()
    local project = desk.project({ TWO[1],
      { "bbbb", { up = 'db:exec("CREATE TABLE b (x)")\n  error("enough")' } } })
    local screen = project:run("upgrade head")
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("enough", 1, true))
    assert.truthy(screen.stderr:find("versions/bbbb.lua:7", 1, true), screen.stderr)
    assert.truthy(screen.stderr:find("the database stands at aaaa", 1, true))
    assert.are.equal("a", tables(project))
    assert.are.equal("aaaa", desk.rows(project))
    assert.are.equal("1", desk.query(project, "SELECT count(*) FROM runner_history"))
  end)

  it("keeps nothing of an --atomic run that fails", function()
    local project = desk.project({ TWO[1], { "bbbb", { up = 'error("enough")' } } })
    assert.are.equal(1, project:run("upgrade head --atomic").status)
    assert.are.equal("", desk.query(project, "SELECT name FROM sqlite_schema"))
  end)

  it("makes all of an --atomic run that works", function()
    local project = desk.project(TWO)
    assert.are.equal(0, project:run("upgrade head --atomic").status)
    assert.are.equal("a b", tables(project))
    assert.are.equal("bbbb", desk.rows(project))
  end)

  it("stops at a foreign key that the script violated", function()
    local project = desk.project({ { "aaaa", { up = [[
      db:exec("CREATE TABLE p (id INTEGER PRIMARY KEY)")
      db:exec("CREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p)")
      db:exec("INSERT INTO c VALUES (1, 99)")]] } } })
    local screen = project:run("upgrade head")
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("foreign key", 1, true), screen.stderr)
    assert.are.equal("", desk.query(project, "SELECT name FROM sqlite_schema"))
  end)

  it("does not hold an old violation against a revision", function()
    local project = desk.project({
      { "aaaa", { up = 'db:exec("INSERT INTO c VALUES (2, 1)")' } } })
    desk.change(project, "CREATE TABLE p (id INTEGER PRIMARY KEY);"
      .. "CREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p);"
      .. "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 99)")
    local screen = project:run("upgrade head")
    assert.are.equal("Running upgrade  -> aaaa, Revision aaaa.\n", screen.stderr)
    assert.are.equal("1 2", desk.query(project, "SELECT id FROM c"))
  end)

  it("does not delete children when a parent table is made anew", function()
    local project = desk.project({ { "aaaa", { up = [[
      db:exec("CREATE TABLE n (id INTEGER PRIMARY KEY, x)")
      db:exec("INSERT INTO n SELECT id, NULL FROM p")
      db:exec("DROP TABLE p")
      db:exec("ALTER TABLE n RENAME TO p")]], extra = 'removes_rows = { "p" }' } } })
    desk.change(project, "CREATE TABLE p (id INTEGER PRIMARY KEY);"
      .. "CREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p ON DELETE CASCADE);"
      .. "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1)")
    assert.are.equal(0, project:run("upgrade head").status)
    assert.are.equal("1", desk.query(project, "SELECT count(*) FROM c"))
  end)

  it("stops when a view no longer works", function()
    local project = desk.project({ { "aaaa", { up = 'db:exec("DROP TABLE a")' } } })
    desk.change(project, "CREATE TABLE a (x); CREATE VIEW v AS SELECT x FROM a")
    local screen = project:run("upgrade head")
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("view v", 1, true), screen.stderr)
    assert.are.equal("a", tables(project))
  end)

  it("runs nothing more once an error ended the transaction", function()
    local project = desk.project({ { "aaaa", { up = [[
      db:exec("CREATE TABLE a (x UNIQUE ON CONFLICT ROLLBACK)")
      db:exec("INSERT INTO a VALUES (1)")
      pcall(db.exec, db, "INSERT INTO a VALUES (1)")
      pcall(db.exec, db, "CREATE TABLE sneaked (x)")]] } } })
    local screen = project:run("upgrade head")
    assert.are.equal(1, screen.status)
    assert.are.equal("", desk.query(project, "SELECT name FROM sqlite_schema"))
  end)

  it("calls on_version_apply before the commit, for stamps too", function()
    local project = desk.project(TWO, [[return {
      database = "desk.db",
      on_version_apply = function(step)
        db:exec("CREATE TABLE IF NOT EXISTS seen (what)")
        db:exec("INSERT INTO seen VALUES (?)", step.direction .. ":" ..
          tostring(step.revision) .. ":" .. table.concat(step.heads, ","))
        if step.direction == "downgrade" then error("no way back") end
      end,
    }]])
    project:run("upgrade aaaa")
    project:run("stamp bbbb")
    assert.are.equal("upgrade:aaaa:aaaa stamp:bbbb:bbbb",
      desk.query(project, "SELECT what FROM seen"))
    desk.change(project, "CREATE TABLE b (x)")
    local screen = project:run("downgrade aaaa")
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("no way back", 1, true), screen.stderr)
    assert.are.equal("bbbb", desk.rows(project))
  end)

  it("refuses a target below what is applied", function()
    local project = desk.project(TWO)
    project:run("upgrade head")
    helper.expect(project:run("upgrade aaaa"), "", [[
runner: error: aaaa is below what is applied: the database stands at bbbb
hint: to go back, use `runner downgrade aaaa`
]], 4)
    assert.are.equal(0, project:run("upgrade bbbb").status)
  end)

  it("takes over a database that Alembic keeps", function()
    local project = desk.project(TWO,
      'return { database = "desk.db", version_table = "alembic_version" }')
    desk.change(project, "CREATE TABLE alembic_version ("
      .. "version_num VARCHAR(32) NOT NULL, "
      .. "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));"
      .. "INSERT INTO alembic_version VALUES ('aaaa'); CREATE TABLE a (x)")
    assert.are.equal(0, project:run("upgrade head").status)
    assert.are.equal("bbbb",
      desk.query(project, "SELECT version_num FROM alembic_version"))
    assert.are.equal("a alembic_version b", tables(project))
  end)
end)

describe("a revision outside a transaction", function()
  after_each(helper.clean)

  local function loose(body)
    return { "aaaa", { extra = "transaction = false", up = body } }
  end

  it("may do what SQLite refuses inside one", function()
    local project = desk.project({ loose([[
      db:exec("VACUUM")
      db:value("PRAGMA journal_mode = WAL")]]) })
    local screen = project:run("upgrade head")
    assert.are.equal("Running upgrade  -> aaaa, Revision aaaa.\n", screen.stderr)
    assert.are.same({ "desk.db", "runner.lua", "versions" }, project:list())
    assert.are.equal("wal", desk.query(project, "PRAGMA journal_mode"))
    assert.are.equal("aaaa/done", desk.query(project,
      "SELECT revision || '/' || state FROM runner_history"))
  end)

  it("is known as unfinished when it fails, and runs again", function()
    local project = desk.project({ loose([[
      db:exec("CREATE TABLE IF NOT EXISTS a (x)")
      if context.x.fail then error("cut") end]]) })
    assert.are.equal(1, project:run("-x fail upgrade head").status)
    assert.are.equal("started", desk.query(project, "SELECT state FROM runner_history"))
    assert.are.equal("", desk.rows(project))
    local screen = project:run("upgrade head")
    assert.are.equal(0, screen.status)
    assert.truthy(screen.stderr:find("was cut short the last time", 1, true))
    assert.are.equal("done", desk.query(project, "SELECT state FROM runner_history"))
  end)

  it("is refused in an --atomic run before anything happens", function()
    local project = desk.project({ loose("") })
    local screen = project:run("upgrade head --atomic")
    assert.are.equal(2, screen.status)
    assert.are.same({ "runner.lua", "versions" }, project:list())
  end)
end)
