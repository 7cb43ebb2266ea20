--- A column of a definition as words, without its constraints but for REFERENCES.
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

--- The words behind `references`; a name belongs to them only if they stand in a column.
function column.references(key, in_column)
  local given = { key.table, table.unpack(key.parents) }
  given.on_delete = action_word(key.on_delete)
  given.on_update = action_word(key.on_update)
  given.deferrable = facts.is_deferred(key) or nil
  given.name = in_column and key.name or nil
  return next(given, 1) == nil and given[1] or given
end

--- Name, type, default, collation and what it is generated from.
function column.of(self)
  local given = { self.name, self.type }
  if self.default then
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
