--- Finding columns of a definition by the names an author wrote; one that is not there is
-- raised, with the nearest that is.
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local find = {}

function find.column(self, place, name)
  local column = definition.column(self, name)
  if not column then
    failure.raise(
      ("%s: '%s' has no column '%s'"):format(place, self.name, name),
      words.suggestion(name, identifier.names(self.columns))
    )
  end
  return column
end

--- The columns of a list of names, none of them twice.
function find.columns(self, place, names)
  local columns, seen = {}, {}
  for i, name in ipairs(names) do
    columns[i] = find.column(self, place, name)
    if seen[columns[i]] then
      failure.raise(("%s: the column '%s' is named twice"):format(place, name))
    end
    seen[columns[i]] = true
  end
  return columns
end

return find
