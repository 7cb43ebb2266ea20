--- What becomes of a table's indexes while it is altered.
local uses = require("runner.alter.uses")

local indexing = {}

--- Two lists of names: indexes to drop before and make again, and to REINDEX. Only those
-- are meant that hold a column whose values or comparison change; those that constraints
-- make have no statement to make them again.
function indexing.choose(draft, method)
  local again, reindex = {}, {}
  local drops = method == "update" or method == "swap"
  if drops or method == "edit" then
    for _, index in ipairs(draft.world.indexes) do
      if uses.common(uses.index(index), draft.facts.touched) then
        table.insert(drops and index.tree and again or reindex, index.name)
      end
    end
  end
  return again, reindex
end

return indexing
