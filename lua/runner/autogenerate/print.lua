--- `runner schema`: what a database or another source has, as SQL or as Lua.
local failure = require("runner.failure")
local inventory = require("runner.autogenerate.inventory")
local order = require("runner.autogenerate.order")
local render = require("runner.autogenerate.render")
local request = require("runner.autogenerate.source.request")
local source = require("runner.source")
local statement = require("runner.autogenerate.statement")

local printing = {}

-- What belongs to the table in front of it stands close to it.
local function separator(object)
  return object.kind == "index" and "" or "\n"
end

local formats = {}

function formats.sql(object)
  return statement(object.text)
end

function formats.lua(object, naming)
  return render.object(object, { naming = naming })
end

--- The whole schema of an inventory as a text in one of the formats. `naming`: patterns
-- for names, as runner.lua has them, by which words would be read again.
function printing.text(found, format, naming)
  local parts = {}
  for i, object in ipairs(order(found)) do
    local text = formats[format](object, naming)
    parts[i] = (i > 1 and separator(object) or "") .. text .. "\n"
  end
  return table.concat(parts)
end

--- What the engine calls: fields as runner.autogenerate.source.request takes them, and
-- `format`. Without a source it is the database of the session.
function printing.print(fields)
  local settings = source.settings()
  local desired = request.open(fields)
  local db = desired and desired.db or source.database()
  local options = { own_tables = settings.own_tables }
  local done, result = pcall(function()
    return printing.text(inventory.read(db, options), fields.format, settings.naming)
  end)
  if desired then
    desired.db:close()
  end
  if not done then
    failure.within(result, desired and desired.name or "the database")
  end
  return result
end

return printing
