--- Requests follow a rename: what an author wrote before renaming a column is carried out
-- after it, so it must speak of the column by its new name, also inside expressions.
local expression = require("runner.schema.expression")
local identifier = require("runner.schema.identifier")
local mention = require("runner.schema.mention")
local text = require("runner.alter.text.splice")

--- Replaces one name by another in names, lists of names and expressions.
local Translation = {}
Translation.__index = Translation

function Translation:name(name)
  return name and identifier.fold(name) == self.key and self.new_name or name
end

function Translation:list(names)
  for i, name in ipairs(names or {}) do
    names[i] = self:name(name)
  end
end

function Translation:text(source)
  if not source then
    return source
  end
  local edits, quoted = {}, identifier.quote(self.new_name)
  for i, token in ipairs(mention.of(source, self.key)) do
    edits[i] = { token.first, token.last, quoted }
  end
  return text.splice(source, edits)
end

function Translation:value(value)
  local source = expression.text(value)
  return source and expression(self:text(source)) or value
end

function Translation:check(check)
  if check then
    check.text = self:text(check.text)
  end
end

--- The words of a column, of add_column and alter_column.
function Translation:words(given)
  self:check(given.check)
  given.generated = given.generated and self:text(given.generated)
  given.after, given.before = self:name(given.after), self:name(given.before)
end

--- A reference that leads to the altered table itself.
function Translation:reference(reference)
  if reference and identifier.fold(reference.table) == self.table_key then
    self:list(reference.columns)
  end
end

-- How the requests speak of columns.
local follow = {
  add_column = function(self, request)
    request.model.name = self:name(request.model.name)
    self:words(request.model)
    self:words(request.position)
    self:reference(request.model.references)
  end,
  alter_column = function(self, request)
    self:words(request.given)
    self:reference(request.given.references)
  end,
  backfill = function(self, request)
    self:list(request.from)
    self:list(request.into)
  end,
  create_check_constraint = function(self, request)
    self:check(request.model)
  end,
  create_foreign_key = function(self, request)
    self:list(request.model.columns)
    self:reference(request.model.reference)
  end,
  create_index = function(self, request)
    for _, key in ipairs(request.model.keys) do
      key.column, key.expression = self:name(key.column), self:text(key.expression)
    end
    request.model.where = self:text(request.model.where)
  end,
  create_primary_key = function(self, request)
    self:list(request.model.columns)
  end,
  create_unique_constraint = function(self, request)
    self:list(request.model.columns)
  end,
  drop_constraint = function(self, request)
    self:list(request.wanted.columns)
    request.wanted.condition = self:text(request.wanted.condition)
  end,
}

--- Let requests (a list) about a table, from number `first` (default 1) on, speak of the
-- column `name` as `new_name`.
return function(requests, table_name, name, new_name, first)
  local self = setmetatable({
    key = identifier.fold(name),
    new_name = new_name,
    table_key = identifier.fold(table_name),
  }, Translation)
  for i = first or 1, #requests do
    local request = requests[i]
    request.name = self:name(request.name)
    self:list(request.names)
    request.value = self:value(request.value)
    if follow[request.word] then
      follow[request.word](self, request)
    end
  end
end
