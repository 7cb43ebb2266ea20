--- Whatever way an alteration goes, what comes of it is the same: random alterations are
-- carried out as the planner chooses, by a rebuild, and by exchanged root pages.
--
-- The rebuild is the simplest of them: rows go into a new table, and SQLite checks each.
-- RUNNER_AGREEMENT_SEED (1) is the first seed, RUNNER_AGREEMENT_COUNT how many there are.
local alter = require("runner.alter")
local definition = require("runner.alter.definition")
local random_alteration = require("spec.support.random_alteration")
local settings = require("runner.alter.settings")
local sqlite = require("runner.sqlite")

local FIRST = tonumber(os.getenv("RUNNER_AGREEMENT_SEED") or 1)
local COUNT = tonumber(os.getenv("RUNNER_AGREEMENT_COUNT") or 200)

local function column_names(db)
  local names = {}
  for name in db:rows("SELECT name FROM pragma_table_xinfo('t')") do
    names[#names + 1] = name
  end
  return names
end

--- Rows with rowid and storage classes, integrity, sequence, definitions.
local function dump(db)
  local terms, lines = {}, {}
  for i, name in ipairs(column_names(db)) do
    terms[i] = ("quote(%s) || ':' || typeof(%s)"):format(name, name)
  end
  local without_rowid = db:value("SELECT wr FROM pragma_table_list('t')") == 1
  local key = without_rowid and "id" or "rowid"
  local form = "SELECT quote(%s) || ' ' || %s FROM t NOT INDEXED ORDER BY %s"
  local rows = form:format(key, table.concat(terms, " || ' ' || "), key)
  for line in db:rows(rows) do lines[#lines + 1] = line end
  for line in db:rows("SELECT integrity_check FROM pragma_integrity_check") do
    lines[#lines + 1] = line
  end
  for sql in db:rows("SELECT sql FROM sqlite_schema WHERE sql <> '' ORDER BY name") do
    lines[#lines + 1] = sql:gsub("%s+", " "):gsub(" ([,)])", "%1")
  end
  return table.concat(lines, "\n")
end

local function open(case)
  local db = sqlite.open(":memory:")
  db:exec("PRAGMA foreign_keys = OFF")
  for _, statement in ipairs(case.setup) do pcall(db.exec, db, statement) end
  return db
end

--- SQLite 3.40 lets a default into a STRICT table that the column does not take.
local function is_sound(db)
  return db:value("SELECT count(*) FROM sqlite_schema WHERE name = 't'") == 1
    and db:value("SELECT integrity_check FROM pragma_integrity_check") == "ok"
end

local function copy(list)
  local copied = {}
  for key, value in pairs(list) do copied[key] = value end
  return copied
end

--- Carry it out; gives { done, result, method, message }, or nil for an unsound table.
local function carry_out(case, recreate, rebuild)
  local db <close> = open(case)
  if not is_sound(db) then return nil end
  settings.set(db, { rebuild = rebuild })
  local before = dump(db)
  local sql = db:value("SELECT sql FROM sqlite_schema WHERE name = 't'")
  local done, problem = pcall(alter.run, db, { table = "t", old = definition.read(sql),
    new = definition.read(case.new), origin = copy(case.origin), value = copy(case.value),
    changes = { "changed" }, options = { recreate = recreate } })
  local after = dump(db)
  assert(done or before == after, "an error left something behind")
  return { done = done, result = after, method = done and problem.method or "error",
    message = not done and tostring(problem) or nil }
end

local function describe_case(seed, case)
  local setup = table.concat(case.setup, ";\n")
  local lines = { ("seed %d: %s"):format(seed, setup), case.new }
  for name, value in pairs(case.value) do
    lines[#lines + 1] = name .. " = " .. value
  end
  return table.concat(lines, "\n")
end

describe("random alterations", function()
  it("come to the same whichever way they go", function()
    local seen = {}
    for seed = FIRST, FIRST + COUNT - 1 do
      local case = random_alteration(seed)
      local chosen = carry_out(case, "auto", "documented")
      for _, other in ipairs(chosen and { carry_out(case, "always", "documented"),
        carry_out(case, "auto", "swap") } or {}) do
        local text = ("%s\n%s, %s: %s, %s"):format(describe_case(seed, case),
          chosen.method, other.method, chosen.message, other.message)
        assert.are.equal(chosen.done, other.done, text)
        assert.are.equal(chosen.result, other.result, text)
        seen[other.method] = true
      end
      seen[chosen and chosen.method or "unsound"] = true
    end
    for _, word in ipairs { "native", "edit", "update", "rebuild", "swap", "error" } do
      assert.is_true(seen[word] or COUNT < 200, "never seen: " .. word)
    end
  end)
end)
