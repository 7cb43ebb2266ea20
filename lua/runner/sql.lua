--- The word `sql`: marks a text as an SQL expression, where a plain text would be a value.
--
--   default = "new"                    -- the text 'new'
--   default = sql"CURRENT_TIMESTAMP"   -- the expression
--
-- `is` recognises such a value; its field `text` is what stands between the quotes.
local sql = {}

local Expression = { __name = "sql expression" }

function Expression:__tostring()
  return self.text
end

--- Mark `text` as an expression.
function sql.expression(text)
  if type(text) ~= "string" then
    error(("sql takes a text, not a %s"):format(type(text)), 2)
  end
  return setmetatable({ text = text }, Expression)
end

--- Is `value` a marked expression?
function sql.is(value)
  return getmetatable(value) == Expression
end

return sql
