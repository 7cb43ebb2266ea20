--- Two databases that look the same must also do the same: run statements on both, with
-- foreign keys enforced, and compare what comes of them.
local model = require("spec.matrix.model")
local random = require("spec.matrix.random")
local snapshot = require("spec.matrix.snapshot")

local behaviour = {}

local values = { "NULL", "1", "'abc'", "'7'", "2.5", "x'00'", "-3" }

local function settable(self)
  local names = {}
  for _, column in ipairs(self.columns) do
    if not model.is_generated(column) then
      names[#names + 1] = "{" .. column.id .. '"}'
    end
  end
  return names
end

local forms = {
  function() return "INSERT INTO {t\"} DEFAULT VALUES" end,
  function(rng, names)
    local texts = {}
    for i in ipairs(names) do texts[i] = rng:pick(values) end
    return ("INSERT INTO {t\"} (%s) VALUES (%s)"):format(table.concat(names, ", "),
      table.concat(texts, ", "))
  end,
  function(_, names)
    local list = table.concat(names, ", ")
    return ("INSERT INTO {t\"} (%s) SELECT %s FROM {t\"} ORDER BY %s LIMIT 1"):format(
      list, list, list)
  end,
  function(rng, names)
    return ("UPDATE {t\"} SET %s = %s"):format(rng:pick(names), rng:pick(values))
  end,
  function(rng, names)
    local name = rng:pick(names)
    return ("UPDATE {t\"} SET %s = %s"):format(name, name)
  end,
  function() return "DELETE FROM {t\"}" end,
  function() return "DELETE FROM parent WHERE id = 1" end,
  function() return "UPDATE parent SET id = id + 10, code = code || 'x'" end,
  function() return "INSERT INTO log VALUES ('probe', 1)" end,
  function() return "UPDATE log SET what = 'x'" end,
  function() return "DELETE FROM log" end,
}

--- All rows after the statement, or that it failed; then everything is taken back.
local function outcome(db, statement, tables)
  db:exec("BEGIN")
  local ok, problem = pcall(db.exec, db, statement)
  local lines = { ok and "done" or "refused" }
  for _, name in ipairs(tables) do
    lines[#lines + 1] = name .. ": " .. table.concat(snapshot.rows(db, name), "; ")
  end
  pcall(db.exec, db, "ROLLBACK")
  return { statement = statement, result = table.concat(lines, "\n    "),
    problem = tostring(problem) }
end

--- What a few statements of the kinds above do, the same ones for the same case.
function behaviour.outcomes(db, self, case)
  db:exec("PRAGMA foreign_keys = ON")
  local tables = { self.name, "log", "parent" }
  if db:value("SELECT 1 FROM sqlite_schema WHERE name = 'child'") then
    tables[4] = "child"
  end
  local rng, names, list = random.new(case.seed), settable(self), {}
  for i = 1, 4 do
    local statement = model.fill(rng:pick(forms)(rng, names), self)
    list[i] = outcome(db, statement, tables)
  end
  return list
end

--- The problems: where the outcomes differ.
function behaviour.compare(wanted, found)
  local problems = {}
  for i, should in ipairs(wanted) do
    if should.result ~= found[i].result then
      problems[#problems + 1] = ("%s gives:\n    %s\n    (%s)\n  should give:\n    %s\n"
        .. "    (%s)"):format(should.statement, found[i].result, found[i].problem,
        should.result, should.problem)
    end
  end
  return problems
end

return behaviour
