--- A thousand tables made by one revision.
local project = require("bench.project")

local BODY = [[
  for number = 1, 1000 do
    op.create_table(("table_%04d"):format(number), {
      { "id", "INTEGER", primary_key = true },
      { "name", "TEXT", null = false },
      { "created_at", "TEXT" },
    })
  end]]

local function create(runner, folder)
  project.our_revision(folder, "A thousand tables", BODY)
  local ours = project.command("%s -q -c %s/runner.lua upgrade head", runner, folder)
  ours.prepare = project.removal(folder .. "/data.db")
  project.shell("%s -q -c %s/runner.lua upgrade head --sql >%s/create.sql", runner,
    folder, folder)
  local theirs = project.command("sqlite3 %s/shell.db", folder)
  theirs.input = folder .. "/create.sql"
  theirs.prepare = project.removal(folder .. "/shell.db")
  return {
    { name = "create_table, 1,000 times", against = "sqlite3 shell", rounds = 21,
      ours = ours, theirs = theirs, within = 1.3 },
  }
end

return { { "create", create } }
