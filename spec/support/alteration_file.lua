--- Alterations by hand, for specs of how they are carried out: a real file, a table with
-- all that can hang on it, and what must be the same afterwards.
--
--   local file = alteration.file()                       -- removed by file:clean()
--   file.db:exec("CREATE TABLE t (a TEXT)")
--   file:run(rebuild, "t", "CREATE TABLE t (a INTEGER)", { value = { a = convert } })
local alter = require("runner.alter")
local definition = require("runner.alter.definition")
local operations = require("runner.op")
local settings = require("runner.alter.settings")
local sqlite = require("runner.sqlite")
local world = require("runner.alter.world")

local alteration = {}

local File = {}
File.__index = File

--- A new empty database file. `setup`: SQL to run before anything else.
function alteration.file(setup)
  local path = os.tmpname()
  local self = setmetatable({ path = path, reports = {} }, File)
  if setup then
    local db <close> = sqlite.open(path)
    db:exec(setup)
  end
  self:open()
  return self
end

function File:open()
  self.db = sqlite.open(self.path)
  self.op = operations.new(self.db)
  settings.set(self.db, {
    report = function(text)
      table.insert(self.reports, text)
    end,
  })
end

function File:clean()
  self.db:close()
  for _, ending in ipairs({ "", "-journal", "-wal", "-shm" }) do
    os.remove(self.path .. ending)
  end
end

-- ---- running

--- Every column comes from the one of its name.
local function origins(old, new)
  local origin = {}
  for _, column in ipairs(new.columns) do
    origin[column.key] = definition.column(old, column.name) and column.key or false
  end
  return origin
end

--- The alteration after which the table is `new_text`.
function File:words(table_name, new_text, given)
  local old = definition.read(self:text(table_name))
  local new = definition.read(new_text)
  local origin = origins(old, new)
  for new_name, old_name in pairs(given.origin or {}) do
    origin[new_name] = old_name
  end
  return { table = table_name, old = old, new = new, origin = origin,
    value = given.value or {}, changes = {}, options = {} }
end

--- Make the table `new_text` by the way that is chosen for it. `given`: origin, value.
-- Returns the plan.
function File:alter(table_name, new_text, given)
  return alter.run(self.db, self:words(table_name, new_text, given or {}))
end

--- Run `method` (rebuild, swap, update) so that the table becomes `new_text`. `given`:
-- origin, value (of the alteration), anything else (of the plan).
function File:run(method, table_name, new_text, given)
  given = given or {}
  local plan = { indexes = {}, reindex = {}, update = {}, native = {}, defaults = {} }
  for key, part in pairs(given) do
    plan[key] = part
  end
  self.db:savepoint(function()
    local words = self:words(table_name, new_text, given)
    method.run(self.db, words, world.read(self.db, table_name), plan)
  end)
end

-- ---- looking

--- The stored text of a table, index, view or trigger, or nil.
function File:text(name)
  local sql = "SELECT sql FROM main.sqlite_schema WHERE name = ? COLLATE NOCASE"
  return self.db:value(sql, name)
end

--- All rows of a query as one text: a line each, columns sorted by name.
function File:all(sql)
  local lines = {}
  for row in self.db:nrows(sql) do
    local names, parts = {}, {}
    for name in pairs(row) do names[#names + 1] = name end
    table.sort(names)
    for i, name in ipairs(names) do parts[i] = name .. "=" .. tostring(row[name]) end
    lines[#lines + 1] = table.concat(parts, " ")
  end
  return table.concat(lines, "\n")
end

--- The schema but for `name` and what SQLite makes by itself, as one text.
function File:schema_without(name)
  local lines = {}
  local sql = "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || ifnull(sql, '-') "
    .. "FROM main.sqlite_schema WHERE name <> ? AND name NOT LIKE 'sqlite%' "
    .. "ORDER BY type, name"
  for line in self.db:rows(sql, name) do
    lines[#lines + 1] = line
  end
  return table.concat(lines, "\n")
end

--- SQLite's own verdict on the file, read anew, and its violated keys: must be "ok".
function File:verdict()
  self.db:close()
  self:open()
  local verdict = self.db:value("PRAGMA integrity_check")
  local broken = self.db:value("SELECT count(*) FROM pragma_foreign_key_check")
  return broken == 0 and verdict or verdict .. ", " .. broken .. " keys violated"
end

return alteration
