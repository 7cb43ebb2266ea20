--- What comes before what, and otherwise as it was.
local precedence = require("runner.autogenerate.precedence")

--- Sort the letters of a text by what each needs.
local function sort(letters, needs)
  local list = {}
  for letter in letters:gmatch(".") do list[#list + 1] = letter end
  return table.concat(precedence.sort(list, function(letter) return letter end,
    function(letter)
      local keys = {}
      for key in (needs[letter] or ""):gmatch(".") do keys[#keys + 1] = key end
      return keys
    end))
end

describe("precedence", function()
  it("leaves a list in which nothing needs anything", function()
    assert.are.equal("cab", sort("cab", {}))
  end)

  it("puts what is needed in front, in the order of the list", function()
    assert.are.equal("xyzab", sort("axyzb", { a = "zxy" }))
    assert.are.equal("cba", sort("abc", { a = "b", b = "c" }))
  end)

  it("passes over what is not in the list, and what needs itself", function()
    assert.are.equal("ab", sort("ab", { a = "qa", b = "q" }))
  end)

  it("comes to an end in a circle", function()
    assert.are.equal("bcad", sort("abcd", { a = "c", c = "b", b = "a", d = "a" }))
  end)

  it("knows a view whose name is written as a text", function()
    local views = {
      { key = "a", text = "CREATE VIEW a AS SELECT * FROM 'b'" },
      { key = "b", text = "CREATE VIEW b AS SELECT 1" },
    }
    assert.are.same({ views[2], views[1] }, precedence.views(views))
  end)
end)
