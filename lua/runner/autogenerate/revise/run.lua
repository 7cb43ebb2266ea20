--- The body of an upgrade() or downgrade(), run on a database.
local operations = require("runner.op")
local sql = require("runner.schema.expression")

--- All of it or nothing. `name` is what messages call the text; `settings` are those of
-- runner.alter.settings.
return function(db, body, name, settings)
  local words = { op = operations.new(db, settings), db = db, sql = sql }
  local chunk = assert(load(body, "=" .. (name or "body"), "t", words))
  db:savepoint(chunk)
end
