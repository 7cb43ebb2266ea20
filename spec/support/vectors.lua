--- The vectors of spec/vectors/ as projects: folders with revisions, databases with rows.
local json = require("dkjson")
local sqlite = require("runner.sqlite")

local vectors = { null = json.null }

local RUNNER = assert(os.getenv("RUNNER_BINARY"), "RUNNER_BINARY must name the program")
local REVISION = [[
--- Revision %s.
revision = %q
down_revision = %s
depends_on = %s
branch_labels = %s

function upgrade() end

function downgrade() end
]]

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

local function quote(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

--- Run a command line; returns its output and whether it ended well.
local function shell(command)
  local pipe = assert(io.popen(command))
  local output = pipe:read("a")
  local _, _, code = pipe:close()
  return output, code
end

--- The names of the vector files, sorted.
function vectors.files()
  local names = {}
  for name in shell("ls spec/vectors"):gmatch("([%w_]+)%.json") do
    names[#names + 1] = name
  end
  return names
end

function vectors.load(name)
  local text = read("spec/vectors/" .. name .. ".json")
  return assert(json.decode(text, 1, json.null, nil))
end

--- A list of texts as Lua source: nil, a text, or a table of texts.
local function literal(list)
  if #list == 0 then return "nil" end
  local items = {}
  for i, item in ipairs(list) do items[i] = ("%q"):format(item) end
  return #items == 1 and items[1] or "{ " .. table.concat(items, ", ") .. " }"
end

function vectors.new_folder()
  return (shell("mktemp -d"):gsub("\n$", ""))
end

function vectors.remove_folder(folder)
  shell("rm -rf " .. quote(folder))
end

--- Write a project into a new folder: file names sort in load order.
function vectors.write_project(graph)
  local folder = vectors.new_folder()
  shell("mkdir " .. quote(folder .. "/versions"))
  write(folder .. "/runner.lua", 'return { database = "data.db" }\n')
  for i, row in ipairs(graph) do
    local id, down, depends, labels = table.unpack(row)
    write(("%s/versions/%04d_%s.lua"):format(folder, i, id), REVISION:format(id, id,
      literal(down), literal(depends), literal(labels)))
  end
  return folder
end

--- A new database that holds these version rows, in this order.
function vectors.write_rows(folder, rows)
  os.remove(folder .. "/data.db")
  if #rows == 0 then return end
  local db <close> = sqlite.open(folder .. "/data.db")
  db:exec("CREATE TABLE runner_version(version_num TEXT NOT NULL PRIMARY KEY)")
  for _, row in ipairs(rows) do
    db:exec("INSERT INTO runner_version VALUES (?)", row)
  end
end

--- The version rows, in row order.
function vectors.read_rows(folder)
  local rows = {}
  local file = io.open(folder .. "/data.db", "rb")
  if file == nil then return rows end
  file:close()
  local db <close> = sqlite.open(folder .. "/data.db")
  local known = "SELECT count(*) FROM sqlite_schema WHERE name = 'runner_version'"
  if db:value(known) == 0 then return rows end
  for row in db:rows("SELECT version_num FROM runner_version ORDER BY rowid") do
    rows[#rows + 1] = row
  end
  return rows
end

--- Run the program in the project with these arguments. Returns its JSON answer (text if
--- `as_text`), the exit code, and what it wrote to stderr.
function vectors.run(folder, arguments, as_text)
  local words = { "cd", quote(folder), "&&", quote(RUNNER) }
  if not as_text then words[#words + 1] = "--json" end
  for _, argument in ipairs(arguments) do words[#words + 1] = quote(argument) end
  words[#words + 1] = "2>messages"
  local output, code = shell(table.concat(words, " "))
  local answer = output
  if not as_text and output ~= "" then answer = assert(json.decode(output)) end
  return answer, code, read(folder .. "/messages")
end

--- Feed an SQL script to the sqlite3 shell, which stops at the first error.
function vectors.run_sql(folder, script)
  write(folder .. "/script.sql", script)
  local output, code = shell(("sqlite3 -bail %s <%s 2>&1"):format(
    quote(folder .. "/data.db"), quote(folder .. "/script.sql")))
  assert(code == 0, output)
end

function vectors.sorted(list)
  local copy = table.move(list, 1, #list, 1, {})
  table.sort(copy)
  return copy
end

--- The ids in a JSON list of revisions or steps.
function vectors.ids(list)
  local ids = {}
  for i, entry in ipairs(list) do ids[i] = entry.revision end
  return ids
end

return vectors
