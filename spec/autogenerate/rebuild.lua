--- Rebuilds of tables that could have been done without.
--
--     local former <close> = rebuild.renamed(db, found)
--     rebuild.needless(former, found.comparison, reports, order)   --> a report, or nil
--
-- `found` is of runner.autogenerate.compare; `reports` are those of the alterations.
local aside = require("runner.autogenerate.aside")
local capability = require("runner.alter.method.capability")
local catalogue = require("runner.catalogue")
local definition = require("runner.alter.definition")
local key = require("runner.alter.key")
local method = require("runner.alter.method")
local operations = require("runner.op")
local reorder = require("runner.alter.change.reorder")
local sql = require("runner.schema.expression")
local world = require("runner.alter.world")

local rebuild = {}

--- Columns of `new` in the order that needs no rebuild: those that stay, then new ones.
local function kept_order(old, new)
  local names = {}
  for _, column in ipairs(old.columns) do
    local kept = new.by_key[column.key]
    names[#names + 1] = kept and kept.name
  end
  return definition.read(reorder.columns(new, "", names).text)
end

local function lacks_value(new, column)
  local primary = new.primary_key
  local is_rowid = primary and primary.rowid and key.has(primary, column)
  return column.not_null and not (column.default or column.generated or is_rowid)
end

--- The world of a table without what a revision puts out of the way.
local function bare_world(db, change)
  local found, gone = world.read(db, change.have.name), {}
  found.triggers, found.referenced_by = {}, {}
  for _, index in ipairs(change.indexes_dropped) do gone[index.name] = true end
  for i = #found.indexes, 1, -1 do
    if gone[found.indexes[i].name] then table.remove(found.indexes, i) end
  end
  return found
end

--- The way that is chosen for a change of a table if all of it is said at once.
local function method_of(db, change, order)
  local old, new = change.have.definition, change.want.definition
  if not order then new = kept_order(old, new) end
  local origin, value = {}, {}
  for _, column in ipairs(new.columns) do
    origin[column.key] = old.by_key[column.key] and column.key or false
    if not origin[column.key] and lacks_value(new, column) then
      value[column.key] = sql("NULL")
    end
  end
  local alteration = { table = old.name, old = old, new = new, origin = origin,
    value = value, changes = {}, options = {} }
  return method.choose(alteration, bare_world(db, change), {
    capability = capability.of(db:value("SELECT sqlite_version()")),
  }).method
end

function rebuild.needless(db, comparison, reports, order)
  for _, change in ipairs(comparison.tables.changed) do
    for _, report in ipairs(reports) do
      local is_rebuilt = report:find(change.have.name .. ": rebuilt", 1, true)
        and not report:find("which ALTER TABLE refuses", 1, true)
      if is_rebuilt and method_of(db, change, order) ~= "rebuild" then return report end
    end
  end
end

--- A copy of what there is, after the renames, and without what may stand in
-- their way.
function rebuild.renamed(db, found)
  local copy, renames = catalogue.copy(db), found.aligned.renames
  aside.take(copy, found.have, found.want, "all")
  local op = operations.new(copy)
  for _, gone in ipairs(renames.displaced) do op.drop_table(gone.name) end
  for _, rename in ipairs(renames.steps.tables) do
    op.rename_table(rename.from, rename.to)
  end
  for _, columns in pairs(renames.steps.columns) do
    for _, rename in ipairs(columns) do
      op.rename_column(columns.table, rename.from, rename.to)
    end
  end
  return copy
end

return rebuild
