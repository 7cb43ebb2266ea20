--- Which names a piece of SQL uses, as sets of folded names.
--
-- Built on runner.schema.mention: a set may hold a name too many (a keyword, an alias),
-- but never one too few.
local identifier = require("runner.schema.identifier")
local mention = require("runner.schema.mention")

local uses = {}

--- Add the names in `text` to the set `names`.
local function add(names, text)
  for _, token in ipairs(mention.names(text)) do
    names[identifier.fold(token.name)] = true
  end
  return names
end

--- The set of names in `text`.
function uses.names(text)
  return add({}, text)
end

--- The set of a list of names, or of columns of a key.
function uses.set(list)
  local names = {}
  for _, name in ipairs(identifier.names(list)) do
    names[identifier.fold(name)] = true
  end
  return names
end

--- The set of names that an explicit index of a table uses: its columns, expressions and
-- WHERE. Automatic indexes have no text; theirs are the columns of their key.
function uses.index(index)
  local names = {}
  if not index.tree then
    for _, name in ipairs(index.columns) do
      if name then
        names[identifier.fold(name)] = true
      end
    end
    return names
  end
  for _, column in ipairs(index.tree.columns) do
    add(names, index.text:sub(table.unpack(column.expression)))
  end
  local where = index.tree.where
  return where and add(names, index.text:sub(table.unpack(where))) or names
end

--- Is one of the names in both sets? Gives the first in the order of their letters.
function uses.common(names, others)
  local found
  for name in pairs(names) do
    if others[name] and (not found or name < found) then
      found = name
    end
  end
  return found
end

return uses
