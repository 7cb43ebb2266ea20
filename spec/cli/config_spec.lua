--- What runner.lua adds to the command line. What is said of a wrong one is in
-- spec/engine/configuration_spec.lua.
local desk = require("spec.cli.desk")
local helper = require("spec.helper")
local expect = helper.expect

describe("the database", function()
  after_each(helper.clean)

  it("must have a name: an empty one would be thrown away at the end", function()
    local project = desk.linear()
    assert.are.equal(2, project:run("--database '' upgrade head").status)
    assert.are.equal(0, project:shell("RUNNER_DATABASE= "
      .. helper.quote(helper.binary) .. " upgrade head").status)
    expect(project:run("current"), "c3c3c3c3c3c3 (head)\n")
  end)
end)

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
