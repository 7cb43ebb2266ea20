--- Small projects with fixed ids for the whole-screen specs.
local helper = require("spec.helper")

local desk = {}

local REVISION = [[
--- %s
revision = %q
down_revision = %s
branch_labels = %s
depends_on = %s
created = "2026-11-22T10:00:00Z"

function upgrade()
%s
end

function downgrade()
%s
end
]]

local function literal(value)
  if value == nil then return "nil" end
  if type(value) == "string" then return ("%q"):format(value) end
  local items = {}
  for i, item in ipairs(value) do items[i] = ("%q"):format(item) end
  return "{ " .. table.concat(items, ", ") .. " }"
end

--- Write one revision: what = { id =, down =, labels =, depends =, message =, up =,
-- back = }, the last two as Lua text.
function desk.revision(project, what)
  local text = REVISION:format(what.message, what.id, literal(what.down),
    literal(what.labels), literal(what.depends), what.up or "", what.back or "")
  local slug = what.message:lower():gsub("%W+", "_"):sub(1, 40)
  project:write(("versions/%s_%s.lua"):format(what.id, slug), text)
end

--- An empty project: a configuration, a folder without revisions.
function desk.empty()
  local project = helper.project()
  project:write("runner.lua", 'return { database = "desk.db" }\n')
  project:write("versions/.keep", "")
  return project
end

--- Three revisions in a row.
function desk.linear()
  local project = desk.empty()
  desk.revision(project, { id = "a1a1a1a1a1a1", message = "Create the tickets",
    up = '  db:exec("CREATE TABLE tickets (id INTEGER PRIMARY KEY, title TEXT)")',
    back = '  db:exec("DROP TABLE tickets")' })
  desk.revision(project, { id = "b2b2b2b2b2b2", down = "a1a1a1a1a1a1",
    message = "Add the users",
    up = '  db:exec("CREATE TABLE users (id INTEGER PRIMARY KEY)")',
    back = '  db:exec("DROP TABLE users")' })
  desk.revision(project, { id = "c3c3c3c3c3c3", down = "b2b2b2b2b2b2",
    message = "Close old tickets",
    up = '  db:exec("ALTER TABLE tickets ADD COLUMN closed TEXT")',
    back = '  db:exec("ALTER TABLE tickets DROP COLUMN closed")' })
  return project
end

--- A root, two branches from it (one labelled), a merge, and a head that depends on it.
function desk.branched()
  local project = desk.empty()
  desk.revision(project, { id = "a1a1a1a1a1a1", message = "Root" })
  desk.revision(project, { id = "b2b2b2b2b2b2", down = "a1a1a1a1a1a1",
    labels = "billing", message = "Bills" })
  desk.revision(project, { id = "c3c3c3c3c3c3", down = "a1a1a1a1a1a1",
    message = "Mail" })
  desk.revision(project, { id = "d4d4d4d4d4d4",
    down = { "b2b2b2b2b2b2", "c3c3c3c3c3c3" }, message = "Bills by mail" })
  desk.revision(project, { id = "e5e5e5e5e5e5", depends = "d4d4d4d4d4d4",
    labels = { "reports" }, message = "Reports" })
  return project
end

return desk
