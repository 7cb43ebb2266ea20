--- What stands in a list of values to read: a column's name, or a marked expression.
--
--     term.all({ "id", sql"price * 2" })    --> '"id", (price * 2)'
local expression = require("runner.schema.expression")
local identifier = require("runner.schema.identifier")

local term = {}

function term.sql(item)
  local text = expression.text(item)
  return text and expression.parenthesize(text) or identifier.quote(item)
end

function term.all(items)
  local list = {}
  for i, item in ipairs(items) do
    list[i] = term.sql(item)
  end
  return table.concat(list, ", ")
end

--- As people read it.
function term.shown(item)
  return expression.text(item) or item
end

return term
