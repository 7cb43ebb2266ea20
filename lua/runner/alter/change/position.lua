--- Where a column goes: { after = name }, { before = name } or { first = true }.
local find = require("runner.alter.text.find")

local function number_of(self, place, name)
  local wanted = find.column(self, place, name)
  for i, column in ipairs(self.columns) do
    if column == wanted then
      return i
    end
  end
end

--- The number of the column behind which that is, 0 for the first place, or nil if
-- `position` does not say.
return function(self, place, position)
  if position.first then
    return 0
  elseif position.after then
    return number_of(self, place .. ": after", position.after)
  elseif position.before then
    return number_of(self, place .. ": before", position.before) - 1
  end
  return nil
end
