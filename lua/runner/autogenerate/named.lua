--- The names in a piece of SQL, as keys: all it may be about. What is taken for a name
-- may be none, or mean something else.
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")

local named = {}

--- The key of a token (nil: there is none), or nil if it cannot name anything. SQLite
-- takes a text for a name where only a name can be; modules of virtual tables do as well.
function named.key(token)
  local name = token and (token.name or token.kind == "string" and token.text:sub(2, -2))
  return name and name ~= "" and identifier.fold(name) or nil
end

--- The keys of the names in a text, in its order.
function named.keys(text)
  local keys = {}
  for _, token in ipairs(ddl.tokens(text)) do
    keys[#keys + 1] = named.key(token)
  end
  return keys
end

local sets = setmetatable({}, { __mode = "k" })

local function key_set(object)
  if not sets[object] then
    sets[object] = {}
    for _, key in ipairs(named.keys(object.text)) do
      sets[object][key] = true
    end
  end
  return sets[object]
end

--- Does an object mention the other by name?
function named.mentions(object, key)
  return key_set(object)[key] == true
end

return named
