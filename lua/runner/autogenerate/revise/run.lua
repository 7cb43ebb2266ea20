--- The body of an upgrade() or downgrade(), run on a database as the engine runs it.
local catalogue = require("runner.catalogue")
local operations = require("runner.op")
local sql = require("runner.schema.expression")

--- All of it or nothing, and nothing unless the engine's checks find all in order. `name`
-- is what messages call the text; `settings` are those of runner.alter.settings; what is
-- called `allowed` (a list) need not work. Gives the names of these that do not.
return function(db, body, name, settings, allowed)
  local words = { op = operations.new(db, settings), db = db, sql = sql }
  local chunk = assert(load(body, "=" .. (name or "body"), "t", words))
  return catalogue.step(db, function()
    for _, broken in ipairs(allowed or {}) do
      catalogue.allow_broken(db, broken)
    end
    chunk()
  end)
end
