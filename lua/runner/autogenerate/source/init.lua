--- The desired schema, from whatever says it, as a database in memory.
--
--     local source = require("runner.autogenerate.source")
--     local desired = source.open("schema.lua", { own_tables = { "runner_version" } })
--     inventory.read(desired.db, { own_tables = ... })
--     desired.db:close()
--
-- A source is the path of a .lua file (runner.autogenerate.source.words), a .sql file or
-- a database, or { command = text or list, folder = } (...source.command).
-- SQLite itself reads all of them: a database as it stands, the others in memory. Nothing
-- else is written.
local failure = require("runner.failure")
local kind_of = require("runner.autogenerate.source.kind")
local script = require("runner.autogenerate.source.script")
local source = require("runner.source")

local desired = {}

local readers = {}

function readers.command(db, given, options)
  require("runner.autogenerate.source.command").run(db, given, options)
end

function readers.database() end -- it is there

function readers.sql(db, path, options)
  script.run(db, script.read(path), path, options)
end

function readers.lua(db, path)
  local words = require("runner.autogenerate.source.words")
  local outcome
  source.run(path, db, function(op)
    local list
    list, outcome = words.new(db, op)
    return list
  end)
  local done, problem = pcall(outcome.check)
  if not done then
    failure.at(problem, path, 0)
  end
  return outcome.renames
end

--- Open a source. Gives { db, kind, name, renames }: `db` is the caller's to close,
-- `kind` "lua", "sql", "database" or "command", `renames` as ...source.words has them,
-- empty where the source cannot tell. Options: own_tables (names of runner's tables),
-- trust_schema (as in runner.lua).
function desired.open(given, options)
  local is_path = type(given) == "string"
  local kind = is_path and kind_of(given) or "command"
  local db = kind == "database" and source.open(given, options) or source.scratch(options)
  local done, result = pcall(readers[kind], db, given, options)
  if not done then
    db:close()
    error(result, 0)
  end
  return {
    db = db,
    kind = kind,
    name = is_path and given or "the schema's command",
    renames = kind == "lua" and result or { tables = {}, columns = {} },
  }
end

return desired
