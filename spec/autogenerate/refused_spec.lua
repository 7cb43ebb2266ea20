--- Desired schemas that cannot be had: check and revision --autogenerate say why.
local helper = require("spec.helper")

local project

before_each(function()
  project = helper.project()
  project:write("runner.lua", 'return { database = "desk.db", schema = "schema.lua" }\n')
  assert(project:shell("mkdir versions").status == 0)
end)
after_each(helper.clean)

describe("a desired schema that cannot be had", function()
local users = [[
create_table("users", {
  { "id", "INTEGER", primary_key = true },
  { "name", "TEXT" },
})
]]

  local function expect_refused(status, ...)
    for _, command in ipairs({ "check", "revision --autogenerate" }) do
      local screen = project:run(command)
      assert.are.equal(status, screen.status, screen.stderr)
      for _, text in ipairs({ ... }) do
        assert.truthy(screen.stderr:find(text, 1, true), screen.stderr)
      end
    end
    assert.are.same({}, project:list("versions"))
    assert.is_nil(io.open(project:path("desk.db")))
  end

  local function schema_is(text)
    project:write("runner.lua", ('return { database = "desk.db", schema = %s }\n')
      :format(text))
  end

  it("is told with file and line, in Lua", function()
    project:write("schema.lua", users .. 'create_index("ix", "user", { "name" })\n')
    expect_refused(1, "there is no table 'user'", "schema.lua:5", "did you mean 'users'?")
    project:write("schema.lua", "create_table(\n")
    expect_refused(1, "schema.lua:")
  end)

  it("is told with file and line, in SQL", function()
    schema_is('"schema.sql"')
    project:write("schema.sql", "CREATE TABLE t (a);\n\nCREATE INDEX i ON t (\n  b);\n")
    expect_refused(1, "schema.sql:", "b")
  end)

  it("is told of a command that fails", function()
    schema_is('{ command = "echo sorry >&2; exit 7" }')
    expect_refused(1, "ended with exit code 7: echo sorry >&2; exit 7\nsorry")
    schema_is('{ command = { "no-such-program" } }')
    expect_refused(2, "no-such-program")
    schema_is('{ command = "true" }')
    expect_refused(1, "gave no schema")
  end)

  it("is told of an unknown kind, a missing file, none at all", function()
    project:write("schema.txt", "x")
    schema_is('"schema.txt"')
    expect_refused(2, "schema.txt is of no known kind")
    schema_is('"none.sql"')
    expect_refused(2, "there is no schema none.sql")
    schema_is("nil")
    expect_refused(2, "does not say what schema is desired", "runner.lua")
  end)

  it("is told of reserved names", function()
    schema_is('"schema.sql"')
    project:write("schema.sql", "CREATE TABLE t (a);\nCREATE TABLE runner_version (x);\n")
    expect_refused(1, "'runner_version' belongs to runner", "schema.sql:2")
    project:write("schema.sql", "CREATE TABLE sqlite_mine (x);\n")
    expect_refused(1, "sqlite_mine", "schema.sql:1")
  end)

  it("is told of views in a circle", function()
    schema_is('"schema.sql"')
    project:write("schema.sql", "CREATE VIEW a AS SELECT * FROM b;\n"
      .. "CREATE VIEW b AS SELECT * FROM a;\n")
    expect_refused(1, "view 'a' of schema.sql does not work: ", "circular")
  end)
end)
