--- A database in memory with the words of a revision, for specs of `db` and `op`.
--
--   local db, op = database.open()
--   database.definition(db, "users")     -- the text SQLite keeps
--   database.problem(op.drop_table, 5)   -- what it raises: message, hint
local operations = require("runner.op")
local sqlite = require("runner.sqlite")

local database = {}

function database.open()
  local db = sqlite.open(":memory:")
  return db, operations.new(db)
end

--- The definition of a table, index, view or trigger as SQLite keeps it, or nil.
function database.definition(db, name)
  return db:value("SELECT sql FROM sqlite_schema WHERE name = ?", name)
end

--- Message and hint of the error that the function must raise.
function database.problem(f, ...)
  local ok, problem = pcall(f, ...)
  if ok then error("no error was raised", 2) end
  if type(problem) == "string" then error("not an error object: " .. problem, 2) end
  return problem.message, problem.hint
end

return database
