--- Random numbers that are the same on every machine for the same seed.
--
-- xorshift64*, https://doi.org/10.18637/jss.v008.i14: Lua's own generator may differ from
-- one version to the next, and a failing case must be found again by its seed.
local random = {}
random.__index = random

--- A generator. Seeds that differ by one give unrelated numbers.
function random.new(seed)
  local self = setmetatable({ state = (seed + 1) * 0x2545F4914F6CDD1D | 1 }, random)
  for _ = 1, 8 do self:next() end
  return self
end

function random:next()
  local x = self.state
  x = x ~ (x >> 12)
  x = x ~ (x << 25)
  x = x ~ (x >> 27)
  self.state = x
  return x * 0x2545F4914F6CDD1D
end

--- An integer from 1 to `most`.
function random:integer(most)
  return (self:next() >> 33) % most + 1
end

--- True in so many of a hundred.
function random:chance(percent)
  return self:integer(100) <= percent
end

--- One of a list.
function random:pick(list)
  return list[self:integer(#list)]
end

--- The list in another order; the list given stays as it is.
function random:shuffled(list)
  local copy = table.move(list, 1, #list, 1, {})
  for i = #copy, 2, -1 do
    local j = self:integer(i)
    copy[i], copy[j] = copy[j], copy[i]
  end
  return copy
end

--- Up to `most` of a list, in the list's order of a shuffle; at least one.
function random:some(list, most)
  local copy = self:shuffled(list)
  return table.move(copy, 1, math.min(#copy, self:integer(most)), 1, {})
end

return random
