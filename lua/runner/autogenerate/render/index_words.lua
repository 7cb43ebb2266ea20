--- An index as words: the columns and options of create_index.
--
--     local keys, options = index_words(object)    --> { "day", sql"lower(name)" }, nil
--
-- The words may not say all that its text does: whoever uses them looks what they make.
local definition = require("runner.alter.definition")
local expression = require("runner.schema.expression")

local function trimmed(text)
  return (text:gsub("^%s+", ""):gsub("%s+$", ""))
end

--- One column: its name, sql"...", or a list with order and collation.
local function key_words(object, column)
  local key = column.name
    or expression(trimmed(definition.part(object, column.expression)))
  if not column.collation and column.order ~= "DESC" then
    return key
  end
  return { key, desc = column.order == "DESC" or nil, collate = column.collation }
end

return function(object)
  local tree, keys = object.tree, {}
  for i, column in ipairs(tree.columns) do
    keys[i] = key_words(object, column)
  end
  local where = definition.part(object, tree.where)
  local options = { unique = tree.unique or nil, where = where }
  return keys, next(options) and options or nil
end
