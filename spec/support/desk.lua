--- Small projects for the specs of the engine: a configuration, revisions given as the
-- bodies of their functions, and quick looks into the database.
local helper = require("spec.helper")
local sqlite = require("runner.sqlite")

local desk = {}

--- The text of a revision file. `fields`: down (nil, id or list), up, down_body, extra.
function desk.revision(id, fields)
  local down = fields.down
  local written = "nil"
  if type(down) == "string" then written = ("%q"):format(down) end
  if type(down) == "table" then
    local quoted = {}
    for i, one in ipairs(down) do quoted[i] = ("%q"):format(one) end
    written = "{ " .. table.concat(quoted, ", ") .. " }"
  end
  return ([[
--- Revision %s.
revision = %q
down_revision = %s
%s
function upgrade()
%s
end

function downgrade()
%s
end
]]):format(id, id, written, fields.extra or "", fields.up or "", fields.back or "")
end

--- A project with these revisions: a list of { id, fields }, each on top of the one
-- before unless `down` says otherwise.
function desk.project(revisions, configuration)
  local project = helper.project()
  project:write("runner.lua", configuration or 'return { database = "desk.db" }')
  local before
  for _, one in ipairs(revisions) do
    local id, fields = one[1], one[2] or {}
    if fields.down == nil then fields.down = before end
    project:write(("versions/%s.lua"):format(id), desk.revision(id, fields))
    before = id
  end
  if #revisions == 0 then project:shell("mkdir versions") end
  return project
end

--- The first column of all rows, as one text.
function desk.query(project, sql, file)
  local db = sqlite.open(project:path(file or "desk.db"), { read_only = true })
  local values = {}
  for value in db:rows(sql) do values[#values + 1] = tostring(value) end
  db:close()
  return table.concat(values, " ")
end

--- Change the database behind the program's back.
function desk.change(project, sql, file)
  local db = sqlite.open(project:path(file or "desk.db"))
  db:exec(sql)
  db:close()
end

--- The version rows, sorted.
function desk.rows(project)
  return desk.query(project, "SELECT version_num FROM runner_version ORDER BY 1")
end

return desk
