--- Whatever SQLite can store is written as Lua that makes it again: the corpus of the
-- parser, and tables at random.
local build = require("spec.matrix.build")
local cases = require("spec.matrix.case")
local facts = require("runner.autogenerate.render.facts")
local ddl = require("runner.ddl")
local inventory = require("runner.autogenerate.inventory")
local printing = require("runner.autogenerate.print")
local random_alteration = require("spec.support.random_alteration")
local rendering = require("spec.support.rendering")
local script = require("runner.autogenerate.source.script")
local sqlite = require("runner.sqlite")
local statement = require("runner.autogenerate.statement")


local plain = { views = ddl.normalise, virtual_tables = ddl.normalise }

--- Without what goes without saying: ASC, BEFORE, FOR EACH ROW, the parentheses of WHEN.
function plain.indexes(text)
  return (ddl.normalise(text):gsub(" ASC ", " "))
end

function plain.triggers(text)
  return (ddl.normalise(text):gsub(" BEFORE ", " ", 1):gsub(" FOR EACH ROW ", " ", 1)
    :gsub(" WHEN %( (.-) %) BEGIN ", " WHEN %1 BEGIN ", 1))
end

--- Run a schema's own text again, and look at both from all sides.
local function check_round(db, what)
  local text = rendering.text(db)
  local done, again = pcall(rendering.run, text)
  if not done then error(what .. ": " .. tostring(again) .. "\n" .. text, 0) end
  assert.are.equal(rendering.pragmas(db), rendering.pragmas(again), what)
  local before, after = inventory.read(db), inventory.read(again)
  for key, object in pairs(before.tables) do
    assert.are.equal(facts.of(object.definition), facts.of(after.tables[key].definition),
      what)
  end
  for _, kind in ipairs({ "views", "indexes", "triggers", "virtual_tables" }) do
    for key, object in pairs(before[kind]) do
      local other = assert(after[kind][key], what).text
      assert.are.equal(plain[kind](object.text), plain[kind](other), what)
    end
  end
  assert.are.equal(text, rendering.text(again), what)
  again:close()
  return text
end

local function entries(path)
  local file <close> = assert(io.open(path))
  local list = {}
  for entry in (file:read("a") .. "\n\n"):gmatch("(.-)\n%s*\n+") do
    list[#list + 1] = entry
  end
  return list
end

--- A comment at the end of a definition has to end in a script; the space behind it is
-- SQLite's to keep or not.
local function closed(text)
  return (statement(text):sub(1, -2):gsub("%s+$", ""))
end

--- The same for the schema as SQL: its texts come back byte for byte.
local function check_statements(db, what)
  local before = inventory.read(db)
  local text = printing.text(before, "sql")
  local again <close> = sqlite.open(":memory:")
  local done, problem = pcall(script.run, again, text, "schema.sql", { own_tables = {} })
  if not done then error(what .. ": " .. tostring(problem) .. "\n" .. text, 0) end
  local after = inventory.read(again)
  for _, kind in ipairs({ "tables", "views", "indexes", "triggers", "virtual_tables" }) do
    for key, object in pairs(before[kind]) do
      local other = assert(after[kind][key], what).text
      assert.are.equal(closed(object.text), (other:gsub("%s+$", "")), what)
    end
  end
  assert.are.equal(text, printing.text(after, "sql"), what)
end

describe("a schema written as SQL", function()
  it("makes the parser's corpus again, byte for byte", function()
    local rounds = 0
    for _, entry in ipairs(entries("tests/sqlite/ddl_corpus.sql")) do
      local db <close> = sqlite.open(":memory:")
      if pcall(db.exec, db, entry) then
        check_statements(db, entry)
        rounds = rounds + 1
      end
    end
    assert.is_true(rounds > 150)
  end)

  it("makes the cases of the matrix again", function()
    for seed = 1, 100 do
      local db <close> = sqlite.open(":memory:")
      build.run(db, cases.new(seed))
      check_statements(db, "case " .. seed)
    end
  end)
end)

describe("a schema written as Lua", function()
  it("makes every table of the parser's corpus again", function()
    local rounds, in_words = 0, 0
    for _, entry in ipairs(entries("tests/sqlite/ddl_corpus.sql")) do
      local db <close> = sqlite.open(":memory:")
      if pcall(db.exec, db, entry) then
        local text = check_round(db, entry)
        rounds = rounds + 1
        in_words = in_words + (text:find("create_", 1, true) and 1 or 0)
      end
    end
    assert.is_true(rounds > 150)
    assert.is_true(in_words > rounds / 2)
  end)

  it("makes tables at random again", function()
    for seed = 1, 60 do
      local case = random_alteration(seed)
      for _, text in ipairs({ case.old, case.new }) do
        local db <close> = sqlite.open(":memory:")
        if pcall(db.exec, db, text) then check_round(db, "seed " .. seed) end
      end
    end
  end)

  it("makes the cases of the matrix again, with all that is around the table", function()
    for seed = 1, 60 do
      local db <close> = sqlite.open(":memory:")
      build.run(db, cases.new(seed))
      check_round(db, "case " .. seed)
    end
  end)
end)
