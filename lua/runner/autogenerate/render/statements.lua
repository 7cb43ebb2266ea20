--- The statements of a trigger's body, each without its indentation and semicolon.
local ddl = require("runner.ddl")

--- What stands in front of a token on its line, if that is only space.
local function indentation(body, first)
  return body:sub(1, first - 1):match("\n([ \t]*)$") or ""
end

-- What runner.schema.trigger puts in front of each statement, and of no line behind it.
local OURS = "  "

--- The text from one byte to another, its lines as far to the left as the first; what
-- words made stays as it was given, or it would wander with each time it is printed.
local function outdented(body, first, last)
  local indent = indentation(body, first)
  local text = body:sub(first, last):gsub("%s+$", "")
  return indent ~= "" and indent ~= OURS and (text:gsub("\n" .. indent, "\n")) or text
end

--- `body` is the text from BEGIN to END.
return function(body)
  local tokens = ddl.tokens(body)
  local list, first = {}, 2
  for i = 2, #tokens - 1 do
    if tokens[i].text == ";" then
      list[#list + 1] = outdented(body, tokens[first].first, tokens[i].first - 1)
      first = i + 1
    end
  end
  return list
end
