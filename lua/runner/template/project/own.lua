--- `runner init -t own`: a project with a template of its own for new revisions, a hook
-- and a callback.
local generic = require("runner.template.project.generic")

local configuration = [[
-- The configuration of runner; `runner init -t generic` writes a file that explains every
-- key. Paths are relative to this file.
return {
  database = "app.db",
  versions = { "versions" },

  -- The text of new revisions.
  template = "template.lua",

  -- What runs after a revision file was written. A program would be written as
  -- { "stylua", "REVISION_SCRIPT_FILENAME" }.
  post_write_hooks = {
    function(written)
      log("fill in upgrade() and downgrade() in %s", written.path)
    end,
  },

  -- Called after each step, inside its transaction: if it raises, the step is undone.
  -- `step` has direction, revision, message, source, destination and heads.
  on_version_apply = function(step)
    log("%s %s: %s", step.direction, step.revision or "base", step.message or "")
  end,
}
]]

local template = [==[
-- The text of new revisions in this project. The function gets message, revision,
-- down_revision, branch_labels, depends_on (lists) and created; runner.template.revision
-- writes the usual file from them.
local revision = require("runner.template.revision")

return function(fields)
  fields.upgrades = "  -- what changes, and why it is safe for the data\n"
  fields.downgrades = '  error("there is no way back from this revision")\n'
  return revision.render(fields)
end
]==]

local files = {
  { path = "runner.lua", text = configuration },
  { path = "template.lua", text = template },
}
for _, file in ipairs(generic) do
  if file.path ~= "runner.lua" then
    files[#files + 1] = file
  end
end
return files
