--- How large the batches of an online backfill are, and how long it rests.
local tempo = require("runner.backfill.online.tempo")

--- So many batches on a machine that takes `row` seconds for a row and `commit` for a
-- COMMIT, and where BEGIN waits for `waited`. Returns the tempo and the last rest.
local function batches(count, row, commit, waited)
  local self, rest = tempo.new({ pause = 1, target = 0.025 }), 0
  for _ = 1, count do
    self, rest = tempo.after(self, self.size, { worked = row * self.size,
      committed = commit, waited = waited or 0 })
  end
  return self, rest
end

describe("the tempo of batches", function()
  it("grows until a batch takes as long as it may, its COMMIT included", function()
    local self, rest = batches(20, 1e-6, 0.005)
    assert.is_true(math.abs(self.size - 20000) < 100, self.size)
    assert.is_true(math.abs(rest - 0.025) < 0.001, rest)
  end)

  it("at most doubles, and is at least a row", function()
    assert.are.equal(1000, batches(1, 1e-6, 0).size)
    assert.are.equal(1, batches(5, 3, 0).size)
  end)

  it("gives half of the time to rows where COMMIT takes all of it", function()
    local self = batches(20, 1e-6, 0.2)
    assert.is_true(math.abs(self.size - 12500) < 100, self.size)
  end)

  it("steps back when the lock is taken, and comes back", function()
    local self, rest = batches(40, 1e-6, 0, 1)
    assert.is_true(math.abs(self.size - 12500) < 200, self.size)
    assert.is_true(math.abs(rest - 0.025) < 0.001, rest)
    for _ = 1, 40 do
      self = tempo.after(self, self.size,
        { worked = 1e-6 * self.size, committed = 0, waited = 0 })
    end
    assert.is_true(math.abs(self.size - 25000) < 200, self.size)
  end)

  it("learns nothing from a batch without rows", function()
    local self = batches(5, 1e-6, 0)
    local same, rest = tempo.after(self, 0, { worked = 0.1, committed = 0, waited = 0 })
    assert.are.equal(self.size, same.size)
    assert.is_true(math.abs(rest - 0.1) < 0.001)
  end)
end)
