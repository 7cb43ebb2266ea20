--- Commands that a project defines: whole screens.
local desk = require("spec.cli.desk")
local helper = require("spec.helper")
local expect = helper.expect

describe("a command of the project", function()
  local project
  setup(function()
    project = desk.empty()
    project:write("runner.lua", [[
return { commands = {
  count = { help = "Count.", run = function(call) return #call.arguments .. "" end },
  silent = function() end,
} }
]])
  end)
  teardown(helper.clean)

  it("is called with what follows its name", function()
    expect(project:run("count a --json -1"), "3\n")
    expect(project:run("silent"), "")
  end)

  it("has help", function()
    expect(project:run("help count"), [[
usage: runner count [arguments]

Count.

A command of this project; everything after its name is for it.
]])
    local overview = project:run("help").stdout
    assert.truthy(overview:find("  count                         Count.\n  silent\n", 1,
      true), overview)
  end)
end)
