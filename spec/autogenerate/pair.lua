--- Pairs of schemas at random: what there is, and what is wanted.
--
--     local one = pair.new(seed)      -- { have = db, want = db, renames, kind }
--
-- A pair of kind "changed" is a table of the matrix with its surroundings, before and
-- after some operations of the matrix; "apart" are two tables that have nothing to do
-- with each other, often of one name. No rows: what is compared are definitions.
local catalogue = require("runner.catalogue")
local cases = require("spec.matrix.case")
local content = require("runner.alter.execute.content")
local model = require("spec.matrix.model")
local operation = require("spec.matrix.operation")
local random = require("spec.matrix.random")
local sqlite = require("runner.sqlite")

local pair = {}

--- Does all of it work, and is there a key wherever a foreign key leads?
local function works(db)
  return #catalogue.broken(db) == 0 and next(content.broken(db)) == nil
    and pcall(db.value, db, "SELECT count(*) FROM pragma_foreign_key_check")
end

--- A database with a case's schema. What SQLite does not take is left out.
local function open(case)
  local db = sqlite.open(":memory:")
  local done = pcall(function()
    for _, list in ipairs { case.before, false, case.after } do
      if list == false then db:exec(model.text(case.model)) end
      for _, object in ipairs(list or {}) do
        pcall(function() db:exec(model.fill(object.text, case.model)) end)
      end
    end
  end)
  if done and works(db) then return db end
  db:close()
end

--- Names by column id.
local function names_by_id(self)
  local names = {}
  for _, column in ipairs(self.columns) do names[column.id] = column.name end
  return names
end

--- What kept its id and got another name, unless that was taken before.
local function renames(before, after)
  local given, old_names, taken = {}, names_by_id(before), {}
  for _, name in pairs(old_names) do taken[name:lower()] = true end
  local kept = {}
  for _, column in ipairs(after.columns) do kept[column.name:lower()] = true end
  for _, column in ipairs(after.columns) do
    local old, new = old_names[column.id], column.name
    local is_free = old and not taken[new:lower()] and not kept[old:lower()]
    if is_free and old ~= new then given[before.name .. "." .. old] = new end
  end
  if before.name:lower() ~= after.name:lower() then given[before.name] = after.name end
  return given
end

local function changed(seed)
  local case, rng = cases.new(seed)
  local ops = operation.pick(rng, case.model, case.after, rng:integer(4))
  local after, change = operation.apply(case.model, ops, case.after)
  local other = { before = case.before, after = change.objects, model = after }
  return open(case), open(other), renames(case.model, after)
end

local function apart(seed)
  return open(cases.new(seed)), open(cases.new(seed + 1000003)), {}
end

--- The pair of a seed, or nil where the operations made what SQLite does not take.
function pair.new(seed)
  local rng = random.new(seed * 7 + 5)
  local kind = rng:chance(70) and "changed" or "apart"
  local have, want, given = (kind == "changed" and changed or apart)(seed)
  if not (have and want) then return nil end
  if rng:chance(20) then have, want, given = want, have, {} end
  return { have = have, want = want, renames = given, kind = kind,
    order = rng:chance(30) }
end

return pair
