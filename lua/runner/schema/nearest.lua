--- The known word that a misspelt one was probably meant to be.

local distance = require("runner.schema.distance")

--- The one of `words` (a list) nearest to `word`, or nil if none is near: two mistakes,
-- in long words more, but never a wholly different word. Of equally near ones the first.
local function nearest(word, words)
  local best, best_distance = nil, math.min(math.max(2, #word // 5) + 1, #word)
  for _, candidate in ipairs(words) do
    local steps = distance(word:lower(), candidate:lower())
    if steps < best_distance then
      best, best_distance = candidate, steps
    end
  end
  return best
end

return nearest
