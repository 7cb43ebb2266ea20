--- A stored definition as a statement of a script: its semicolon is not swallowed.
--
-- SQLite keeps a definition up to the semicolon it had, comments included, and the last
-- comment need not even end.
local ddl = require("runner.ddl")

--- Is there a comment that is still open at the end?
local function is_open(text)
  text = text:gsub("%-%-[^\n]*", ""):gsub("/%*.-%*/", "")
  return text:find("/*", 1, true) ~= nil
end

return function(text)
  local tokens = ddl.tokens(text)
  local last = tokens[#tokens].last
  local behind = text:sub(last + 1)
  if not behind:find("%S") then
    return text:sub(1, last) .. ";"
  elseif is_open(behind) then
    return text .. "*/;"
  end
  return text .. "\n;"
end
