--- A schema that another program tells: it writes SQL to stdout, or fills the database
-- whose path it finds in $RUNNER_SCHEMA_DATABASE.
--
--     command.run(db, { command = "python schema.py", folder = "app" }, options)
--
-- A command that is one text goes through the shell; one that is a list is a program with
-- its arguments, in which $RUNNER_SCHEMA_DATABASE is replaced.
local catalogue = require("runner.catalogue")
local failure = require("runner.failure")
local script = require("runner.autogenerate.source.script")
local source = require("runner.source")

local command = {}

local variable = "RUNNER_SCHEMA_DATABASE"

local function request_of(given, database)
  local request = { folder = given.folder, variable = variable, value = database }
  if type(given.command) == "string" then
    table.move({ "/bin/sh", "-c", given.command }, 1, 3, 1, request)
    return request
  end
  for i, argument in ipairs(given.command) do
    request[i] = argument:gsub("%$" .. variable, (database:gsub("%%", "%%%%")))
  end
  return request
end

--- What people know the command by.
local function title(given)
  local text = given.command
  return type(text) == "string" and text or table.concat(text, " ")
end

local function check_outcome(given, outcome)
  if outcome.exit_code == 0 then
    return
  end
  local how = outcome.exit_code and ("ended with exit code %d"):format(outcome.exit_code)
    or ("was ended by signal %d"):format(outcome.signal)
  local said = outcome.errors:gsub("%s+$", "")
  failure.raise(
    ("the command of the schema %s: %s%s"):format(
      how,
      title(given),
      said ~= "" and "\n" .. said or ""
    )
  )
end

--- Has the program put anything into its database?
local function is_filled(path)
  local file = io.open(path, "rb")
  local byte = file and file:read(1)
  if file then
    file:close()
  end
  return byte ~= nil
end

--- Give `db`, which is empty, the schema that the command tells.
function command.run(db, given, options)
  local folder <close> = source.folder()
  local database = tostring(folder) .. "/schema.db"
  local outcome = source.command(request_of(given, database))
  check_outcome(given, outcome)
  if is_filled(database) then
    source.copy(database, db)
  elseif outcome.output:find("%S") then
    script.run(db, outcome.output, "output of the schema's command", options)
  end
  if #catalogue.rows(db, "SELECT 1 FROM sqlite_schema LIMIT 1") == 0 then
    failure.raise(
      "the command of the schema gave no schema: " .. title(given),
      ("it should write SQL to stdout, or fill the database whose path is in $%s"):format(
        variable
      )
    )
  end
end

return command
