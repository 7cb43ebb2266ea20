--- One alteration of the test table, by runner, by Alembic, or by the sqlite3 shell.
---
---     { message = "Drop NOT NULL", table = { name = "TEXT NOT NULL" },
---       ours = "  op.alter_column(...)", theirs = "    with op.batch_alter_table..." }
local project = require("bench.project")
local test_table = require("bench.table")

local alteration = {}

--- An empty folder of the project's own.
local function own_folder(folder, given, kind)
  return ("%s/%s-%s"):format(folder, given.message:gsub("%W+", "-"):lower(), kind)
end

local function copies(command, path, given, rows)
  command.prepare = test_table.copier(path, rows or test_table.rows, given.table or {})
  return command
end

--- `given.options`: further options of upgrade.
function alteration.ours(runner, folder, given, rows)
  folder = own_folder(folder, given, "ours" .. (rows or ""))
  project.our_revision(folder, given.message, given.ours)
  local command = project.command("%s -q -c %s/runner.lua upgrade head %s", runner,
    folder, given.options or "")
  return copies(command, folder .. "/data.db", given, rows)
end

function alteration.alembic(folder, given)
  folder = own_folder(folder, given, "theirs")
  project.their_revision(folder, given.message, given.theirs)
  local command = project.command("alembic -c %s/alembic.ini upgrade head", folder)
  return copies(command, folder .. "/data.db", given)
end

--- Another program, which gets the path of the database behind its own words.
function alteration.program(folder, given, words)
  local path = own_folder(folder, given, "program") .. ".db"
  return copies(project.command("%s %s", words, path), path, given)
end

--- The shell reads the statements `given.sql`.
function alteration.shell(folder, given)
  local path = own_folder(folder, given, "shell")
  project.write(path .. ".sql", given.sql)
  local command = project.command("sqlite3 -bail %s.db", path)
  command.input = path .. ".sql"
  return copies(command, path .. ".db", given)
end

return alteration
