--- The statements of a trigger's body, each without its indentation and semicolon.
local ddl = require("runner.ddl")

--- Take away what all lines but the first have in front.
local function outdent(text)
  local least
  for space, rest in text:gmatch("\n([ \t]*)([^\n]*)") do
    if rest:find("%S") and (not least or #space < #least) then
      least = space
    end
  end
  if not least or least == "" then
    return text
  end
  return (text:gsub("\n" .. least, "\n"))
end

--- `body` is the text from BEGIN to END.
return function(body)
  local tokens = ddl.tokens(body)
  local list, first = {}, 2
  for i = 2, #tokens - 1 do
    if tokens[i].text == ";" then
      local text = body:sub(tokens[first].first, tokens[i].first - 1)
      list[#list + 1] = outdent((text:gsub("%s+$", "")))
      first = i + 1
    end
  end
  return list
end
