--- What a script does must not leave the database, its record and the next revision in
-- disagreement.
local desk = require("spec.support.desk")
local helper = require("spec.helper")

local function exec(sql)
  return ("db:exec([==[%s]==])\n"):format(sql)
end

describe("a script", function()
  after_each(helper.clean)

  it("may not change the version table or the journal, nor hide them", function()
    local refused = {
      "INSERT INTO runner_version VALUES ('other')",
      "DELETE FROM Runner_Version",
      "UPDATE runner_version SET version_num = 'other'",
      "DROP TABLE runner_version",
      "ALTER TABLE runner_version RENAME TO other",
      "ALTER TABLE runner_history ADD COLUMN other",
      "CREATE TEMP TABLE runner_version (version_num TEXT PRIMARY KEY)",
      "CREATE TEMP VIEW runner_history AS SELECT 1",
      "DELETE FROM runner_history",
      "CREATE TRIGGER other AFTER INSERT ON runner_version BEGIN SELECT 1; END",
      "CREATE TEMP TRIGGER other AFTER UPDATE ON runner_version BEGIN SELECT 1; END",
    }
    for _, sql in ipairs(refused) do
      local project = desk.project { { "aaaa", { up = exec("CREATE TABLE a (x)") } },
        { "bbbb", { up = exec(sql) } } }
      local screen = project:run("upgrade head")
      assert.are.equal(1, screen.status, sql)
      assert.truthy(screen.stderr:find("may not change runner_", 1, true), screen.stderr)
      assert.are.equal("aaaa", desk.rows(project))
      assert.are.equal("1", desk.query(project, "SELECT count(*) FROM runner_history"))
    end
  end)

  it("may read the version table and the journal", function()
    local project = desk.project { { "aaaa", {} }, { "bbbb", { up = [[
      assert(db:value("SELECT version_num FROM runner_version") == "aaaa")
      assert(db:value("SELECT max(revision) FROM runner_history") == "aaaa")]] } } }
    local screen = project:run("upgrade head")
    assert.are.equal(0, screen.status, screen.stderr)
  end)

  local leftovers = exec("CREATE TABLE a (x)") ..
    exec("CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO a VALUES (9); END") ..
    exec('CREATE TEMP TABLE "odd ""name" (x UNIQUE)') ..
    exec('CREATE TEMP VIEW v AS SELECT * FROM "odd ""name"') ..
    exec("CREATE TEMP TABLE kept (id INTEGER PRIMARY KEY AUTOINCREMENT)")

  local function check_next(extra)
    return desk.project { { "aaaa", { up = leftovers, extra = extra } },
      { "bbbb", { up = [[
        db:exec("INSERT INTO a VALUES (1)")
        assert(db:value("SELECT count(*) FROM sqlite_temp_schema WHERE name NOT LIKE "
          .. "'sqlite%'") == 0)]] } } }
  end

  it("leaves nothing temporary for the next one", function()
    for _, extra in ipairs { "", "transaction = false" } do
      local project = check_next(extra)
      local screen = project:run("upgrade head")
      assert.are.equal(0, screen.status, screen.stderr)
      assert.are.equal("1", desk.query(project, "SELECT x FROM a"))
    end
  end)

  it("leaves nothing temporary for the next one as SQL text, either", function()
    local project = check_next()
    local screen = project:shell(helper.quote(helper.binary) ..
      " upgrade head --sql | sqlite3 desk.db")
    assert.are.equal(0, screen.status, screen.stderr)
    assert.are.equal("1", desk.query(project, "SELECT x FROM a"))
  end)

  it("runs nothing more in a savepoint that an error ended", function()
    local project = desk.project { { "aaaa", { extra = "transaction = false", up = [[
      db:exec("CREATE TABLE a (x)")
      db:exec("CREATE TRIGGER t BEFORE DELETE ON a BEGIN SELECT RAISE(ROLLBACK, ''); END")
      db:exec("INSERT INTO a VALUES (1)")
      local done, reason = pcall(db.savepoint, db, function()
        db:exec("CREATE TABLE undone (x)")
        pcall(db.exec, db, "DELETE FROM a")
        pcall(db.exec, db, "CREATE TABLE outside (x)")
      end)
      assert(not done and tostring(reason):find("rolled back by an error before"))
      db:savepoint(function() db:exec("CREATE TABLE after (x)") end)]] } } }
    local screen = project:run("upgrade head")
    assert.are.equal(0, screen.status, screen.stderr)
    assert.are.equal("a after", desk.query(project,
      "SELECT name FROM sqlite_schema WHERE name IN ('a', 'after', 'outside', 'undone') "
      .. "ORDER BY 1"))
  end)
end)

describe("the end of a run", function()
  after_each(helper.clean)

  it("says where the database stands when --purge is taken back", function()
    local project = desk.project { { "aaaa", {} }, { "bbbb", {} } }
    project:run("upgrade head")
    project:write("runner.lua", [[return { database = "desk.db",
      on_version_apply = function() error("refused") end }]])
    local screen = project:run("stamp --purge aaaa")
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("stands at bbbb", 1, true), screen.stderr)
    assert.are.equal("bbbb", desk.rows(project))
  end)

  it("is an error when a file may not grow", function()
    local project = desk.project { { "aaaa", { up = exec("CREATE TABLE a (x)") } },
      { "bbbb", { up = exec("INSERT INTO a VALUES (zeroblob(9000000))") } } }
    local screen = project:shell("ulimit -f 2000; " .. helper.quote(helper.binary) ..
      " upgrade head")
    assert.are.equal(1, screen.status, screen.stderr)
    assert.truthy(screen.stderr:find("in revision bbbb", 1, true), screen.stderr)
    assert.are.equal("aaaa", desk.rows(project))
  end)

  it("is refused when others move the rows meanwhile", function()
    local project = desk.project { { "aaaa", { extra = "transaction = false", up = [[
      local change = "INSERT INTO runner_version VALUES ('bbbb')"
      assert(os.execute(('sqlite3 desk.db "%s"'):format(change)))]]
      } }, { "bbbb", {} } }
    project:write("runner.lua", 'return { database = "desk.db", trust = { "os" } }')
    local screen = project:run("upgrade aaaa")
    assert.are.equal(5, screen.status, screen.stderr)
    assert.truthy(screen.stderr:find("another program changed the version rows", 1, true),
      screen.stderr)
    assert.are.equal("bbbb", desk.rows(project))
  end)

  it("is no success when the database cannot even be looked at", function()
    local project = desk.project { { "aaaa", {} } }
    project:shell("ln -s desk.db desk.db")
    for _, command in ipairs { "current", "downgrade base", "upgrade head" } do
      local screen = project:run(command)
      assert.are.equal(2, screen.status, command .. screen.stderr)
      assert.truthy(screen.stderr:find("cannot open desk.db", 1, true), screen.stderr)
    end
  end)

  it("lets triggers of a trusted database keep a full-text index", function()
    local project = desk.project({ { "aaaa", { up = [[
      db:exec("CREATE TABLE posts (id INTEGER PRIMARY KEY, body TEXT)")
      db:exec("CREATE VIRTUAL TABLE words USING fts5(body, content = posts)")
      db:exec("CREATE TRIGGER keep AFTER INSERT ON posts BEGIN "
        .. "INSERT INTO words (rowid, body) VALUES (new.id, new.body); END")
      db:exec("INSERT INTO posts (body) VALUES ('hello')")]] } } })
    local screen = project:run("upgrade head")
    if screen.status ~= 0 then -- newer versions of SQLite know that it does no harm
      assert.truthy(screen.stderr:find("unsafe use of", 1, true), screen.stderr)
      assert.truthy(screen.stderr:find('trust = { "schema" }', 1, true), screen.stderr)
    end
    project:write("runner.lua",
      'return { database = "desk.db", trust = { "schema" } }')
    assert.are.equal(0, project:run("upgrade head").status)
    assert.are.equal("1", desk.query(project,
      "SELECT count(*) FROM words WHERE words MATCH 'hello'"))
  end)
end)
