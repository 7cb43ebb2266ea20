--- What a version of SQLite can do by itself; what it cannot is done another way.
--
--     capability.of("3.40.1").drop_column     -- true
--
-- Nothing else asks for versions, so what newer ones bring is a row here and a rule where
-- it is used. https://www.sqlite.org/lang_altertable.html says which brought what.
local capability = {}

local since = {
  rename_column = { 3, 25, 0 },
  drop_column = { 3, 35, 0 },
  -- SET NOT NULL, DROP NOT NULL, DROP CONSTRAINT. (ADD CONSTRAINT comes with them, but
  -- refuses rows for which a CHECK is NULL, and those are sound.)
  alter_constraint = { 3, 53, 0 },
}

local function is_at_least(numbers, wanted)
  for i, number in ipairs(wanted) do
    local found = numbers[i] or 0
    if found ~= number then
      return found > number
    end
  end
  return true
end

--- The abilities of a version ("3.40.1"), by name.
function capability.of(version)
  local numbers = {}
  for digits in version:gmatch("%d+") do
    numbers[#numbers + 1] = math.tointeger(digits)
  end
  local able = {}
  for name, wanted in pairs(since) do
    able[name] = is_at_least(numbers, wanted)
  end
  return able
end

return capability
