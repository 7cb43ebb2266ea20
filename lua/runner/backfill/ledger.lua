--- What is asked of the word `backfill` while a script runs, for a look at its end.
--
-- A script may catch errors, but not what they mean: that an online backfill is not
-- complete. And one that was named and told nothing more would do nothing without a word.
local failure = require("runner.failure")

local ledger = {}

function ledger.new()
  return { untold = {}, count = 0, caught = nil }
end

--- Note that a backfill was named; returns the function to call when it is told what to
-- do. The error is made here, where the author's line is known.
function ledger.name(self, name)
  local number = self.count + 1
  local _, problem = pcall(
    failure.raise,
    ('backfill "%s" is not told what to do'):format(name),
    ('write backfill "%s" { table = ..., ... }'):format(name)
  )
  self.count, self.untold[number] = number, problem
  return function()
    self.untold[number] = nil
  end
end

--- Run what an online backfill does; the first that fails is kept.
function ledger.run_online(self, go)
  local done, result = pcall(go)
  if not done then
    self.caught = self.caught or { problem = result }
    error(result, 0)
  end
  return result
end

--- The first of those that were told nothing, as an error; or nil.
local function first_untold(self)
  local first
  for number in pairs(self.untold) do
    first = math.min(first or number, number)
  end
  return self.untold[first]
end

--- The script is over: raise what it caught, or left out.
function ledger.check(self)
  if self.caught then
    failure.within(
      self.caught.problem,
      "an online backfill is not complete, though the script caught its error"
    )
  end
  local problem = next(self.untold) and first_untold(self)
  if problem then
    error(problem, 0)
  end
end

return ledger
