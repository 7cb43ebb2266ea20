--- A stored definition as a statement of a script: its semicolon is not swallowed.
--
-- SQLite keeps a definition up to the semicolon it had, comments included, and the last
-- comment need not even end.
local ddl = require("runner.ddl")

--- What ends the comment in which a text stops, if it does.
local function ending(comments)
  local at = 1
  while true do
    local from, _, kind = comments:find("([-/][-*])", at)
    if not from then
      return ""
    end
    local closing = kind == "--" and "\n" or "*/"
    local _, last = comments:find(closing, from + 2, true)
    if not last then
      return closing
    end
    at = last + 1
  end
end

return function(text)
  local tokens = ddl.tokens(text)
  local last = tokens[#tokens].last
  local behind = text:sub(last + 1)
  if not behind:find("%S") then
    return text:sub(1, last) .. ";"
  end
  return text .. ending(behind) .. ";"
end
