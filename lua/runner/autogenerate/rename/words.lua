--- Do two names say the same, spelled in another way or more exactly?
--
--     words.same("createdAt", "created_at")     --> true
--     words.same("name", "full_name")           --> true
--     words.same("is_active", "is_archived")    --> false: letters are no evidence
--
-- Names are compared word by word, since names that are alike in their letters often mean
-- the opposite (paid and unpaid) or the next of a row (line_1 and line_2).
local identifier = require("runner.schema.identifier")

local words = {}

-- What one more word may turn into another thing.
local turning = {}
for _, word in ipairs({ "alt", "former", "last", "max", "min", "new", "next", "no", "non",
  "not", "old", "other", "previous" }) do
  turning[word] = true
end

--- "createdAt2" -> { "created", "at", "2" }, without plural and doubled letters.
local function split(name)
  local spaced = name
    :gsub("(%l)(%u)", "%1 %2")
    :gsub("(%a)(%d)", "%1 %2")
    :gsub("(%d)(%a)", "%1 %2")
  local list = {}
  for word in identifier.fold(spaced):gmatch("[%w\128-\255]+") do
    local plain = #word > 3 and word:gsub("ies$", "y"):gsub("s$", "") or word
    list[#list + 1] = plain:gsub("(%a)%1", "%1")
  end
  return list
end

--- Does `long` have the words of `short` behind its first `skipped` ones?
local function has(long, short, skipped)
  for i, word in ipairs(short) do
    if long[i + skipped] ~= word then
      return false
    end
  end
  return true
end

local function is_harmless(long, first, last)
  for i = first, last do
    if turning[long[i]] or long[i]:find("%d") then
      return false
    end
  end
  return true
end

--- Is `short` the beginning or the end of `long`, and what is more of no weight?
local function is_part(short, long)
  local more = #long - #short
  return has(long, short, 0) and is_harmless(long, #short + 1, #long)
    or has(long, short, more) and is_harmless(long, 1, more)
end

function words.same(old, new)
  local a, b = split(old), split(new)
  if table.concat(a) == table.concat(b) then
    return true
  elseif #a > #b then
    a, b = b, a
  end
  return #a > 0 and #a < #b and is_part(a, b)
end

--- Do they differ in their numbers only, like the members of a row?
function words.numbered(old, new)
  local a, b = identifier.fold(old), identifier.fold(new)
  return a ~= b and a:gsub("%d+", "") == b:gsub("%d+", "")
end

return words
