--- What becomes of a table's indexes while it is altered.
local key = require("runner.alter.key")
local uses = require("runner.alter.uses")

local indexing = {}

local drops = { update = true, swap = true }
local looks = { update = true, swap = true, edit = true }

--- The indexes that hold a column whose values or comparison change.
local function touched(draft)
  local list = {}
  for _, index in ipairs(draft.world.indexes) do
    if uses.common(uses.index(index), draft.facts.touched) then
      list[#list + 1] = index
    end
  end
  return list
end

--- Two lists of names: indexes to drop before and make again, and to REINDEX. Those that
-- constraints make have no statement to make them again. (If those change, the ones meant
-- are going: see runner.alter.settle.)
function indexing.choose(draft, method)
  local again, reindex = {}, {}
  local stays = not key.change_automatic(draft.facts)
  for _, index in ipairs(looks[method] and touched(draft) or {}) do
    if index.tree then
      table.insert(drops[method] and again or reindex, index.name)
    elseif stays then
      table.insert(reindex, index.name)
    end
  end
  return again, reindex
end

return indexing
