--- The table that is altered: 85 bytes a row, an index on an integer and one on a text.
---
--- It is made once for each definition and row count, and every round alters a copy of
--- that file. The file system is flushed before the clock starts, so that no COMMIT pays
--- for the copy or for the file that was there before.
local project = require("bench.project")

local test_table = { folder = "bench/results/tables" }

-- ROWS=100000 is for a quick look.
test_table.rows = tonumber(os.getenv("ROWS")) or 1000000

local columns = {
  { "id", "INTEGER PRIMARY KEY" },
  { "a", "INTEGER" },
  { "b", "REAL" },
  { "name", "TEXT" },
  { "note", "TEXT" },
}

-- Every a and every name is there once, in no order: 2654435761 is prime to both moduli.
local FILL = [[
CREATE TABLE parents (id INTEGER PRIMARY KEY);
%s;
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
INSERT INTO t SELECT i, i * 2654435761 %% 2147483647, i * 40503 %% 65537 / 7.0,
  printf('%%08x customer %%06d', i * 2654435761 %% 4294967291, i %% 1000000),
  printf('note %%08d %%s', i, 'long enough for 85 bytes, say') FROM n;
%s;
%s;
COMMIT;
]]

test_table.indexes = "CREATE INDEX ix_t_a ON t(a);\nCREATE INDEX ix_t_name ON t(name)"

--- The statement that creates t. `special` holds what some columns have instead:
--- { name = "TEXT NOT NULL" }, and at 1, 2, ... constraints of the table.
local function definition(special)
  local lines = {}
  for i, column in ipairs(columns) do
    lines[i] = ("  %s %s"):format(column[1], special[column[1]] or column[2])
  end
  for _, constraint in ipairs(special) do
    lines[#lines + 1] = "  " .. constraint
  end
  return "CREATE TABLE t (\n" .. table.concat(lines, ",\n") .. "\n)"
end

local originals, count = {}, 0

--- A database with the table, made when it is first asked for; returns its path.
local function original(rows, special)
  local text = definition(special)
  local parents = text:find("REFERENCES") and "INSERT INTO parents SELECT a FROM t"
    or "DROP TABLE parents"
  local sql = FILL:format(text, rows, test_table.indexes, parents)
  if not originals[sql] then
    count = count + 1
    local path = ("%s/%d.db"):format(test_table.folder, count)
    project.shell("mkdir -p %s", test_table.folder)
    project.write(path .. ".sql", sql)
    project.shell("sqlite3 -bail %s <%s.sql", path, path)
    originals[sql] = path
  end
  return originals[sql]
end

--- A function that puts a fresh table of so many rows at `path`.
function test_table.copier(path, rows, special)
  local remove = project.removal(path)
  return function()
    remove()
    project.shell("cp --reflink=auto %s %s && sync -f %s", original(rows, special), path,
      path)
  end
end

return test_table
