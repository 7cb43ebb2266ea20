--- op.execute: SQL as it stands, with parameters if there are any.
local expression = require("runner.schema.expression")
local words = require("runner.schema.words")

local function execute(db, sql, ...)
  words.expect("op.execute: the SQL", sql, "expression")
  return db:exec(expression.any_text(sql), ...)
end

--- As a text it has no place for parameters.
local function text(_, sql, ...)
  words.expect("op.execute: the SQL", sql, "expression")
  return select("#", ...) == 0 and expression.any_text(sql) or nil
end

return { execute = { usage = "sql [, parameters]", text = text, run = execute } }
