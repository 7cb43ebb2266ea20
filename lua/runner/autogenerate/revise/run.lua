--- The body of an upgrade() or downgrade(), run on a database.
local operations = require("runner.op")
local sql = require("runner.schema.expression")

--- All of it or nothing. `name` is what messages call the text.
return function(db, body, name)
  local words = { op = operations.new(db), db = db, sql = sql }
  local chunk = assert(load(body, "=" .. (name or "body"), "t", words))
  db:savepoint(chunk)
end
