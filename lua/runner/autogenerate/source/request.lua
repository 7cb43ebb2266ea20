--- What the engine asks for, made a source.
--
-- The fields it sends: path, or command (a list), shell (the list is one text for the
-- shell) and folder; trust_schema.
local desired = require("runner.autogenerate.source")
local source = require("runner.source")

local request = {}

--- Open the source of a request (see runner.autogenerate.source), nil if it has none.
function request.open(fields)
  local given = fields.path
  if fields.command then
    local command = fields.shell and fields.command[1] or fields.command
    given = { command = command, folder = fields.folder }
  end
  return given
    and desired.open(given, {
      own_tables = source.settings().own_tables,
      trust_schema = fields.trust_schema,
    })
end

return request
