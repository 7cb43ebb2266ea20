--- A schema with its renames carried out, on a copy: SQLite lets indexes, views, triggers
-- and foreign keys follow, so what is left to compare has the names that are wanted.
--
--     local aligned = align(db, have, want, renames, options)
--     aligned.inventory     -- of the copy, or `have` where nothing is renamed
--     aligned.renames       -- { tables = { { from, to } }, columns = { by table: ... } }
--
-- There is what cannot follow: a full-text index over the table, a view that joins USING
-- a column of which only one is renamed yet. That has its old text and so differs; a
-- revision makes it anew.
local aside = require("runner.autogenerate.aside")
local catalogue = require("runner.catalogue")
local inventory = require("runner.autogenerate.inventory")
local operations = require("runner.op")

local function spelled_columns(old, new, columns)
  local list = { table = new.name }
  for _, column in ipairs(old.definition.columns) do
    local new_key = columns[column.key]
    local to = new_key and new.definition.by_key[new_key].name
    list[#list + 1] = new_key and { from = column.name, to = to }
  end
  return list
end

--- Renames with the names as they are spelled, in the order of `want`.
local function spelled(have, want, renames)
  local list = { tables = {}, columns = {} }
  local former = {}
  for old_key, new_key in pairs(renames.tables) do
    former[new_key] = old_key
  end
  for _, key in ipairs(want.order) do
    local new = want.tables[key]
    local old = new and have.tables[former[key] or key]
    if former[key] then
      table.insert(list.tables, { from = old.name, to = new.name })
    end
    if renames.columns[key] then
      list.columns[key] = spelled_columns(old, new, renames.columns[key])
    end
  end
  return list
end

local function carry_out(db, list, want)
  local op = operations.new(db)
  for _, rename in ipairs(list.tables) do
    op.rename_table(rename.from, rename.to)
  end
  for _, key in ipairs(want.order) do
    for _, rename in ipairs(list.columns[key] or {}) do
      op.rename_column(list.columns[key].table, rename.from, rename.to)
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
  local list = spelled(have, want, renames)
  if #list.tables == 0 and next(list.columns) == nil then
    return { inventory = have, renames = list }
  end
  local copy <close>, moved = carried_out(db, list, have, want)
  local found = inventory.read(copy, options)
  aside.put_back(found, moved, renames)
  return { inventory = found, renames = list }
end
