--- sql"...": marks a text as an SQL expression, where a plain text would be a value.
--
--     { "opened", "TEXT", default = sql"CURRENT_TIMESTAMP" }
--
-- The module is the function `sql` itself, and a table of how to look at its results.
-- Scripts share this metatable, so they get only its name.
local kind = "sql expression"
local Expression = { __name = kind, __metatable = kind }

function Expression:__tostring()
  return self.text
end

local expression = {}

--- The text of a marked expression, or nil if `value` is none.
function expression.text(value)
  return type(value) == "table" and getmetatable(value) == kind and value.text or nil
end

--- The text of a marked expression or of a plain text, or nil.
function expression.any_text(value)
  return type(value) == "string" and value or expression.text(value)
end

--- An SQL text in parentheses, which it keeps if it has them already. (Quotes may hide
-- parentheses, so a text with quotes always gets its own; a comment must end first.)
function expression.parenthesize(text)
  if text:find("^%b()$") and not text:find("['\"`%[]") then
    return text
  end
  return "(" .. text .. (text:find("--", 1, true) and "\n" or "") .. ")"
end

local function sql(_, text)
  if type(text) ~= "string" then
    local given = text == nil and "nothing" or "a " .. type(text)
    error("sql takes a text, not " .. given, 2)
  end
  return setmetatable({ text = text }, Expression)
end

return setmetatable(expression, { __call = sql })
