--- Are the statements of a text, to the letter, those that an inventory holds?
--
--     same(inventory, text, "schema.sql")   -- true: no need to run and compare
--
-- So it is with what `runner schema` wrote. SQLite keeps a statement as it was written,
-- but for what stands before the name, so running it would give what is there already.
-- Statements must come in an order that can be run: the table before its index.
local identifier = require("runner.schema.identifier")
local inventory = require("runner.autogenerate.inventory")
local script = require("runner.autogenerate.source.script")

local homes = { "tables", "views", "virtual_tables", "indexes", "triggers" }

--- The objects by their texts, and how many there are.
local function by_text(have)
  local objects, count = {}, 0
  for _, home in ipairs(homes) do
    for _, object in pairs(have[home]) do
      count = count + 1
      objects[object.text] = object
    end
  end
  return objects, count
end

return function(have, text, name)
  local objects, count = by_text(have)
  local spans, seen = script.statements(text, name), {}
  for i = 1, #spans, 2 do
    local statement = text:sub(spans[i], spans[i + 1])
    local object = objects[statement:match("^(.*);$") or statement]
    if object and not seen[object] then
      local key = object.table and identifier.fold(object.table)
      if key and not seen[inventory.owner(have, key)] then
        return false
      end
      seen[object], count = true, count - 1
    elseif not script.passes_over(statement) then
      return false
    end
  end
  return count == 0
end
