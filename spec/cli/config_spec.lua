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
