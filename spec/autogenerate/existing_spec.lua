--- runner init --from-database: a project on a database that is there already.
local helper = require("spec.helper")
local sqlite = require("runner.sqlite")

local project

before_each(function() project = helper.project() end)
after_each(helper.clean)

local function make(name, ...)
  local db <close> = sqlite.open(project:path(name))
  for _, statement in ipairs({ ... }) do db:exec(statement) end
end

--- All that a file has, as lines.
local function content(name)
  local db <close> = sqlite.open(project:path(name), { read_only = true })
  local lines = { db:value("PRAGMA user_version"), db:value("PRAGMA application_id") }
  for type, object, text in db:rows("SELECT type, name, sql FROM sqlite_schema WHERE "
    .. "name NOT LIKE 'runner%' AND tbl_name NOT LIKE 'runner%' AND type || name NOT IN "
    .. "('tablesqlite_sequence') ORDER BY type, name") do
    lines[#lines + 1] = ("%s %s %s"):format(type, object, text)
  end
  return lines
end

local function make_app()
  make("app.db", [[CREATE TABLE "Tickets" (id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id REFERENCES users, -- who
  UNIQUE (user_id) ON CONFLICT REPLACE)]], "CREATE TABLE users (id INTEGER PRIMARY KEY)",
    "CREATE INDEX ix ON tickets (id) -- part", "CREATE VIEW v AS SELECT id FROM tickets",
    "CREATE VIEW a AS SELECT * FROM v /* open",
    "CREATE TRIGGER tr INSTEAD OF DELETE ON v BEGIN SELECT 1; END",
    "CREATE VIRTUAL TABLE s USING fts5(a)", "INSERT INTO users VALUES (1)",
    "PRAGMA user_version = 7")
end

local function run(arguments)
  local screen = project:run(arguments)
  assert.are.equal(0, screen.status, screen.stderr)
  return screen
end

describe("runner init --from-database", function()
  it("writes a project whose first revision makes the same, and takes it away", function()
    make_app()
    local before = project:read("app.db")
    local screen = run("init --from-database app.db")
    assert.are.equal("Generating runner.lua ...  done\n"
      .. "Generating versions/README.md ...  done\nGenerating schema.lua ...  done\n",
      screen.stdout:match("^.-\n.-\n.-\n"))
    assert.are.equal("app.db is as it was; `runner stamp head` records that it stands at "
      .. "the first revision\n", screen.stderr)
    assert.are.equal(before, project:read("app.db"))
    run("--database new.db upgrade head")
    assert.are.same(content("app.db"), content("new.db"))
    run("--database new.db downgrade base")
    assert.are.same({ 7, 0 }, content("new.db"))
    run("--database new.db upgrade head")
    run("stamp head")
    local schema = run("schema").stdout
    assert.are.equal(schema, run("--database new.db schema").stdout)
    assert.are.equal(run("schema --format lua").stdout,
      run("schema --desired --format lua").stdout)
    run("upgrade head")
  end)

  it("finds the database from where the project is", function()
    make_app()
    run("init --from-database app.db sub/project")
    local configuration = project:read("sub/project/runner.lua")
    assert.is_truthy(configuration:find(project.folder .. '/app.db"', 1, true))
    run("-c sub/project/runner.lua schema")
    project:shell("mkdir other && mv app.db other/")
    run("init --from-database other/app.db other")
    configuration = project:read("other/runner.lua")
    assert.is_truthy(configuration:find('database = "app.db"', 1, true))
    assert.is_truthy(configuration:find('\n  schema = "schema.lua",\n', 1, true))
  end)

  it("answers with JSON", function()
    make_app()
    local screen = run("--json init --from-database app.db")
    assert.is_truthy(screen.stdout:find('"written":["runner.lua","versions/README.md",'
      .. '"schema.lua","versions/', 1, true), screen.stdout)
  end)

  it("writes nothing if it cannot", function()
    local function expect_nothing(status, part, arguments, left)
      local screen = project:run(arguments or "init --from-database app.db")
      assert.are.equal(status, screen.status)
      assert.is_truthy(screen.stderr:find(part, 1, true), screen.stderr)
      assert.are.same(left or { "app.db" }, project:list())
    end
    project:write("app.db", "no database, but long enough for somebody to look at it")
    expect_nothing(6, "is not a SQLite database")
    os.remove(project:path("app.db"))
    expect_nothing(2, "there is no database app.db", nil, {})
    make_app()
    expect_nothing(2, "together", "init -t own --from-database app.db")
    project:write("schema.lua", "")
    expect_nothing(2, "schema.lua exists already", nil, { "app.db", "schema.lua" })
  end)

  it("says what cannot be made anew", function()
    local path = project:path("app.db")
    project:shell("python3 -c \"import sqlite3; c = sqlite3.connect('" .. path .. "'); "
      .. "c.execute('create table t (a check (a <> \\\"x\\\"))')\"")
    local screen = project:run("init --from-database app.db")
    assert.are.equal(1, screen.status)
    assert.is_truthy(screen.stderr:find("table 't' of the database cannot be made anew: "
      .. "no such column", 1, true), screen.stderr)
    assert.are.same({ "app.db" }, project:list())
  end)
end)
