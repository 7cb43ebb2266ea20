--- A table that exchanges its rows for a copy of them, and stays the same table.
--
-- The rows are copied into a table beside it, and then the two change their root pages in
-- one edit of the schema. Nothing is dropped but the old rows: indexes, triggers, views,
-- keys in both directions, the AUTOINCREMENT value and the statistics are not even looked
-- at. Only indexes of columns whose values change are made again. Indexes lead to rowids,
-- so this is for tables that have them, and keep them.
--
-- SQLite documents no such exchange; it is chosen by `rebuild = "swap"` only.
local beside = require("runner.alter.execute.beside")
local catalogue = require("runner.catalogue")
local dependent = require("runner.alter.execute.dependent")
local identifier = require("runner.schema.identifier")
local keyless = require("runner.alter.execute.keyless")
local rebuild = require("runner.alter.execute.rebuild")
local scratch = require("runner.alter.execute.scratch")
local sequence = require("runner.alter.execute.sequence")
local statistics = require("runner.alter.execute.statistics")

local swap = {}

local function root_page(db, name)
  local sql = "SELECT rootpage FROM main.sqlite_schema WHERE type = 'table' AND name = ? "
    .. "COLLATE NOCASE"
  return catalogue.rows(db, sql, name)[1][1]
end

--- Pages move when others are freed (auto_vacuum), so their numbers are read at the last
-- moment.
local function exchange(db, alteration, name)
  local table_name, text = alteration.old.name, alteration.new.text
  local old_page, new_page = root_page(db, table_name), root_page(db, name)
  local plain = ("CREATE TABLE %s (x)"):format(identifier.quote(name))
  catalogue.edit(db, {
    { type = "table", name = table_name, sql = text, rootpage = new_page },
    { type = "table", name = name, sql = plain, rootpage = old_page },
  })
  catalogue.exec(db, "DROP TABLE main." .. identifier.quote(name))
end

--- Carry out the alteration. Root pages cannot be written down for another file, and
-- other keys need other indexes: then the table is made anew by the documented way.
function swap.run(db, alteration, world, plan)
  if catalogue.recording(db) or plan.automatic then
    return rebuild.run(db, alteration, world, plan)
  end
  local table_name = alteration.old.name
  local name = scratch.free_name(db, "swap", table_name)
  beside.create(db, alteration, name, keyless.edits(alteration.new))
  beside.fill(db, alteration, world, name)
  local indexes = dependent.indexes(world, plan.indexes)
  statistics.hide(db, table_name, indexes)
  dependent.drop_indexes(db, indexes)
  sequence.prepare(db, world, plan)
  exchange(db, alteration, name)
  sequence.finish(db, world, plan)
  dependent.create_indexes(db, table_name, indexes)
  dependent.reindex(db, world, plan)
  statistics.restore(db, alteration)
end

return swap
