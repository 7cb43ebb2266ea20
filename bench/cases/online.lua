--- An online backfill beside an application that writes 200 small transactions a second,
--- in WAL mode: how long the application waits, and how much longer the backfill takes
--- than one in a single transaction with nobody beside it.
local project = require("bench.project")
local test_table = require("bench.table")

local APPLICATION = "build/release/bench/application"

local BODY = [[
  backfill "t" { table = "t", from = { "a", "id" }, into = { "b" }, %s
    set = function(a, id) return a + id * 0.5 end }]]

local function in_wal_mode(path)
  local copy = test_table.copier(path, test_table.rows, {})
  return function()
    copy()
    project.shell("sqlite3 %s 'PRAGMA journal_mode = WAL' && sync -f %s", path, path)
  end
end

--- The program beside the application, if there is one.
local function command(path, waits, line)
  if waits then
    line = ("%s %s %s %s"):format(APPLICATION, path, waits, line)
  end
  local found = project.command("%s", line)
  found.prepare, found.waits = in_wal_mode(path), waits
  return found
end

local function upgrade(runner, folder, name, online)
  local project_folder = ("%s/%s"):format(folder, name)
  local words = online and "online = true," or ""
  local variables = online and "transaction = false\n" or ""
  project.our_revision(project_folder, name, BODY:format(words), variables)
  local line = ("%s -q -c %s/runner.lua upgrade head"):format(runner, project_folder)
  local waits = online and project_folder .. "/waits" or nil
  return command(project_folder .. "/data.db", waits, line)
end

local function online(runner, folder)
  local ours = upgrade(runner, folder, "online", true)
  return {
    { name = "online, application's p99", against = "application alone", rounds = 3,
      unit = "wait", below = 0.06, ours = ours,
      theirs = command(folder .. "/alone.db", folder .. "/waits", "sleep 3") },
    { name = "online beside application", against = "one transaction, alone", rounds = 3,
      within = 3, ours = ours, theirs = upgrade(runner, folder, "offline", false) },
  }
end

return {
  { "online", online },
}
