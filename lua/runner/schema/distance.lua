--- How many letters must be put in, taken out or replaced to make one word of another.
-- https://en.wikipedia.org/wiki/Levenshtein_distance

--- One line of the table of edit distances (insert, delete, replace), from the last one.
local function next_line(previous, a, i, b)
  local line = { [0] = i }
  for j = 1, #b do
    local replaced = previous[j - 1] + (a:byte(i) == b:byte(j) and 0 or 1)
    line[j] = math.min(previous[j] + 1, line[j - 1] + 1, replaced)
  end
  return line
end

return function(a, b)
  local line = {}
  for j = 0, #b do
    line[j] = j
  end
  for i = 1, #a do
    line = next_line(line, a, i, b)
  end
  return line[#b]
end
