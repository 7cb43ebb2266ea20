--- The order in which renames can be carried out: names become free first; one of a
-- circle goes by another name for a while.
--
--     sequence({ { from = "a", to = "b" }, { from = "b", to = "a" } }, spare)
--     --> { { from = "a", to = "a_former" }, { from = "b", to = "a" },
--     -->   { from = "a_former", to = "b" } }
--
-- `spare` gives a name that nothing has, for one that has to be left.
local identifier = require("runner.schema.identifier")

--- The number of the first whose new name nothing has any more, or nil.
local function first_free(waiting)
  local held = {}
  for _, rename in ipairs(waiting) do
    held[identifier.fold(rename.from)] = true
  end
  for i, rename in ipairs(waiting) do
    if not held[identifier.fold(rename.to)] then
      return i
    end
  end
end

return function(renames, spare)
  local waiting, steps = table.move(renames, 1, #renames, 1, {}), {}
  while #waiting > 0 do
    local i = first_free(waiting)
    if i then
      steps[#steps + 1] = table.remove(waiting, i)
    else
      local first = table.remove(waiting, 1)
      local name = spare(first.from)
      steps[#steps + 1] = { from = first.from, to = name }
      waiting[#waiting + 1] = { from = name, to = first.to }
    end
  end
  return steps
end
