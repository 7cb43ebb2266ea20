--- The words that only an online backfill has, and their values.
--
--     { pause = 1, target = 0.025, collect = false, limit = 1000 }
local failure = require("runner.failure")

local terms = {}

-- What each word takes: in words, the test, and what it is when left out.
local kinds = {
  pause = {
    "a share of time, 0 or more",
    function(value)
      return type(value) == "number" and value >= 0 and value < math.huge
    end,
    1,
  },
  target = {
    "seconds, more than 0",
    function(value)
      return type(value) == "number" and value > 0 and value < math.huge
    end,
    0.025,
  },
  on_error = {
    '"stop" or "collect"',
    function(value)
      return value == "stop" or value == "collect"
    end,
    "stop",
  },
  limit = {
    "a count of rows, 1 or more",
    function(value)
      return math.type(value) == "integer" and value >= 1
    end,
    1000,
  },
}

local sorted = { "limit", "on_error", "pause", "target" }

--- The kinds of these words for words.check: what they may be is told here.
function terms.shape(shape)
  for _, word in ipairs(sorted) do
    shape[word] = "any"
  end
  return shape
end

local function check(place, given, word)
  local kind = kinds[word]
  if not given.online then
    failure.raise(
      ("%s: %s says nothing without online = true"):format(place, word),
      "inside a transaction all rows are done, or none"
    )
  elseif not kind[2](given[word]) then
    failure.raise(
      ("%s: %s must be %s, not %s"):format(place, word, kind[1], tostring(given[word]))
    )
  end
end

--- Read them; nil if the backfill is not online.
function terms.read(place, given)
  local values = {}
  for _, word in ipairs(sorted) do
    if given[word] ~= nil then
      check(place, given, word)
    end
    values[word] = given[word] == nil and kinds[word][3] or given[word]
  end
  values.collect = values.on_error == "collect"
  if values.limit and given.limit and not values.collect then
    failure.raise(
      place .. ': limit says nothing without on_error = "collect"',
      "it is how many rows may fail"
    )
  end
  return given.online and values or nil
end

return terms
