--- Names for what has to leave its own to another: neither schema speaks of them.
--
--     local spare = spare_names(db, want)
--     spare("state")      --> "state_former", or "state_former2"
local identifier = require("runner.schema.identifier")
local inventory = require("runner.autogenerate.inventory")

--- All that is said in the database and in the inventory, folded.
local function texts_of(db, want)
  local texts = {}
  for name, sql in db:rows("SELECT name, sql FROM main.sqlite_schema") do
    texts[#texts + 1] = name .. "\n" .. (sql or "")
  end
  for _, home in pairs(inventory.homes) do
    for _, object in pairs(want[home]) do
      texts[#texts + 1] = object.text
    end
  end
  return identifier.fold(table.concat(texts, "\n"))
end

return function(db, want)
  local texts
  return function(name)
    texts = texts or texts_of(db, want)
    local found, number = name .. "_former", 1
    while texts:find(identifier.fold(found), 1, true) do
      number = number + 1
      found = name .. "_former" .. number
    end
    texts = texts .. "\n" .. identifier.fold(found)
    return found
  end
end
