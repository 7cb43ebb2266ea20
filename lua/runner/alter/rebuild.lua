--- A table made anew: the documented way, for what an edit of the definition cannot do.
--
--     a table beside it, the rows into that, the old one dropped, the new one renamed
--
-- Indexes are built when the rows are there, also those of keys.
--
-- https://www.sqlite.org/lang_altertable.html#otheralter gives the order. The old table
-- must not be renamed out of the way first: views, triggers and the keys of other tables
-- would follow it. DROP TABLE would delete the rows of other tables by the actions of
-- their keys if foreign keys were enforced; they are not while a revision runs.
--
-- Everything that belongs to the table and goes with it is put back: rowids, indexes,
-- triggers, the next AUTOINCREMENT value, statistics, and its text to the letter (RENAME
-- puts the name in quotes). What others say about the table is never touched.
local automatic = require("runner.alter.automatic")
local beside = require("runner.alter.beside")
local catalogue = require("runner.catalogue")
local dependent = require("runner.alter.dependent")
local expected = require("runner.alter.expected")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local keyless = require("runner.alter.keyless")
local scratch = require("runner.alter.scratch")
local settings = require("runner.alter.settings")
local statistics = require("runner.alter.statistics")
local world_reader = require("runner.alter.world")

local rebuild = {}

local function check_foreign_keys_are_off(db, table_name)
  if catalogue.rows(db, "PRAGMA foreign_keys")[1][1] ~= 0 then
    failure.raise(
      ("'%s' cannot be made anew while foreign keys are enforced: dropping the old table "
        .. "would delete rows of others"):format(table_name),
      "say PRAGMA foreign_keys = OFF before, outside of a savepoint"
    )
  end
end

--- A table that a foreign tool left is in nobody's way, but somebody may look for it.
local function report_leftovers(db, table_name)
  local report = settings.of(db).report
  for _, leftover in ipairs(scratch.leftovers(db, table_name)) do
    if report then
      report(
        ("'%s' looks like what an unfinished change by %s left; it stays"):format(
          leftover.name,
          leftover.tool
        )
      )
    end
  end
end

--- The values that AUTOINCREMENT has given so far stay given, also above the largest
-- there is. The row goes by the table's name; RENAME takes it along.
-- https://www.sqlite.org/autoinc.html
local function keep_sequence(db, alteration, name)
  local before, after = alteration.old.primary_key, alteration.new.primary_key
  if not (before and before.autoincrement and after and after.autoincrement) then
    return
  end
  catalogue.exec(db, "DELETE FROM main.sqlite_sequence WHERE name = ?", name)
  catalogue.exec(
    db,
    "INSERT INTO main.sqlite_sequence (name, seq) SELECT ?, seq "
      .. "FROM main.sqlite_sequence WHERE name = ? COLLATE NOCASE",
    name,
    alteration.old.name
  )
end

--- Without the old way of renaming, RENAME fails where a view speaks of the table, which
-- is not there at that moment.
local function rename(db, name, new_name)
  local form = "ALTER TABLE main.%s RENAME TO %s"
  local sql = form:format(identifier.quote(name), identifier.quote(new_name))
  catalogue.exec(db, "PRAGMA legacy_alter_table = ON")
  local done, problem = pcall(catalogue.exec, db, sql)
  pcall(catalogue.exec, db, "PRAGMA legacy_alter_table = OFF")
  if not done then
    error(problem, 0)
  end
end

--- The table was filled without its keys: build their indexes, and store the text to the
-- letter.
local function complete(db, self, has_keys)
  local world = world_reader.read(db, self.name)
  automatic.edit(db, { new = self }, world, { automatic = has_keys })
end

--- Carry out the alteration.
function rebuild.run(db, alteration, world)
  local old_name, new_name = alteration.old.name, alteration.new.name
  local edits = keyless.edits(alteration.new)
  check_foreign_keys_are_off(db, old_name)
  expected.guard(db, alteration.old, world)
  report_leftovers(db, old_name)
  catalogue.touch(db, old_name)
  local temporary = dependent.temporary_triggers(db, old_name)
  local name = scratch.free_name(db, "rebuild", new_name)
  beside.create(db, alteration.new, name, edits)
  beside.fill(db, alteration, world, name)
  keep_sequence(db, alteration, name)
  statistics.hide(db, old_name)
  catalogue.exec(db, "DROP TABLE main." .. identifier.quote(old_name))
  rename(db, name, new_name)
  complete(db, alteration.new, #edits > 0)
  dependent.create_indexes(db, new_name, dependent.indexes(world))
  dependent.create_triggers(db, world.triggers, "main")
  dependent.create_triggers(db, temporary, "temp")
  statistics.restore(db, alteration)
  statistics.prune(db, alteration)
end

return rebuild
