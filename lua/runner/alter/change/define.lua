--- The whole definition anew, as a CREATE TABLE statement of the same table. Columns go
-- on under their names.
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")

return function(self, place, text)
  local new = definition.read(text)
  if identifier.fold(new.name) ~= identifier.fold(self.name) then
    failure.raise(
      ("%s: the definition is of '%s', not of '%s'"):format(place, new.name, self.name),
      "a table gets another name with op.rename_table"
    )
  end
  local says = text ~= self.text and "define the table anew" or nil
  return { text = text, says = { says }, anew = true }
end
