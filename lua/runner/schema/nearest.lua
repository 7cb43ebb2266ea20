--- The known word that a misspelt one was probably meant to be.

--- One line of the table of edit distances (insert, delete, replace), from the last one.
local function next_line(previous, a, i, b)
  local line = { [0] = i }
  for j = 1, #b do
    local replaced = previous[j - 1] + (a:byte(i) == b:byte(j) and 0 or 1)
    line[j] = math.min(previous[j] + 1, line[j - 1] + 1, replaced)
  end
  return line
end

local function distance(a, b)
  local line = {}
  for j = 0, #b do
    line[j] = j
  end
  for i = 1, #a do
    line = next_line(line, a, i, b)
  end
  return line[#b]
end

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
