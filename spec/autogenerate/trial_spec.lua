--- revision --autogenerate --data: the revision on a copy of the database with its rows.
local helper = require("spec.helper")
local sqlite = require("runner.sqlite")

local project

local function make(...)
  local db <close> = sqlite.open(project:path("desk.db"))
  for _, statement in ipairs({ ... }) do db:exec(statement) end
end

before_each(function()
  project = helper.project()
  project:write("runner.lua", [[return { database = "desk.db", schema = "schema.sql",
    on_version_apply = function() error("this is not the real one") end }]])
  assert(project:shell("mkdir versions tmp").status == 0)
  make("CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, 2), (1, NULL)")
end)
after_each(helper.clean)

local function try(environment)
  return project:shell(("%s %s revision --autogenerate --data -m x"):format(
    environment or 'TMPDIR="$PWD/tmp"', helper.quote(helper.binary)))
end

local function expect_refused(screen, status, ...)
  assert.are.equal(status, screen.status, screen.stderr)
  for _, text in ipairs({ ... }) do
    assert.truthy(screen.stderr:find(text, 1, true), screen.stderr)
  end
  assert.are.same({}, project:list("versions"))
  assert.are.same({}, project:list("tmp"))
end

describe("revision --autogenerate --data", function()
  it("writes what runs both ways, and leaves the database and nothing else", function()
    project:write("schema.sql", "CREATE TABLE t (a, b UNIQUE); CREATE VIEW v AS SELECT a "
      .. "FROM t")
    local before = project:read("desk.db")
    local screen = try()
    assert.are.equal(0, screen.status, screen.stderr)
    assert.are.equal(1, #project:list("versions"))
    assert.are.same({}, project:list("tmp"))
    assert.are.equal(before, project:read("desk.db"))
  end)

  it("is told what rows stand against the upgrade", function()
    project:write("schema.sql", "CREATE TABLE t (a, b, c TEXT NOT NULL)")
    expect_refused(try(), 1, "upgrade() fails on a copy of the database: 'c' of 't' "
      .. "cannot be NOT NULL: 2 rows would hold NULL",
      "hint: nothing was written; give its new value with using")
  end)

  it("is told what rows stand against the downgrade", function()
    make("DROP TABLE t", "CREATE TABLE t (a, b NOT NULL)",
      "INSERT INTO t VALUES (1, 2)")
    project:write("schema.sql", "CREATE TABLE t (a)")
    expect_refused(try(), 1, "downgrade() fails on a copy of the database: 'b' of 't' "
      .. "cannot be NOT NULL")
  end)

  it("sees what a write-ahead log holds", function()
    make("PRAGMA journal_mode = WAL")
    local db <close> = sqlite.open(project:path("desk.db"))
    db:exec("INSERT INTO t VALUES (7, 8), (9, 8)")
    project:write("schema.sql", "CREATE TABLE t (a, b UNIQUE)")
    expect_refused(try(), 1, "UNIQUE (b) of 't' cannot hold")
  end)

  it("needs no database", function()
    os.remove(project:path("desk.db"))
    project:write("schema.sql", "CREATE TABLE t (a)")
    assert.are.equal(0, try().status)
  end)

  it("says where it has no room", function()
    project:write("schema.sql", "CREATE TABLE t (a)")
    expect_refused(try('TMPDIR="$PWD/none"'), 2, "cannot make a folder in $PROJECT/none")
    make("CREATE TABLE big AS SELECT zeroblob(3000000) AS x")
    project:write("schema.sql", "CREATE TABLE t (a); CREATE TABLE big (x)")
    expect_refused(try('ulimit -f 1000; TMPDIR="$PWD/tmp"'), 1,
      "the database could not be copied: ", "hint: the copy is made in $TMPDIR")
  end)
end)
