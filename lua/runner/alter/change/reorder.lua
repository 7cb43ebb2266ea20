--- Columns in another order. Columns that move take their comments along.
local body = require("runner.alter.text.body")
local definition = require("runner.alter.definition")
local find = require("runner.alter.text.find")
local layout = require("runner.alter.text.layout")
local position_of = require("runner.alter.change.position")
local text = require("runner.alter.text.splice")

local reorder = {}

--- Put column number `from` so that it is number `to`.
local function move(self, from, to)
  local items = body.read(self)
  local item = layout.item(self.text, items, from)
  local source = text.splice(self.text, layout.remove(self.text, items, from))
  items = body.read(definition.read(source))
  return definition.read(text.splice(source, layout.insert(source, items, to - 1, item)))
end

local function number_of(self, key)
  for i, column in ipairs(self.columns) do
    if column.key == key then
      return i
    end
  end
end

--- The columns named come first, in that order; the others follow in theirs.
function reorder.columns(self, place, names)
  local text_before = self.text
  for i, column in ipairs(find.columns(self, place, names)) do
    local from = number_of(self, column.key)
    if from ~= i then
      self = move(self, from, i)
    end
  end
  local says = "reorder columns: " .. table.concat(names, ", ")
  return { text = self.text, says = { self.text ~= text_before and says or nil } }
end

--- One column goes to a position (see runner.alter.change.position).
function reorder.column(self, place, name, position)
  local from = number_of(self, find.column(self, place, name).key)
  local behind = position_of(self, place, position)
  local to = behind < from and behind + 1 or behind
  if to == from then
    return { text = self.text, says = {} }
  end
  return { text = move(self, from, to).text, says = { "move column " .. name } }
end

return reorder
