--- How large the next batch is, and how long to rest before it. Numbers in, numbers out.
--
-- A batch is as large as can be done within the target time for which it keeps the write
-- lock. What a row costs is known from the batches before, the latest counting most. When
-- we had to wait for the lock, others want it: then batches become smaller, up to half,
-- and rests longer, up to twice, until nobody is in the way any more.
local tempo = {}

local FIRST, MOST = 500, 1000000
local GROWTH = 2 -- a batch is at most so many times the one before
local WEIGHT = 0.4 -- of the latest batch, in what a row costs
local MEMORY = 0.8 -- how much of the strain before is still felt

--- `terms`: pause and target.
function tempo.new(terms)
  return { size = FIRST, strain = 0, pause = terms.pause, target = terms.target }
end

local function felt(strain, waited, target)
  return MEMORY * strain + (1 - MEMORY) * math.min(1, waited / target)
end

--- The tempo behind a batch of so many rows, which kept the lock for `held` seconds and
-- waited for it before; and for how long to rest.
function tempo.after(self, rows, held, waited)
  local strain = felt(self.strain, waited, self.target)
  local cost = self.cost
  if rows > 0 then
    local latest = held / rows
    cost = cost and (1 - WEIGHT) * cost + WEIGHT * latest or latest
  end
  local size = self.size
  if cost then
    local fitting = self.target / (1 + strain) / math.max(cost, 1e-9)
    size = math.min(fitting, size * GROWTH, MOST)
  end
  return {
    size = math.max(1, math.floor(size)),
    strain = strain,
    cost = cost,
    pause = self.pause,
    target = self.target,
  },
    held * self.pause * (1 + strain)
end

return tempo
