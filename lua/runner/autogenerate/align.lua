--- A schema with its renames carried out, on a copy: SQLite lets indexes, views, triggers
-- and foreign keys follow, so what is left to compare has the names that are wanted.
--
--     local aligned = align(db, have, want, renames, options)
--     aligned.inventory     -- of the copy, or `have` where nothing is renamed
--     aligned.renames       -- as runner.autogenerate.rename.spelled has them
--
-- A table whose name another one gets is gone from the copy: that is one of the things
-- which have to be done, though the comparison does not see it.
--
-- There is what cannot follow: a full-text index over the table, a view that joins USING
-- a column of which only one is renamed yet. That has its old text and so differs; a
-- revision makes it anew.
local aside = require("runner.autogenerate.aside")
local catalogue = require("runner.catalogue")
local inventory = require("runner.autogenerate.inventory")
local operations = require("runner.op")
local precedence = require("runner.autogenerate.precedence")
local spare_names = require("runner.autogenerate.rename.spare")
local spelled = require("runner.autogenerate.rename.spelled")

local function carry_out(db, renames, want)
  local op, gone = operations.new(db), precedence.tables(renames.displaced)
  for i = #gone, 1, -1 do
    op.drop_table(gone[i].name)
  end
  local steps = renames.steps
  for _, rename in ipairs(steps.tables) do
    op.rename_table(rename.from, rename.to)
  end
  for _, key in ipairs(want.order) do
    for _, rename in ipairs(steps.columns[key] or {}) do
      op.rename_column(steps.columns[key].table, rename.from, rename.to)
    end
  end
end

--- With nothing out of the way, or what differs, or all that may be in it.
local function carried_out(db, list, have, want)
  local problem
  for _, which in ipairs({ "none", "differing", "all" }) do
    local copy = catalogue.copy(db)
    local moved = aside.take(copy, have, want, which)
    local done, reason = pcall(carry_out, copy, list, want)
    if done then
      return copy, moved
    end
    copy:close()
    problem = problem or reason
  end
  error(problem, 0)
end

return function(db, have, want, renames, options)
  local list = spelled(have, want, renames, spare_names(db, want))
  if #list.tables == 0 and next(list.columns) == nil then
    return { inventory = have, renames = list }
  end
  local copy <close>, moved = carried_out(db, list, have, want)
  local found = inventory.read(copy, options)
  aside.put_back(found, moved, renames, list.displaced)
  return { inventory = found, renames = list }
end
