--- What hangs on a table and goes with it: its indexes and triggers, made again word for
-- word.
--
-- Their texts are the ones SQLite stored, and SQLite stores a text from the name on, so
-- what is made from it has the same text again. "main." is put in front of the name: a
-- table of the same name in the temporary schema must not get them.
local catalogue = require("runner.catalogue")
local ddl = require("runner.ddl")
local duplicate = require("runner.alter.proof.duplicate")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local proof = require("runner.alter.proof")
local work = require("runner.alter.work")
local world_reader = require("runner.alter.world")

local dependent = {}

--- The text with `before` in front of the name.
local function insert_before_name(text, before)
  local first = ddl.parse(text).name_span[1]
  return text:sub(1, first - 1) .. before .. text:sub(first)
end

-- ---- indexes

--- The indexes among `world.indexes` that have a text, of those in `names` (all if nil).
function dependent.indexes(world, names)
  local wanted = {}
  for _, name in ipairs(names or {}) do
    wanted[identifier.fold(name)] = true
  end
  local list = {}
  for _, index in ipairs(world.indexes) do
    if index.text and (not names or wanted[identifier.fold(index.name)]) then
      list[#list + 1] = index
    end
  end
  return list
end

function dependent.drop_indexes(db, indexes)
  for _, index in ipairs(indexes) do
    catalogue.exec(db, "DROP INDEX main." .. identifier.quote(index.name))
  end
end

--- Build an index from its text although CREATE INDEX refuses it, as it does for a text
-- in double quotes: an old definition that holds one is still read. An empty index gets
-- the text and is filled then.
local function fill_by_text(db, index, table_name)
  local columns = "SELECT name FROM pragma_table_info(?, 'main')"
  local column = catalogue.rows(db, columns, table_name)[1][1]
  catalogue.exec(
    db,
    ("CREATE INDEX main.%s ON %s (%s) WHERE 0"):format(
      identifier.quote(index.name),
      identifier.quote(table_name),
      identifier.quote(column)
    )
  )
  catalogue.edit(db, { { type = "index", name = index.name, sql = index.text } })
  catalogue.exec(db, "REINDEX main." .. identifier.quote(index.name))
end

local function fail_index(table_name, index, problem)
  failure.raise(
    ("the index '%s' of '%s' cannot be made again: %s"):format(
      index.name,
      table_name,
      problem.message
    ),
    "drop the index first, and create another one after the change"
  )
end

--- What the user is told while the index is built.
local function work_of(table_name, index)
  return {
    name = index.name,
    table = table_name,
    terms = #index.orders,
    unique = index.unique,
  }
end

local function create_index(db, table_name, index)
  local done, problem = pcall(work.index, db, work_of(table_name, index), function()
    catalogue.exec(db, insert_before_name(index.text, "main."))
  end)
  if done then
    return
  end
  duplicate.explain_index(db, table_name, index, problem)
  if problem.code ~= 1 or not pcall(fill_by_text, db, index, table_name) then
    fail_index(table_name, index, problem)
  end
end

function dependent.create_indexes(db, table_name, indexes)
  for _, index in ipairs(indexes) do
    create_index(db, table_name, index)
  end
end

--- The index of this name as it is now, or nil.
local function find_index(db, world, name)
  for _, index in ipairs(world_reader.read_own(db, world.name).indexes) do
    if identifier.fold(index.name) == identifier.fold(name) then
      return index
    end
  end
end

--- Sort an index again. If that shows values twice, it is said which. One that is gone
-- with its constraint needs nothing.
local function reindex(db, world, name)
  local index = find_index(db, world, name)
  if not index then
    return
  end
  local done, problem = pcall(work.index, db, work_of(world.name, index), function()
    catalogue.exec(db, "REINDEX main." .. identifier.quote(name))
  end)
  if not done then
    proof.explain_index(db, world, index, problem)
  end
end

--- Sort again the indexes of `plan.reindex`, and those of `plan.indexes` that a
-- constraint makes: they cannot be dropped.
function dependent.reindex(db, world, plan)
  local names = { table.unpack(plan.reindex or {}) }
  for _, name in ipairs(plan.indexes or {}) do
    if #dependent.indexes(world, { name }) == 0 then
      names[#names + 1] = name
    end
  end
  for _, name in ipairs(names) do
    reindex(db, world, name)
  end
end

-- ---- triggers

--- The triggers that an application's connection has on the table in its temporary
-- schema; they are dropped with the table too. (If it has a temporary table of that name
-- they may belong to that one.)
function dependent.temporary_triggers(db, table_name)
  local sql = "SELECT name, sql FROM temp.sqlite_schema WHERE type = 'trigger' AND "
    .. "tbl_name = ?1 COLLATE NOCASE AND NOT EXISTS (SELECT 1 FROM temp.sqlite_schema "
    .. "WHERE type <> 'trigger' AND name = ?1 COLLATE NOCASE)"
  local list = {}
  for i, row in ipairs(catalogue.rows(db, sql, table_name)) do
    list[i] = { name = row[1], text = row[2] }
  end
  return list
end

local function drop_triggers(db, triggers, schema)
  for _, trigger in ipairs(triggers) do
    catalogue.exec(
      db,
      ("DROP TRIGGER %s.%s"):format(schema, identifier.quote(trigger.name))
    )
  end
end

--- Make triggers again, in their order: SQLite fires them by it. `schema`: "main" or
-- "temp".
function dependent.create_triggers(db, triggers, schema)
  for _, trigger in ipairs(triggers) do
    catalogue.exec(db, insert_before_name(trigger.text, schema .. "."))
  end
end

--- Run `write`, which changes rows of the table in ways that no trigger is to hear of.
-- Temporary ones cannot be switched off, and a text that is written down switches none
-- off: they are dropped and made again. (An error is left to the savepoint around it.)
-- https://www.sqlite.org/c3ref/c_dbconfig_defensive.html#sqlitedbconfigenabletrigger
function dependent.without_triggers(db, world, write)
  local temporary = dependent.temporary_triggers(db, world.name)
  local dropped = catalogue.recording(db) and world.triggers or {}
  drop_triggers(db, temporary, "temp")
  drop_triggers(db, dropped, "main")
  local done, problem
  if catalogue.recording(db) then
    done, problem = pcall(write)
  else
    catalogue.without_triggers(db, function()
      done, problem = pcall(write)
    end)
  end
  if not done then
    error(problem, 0)
  end
  dependent.create_triggers(db, dropped, "main")
  dependent.create_triggers(db, temporary, "temp")
end

return dependent
