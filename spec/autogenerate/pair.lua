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
local operations = require("runner.op")
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

-- ---- names

--- Names by column id.
local function names_by_id(self)
  local names = {}
  for _, column in ipairs(self.columns) do names[column.id] = column.name end
  return names
end

--- Let some columns pass their names on, in a circle. But SQLite cannot rename the
-- primary key of a table WITHOUT ROWID if there is a UNIQUE over it, too.
local function pass_on(rng, self)
  local list = {}
  for _, column in ipairs(rng:shuffled(self.columns)) do
    local is_key = self.without_rowid and model.piece(column.pieces, "primary_key")
    list[#list + 1] = not is_key and column or nil
  end
  local first, count = list[1] and list[1].name, math.min(#list, 1 + rng:integer(3))
  for i = 1, count do
    list[i].name = i < count and list[i + 1].name or first
  end
end

--- What kept its id and got another name; what has to go for that.
local function renames(before, after)
  local given, old_names = {}, names_by_id(before)
  local taken, kept, prefix = {}, {}, before.name .. "."
  for _, column in ipairs(after.columns) do
    local old, new = old_names[column.id], column.name
    kept[column.id] = true
    if old and old:lower() ~= new:lower() then
      given[prefix .. old], taken[new:lower()] = new, true
    end
  end
  for id, name in pairs(old_names) do
    if not kept[id] and taken[name:lower()] then given[prefix .. name] = false end
  end
  if before.name:lower() ~= after.name:lower() then given[before.name] = after.name end
  return given
end

--- Let the table and another one exchange their names, if there is one.
local function exchange(db, name, given)
  local other = db:value([[SELECT name FROM sqlite_schema WHERE type = 'table'
    AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND sql NOT LIKE 'CREATE VIRTUAL%'
    AND name <> ? COLLATE NOCASE ORDER BY name]], name)
  local copy = other and catalogue.copy(db)
  local done = copy and pcall(function()
    local op = operations.new(copy)
    op.rename_table(name, "between")
    op.rename_table(other, name)
    op.rename_table("between", other)
  end)
  if done and works(copy) then
    given[name], given[other] = other, name
    db:close()
    return copy
  end
  if copy then copy:close() end
  return db
end

-- ---- kinds of pairs

local function changed(seed, rng)
  local case, picking = cases.new(seed)
  local ops = operation.pick(picking, case.model, case.after, picking:integer(4))
  local after, change = operation.apply(case.model, ops, case.after)
  if rng:chance(25) then pass_on(rng, after) end
  local given = renames(case.model, after)
  local other = { before = case.before, after = change.objects, model = after }
  local want = open(other)
  if want and case.model.name == after.name and rng:chance(15) then
    want = exchange(want, after.name, given)
  end
  return open(case), want, given
end

local function apart(seed)
  return open(cases.new(seed)), open(cases.new(seed + 1000003)), {}
end

--- The pair of a seed, or nil where the operations made what SQLite does not take.
function pair.new(seed)
  local rng = random.new(seed * 7 + 5)
  local kind = rng:chance(70) and "changed" or "apart"
  local have, want, given = (kind == "changed" and changed or apart)(seed, rng)
  if not (have and want) then return nil end
  if rng:chance(20) then have, want, given = want, have, {} end
  return { have = have, want = want, renames = given, kind = kind,
    order = rng:chance(30) }
end

return pair
