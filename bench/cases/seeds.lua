--- op.bulk_insert from a CSV file against the .import of the sqlite3 shell: the same file
--- into the same empty table, and in one transaction.
local project = require("bench.project")
local test_table = require("bench.table")

local DEFINITION = [[
CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  a INTEGER NOT NULL,
  b REAL,
  name TEXT NOT NULL,
  note TEXT
);
]]

-- Numbers, texts, and quotes in one row of eight.
local ROWS = [[
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
SELECT i AS id, i * 2654435761 %% 2147483647 AS a, i * 40503 %% 65537 / 7.0 AS b,
  printf('%%08x customer %%06d', i * 2654435761 %% 4294967291, i %% 1000000) AS name,
  iif(i %% 8 = 0, 'the "first", they say', printf('note %%08d', i)) AS note FROM n;
]]

local function write_rows(path, rows)
  project.write(path .. ".sql", ".mode csv\n.headers on\n" .. ROWS:format(rows))
  project.shell("sqlite3 :memory: <%s.sql >%s", path, path)
end

--- A function that makes the empty table anew.
local function preparation(folder, path)
  local remove = project.removal(path)
  project.write(folder .. "/table.sql", DEFINITION)
  return function()
    remove()
    project.shell("sqlite3 %s <%s/table.sql && sync -f %s", path, folder, path)
  end
end

local function ours(runner, folder, rows)
  folder = folder .. "/ours" .. rows
  project.our_revision(folder, "Seeds", '  op.bulk_insert("t", { csv = "t.csv" })')
  write_rows(folder .. "/t.csv", rows)
  local command = project.command("%s -q -c %s/runner.lua upgrade head", runner, folder)
  command.prepare = preparation(folder, folder .. "/data.db")
  return command
end

local function theirs(folder, rows)
  local csv = ("%s/ours%d/t.csv"):format(folder, rows)
  project.write(folder .. "/import.sql", (".import --csv --skip 1 %s t\n"):format(csv))
  local command = project.command("sqlite3 -bail %s/shell.db", folder)
  command.input = folder .. "/import.sql"
  command.prepare = preparation(folder, folder .. "/shell.db")
  return command
end

local function bulk(runner, folder)
  local rows = test_table.rows
  local many, fewer = ours(runner, folder, rows), ours(runner, folder, rows // 10)
  return {
    { name = "bulk_insert from CSV", against = "sqlite3 shell, .import", rounds = 7,
      ours = many, theirs = theirs(folder, rows), within = 1.2 },
    { name = "bulk_insert, memory", against = "a tenth of the rows", rounds = 3,
      unit = "memory", ours = many, theirs = fewer, within = 1.1 },
  }
end

return { { "bulk", bulk } }
