--- A database in memory with the words of a revision, for specs of `db` and `op`.
--
--   local db, op = database.open()
--   database.definition(db, "users")     -- the text SQLite keeps
--   database.problem(op.drop_table, 5)   -- what it raises: message, hint
local assert = require("luassert")
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

--- The call must raise exactly this and leave the table (or another object) as it is.
function database.refuse(db, name, message, hint, f, ...)
  local before = database.definition(db, name)
  local found, found_hint = database.problem(f, ...)
  assert.are.equal(message, found)
  assert.are.equal(hint, found_hint)
  assert.are.equal(before, database.definition(db, name))
end

return database
