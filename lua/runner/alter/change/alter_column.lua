--- A column changed in place. `given` holds checked values: type, null, collate, default,
-- generated, stored, check, unique, references, autoincrement (false takes a thing away),
-- and where the column goes: after, before, first. `has_value`: `using` is given, too.
local column_constraint = require("runner.alter.change.column_constraint")
local column_type = require("runner.alter.change.column_type")
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local find = require("runner.alter.text.find")
local reorder = require("runner.alter.change.reorder")
local text = require("runner.alter.text.splice")

-- One after the other, each on the text that the one before made.
local steps = {
  { "type", column_type.type },
  { "null", column_type.null },
  { "generated", column_type.generated },
  { "stored", column_type.stored },
  { "default", column_type.default },
  { "collate", column_type.collate },
  { "check", column_constraint.check },
  { "unique", column_constraint.unique },
  { "references", column_constraint.references },
  { "autoincrement", column_constraint.autoincrement },
}

--- Is the column in a primary key?
local function in_key(self, column)
  for _, part in ipairs(self.primary_key and self.primary_key.columns or {}) do
    if definition.column(self, part.name) == column then
      return true
    end
  end
  return false
end

--- What cannot be said of a generated column.
local function check_generated(self, name, column, has_value)
  if column.default then
    failure.raise(
      name .. " is generated, so it cannot have a default",
      "write default = db.null to take the default away"
    )
  elseif has_value then
    failure.raise(
      name .. " is generated and takes no values, so using is of no use",
      "write generated = false to make it a plain column"
    )
  elseif in_key(self, column) then
    failure.raise(name .. " is in the primary key, so it cannot be generated")
  end
end

--- What the words together must not lead to.
local function check(self, place, column, given, has_value)
  local name = ("%s: '%s'"):format(place, column.name)
  if column.generated then
    check_generated(self, name, column, has_value)
  elseif given.stored ~= nil then
    failure.raise(name .. " is not generated, so it cannot be stored")
  end
  if given.null and self.without_rowid and in_key(self, column) then
    failure.raise(
      name .. " is in the primary key of a table without rowid, so it is never NULL"
    )
  end
end

return function(self, place, name, given, has_value)
  local says = {}
  local key = find.column(self, place, name).key
  for _, step in ipairs(steps) do
    local word, change = table.unpack(step)
    if given[word] ~= nil then
      local result, said = change(self, self.by_key[key], given[word], place, given)
      if type(result) == "table" then
        result = text.splice(self.text, result)
      end
      if result and result ~= self.text then
        self, says[#says + 1] = definition.read(result), said
      end
    end
  end
  check(self, place, self.by_key[key], given, has_value)
  if given.first or given.after or given.before then
    local moved = reorder.column(self, place, name, given)
    table.move(moved.says, 1, #moved.says, #says + 1, says)
    return { text = moved.text, says = says }
  end
  return { text = self.text, says = says }
end
