--- A column of a definition, and what may stand behind it, as words.
local expression = require("runner.schema.expression")
local facts = require("runner.autogenerate.render.facts")
local literal = require("runner.schema.literal")
local without_parentheses = require("runner.autogenerate.render.parentheses")

local column = {}

--- A default as a Lua value if there is one that gives this text, else as sql"...".
function column.default(text)
  text = without_parentheses(text)
  local content = text:match("^'(.*)'$")
  local plain = content and content:gsub("''", "'") or tonumber(text)
  if plain and literal(plain) == text then
    return plain
  end
  return expression(text)
end

local function action_word(action)
  return facts.action(action) and action:lower()
end

--- `true`, or { name = } for a unique constraint.
function column.unique(unique)
  return unique.name and { name = unique.name } or true
end

function column.check(check)
  return check.name and { check.text, name = check.name } or check.text
end

--- What a foreign key refers to: the table's name, or `given`, a table of options, with
-- that and the columns.
function column.target(key, given)
  if #key.parents == 0 and next(given) == nil then
    return key.table
  end
  given[1] = key.table
  return table.move(key.parents, 1, #key.parents, 2, given)
end

--- The words behind `references`; a name belongs to them only if they stand in a column.
-- An option that makes no difference is left out.
function column.references(key, in_column)
  return column.target(key, {
    on_delete = action_word(key.on_delete),
    on_update = action_word(key.on_update),
    deferrable = facts.is_deferred(key) or nil,
    name = in_column and key.name or nil,
  })
end

--- Name, type, default, collation and what it is generated from.
function column.of(self)
  local given = { self.name, self.type }
  if self.default and without_parentheses(self.default):upper() ~= "NULL" then
    given.default = facts.named_default(self.default) or column.default(self.default)
  end
  if self.collation:upper() ~= "BINARY" then
    given.collate = self.collation
  end
  if self.generated then
    given.generated = self.generated.text
    given.stored = self.generated.stored or nil
  end
  return given
end

return column
