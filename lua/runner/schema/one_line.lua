--- SQL as it was written, on one line and without comments: what people are shown.
local ddl = require("runner.ddl")

return function(text)
  local parts, last = {}, nil
  for _, token in ipairs(ddl.tokens(text)) do
    if last and token.first > last + 1 then
      parts[#parts + 1] = " "
    end
    parts[#parts + 1] = text:sub(token.first, token.last)
    last = token.last
  end
  return table.concat(parts)
end
