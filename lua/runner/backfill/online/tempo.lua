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

--- The old value and the latest one; the first is taken as it is.
local function smooth(old, latest)
  return old and (1 - WEIGHT) * old + WEIGHT * latest or latest
end

--- How many rows fit: what is left of the target beside COMMIT, which takes its time for
-- any number of rows; but at least half of it, as smaller batches make that no shorter.
local function fitting(self, strain, cost, commit)
  local target = self.target / (1 + strain)
  local room = math.max(target - commit, target / 2)
  local size = math.min(room / math.max(cost, 1e-9), self.size * GROWTH, MOST)
  return math.max(1, math.floor(size))
end

--- The tempo behind a batch, and for how long to rest. `times`, in seconds: waited (for
-- the lock), worked (on the rows), committed.
function tempo.after(self, rows, times)
  local strain = felt(self.strain, times.waited, self.target)
  local cost, commit, size = self.cost, self.commit, self.size
  if rows > 0 then
    cost = smooth(cost, times.worked / rows)
    commit = smooth(commit, times.committed)
    size = fitting(self, strain, cost, commit)
  end
  return {
    size = size,
    strain = strain,
    cost = cost,
    commit = commit,
    pause = self.pause,
    target = self.target,
  },
    (times.worked + times.committed) * self.pause * (1 + strain)
end

return tempo
