--- The recipes of docs/data.md are right: each is run, and leads to what it says.
local desk = require("spec.support.desk")
local helper = require("spec.helper")

--- The recipes of the guide: { title =, sql =, lua =, expect = }, texts of its blocks.
local function recipes()
  local file <close> = assert(io.open("docs/data.md"))
  local part = file:read("a"):match("\n## Recipes\n(.-)\n## ")
  local list = {}
  for title, text in (part .. "\n### "):gmatch("### ([^\n]+)\n(.-)%f[#]") do
    local recipe = { title = title }
    for kind, block in text:gmatch("\n```(%l+)\n(.-)\n```") do
      recipe[kind] = block .. "\n"
    end
    list[#list + 1] = recipe
  end
  return list
end

--- The files that a recipe's Lua names: the blocks "csv" and "jsonl".
local function write_files(project, recipe)
  for _, kind in ipairs({ "csv", "jsonl" }) do
    local path = recipe.lua:match("%f[%w]" .. kind .. ' = "([^"]+)"')
    if path then project:write(path, recipe[kind]) end
  end
end

describe("docs/data.md", function()
  after_each(helper.clean)

  it("has recipes", function() assert.are.equal(6, #recipes()) end)

  for _, recipe in ipairs(recipes()) do
    it("is right about: " .. recipe.title, function()
      local project = desk.project({
        { "aaaa", { up = "db:exec([[" .. recipe.sql .. "]])" } },
        { "bbbb", { up = recipe.lua, extra = recipe.lua:match("^removes_rows[^\n]*") } },
      })
      write_files(project, recipe)
      local screen = project:run("upgrade head")
      assert.are.equal(0, screen.status, screen.stderr)
      local question, answer = recipe.expect:match("^([^\n]*)\n(.*)$")
      project:write("question.sql", question .. ";\n")
      assert.are.equal(answer,
        project:shell("sqlite3 -nullvalue NULL desk.db <question.sql").stdout)
    end)
  end
end)
