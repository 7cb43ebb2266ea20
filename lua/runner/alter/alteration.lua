--- An alteration: a table's definition before and after some changes, and where the
-- columns of the new one come from. Building one touches no database.
--
--     local alteration = require("runner.alter.alteration")
--     local a = alteration.new(definition.read(text))
--     alteration.apply(a, "drop_column", "op.drop_column", "day")
--
-- It has: table, old, new (definitions), origin { [key of a new column] = key of the old
-- one, or false }, value { [key of a new column] = an sql"..." or a function }: what the
-- author gives as its values, changes (texts, one a change), options { recreate }.
local create = require("runner.alter.change.create_constraint")
local definition = require("runner.alter.definition")
local reorder = require("runner.alter.change.reorder")

local alteration = {}

-- A change takes a definition, what messages call the caller, and its own arguments. It
-- gives { text = the new text, says = what was done (texts), added =, dropped = keys }.
local changes = {
  add_column = require("runner.alter.change.add_column"),
  alter_column = require("runner.alter.change.alter_column"),
  create_check_constraint = create.check,
  create_foreign_key = create.foreign_key,
  create_primary_key = require("runner.alter.change.primary_key"),
  create_unique_constraint = create.unique,
  drop_column = require("runner.alter.change.drop_column"),
  drop_constraint = require("runner.alter.change.drop_constraint"),
  reorder_columns = reorder.columns,
  set = require("runner.alter.change.options"),
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

--- Carry out one change on the text.
function alteration.apply(self, name, place, ...)
  local result = changes[name](self.new, place, ...)
  self.new = definition.read(result.text)
  table.move(result.says, 1, #result.says, #self.changes + 1, self.changes)
  if result.dropped then
    self.origin[result.dropped], self.value[result.dropped] = nil, nil
  elseif result.added then
    self.origin[result.added] = false
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
