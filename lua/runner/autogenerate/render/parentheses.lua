--- The inside of parentheses around the whole of an SQL expression; one without them
-- stays.
local ddl = require("runner.ddl")

return function(text)
  local tokens = ddl.tokens(text)
  local depth = 0
  for i, token in ipairs(tokens) do
    depth = depth + (token.text == "(" and 1 or token.text == ")" and -1 or 0)
    if depth == 0 and i < #tokens then
      return text
    end
  end
  local first, last = tokens[1], tokens[#tokens]
  if first.text ~= "(" then
    return text
  end
  local inside = text:sub(first.last + 1, last.first - 1)
  return (inside:gsub("^%s+", ""):gsub("%s+$", ""))
end
