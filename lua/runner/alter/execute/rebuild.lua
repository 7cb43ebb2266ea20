--- A table made anew: the documented way, for what an edit of the definition cannot do.
--
--     a table beside it, the rows into that, the old one dropped, the new one renamed
--
-- https://www.sqlite.org/lang_altertable.html#otheralter gives the order. The old table
-- must not be renamed out of the way first: views, triggers and the keys of other tables
-- would follow it. DROP TABLE would delete the rows of other tables by the actions of
-- their keys if foreign keys were enforced; they are not while a revision runs.
--
-- The name is given by an edit of the schema, which the table's text needs anyway. ALTER
-- TABLE RENAME would read every definition in the file anew and stop at any that SQLite
-- goes on reading only because it is old (a text in double quotes), or that calls what
-- only the application has. It would put the name in quotes, too.
--
-- Everything that belongs to the table and goes with it is put back: rowids, indexes
-- (built when the rows are there, also those of keys), triggers, the values that
-- AUTOINCREMENT has given, statistics, and the text to the letter. What others say about
-- the table is never touched.
local automatic = require("runner.alter.execute.automatic")
local beside = require("runner.alter.execute.beside")
local catalogue = require("runner.catalogue")
local dependent = require("runner.alter.execute.dependent")
local expected = require("runner.alter.execute.expected")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local keyless = require("runner.alter.execute.keyless")
local scratch = require("runner.alter.execute.scratch")
local sequence = require("runner.alter.execute.sequence")
local settings = require("runner.alter.settings")
local statistics = require("runner.alter.execute.statistics")
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

-- ---- AUTOINCREMENT

local function has_sequence(self)
  return self.primary_key and self.primary_key.autoincrement or false
end

--- The values given so far stay given, also above the largest there is. The row that says
-- so goes by the table's name, and would be dropped with the table: it gets another one.
-- https://www.sqlite.org/autoinc.html
local function rename_sequence(db, from, to)
  local sql = "UPDATE main.sqlite_sequence SET name = ? WHERE name = ? COLLATE NOCASE"
  catalogue.exec(db, sql, to, from)
end

local function save_sequence(db, alteration, name)
  if has_sequence(alteration.old) and has_sequence(alteration.new) then
    rename_sequence(db, alteration.old.name, name)
  end
end

local function restore_sequence(db, alteration, name)
  if has_sequence(alteration.new) then
    local is_new = not has_sequence(alteration.old)
    sequence.prepare(db, { name = name }, { sequence = is_new and "add" or nil })
    rename_sequence(db, name, alteration.new.name)
  end
end

-- ---- the whole

--- The edits that call indexes of constraints after the table, where keys were not left
-- out (runner.alter.execute.keyless). SQLite finds them by their names.
local function index_changes(db, name, new_name)
  local changes = {}
  local sql = "SELECT name FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = ? "
    .. "AND sql IS NULL"
  for i, row in ipairs(catalogue.rows(db, sql, name)) do
    local number = row[1]:match("_(%d+)$")
    changes[i] = {
      type = "index",
      name = row[1],
      new_name = ("sqlite_autoindex_%s_%s"):format(new_name, number),
      table_name = new_name,
    }
  end
  return changes
end

--- Give the table called `name` its real name and text. It was filled without its keys:
-- their indexes are built now.
local function complete(db, alteration, name)
  local self = alteration.new
  local has_keys = keyless.has_keys(self)
  local change = { type = "table", name = name, sql = self.text }
  if has_keys then
    change.sql = scratch.text(self, self.name, keyless.edits(self))
  end
  restore_sequence(db, alteration, name)
  change.new_name, change.table_name = self.name, self.name
  local changes = index_changes(db, name, self.name)
  table.insert(changes, 1, change)
  catalogue.edit(db, changes)
  if has_keys then
    local world = world_reader.read_own(db, self.name)
    automatic.edit(db, alteration, world, { automatic = true })
  end
end

--- Carry out the alteration.
function rebuild.run(db, alteration, world)
  local old_name, new_name = alteration.old.name, alteration.new.name
  check_foreign_keys_are_off(db, old_name)
  expected.guard(db, alteration.old, world)
  report_leftovers(db, old_name)
  catalogue.touch(db, old_name)
  local temporary = dependent.temporary_triggers(db, old_name)
  local name = scratch.free_name(db, "rebuild", new_name)
  beside.create(db, alteration, name, keyless.edits(alteration.new))
  beside.fill(db, alteration, world, name)
  statistics.hide(db, old_name)
  save_sequence(db, alteration, name)
  catalogue.exec(db, "DROP TABLE main." .. identifier.quote(old_name))
  complete(db, alteration, name)
  dependent.create_indexes(db, new_name, dependent.indexes(world))
  dependent.create_triggers(db, world.triggers, "main")
  dependent.create_triggers(db, temporary, "temp")
  statistics.restore(db, alteration)
  statistics.follow(db, alteration, world)
end

return rebuild
