--- A new column, anywhere among the others.
--
-- `model` is a checked column of runner.schema.column, `position` { after = name },
-- { before = name }, { first = true } or {}: behind the last one.
local body = require("runner.alter.text.body")
local column = require("runner.schema.column")
local column_word = require("runner.schema.column_word")
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local layout = require("runner.alter.text.layout")
local position_of = require("runner.alter.change.position")
local text = require("runner.alter.text.splice")

local function check(self, place, model)
  if definition.column(self, model.name) then
    failure.raise(
      ("%s: '%s' has a column '%s' already"):format(place, self.name, model.name),
      "pass { if_not_exists = true } to leave it as it is then"
    )
  elseif model.primary_key and self.primary_key then
    failure.raise(
      ("%s: '%s' has a primary key already"):format(place, self.name),
      "drop it first, or add the column and change the key with op.create_primary_key"
    )
  elseif self.strict then
    column_word.strict_type(("%s '%s'"):format(place, model.name), model.type)
  end
end

return function(self, place, model, position)
  check(self, place, model)
  local behind = position_of(self, place, position) or #self.columns
  local items = body.read(self)
  local edits =
    layout.insert(self.text, items, behind, { content = column.text(model) })
  return {
    text = text.splice(self.text, edits),
    says = { "add column " .. identifier.quote(model.name) },
    added = identifier.fold(model.name),
  }
end
