--- What kind of source a file is: by what it begins with, and by its name's ending.
--
--     kind("schema.sql")     -- "sql"
local failure = require("runner.failure")

local kinds = {
  lua = "lua",
  sql = "sql",
  db = "database",
  db3 = "database",
  sqlite = "database",
  sqlite3 = "database",
}

-- https://www.sqlite.org/fileformat2.html section 1.3.1
local magic = "SQLite format 3\0"

local function first_bytes(path)
  local file, problem = io.open(path, "rb")
  if not file then
    failure.raise("cannot open the schema " .. problem, nil, "usage")
  end
  local bytes, reason = file:read(#magic)
  file:close()
  if reason then
    failure.raise(("cannot read the schema %s: %s"):format(path, reason), nil, "usage")
  end
  return bytes or ""
end

return function(path)
  local bytes = first_bytes(path)
  if bytes == magic then
    return "database"
  end
  local ending = path:match("%.(%w+)$") or ""
  local found = kinds[ending:lower()]
  if not found then
    failure.raise(
      ("the schema %s is of no known kind"):format(path),
      "its name should end with .lua or .sql; a database is known by what it begins with",
      "usage"
    )
  end
  return found
end
