--- Every operation and every word of `db` has its line in the documents.
local lfs = require("lfs")
local sqlite = require("runner.sqlite")

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read("a")
end

--- Operations of the modules in lua/runner/op/, with their use.
local function operations()
  local found = {}
  for file in lfs.dir("lua/runner/op") do
    local module = file:match("^([%w_]+)%.lua$")
    local loaded = module and module ~= "init" and require("runner.op." .. module)
    for name in pairs(type(loaded) == "table" and loaded or {}) do found[name] = true end
  end
  return found
end

describe("docs/operations.md", function()
  local page = read("docs/operations.md")

  it("has a line for every operation", function()
    local count = 0
    for name in pairs(operations()) do
      assert.truthy(page:find("\n| `op." .. name .. "(", 1, true), name)
      count = count + 1
    end
    assert.are.equal(24, count)
  end)

  it("has no line for others", function()
    local known = operations()
    for name in page:gmatch("\n| `op%.([%w_]+)%(") do
      assert.is_true(known[name] or name == "register", name)
    end
  end)
end)

describe("docs/db.md", function()
  it("has a line for every word of db", function()
    local page = read("docs/db.md")
    local db <close> = sqlite.open(":memory:")
    for name in pairs(debug.getmetatable(db).__index) do
      assert.truthy(page:find("[`%s]db[.:]" .. name .. "%f[^%w_]"), name)
    end
  end)
end)
