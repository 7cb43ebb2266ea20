--- Make a failing case small: leave out what it fails without.
--
--     shrink.run(case, ops, fails) -> case, ops
--
-- `fails(case, ops)` is true if it still fails; it must not raise.
local model = require("spec.matrix.model")

local shrink = {}

--- Try the case without each entry of a list, the last first.
local function without_each(list, still_fails)
  for i = #list, 1, -1 do
    local entry = table.remove(list, i)
    if not still_fails() then table.insert(list, i, entry) end
  end
end

--- The lists of a case that may get shorter.
local function lists(case, ops)
  local all = { ops, case.after, case.rows, case.file, case.model.constraints }
  for _, column in ipairs(case.model.columns) do all[#all + 1] = column.pieces end
  all[#all + 1] = case.model.columns
  all[#all + 1] = case.before
  return all
end

--- Fields that may go.
local function without_fields(object, names, still_fails)
  for _, name in ipairs(names) do
    local value = object[name]
    if value ~= nil then
      object[name] = nil
      if not still_fails() then object[name] = value end
    end
  end
end

function shrink.run(case, ops, fails)
  case, ops = model.copy(case), model.copy(ops)
  local function still_fails() return #ops > 0 and fails(case, ops) end
  without_fields(case, { "analyze", "sequence" }, still_fails)
  for _ = 1, 2 do
    for _, list in ipairs(lists(case, ops)) do without_each(list, still_fails) end
  end
  without_fields(case.model, { "lead", "trail" }, still_fails)
  for _, column in ipairs(case.model.columns) do
    without_fields(column, { "lead", "trail", "late" }, still_fails)
  end
  return case, ops
end

return shrink
