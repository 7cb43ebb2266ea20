--- Alterations as plain values, for specs of what is decided about them.
--
--     local found = alteration.of("CREATE TABLE t (a)", "CREATE TABLE t (a, b)", {
--       origin = { b = false }, value = {}, options = {},    -- all may be left out
--     })
--     local world = alteration.world(found, { indexes = { "CREATE INDEX ..." } })
local ddl = require("runner.ddl")
local definition = require("runner.alter.definition")

local alteration = {}

--- Columns of the same name are the same columns, unless `given.origin` says otherwise.
function alteration.of(old, new, given)
  given = given or {}
  local self = {
    old = definition.read(old),
    new = definition.read(new),
    origin = {},
    value = given.value or {},
    changes = given.changes or {},
    options = given.options or {},
  }
  self.table = self.old.name
  for _, column in ipairs(self.new.columns) do
    self.origin[column.key] = self.old.by_key[column.key] and column.key or false
  end
  for key, origin in pairs(given.origin or {}) do
    self.origin[key] = origin
  end
  return self
end

local function index(text)
  local tree = ddl.parse(text)
  local columns = {}
  for i, column in ipairs(tree.columns) do
    columns[i] = column.name or false
  end
  return {
    name = tree.name,
    text = text,
    tree = tree,
    unique = tree.unique ~= nil and tree.unique ~= false,
    origin = "c",
    columns = columns,
  }
end

--- What stands around the table. `given`: indexes and triggers as texts, referenced_by,
-- automatic (a list of { name, columns, origin = "u" or "pk" }).
function alteration.world(given)
  given = given or {}
  local world = { indexes = {}, triggers = {}, referenced_by = given.referenced_by or {} }
  for _, text in ipairs(given.indexes or {}) do
    table.insert(world.indexes, index(text))
  end
  for _, found in ipairs(given.automatic or {}) do
    table.insert(world.indexes, {
      name = found.name,
      unique = true,
      origin = found.origin or "u",
      columns = found.columns,
    })
  end
  for _, text in ipairs(given.triggers or {}) do
    table.insert(world.triggers, { name = ddl.parse(text).name, text = text })
  end
  return world
end

return alteration
