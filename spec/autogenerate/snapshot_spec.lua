--- The snapshot: written after each change, told of by check when it is out of date.
local helper = require("spec.helper")

local project

before_each(function()
  project = helper.project()
  project:write("runner.lua", [[return { database = "desk.db", schema = "schema.sql",
    snapshot = "kept/schema.lua" }]])
  project:write("schema.sql", "CREATE TABLE t (a TEXT)")
  project:write("versions/a.lua", [[revision = "aaaa"
    function upgrade() op.create_table("t", { { "a", "TEXT" } }) end
    function downgrade() op.drop_table("t") end]])
end)
after_each(helper.clean)

local none = "No new upgrade operations detected.\n"
local text = 'create_table("t", {\n  { "a", "TEXT" },\n})\n'

describe("the snapshot", function()
  it("follows upgrade and downgrade", function()
    assert.are.equal(0, project:run("upgrade head").status)
    assert.are.equal(text, project:read("kept/schema.lua"))
    helper.expect(project:run("check"), none)
    assert.are.equal(0, project:run("downgrade base").status)
    assert.are.equal("", project:read("kept/schema.lua"))
  end)

  it("is told of by check when it is out of date, or missing", function()
    assert.are.equal(0, project:run("upgrade head").status)
    project:write("kept/schema.lua", "-- nothing\n")
    local out_of_date = { "Detected a snapshot that is out of date: kept/schema.lua\n",
      "runner: error: the snapshot kept/schema.lua is out of date\nhint: `runner schema "
      .. "--snapshot kept/schema.lua` writes it anew\n", 3 }
    helper.expect(project:run("check"), table.unpack(out_of_date))
    helper.expect(project:run("--json check"), '{"command":"check","differences":[],'
      .. '"questions":[],"stale_snapshot":"kept/schema.lua"}\n', "", 3)
    os.remove(project:path("kept/schema.lua"))
    helper.expect(project:run("check"), table.unpack(out_of_date))
    helper.expect(project:run("schema --snapshot kept/schema.lua"),
      "Writing kept/schema.lua ...  done\n")
    helper.expect(project:run("check"), none)
    helper.expect(project:run("schema --snapshot kept/schema.lua"),
      "kept/schema.lua is up to date\n")
    helper.expect(project:run("--json schema --snapshot kept/schema.lua"),
      '{"command":"schema","snapshot":"kept/schema.lua","written":false}\n')
  end)

  it("is SQL under any other name", function()
    project:run("upgrade head")
    assert.are.equal(0, project:run("schema --snapshot it.txt").status)
    assert.are.equal(project:run("schema").stdout, project:read("it.txt"))
  end)

  it("does not undo an upgrade when it cannot be written", function()
    project:write("kept", "a file where a folder should be")
    local screen = project:run("upgrade head")
    assert.are.equal(0, screen.status)
    assert.truthy(screen.stderr:find("runner: warning: the snapshot kept/schema.lua was "
      .. "not written: ", 1, true), screen.stderr)
    assert.truthy(project:run("current").stdout:find("aaaa", 1, true))
  end)

  it("stays as it is where nothing was done", function()
    project:run("upgrade head")
    project:write("kept/schema.lua", "-- mine\n")
    assert.are.equal(0, project:run("upgrade head").status)
    assert.are.equal(0, project:run("stamp head").status)
    assert.are.equal("-- mine\n", project:read("kept/schema.lua"))
  end)
end)
