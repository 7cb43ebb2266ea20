--- op.execute: SQL as it stands, with parameters if there are any.
local expression = require("runner.schema.expression")
local words = require("runner.schema.words")

local function execute(db, sql, ...)
  words.expect("op.execute: the SQL", sql, "expression")
  return db:exec(expression.any_text(sql), ...)
end

return { execute = { usage = "sql [, parameters]", run = execute } }
