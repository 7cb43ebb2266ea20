--- The commands of every day: where a database stands, and bringing it to the head.
local project = require("bench.project")

local shell = project.shell

local command = project.command

local cases = {}

function cases.current(runner, folder)
  local ours, theirs = folder .. "/ours", folder .. "/theirs"
  project.ours(ours, 10)
  shell("mkdir -p %s", theirs)
  project.theirs(theirs, 10)
  shell("%s -c %s/runner.lua upgrade head", runner, ours)
  shell("alembic -c %s/alembic.ini upgrade head", theirs)
  local current = command("%s -c %s/runner.lua current", runner, ours)
  return {
    { name = "current, 10 revisions", against = "alembic current", rounds = 15,
      ours = current, theirs = command("alembic -c %s/alembic.ini current", theirs),
      faster = 100 },
    { name = "current, 10 revisions", against = "sqlite3 shell", rounds = 101,
      ours = current,
      theirs = command('sqlite3 %s/data.db "SELECT version_num FROM runner_version"',
        ours),
      within = 1.3 },
  }
end

function cases.upgrade(runner, folder)
  local ours, theirs = folder .. "/ours", folder .. "/theirs"
  project.ours(ours, 1000)
  shell("mkdir -p %s", theirs)
  project.theirs(theirs, 1000)
  shell("%s -c %s/runner.lua upgrade head --sql >%s/upgrade.sql", runner, ours, folder)
  local upgrade = command("%s -q -c %s/runner.lua upgrade head", runner, ours)
  upgrade.prepare = project.removal(ours .. "/data.db")
  local atomic = command("%s -q -c %s/runner.lua upgrade head --atomic", runner, ours)
  atomic.prepare = upgrade.prepare
  local alembic = command("alembic -c %s/alembic.ini upgrade head", theirs)
  alembic.prepare = project.removal(theirs .. "/data.db")
  local sqlite = command("sqlite3 %s/shell.db", folder)
  sqlite.input = folder .. "/upgrade.sql"
  sqlite.prepare = project.removal(folder .. "/shell.db")
  return {
    { name = "upgrade head, 1,000 revisions", against = "alembic upgrade head",
      rounds = 3, ours = upgrade, theirs = alembic, faster = 15 },
    { name = "upgrade head --atomic, 1,000", against = "alembic upgrade head",
      rounds = 3, ours = atomic, theirs = alembic, faster = 15 },
    { name = "upgrade head, 1,000 revisions", against = "sqlite3 shell", rounds = 9,
      ours = upgrade, theirs = sqlite, within = 1.2 },
  }
end

function cases.history(runner, folder)
  project.ours(folder .. "/large", 10000)
  project.ours(folder .. "/small", 1000)
  return {
    { name = "history, 10,000 revisions", against = "history, 1,000", rounds = 11,
      ours = command("%s -c %s/large/runner.lua history", runner, folder),
      theirs = command("%s -c %s/small/runner.lua history", runner, folder),
      within = 11 },
  }
end

local READ_ROWS = [[
--- Read every row.
revision = "a00000000001"

function upgrade()
  local count, bytes = 0, 0
  for id, text in db:rows("SELECT id, text FROM rows") do
    count, bytes = count + id // id, bytes + #text
  end
  assert(count == %d and bytes > 0)
end
]]

local function rows_project(runner, folder, count)
  shell("mkdir -p %s/versions", folder)
  project.write(folder .. "/runner.lua",
    'return { database = "data.db", versions = { "versions" } }\n')
  project.write(folder .. "/versions/read_rows.lua", READ_ROWS:format(count))
  shell([[sqlite3 %s/data.db "CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
    INSERT INTO rows SELECT i, 'this is row ' || i FROM n"]], folder, count)
  local upgrade = command("%s -q -c %s/runner.lua upgrade head", runner, folder)
  function upgrade.prepare()
    shell('sqlite3 %s/data.db "DROP TABLE IF EXISTS runner_version; DROP TABLE IF EXISTS'
      .. ' runner_history"', folder)
  end
  return upgrade
end

function cases.rows(runner, folder)
  return {
    { name = "db:rows over 10^6 rows", against = "over 10^5 rows", rounds = 5,
      unit = "memory", within = 1.05, below = 12 * 1024,
      ours = rows_project(runner, folder .. "/many", 1000000),
      theirs = rows_project(runner, folder .. "/few", 100000) },
  }
end

return {
  { "current", cases.current },
  { "upgrade", cases.upgrade },
  { "history", cases.history },
  { "rows", cases.rows },
}
