--- One case of the matrix: a table, its surroundings, its rows.
local build = require("spec.matrix.build")
local model = require("spec.matrix.model")
local objects = require("spec.matrix.generate.objects")
local random = require("spec.matrix.random")
local rows = require("spec.matrix.generate.rows")
local sqlite = require("runner.sqlite")
local tables = require("spec.matrix.generate.table")

local cases = {}

local function row_count(rng)
  local kind = rng:integer(20)
  if kind <= 3 then return 0 end
  return kind == 20 and 150 or rng:integer(8)
end

--- Settings of a new file, which decide how its pages lie.
local function file_settings(rng)
  local list = {}
  if rng:chance(20) then list[1] = "page_size = " .. rng:pick { 512, 1024, 65536 } end
  if rng:chance(20) then list[#list + 1] = "auto_vacuum = " .. rng:pick { 1, 2 } end
  if rng:chance(10) then list[#list + 1] = 'encoding = "UTF-16le"' end
  return list
end

local function attempt(rng, seed)
  local self = tables.new(rng)
  local key = model.primary_key(self)
  local case = {
    seed = seed,
    model = self,
    before = objects.before(),
    rows = rows.generate(rng, self, row_count(rng)),
    after = objects.after(rng, self),
    analyze = rng:chance(30),
    file = file_settings(rng),
    sequence = key and key.piece.autoincrement and rng:chance(60) and 5000 or nil,
  }
  local db <close> = sqlite.open(":memory:")
  build.fit(db, case)
  if db:value("SELECT count(*) FROM pragma_foreign_key_check") > 0 then
    error("a row has no parent")
  end
  return case
end

--- The case of a seed. Tables that SQLite does not take are tried again with the next
-- numbers of the same generator.
function cases.new(seed)
  local rng = random.new(seed)
  local problem
  for _ = 1, 50 do
    local ok, result = pcall(attempt, rng, seed)
    if ok then return result, rng end
    problem = result
  end
  error(("seed %d: no table: %s"):format(seed, tostring(problem)))
end

return cases
