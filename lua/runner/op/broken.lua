--- op.allow_broken: what a revision may leave as something that does not work.
local catalogue = require("runner.catalogue")
local words = require("runner.schema.words")

local place = "op.allow_broken"

local function allow_broken(db, ...)
  words.expect(place .. ": the first name", (...), "name")
  for _, name in ipairs({ ... }) do
    words.expect(place .. ": a name", name, "name")
    catalogue.allow_broken(db, name)
  end
end

return { allow_broken = { usage = "name, ...", run = allow_broken } }
