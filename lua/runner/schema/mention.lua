--- Columns in expressions: does this SQL mention that column, and where?
--
-- Found by tokens. A word counts as a column unless it stands where none can: before "("
-- (a function) or "." (a table), behind AS in a CAST (a type) or COLLATE (a collation).
-- So a mention is never overlooked; what only looks like one is possible.
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")

local mention = {}

local function is_column(tokens, i)
  local before, following = tokens[i - 1], tokens[i + 1]
  if following and (following.text == "(" or following.text == ".") then
    return false
  end
  local word = before and before.kind == "word" and before.text:upper()
  return word ~= "COLLATE" and word ~= "AS"
end

--- The names in an expression that may be columns: tokens of runner.ddl, in order.
function mention.names(expression)
  local tokens = ddl.tokens(expression)
  local found = {}
  for i, token in ipairs(tokens) do
    local is_name = token.kind == "word" or token.kind == "name"
    if is_name and is_column(tokens, i) then
      found[#found + 1] = token
    end
  end
  return found
end

--- Where the column `key` (a folded name) is mentioned: tokens, or an empty list.
function mention.of(expression, key)
  local found = {}
  for _, token in ipairs(mention.names(expression)) do
    if identifier.fold(token.name) == key then
      found[#found + 1] = token
    end
  end
  return found
end

--- Those of `columns` (a list of { name }) that an expression mentions, in the order of
-- the expression, each once.
function mention.columns(expression, columns)
  local by_key, found = {}, {}
  for _, column in ipairs(columns) do
    by_key[identifier.fold(column.name)] = column
  end
  for _, token in ipairs(mention.names(expression)) do
    local key = identifier.fold(token.name)
    found[#found + 1], by_key[key] = by_key[key], nil
  end
  return found
end

return mention
