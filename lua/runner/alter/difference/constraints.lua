--- Differences between the keys, constraints and options of two definitions.
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")
local key = require("runner.alter.key")

local constraints = {}

--- Report what only one of the lists has; equal members may be there several times.
local function compare_lists(old, new, meaning, kind, add)
  local left = {}
  for _, member in ipairs(old) do
    local text = meaning(member, "old")
    left[text] = left[text] or {}
    table.insert(left[text], member)
  end
  for position, member in ipairs(new) do
    local same = left[meaning(member, "new")]
    if not same or not table.remove(same, 1) then
      add(kind .. "_added", { new = member, position = position })
    end
  end
  for _, member in ipairs(old) do
    local same = left[meaning(member, "old")]
    if same[1] == member then
      table.remove(same, 1)
      add(kind .. "_dropped", { old = member })
    end
  end
end

local function foreign_key_meaning(member)
  local words = {}
  for _, list in ipairs({ member.columns, { member.table }, member.parents }) do
    local names = {}
    for i, name in ipairs(list) do
      names[i] = identifier.quote(identifier.fold(name))
    end
    words[#words + 1] = table.concat(names, ",")
  end
  return table.concat(words, " ")
end

-- How constraints compare, unless `found.meaning` has it otherwise: functions that give
-- one text for those that mean the same.
local meaning = {
  unique = key.meaning,
  check = function(check)
    return ddl.normalise(check.text)
  end,
  foreign_key = foreign_key_meaning,
}

function constraints.compare(found, add)
  local old, new = found.old, found.new
  local same_key = found.meaning.same_key or key.same
  if not same_key(old.primary_key, new.primary_key) then
    add("primary_key", { old = old.primary_key, new = new.primary_key })
  elseif new.primary_key then
    local before, after = old.primary_key.autoincrement, new.primary_key.autoincrement
    if before ~= after then
      add("autoincrement", { to = after })
    end
  end
  for _, kind in ipairs({ "unique", "check", "foreign_key" }) do
    local list = kind .. "s"
    compare_lists(old[list], new[list], found.meaning[kind] or meaning[kind], kind, add)
  end
  if old.strict ~= new.strict then
    add("strict", { to = new.strict })
  end
  if old.without_rowid ~= new.without_rowid then
    add("without_rowid", { to = new.without_rowid })
  end
end

return constraints
