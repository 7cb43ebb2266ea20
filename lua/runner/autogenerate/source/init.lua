--- The desired schema, from whatever says it, as a database in memory.
--
--     local source = require("runner.autogenerate.source")
--     local desired = source.open("schema.lua", { own_tables = { "runner_version" } })
--     inventory.read(desired.db, { own_tables = ... })
--     desired.db:close()
--
-- A source is the path of a .lua file (runner.autogenerate.source.words), a .sql file or
-- a database, or { command = text or list, folder = } (...source.command).
-- SQLite itself reads all of them. Nothing but the database in memory is written.
local command = require("runner.autogenerate.source.command")
local failure = require("runner.failure")
local kind_of = require("runner.autogenerate.source.kind")
local script = require("runner.autogenerate.source.script")
local source = require("runner.source")
local words = require("runner.autogenerate.source.words")

local desired = {}

local readers = { command = command.run }

function readers.database(db, path)
  source.copy(path, db)
end

function readers.sql(db, path, options)
  local file, problem = io.open(path, "rb")
  if not file then
    failure.raise("cannot open the schema " .. problem, nil, "usage")
  end
  local text = file:read("a")
  file:close()
  script.run(db, text, path, options)
end

function readers.lua(db, path)
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
  local db = source.scratch({ trust_schema = options.trust_schema })
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
