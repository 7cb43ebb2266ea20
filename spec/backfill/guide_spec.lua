--- The recipes of docs/data.md are right: each is run, and leads to what it says.
local desk = require("spec.support.desk")
local helper = require("spec.helper")

--- The recipes of the guide: { title =, sql =, lua =, expect = }, texts of its blocks.
local function recipes()
  local list, block = {}, nil
  local inside = false
  for line in io.lines("docs/data.md") do
    inside = inside or line == "## Recipes"
    local title, fence = line:match("^### (.*)"), line:match("^```(.*)")
    if title then
      list[#list + 1] = { title = title }
    elseif line:find("^## ") and line ~= "## Recipes" then
      inside = false
    elseif fence and inside and #list > 0 then
      block = fence ~= "" and fence or nil
      if block then list[#list][block] = "" end
    elseif block and inside then
      list[#list][block] = list[#list][block] .. line .. "\n"
    end
  end
  return list
end

describe("docs/data.md", function()
  after_each(helper.clean)

  it("has recipes", function() assert.are.equal(4, #recipes()) end)

  for _, recipe in ipairs(recipes()) do
    it("is right about: " .. recipe.title, function()
      local project = desk.project({
        { "aaaa", { up = "db:exec([[" .. recipe.sql .. "]])" } },
        { "bbbb", { up = recipe.lua } },
      })
      local screen = project:run("upgrade head")
      assert.are.equal(0, screen.status, screen.stderr)
      local question, answer = recipe.expect:match("^([^\n]*)\n(.*)$")
      project:write("question.sql", question .. ";\n")
      assert.are.equal(answer,
        project:shell("sqlite3 -nullvalue NULL desk.db <question.sql").stdout)
    end)
  end
end)
