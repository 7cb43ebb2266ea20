--- Texts in double quotes that a new column would make its own.
--
-- SQLite takes "open" for a text where no column is called so, and old definitions hold
-- such texts. Once there is a column of that name the very same words mean the column: a
-- CHECK would stop checking, an index would hold other values, and nothing says so.
-- https://www.sqlite.org/quirks.html#dblquote
local ddl = require("runner.ddl")
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")

--- Does an expression hold the name in double quotes, where a column could stand?
local function holds(expression, key)
  local tokens = ddl.tokens(expression)
  for i, token in ipairs(tokens) do
    local quoted = token.kind == "name" and token.text:sub(1, 1) == '"'
    local before, following = tokens[i - 1], tokens[i + 1]
    local qualified = (before and before.text == ".")
      or (following and following.text == ".")
    if quoted and not qualified and identifier.fold(token.name) == key then
      return true
    end
  end
  return false
end

--- The part of the definition that holds it, for a message, or nil.
local function in_definition(self, key)
  for _, check in ipairs(self.checks) do
    if holds(check.text, key) then
      return ("CHECK (%s)"):format(check.text)
    end
  end
  for _, column in ipairs(self.columns) do
    if column.generated and holds(column.generated.text, key) then
      return ("the generated column '%s'"):format(column.name)
    end
  end
  return nil
end

local function in_indexes(db, self, key)
  local sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND "
    .. "tbl_name = ? COLLATE NOCASE AND sql IS NOT NULL"
  for name, text in db:rows(sql, self.name) do
    local tree = ddl.parse(text)
    local spans = { tree.where }
    for _, column in ipairs(tree.columns) do
      spans[#spans + 1] = column.expression
    end
    for _, span in ipairs(spans) do
      if holds(text:sub(span[1], span[2]), key) then
        return ("the index '%s'"):format(name)
      end
    end
  end
  return nil
end

--- Raise if a column called `name`, which the table does not have yet, would do that.
return function(db, place, self, name)
  local key = identifier.fold(name)
  if definition.column(self, name) then
    return
  end
  local place_of = in_definition(self, key) or in_indexes(db, self, key)
  if place_of then
    failure.raise(
      ('%s: "%s" is a text in %s of \'%s\'; it would become the new column'):format(
        place,
        name,
        place_of,
        self.name
      ),
      "write that text in single quotes first: drop the constraint or index and create "
        .. "it anew"
    )
  end
end
