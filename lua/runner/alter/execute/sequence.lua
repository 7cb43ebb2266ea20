--- AUTOINCREMENT comes or goes: the table's row in sqlite_sequence.
-- https://www.sqlite.org/autoinc.html
local catalogue = require("runner.catalogue")
local identifier = require("runner.schema.identifier")

local sequence = {}

--- SQLite makes the table sqlite_sequence with the first AUTOINCREMENT, and only then.
local function make_table(db)
  catalogue.exec(
    db,
    "CREATE TABLE main.runner_sequence (id INTEGER PRIMARY KEY AUTOINCREMENT)"
  )
  catalogue.exec(db, "DROP TABLE main.runner_sequence")
end

local function remove_row(db, name)
  local sql = "DELETE FROM main.sqlite_sequence WHERE name = ? COLLATE NOCASE"
  catalogue.exec(db, sql, name)
end

--- The rowid as the table's key calls it: `rowid` may be the name of another column.
local function rowid_of(db, name)
  local sql = "SELECT name FROM pragma_table_info(?, 'main') WHERE pk = 1"
  return identifier.quote(catalogue.rows(db, sql, name)[1][1])
end

--- Before the definition has the word. No rowid that was ever seen is given again.
function sequence.prepare(db, world, plan)
  if plan.sequence ~= "add" then
    return
  end
  make_table(db)
  remove_row(db, world.name)
  local form = "INSERT INTO main.sqlite_sequence (name, seq) SELECT ?, max(0, max(%s)) "
    .. "FROM main.%s HAVING count(*) > 0"
  local sql = form:format(rowid_of(db, world.name), identifier.quote(world.name))
  catalogue.exec(db, sql, world.name)
end

--- After the definition has lost it.
function sequence.finish(db, world, plan)
  if plan.sequence == "drop" then
    remove_row(db, world.name)
  end
end

return sequence
