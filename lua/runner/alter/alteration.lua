--- An alteration: a table's definition before and after some changes, and where the
-- columns of the new one come from. Building one touches no database.
--
--     local a = alteration.new(definition.read(text))
--     alteration.apply(a, request.drop_column("op.drop_column", "day"))
--
-- It has: table, old, new (definitions), origin { [key of a new column] = key of the old
-- one, or false }, value { [key of a new column] = an sql"..." or a function, or one of
-- several results (runner.alter.change.backfill) }: what the author gives as its values,
-- changes (texts, one a change), options { recreate }.
local add_column = require("runner.alter.change.add_column")
local alter_column = require("runner.alter.change.alter_column")
local backfill = require("runner.alter.change.backfill")
local create = require("runner.alter.change.create_constraint")
local define = require("runner.alter.change.define")
local definition = require("runner.alter.definition")
local drop_column = require("runner.alter.change.drop_column")
local drop_constraint = require("runner.alter.change.drop_constraint")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local options_of_table = require("runner.alter.change.options")
local primary_key = require("runner.alter.change.primary_key")
local reorder = require("runner.alter.change.reorder")

local alteration = {}

local unchanged = {}

-- How requests are carried out. A change takes a definition, what messages call the
-- caller, and its own arguments. It gives { text = the new text, says = what was done
-- (texts), added =, dropped = keys, anew = true if columns came and went by the text }.
local changes = {
  add_column = function(self, place, request)
    if request.if_not_exists and definition.column(self, request.model.name) then
      return unchanged
    end
    return add_column(self, place, request.model, request.position)
  end,
  alter_column = function(self, place, request)
    local has_value = request.value ~= nil
    return alter_column(self, place, request.name, request.given, has_value)
  end,
  create_check_constraint = function(self, place, request)
    return create.check(self, place, request.model)
  end,
  create_foreign_key = function(self, place, request)
    return create.foreign_key(self, place, request.model)
  end,
  create_primary_key = function(self, place, request)
    return primary_key(self, place, request.model)
  end,
  create_unique_constraint = function(self, place, request)
    return create.unique(self, place, request.model)
  end,
  define = function(self, place, request)
    return define(self, place, request.text)
  end,
  drop_column = function(self, place, request)
    if request.if_exists and not definition.column(self, request.name) then
      return unchanged
    end
    return drop_column(self, place, request.name)
  end,
  drop_constraint = function(self, place, request)
    return drop_constraint(self, place, request.wanted, request.if_exists)
  end,
  reorder_columns = function(self, place, request)
    return reorder.columns(self, place, request.names)
  end,
  set = function(self, place, request)
    return options_of_table(self, place, request.given)
  end,
}

function alteration.new(old, options)
  local self = {
    table = old.name,
    old = old,
    new = old,
    origin = {},
    value = {},
    changes = {},
    options = { recreate = options and options.recreate or "auto" },
  }
  for _, column in ipairs(old.columns) do
    self.origin[column.key] = column.key
  end
  return self
end

--- Columns go on under their names; what was given for those that go goes with them.
local function match_columns(self)
  for _, columns in ipairs({ self.origin, self.value }) do
    for key in pairs(columns) do
      columns[key] = self.new.by_key[key] and columns[key]
    end
  end
  for key in pairs(self.new.by_key) do
    self.origin[key] = self.origin[key] or false
  end
end

local function give_values(self, request)
  local values, said = backfill(self.old, self.new, request)
  for column, value in pairs(values) do
    self.value[column] = value
  end
  self.changes[#self.changes + 1] = said
end

--- Carry out one request of runner.alter.request on the text.
function alteration.apply(self, request)
  if request.word == "backfill" then
    return give_values(self, request)
  end
  local result = changes[request.word](self.new, request.place, request)
  if result == unchanged then
    return
  end
  self.new = definition.read(result.text)
  table.move(result.says, 1, #result.says, #self.changes + 1, self.changes)
  if result.dropped then
    self.origin[result.dropped], self.value[result.dropped] = nil, nil
  elseif result.added then
    self.origin[result.added] = false
  elseif result.anew then
    match_columns(self)
    self.defined = true
  end
  if request.value then
    self.value[identifier.fold(request.name or request.model.name)] = request.value
  end
end

--- What must hold when all requests are carried out: a new column lacks no value.
function alteration.check(self, requests)
  for _, request in ipairs(requests) do
    if request.lacks_value and not self.value[identifier.fold(request.model.name)] then
      failure.raise(
        request.lacks_value,
        'give it a default, or values with using = sql"..."'
      )
    end
  end
end

--- Is there nothing to be done?
function alteration.is_empty(self)
  for key, origin in pairs(self.origin) do
    if origin ~= key then
      return false
    end
  end
  return self.new.text == self.old.text
    and next(self.value) == nil
    and self.options.recreate ~= "always"
end

return alteration
