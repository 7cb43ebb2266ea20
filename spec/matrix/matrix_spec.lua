--- Every operation on every kind of table: see spec/matrix/init.lua.
--
-- RUNNER_MATRIX_SEED (1) is the first seed, RUNNER_MATRIX_COUNT how many there are. A
-- failure prints its seed; run that one alone with these two.
local matrix = require("spec.matrix")
local operation = require("spec.matrix.operation")

local FIRST = tonumber(os.getenv("RUNNER_MATRIX_SEED") or 1)
local COUNT = tonumber(os.getenv("RUNNER_MATRIX_COUNT") or 800)

local function sorted(counts)
  local list = {}
  for key, number in pairs(counts) do list[#list + 1] = key .. " " .. number end
  table.sort(list)
  return table.concat(list, ", ")
end

describe("the matrix", function()
  local result

  it(("changes what was named and nothing else (seeds %d to %d)"):format(FIRST,
    FIRST + COUNT - 1), function()
    result = matrix.run(FIRST, COUNT)
    assert.are.equal("", table.concat(result.failures, "\n\n"))
  end)

  -- A generator that went wrong would have everything refused, and find nothing.
  it("does most of what it tries, by every method", function()
    if COUNT < 500 then return end
    for _, word in ipairs(operation.words) do
      local done, refused = result.done[word] or 0, result.refused[word] or 0
      assert.is_true(done > COUNT / 50 and done > refused / 3,
        ("%s: done %d, refused %d times"):format(word, done, refused))
    end
    for _, method in ipairs { "native", "edit", "update", "rebuild", "swap" } do
      assert.is_true((result.methods[method] or 0) > COUNT / 100, sorted(result.methods))
    end
  end)
end)
