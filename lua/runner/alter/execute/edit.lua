--- Alterations that write no row: the stored definition is edited.
--
-- The proofs are made before (runner.alter.proof); here rows that are older than a column
-- whose DEFAULT changes are filled, SQLite's own ALTER TABLE does its part, and then one
-- edit of the schema stores the new text.
local automatic = require("runner.alter.execute.automatic")
local catalogue = require("runner.catalogue")
local definition = require("runner.alter.definition")
local dependent = require("runner.alter.execute.dependent")
local older_rows = require("runner.alter.execute.older_rows")
local sequence = require("runner.alter.execute.sequence")

local edit = {}

local function alter_table(db, plan)
  for _, sql in ipairs(plan.native or {}) do
    catalogue.exec(db, sql)
  end
end

--- What is to be stored: the new definition, that still tells which columns were added.
local function marked(db, alteration, world)
  local sql = "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?"
  local current = catalogue.rows(db, sql, world.name)[1][1]
  -- A text that is written down says no more than ALTER TABLE where only space differs.
  local old = not catalogue.recording(db) and alteration.old or nil
  return older_rows.marked(definition.read(current), alteration.new, old), current
end

--- SQLite's own ALTER TABLE does all of it. But its DROP COLUMN takes comments of
-- neighbours along, and these stay. (It writes no row if the column was not stored, so
-- the old definition's marks count as well.)
function edit.native(db, alteration, world, plan)
  alter_table(db, plan)
  local new, current = marked(db, alteration, world)
  new = older_rows.marked(alteration.old, new)
  if new.text ~= current then
    catalogue.edit(db, { { type = "table", name = new.name, sql = new.text } })
  end
end

--- Everything up to the new definition; serves updates too.
function edit.definition(db, alteration, world, plan)
  older_rows.fill(db, alteration, world, plan)
  if plan.before then
    catalogue.edit(db, { { type = "table", name = world.name, sql = plan.before } })
  end
  alter_table(db, plan)
  sequence.prepare(db, world, plan)
  automatic.edit(db, { new = marked(db, alteration, world) }, world, plan)
  sequence.finish(db, world, plan)
end

--- Carry out the alteration.
function edit.run(db, alteration, world, plan)
  local indexes = dependent.indexes(world, plan.indexes or {})
  dependent.drop_indexes(db, indexes)
  edit.definition(db, alteration, world, plan)
  dependent.create_indexes(db, world.name, indexes)
  dependent.reindex(db, world, plan)
end

return edit
