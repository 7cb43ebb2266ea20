--- How far the values of two samples (runner.autogenerate.rename.sample) are the same.
--
--     agreement.of_rows(old, new)     --> { share, same, count } or nil
--     agreement.of_values(old, new)   --> the same, or nil
--
-- of_rows compares rows of the same key, which says most: a number or a flag that is
-- there in both tables means nothing, but one that is the same row by row does. What
-- chance would give is taken off, and where chance might well give all of it (a flag in
-- five rows, one value everywhere) the answer is nil. This is Cohen's kappa.
-- of_values compares which values there are at all, whatever their rows: for databases
-- that do not hold the same rows. Small numbers and letters are in any table, so they are
-- left out; the answer is nil where not enough is left.
local agreement = {}

local UNLIKELY = 0.001 -- that chance makes all rows agree
local FEWEST_VALUES = 5

-- ---- row by row

--- { value of old, value of new } of each key that both have, where not both are NULL.
local function paired(old, new)
  local by_key, list = {}, {}
  for i, value in ipairs(old.values) do
    by_key[old.keys[i]] = value
  end
  for i, value in ipairs(new.values) do
    local other = by_key[new.keys[i]]
    if other ~= nil and (other or value) then
      list[#list + 1] = { other, value }
    end
  end
  return list
end

--- How often each value is there.
local function counted(list, side)
  local counts = {}
  for _, pair in ipairs(list) do
    counts[pair[side]] = (counts[pair[side]] or 0) + 1
  end
  return counts
end

--- The share of pairs that would agree if the rows were shuffled.
local function by_chance(list)
  local old, new, share = counted(list, 1), counted(list, 2), 0
  for value, count in pairs(old) do
    share = share + count / #list * ((new[value] or 0) / #list)
  end
  return share
end

function agreement.of_rows(old, new)
  local list = old.keys and new.keys and paired(old, new) or {}
  local chance = by_chance(list)
  if #list < 2 or chance ^ #list > UNLIKELY then
    return nil
  end
  local same = 0
  for _, pair in ipairs(list) do
    same = same + (pair[1] == pair[2] and 1 or 0)
  end
  local share = (same / #list - chance) / (1 - chance)
  return { share = math.max(0, share), same = same, count = #list }
end

-- ---- whatever the row

--- Does it say something that a value is there? NULL, 7, 'x' do not.
local function is_telling(value)
  local number = value and tonumber(value:sub(2))
  if number then
    return math.type(number) == "float" or math.abs(number) >= 1000
  end
  return value and #value > 2
end

local function distinct(values)
  local set, count = {}, 0
  for _, value in ipairs(values) do
    if is_telling(value) and not set[value] then
      set[value], count = true, count + 1
    end
  end
  return set, count
end

function agreement.of_values(old, new)
  local before, old_count = distinct(old.values)
  local after, new_count = distinct(new.values)
  local count = math.min(old_count, new_count)
  if count < FEWEST_VALUES then
    return nil
  end
  local same = 0
  for value in pairs(before) do
    same = same + (after[value] and 1 or 0)
  end
  return { share = same / count, same = same, count = count }
end

return agreement
