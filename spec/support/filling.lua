--- A database in memory with the word `backfill`, for specs.
--
--   local db, backfill = filling.open()
--   filling.problem(backfill "name", { ... })    -- what it raises: message, hint
local sqlite = require("runner.sqlite")
local word = require("runner.backfill")

local filling = { problem = require("spec.support.database").problem }

function filling.open()
  local db = sqlite.open(":memory:")
  return db, word.new(db)
end

return filling
