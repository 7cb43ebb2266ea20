--- A table alone in an empty database in memory: how SQLite understands a definition.
--
--     local alone <close> = model.open(definition)
--     alone:value("SELECT count(*) FROM pragma_table_xinfo('tickets')")
--
-- What SQLite says there is what it will say of the real table, so nothing has to be
-- guessed about numbers of automatic indexes, hidden columns or implied constraints.
local catalogue = require("runner.catalogue")
local identifier = require("runner.schema.identifier")

local model = {}

--- The file's own CREATE TABLE may use functions and collations that only the application
-- has. Where SQLite reads a stored definition it leaves them for later.
local function store(db, self)
  catalogue.exec(db, ("CREATE TABLE %s (stands_in)"):format(identifier.quote(self.name)))
  catalogue.edit(db, { { type = "table", name = self.name, sql = self.text } })
end

--- The database, to be closed by the caller. It is only read what definitions say, and
-- nothing that they use is called: whether that may be is for the real database to judge.
function model.open(self)
  local db = catalogue.scratch({ trust_schema = true })
  local done, problem = pcall(catalogue.exec, db, self.text)
  local message = type(problem) == "userdata" and problem.message or ""
  if message:find("^no such ") then
    done, problem = pcall(store, db, self)
  end
  if not done then
    db:close()
    error(problem, 0)
  end
  return db
end

--- What rows that are older than a column read in it: its default, unless SQLite has to
-- compute that. Such a row is made here.
function model.older_value(column)
  local db <close> = catalogue.scratch()
  catalogue.exec(db, "CREATE TABLE older (a)")
  catalogue.exec(db, "INSERT INTO older VALUES (1)")
  local default = column.default and " DEFAULT " .. column.default or ""
  local sql = ("CREATE TABLE older (a, b %s%s)"):format(column.affinity, default)
  catalogue.edit(db, { { type = "table", name = "older", sql = sql } })
  return catalogue.rows(db, "SELECT b FROM older")[1][1]
end

return model
