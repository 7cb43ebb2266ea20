--- Which names a piece of SQL mentions, by its tokens.
--
-- A column is written as a word or in quotes, and no parenthesis follows it; what one
-- follows is a function. So the answer may hold a name too many (a table, an alias, a
-- keyword), but never one too few.
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")

local uses = {}

--- Add the names in `text` (from `first` to `last`, or all of it) to the set `names`.
function uses.add(names, text, first, last)
  local tokens = ddl.tokens(text, first, last)
  for i, token in ipairs(tokens) do
    local following = tokens[i + 1]
    if token.name and not (following and following.text == "(") then
      names[identifier.fold(token.name)] = true
    end
  end
  return names
end

--- The set of names in `text`, folded.
function uses.names(text)
  return uses.add({}, text)
end

--- The set of a list of names, or of columns of a key.
function uses.set(list)
  local names = {}
  for _, member in ipairs(list) do
    names[identifier.fold(member.name or member)] = true
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
    uses.add(names, index.text, column.expression[1], column.expression[2])
  end
  local where = index.tree.where
  return where and uses.add(names, index.text, where[1], where[2]) or names
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
