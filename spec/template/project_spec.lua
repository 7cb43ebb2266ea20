--- The files of `runner init`.
local project = require("runner.template.project")

--- Run a configuration as runner does: with little around it.
local function configuration_of(files)
  local environment = { os = os, log = print, require = require }
  for _, file in ipairs(files) do
    if file.path == "runner.lua" then
      return assert(load(file.text, "=runner.lua", "t", environment))()
    end
  end
end

describe("a new project", function()
  for template, files in pairs(project) do
    it(("of the template %s has a guide for each folder of revisions"):format(template),
      function()
        local paths = {}
        for _, file in ipairs(files) do
          assert.is_nil(paths[file.path])
          paths[file.path] = true
          assert.equal("\n", file.text:sub(-1))
        end
        local configuration = configuration_of(files)
        local sections = configuration.databases or { configuration }
        for _, section in pairs(sections) do
          assert.is_string(section.database)
          assert.is_true(paths[section.versions[1] .. "/README.md"])
        end
      end)
  end

  it("explains every key of the configuration", function()
    local page = assert(io.open("docs/configuration.md")):read("a")
    local text = project.generic[1].text
    local other = { databases = true } -- multidb shows it
    local count = 0
    for key in page:gmatch("\n| `([%l_]+)` |") do
      count = count + 1
      assert.truthy(other[key] or text:find("\n  " .. key .. " = ", 1, true)
        or text:find("\n  -- " .. key .. " = ", 1, true), key)
    end
    assert.is_true(count > 10)
  end)

  it("of the template own writes revisions by its own template", function()
    local render = assert(load(project.own[2].text, "=template.lua"))()
    local text = render({ message = "x", revision = "a" })
    assert.truthy(text:find("what changes, and why"))
    assert(load(text))
  end)
end)
