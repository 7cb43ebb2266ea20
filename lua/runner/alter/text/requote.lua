--- A definition in which SQLite has put another name, with that name in the quotes that
-- the former one had, or in none.
--
--     requote("CREATE INDEX i ON a (x)", 'CREATE INDEX i ON "b" (x)', "a", "b")
--     --> 'CREATE INDEX i ON b (x)'
--
-- ALTER TABLE RENAME writes the new name in double quotes wherever it stands.
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")
local text = require("runner.alter.text.splice")

--- The name in the quotes of a token.
local function quoted_like(token, name)
  local first = token.text:sub(1, 1)
  if first == "`" then
    return "`" .. name:gsub("`", "``") .. "`"
  elseif first == "[" and not name:find("]", 1, true) then
    return "[" .. name .. "]"
  elseif token.kind == "word" then
    return identifier.quote(name)
  end
end

local function is_name(token, name)
  return token.name and identifier.fold(token.name) == identifier.fold(name)
end

--- `before` and `after`: the text, in which `name` became `new_name`. Gives `after` as it
-- is if nothing else tells where that was.
return function(before, after, name, new_name)
  local old, new, edits = ddl.tokens(before), ddl.tokens(after), {}
  for i, token in ipairs(#old == #new and new or {}) do
    local is_renamed = is_name(token, new_name) and is_name(old[i], name)
    local other = is_renamed and quoted_like(old[i], new_name)
    if other and other ~= token.text then
      edits[#edits + 1] = { token.first, token.last, other }
    end
  end
  return text.splice(after, edits)
end
