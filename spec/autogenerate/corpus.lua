--- Schemas of the kind that applications have, each in successive versions.
--
--     for _, app in ipairs(corpus.all()) do
--       app.name, app.versions[1].sql, app.versions[2].renames
--     end
--
-- They are files in the folder corpus: versions are parted by a line `-- next`, behind
-- which stand the renames that lead to the next one. INSERTs give some rows.
local corpus = {}

local FOLDER = "spec/autogenerate/corpus/"
local NAMES = { "coredata", "django", "events", "ledger", "music", "odd", "places",
  "prisma", "rails", "room", "search", "split", "sqlalchemy", "warehouse" }
local WIDE = 100

--- { ["t.a"] = "b" } of "t.a=b"
local function renames_of(line)
  local renames = {}
  for old, new in line:gmatch("(%S-)=(%S+)") do renames[old] = new end
  return renames
end

local function read(name)
  local file <close> = assert(io.open(FOLDER .. name .. ".sql"))
  local versions, lines = { { renames = {} } }, {}
  local function finish() versions[#versions].sql = table.concat(lines, "\n") end
  for line in file:lines() do
    local header = line:match("^%-%- next(.*)$")
    if header then
      finish()
      versions[#versions + 1], lines = { renames = renames_of(header) }, {}
    else
      lines[#lines + 1] = line
    end
  end
  finish()
  return { name = name, versions = versions }
end

--- A table of a hundred columns, of which every step changes a few.
local function wide()
  local versions = {}
  for version = 1, 3 do
    local columns = {}
    for i = 1, WIDE + version do
      local changed = i % 10 == version
      columns[i] = ("  c%d %s DEFAULT %d%s"):format(i, i % 3 == 0 and "TEXT" or "INTEGER",
        changed and i or 0, changed and " NOT NULL" or "")
    end
    table.remove(columns, 50 + version)
    local text = "CREATE TABLE wide (\n%s\n);\nINSERT INTO wide DEFAULT VALUES;"
    versions[version] = { renames = {},
      sql = text:format(table.concat(columns, ",\n")) }
  end
  return { name = "wide", versions = versions }
end

function corpus.all()
  local all = {}
  for i, name in ipairs(NAMES) do all[i] = read(name) end
  all[#all + 1] = wide()
  return all
end

return corpus
