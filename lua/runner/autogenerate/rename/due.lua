--- What of the renames that are said is still to be done.
--
--     due(entries, before, after, "column")   --> { by old key: new key, or false }
--
-- An entry is { old, old_key, new = name or false, prefix = what stands before the
-- names where they are said, was = is it said in the schema }; `before` and `after` are
-- objects by their keys. Of what is said twice the first counts.
--
-- A name that is there already has to become free: what has it is renamed itself or is
-- said to go (`new` is false). What was carried out before is passed over: the old name
-- is gone, the new one is there. With `was`, which stays in the schema, also where the
-- old name has come back since. That cannot be seen of a circle, since its names are the
-- same before and after: `was` cannot say one.
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local function names_of(map)
  local names = {}
  for _, object in pairs(map) do
    names[#names + 1] = object.name
  end
  table.sort(names)
  return names
end

local function refuse(entry, problem, hint)
  local said = entry.prefix .. entry.old .. "=" .. (entry.new or "")
  failure.raise(("rename %s: %s"):format(said, problem), hint, "usage")
end

-- ---- one after the other

--- Raise for names that are not there.
local function check_names(self, entry)
  if not self.before[entry.old_key] then
    local hint = words.suggestion(entry.old_key, names_of(self.before))
    refuse(entry, ("there is no %s of the old name"):format(self.noun), hint)
  elseif not self.after[entry.new_key] then
    local problem = "the desired schema has no %s of the new name"
    local hint = words.suggestion(entry.new, names_of(self.after))
    refuse(entry, problem:format(self.noun), hint)
  end
end

--- The new name is taken by what neither goes nor gets another name.
local function check_taken(self, entry)
  if entry.was and self.after[entry.old_key] then
    return false -- it was done before
  end
  local taken = entry.prefix .. self.before[entry.new_key].name
  refuse(
    entry,
    ("there is a %s of the new name already"):format(self.noun),
    ("say what becomes of that: --rename %s=NEW_NAME, or --rename %s= if it goes"):format(
      taken,
      taken
    )
  )
end

local function check_circle(self, entry)
  for _, other in ipairs(self.way) do
    if not other.was then
      return true
    end
  end
  refuse(
    entry,
    ("with `was` it cannot be told whether %ss have changed names already"):format(
      self.noun
    ),
    ("leave that `was` out of the schema, and say it once: --rename %s%s=%s and so on")
      :format(entry.prefix, entry.old, entry.new)
  )
end

local find

--- Does the new name become free, or is it?
local function is_free(self, entry)
  local next_one = self.by_key[entry.new_key]
  if not self.before[entry.new_key] then
    return true
  elseif next_one and next_one.new == false then
    return true
  elseif next_one and find(self, next_one) then
    return true
  end
  return check_taken(self, entry)
end

--- Is the rename to be carried out?
function find(self, entry)
  if entry.due == "asking" then
    return check_circle(self, entry)
  elseif entry.due == nil then
    local is_gone = not self.before[entry.old_key]
    if entry.new_key == entry.old_key or is_gone and self.before[entry.new_key] then
      entry.due = false
      return false
    end
    check_names(self, entry)
    entry.due = "asking"
    table.insert(self.way, entry)
    entry.due = is_free(self, entry)
    table.remove(self.way)
  end
  return entry.due
end

-- ---- all

--- By old key, the first of each old and each new one; two new ones of now are a mistake.
local function unique(entries)
  local by_key, takers, list = {}, {}, {}
  for _, entry in ipairs(entries) do
    entry.new_key = entry.new and identifier.fold(entry.new)
    local taker = entry.new and takers[entry.new_key]
    if taker and not entry.was and taker.old_key ~= entry.old_key then
      refuse(entry, ("'%s' gets that name"):format(taker.old), "leave one of both out")
    elseif not taker and not by_key[entry.old_key] then
      by_key[entry.old_key], list[#list + 1] = entry, entry
      takers[entry.new_key or ""] = entry
    end
  end
  takers[""] = nil
  return by_key, list
end

return function(entries, before, after, noun)
  local self = { before = before, after = after, noun = noun, way = {} }
  local result, taken = {}, {}
  local by_key, list = unique(entries)
  self.by_key = by_key
  for _, entry in ipairs(list) do
    if entry.new and find(self, entry) then
      result[entry.old_key], taken[entry.new_key] = entry.new_key, true
    end
  end
  for _, entry in ipairs(list) do
    local key = entry.old_key
    if not entry.new and before[key] and (taken[key] or not after[key]) then
      result[key] = false
    end
  end
  return result
end
