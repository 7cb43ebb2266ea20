--- Trap 24: scripts that cannot be undone, mix things up, depend on the machine, or glue
-- SQL together. What a lint may say about it is another matter; this is what running
-- does.
local desk = require("spec.support.desk")
local helper = require("spec.helper")
local trap = require("spec.support.trap")

describe("trap 24: what a script does beyond changing the database", function()
  after_each(helper.clean)

  it("a revision without downgrade() is refused on the way down, nothing runs", function()
    local project = helper.project()
    project:write("runner.lua", 'return { database = "desk.db" }')
    project:write("versions/a.lua", '--- A.\nrevision = "aaaa"\n'
      .. 'function upgrade() db:exec("CREATE TABLE t (a)") end\n')
    assert.are.equal(0, project:run("upgrade head").status)
    local screen = project:run("downgrade base")
    assert.are_not.equal(0, screen.status)
    assert.truthy(screen.stderr:find("downgrade", 1, true), screen.stderr)
    assert.are.equal("aaaa", desk.rows(project))
    assert.are.equal("1", desk.query(project,
      "SELECT count(*) FROM sqlite_schema WHERE name = 't'"))
  end)

  it("files and programs are out of reach", function()
    for _, code in ipairs { 'io.open("secret", "w")', 'os.execute("true")',
      'os.remove("desk.db")', 'io.popen("true")' } do
      local project = trap.project("CREATE TABLE t (a)",
        'db:exec("DROP TABLE t") ' .. code)
      trap.stops(project)
      assert.falsy(io.open(project:path("secret")))
    end
  end)

  it("schema and rows changed in one step are there together, or neither is", function()
    local project = trap.project("CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)", [[
      op.create_table("other", { { "x", "INTEGER" } })
      op.bulk_insert("other", { { x = 1 } })
      op.bulk_insert("t", { { a = 2 }, { a = 1 } })]])
    trap.stops(project, "UNIQUE constraint failed: t.a")
  end)

  it("a value with quotes needs no gluing, and is no SQL", function()
    local project = trap.project("CREATE TABLE t (a)", [==[
      local name = "'); DROP TABLE t; --"
      db:exec("INSERT INTO t VALUES (?)", name)
      op.bulk_insert("t", { { a = name } })
      op.create_table("o", { { "x", "TEXT", default = name } })
      db:exec("INSERT INTO o DEFAULT VALUES")]==])
    trap.passes(project)
    assert.are.equal("2", desk.query(project, "SELECT count(*) FROM t, o WHERE a = x"))
  end)

  it("the clock and random numbers are read when a step runs, and are stored as read",
    function()
      local project = trap.project("CREATE TABLE t (a)",
        'db:exec("INSERT INTO t VALUES (?)", math.random(1000000))')
      trap.passes(project)
      local first = desk.query(project, "SELECT a FROM t")
      assert.are.equal(0, project:run("upgrade head").status)
      assert.are.equal(first, desk.query(project, "SELECT a FROM t"))
    end)
end)
