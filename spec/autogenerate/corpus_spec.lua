--- Convergence of what people have: each version of an application's schema to each other
-- one and back, with rows, and no table rebuilt without need.
local autogenerate = require("runner.autogenerate")
local corpus = require("spec.autogenerate.corpus")
local letters = require("spec.autogenerate.letters")
local rebuild = require("spec.autogenerate.rebuild")
local run = require("runner.autogenerate.revise.run")
local sqlite = require("runner.sqlite")

local function open(version)
  local db = sqlite.open(":memory:", { trust_schema = true })
  db:exec(version.sql)
  assert.are.equal(0, db:value("SELECT count(*) FROM pragma_foreign_key_check"))
  return db
end

--- The renames of a step, or of the step back; over two versions none are known.
local function renames_between(app, from, to)
  if math.abs(from - to) ~= 1 then return {} end
  local step, renames = app.versions[math.max(from, to)].renames, {}
  if from < to then return step end
  for old, new in pairs(step) do
    local owner, name = old:match("^(.-)%.(.*)$")
    local back = owner or old
    for former, later in pairs(step) do back = later == back and former or back end
    renames[owner and back .. "." .. new or new] = name or old
  end
  return renames
end

--- What a person would have filled in.
local function decided(body) return (body:gsub('using = sql"NULL"', 'using = sql"1"')) end

local function differences(db, want)
  local texts = {}
  for i, one in ipairs(autogenerate.compare(db, want, { guess = false }).differences) do
    texts[i] = one.text
  end
  return texts
end

local function row_counts(db, tables)
  local counts = {}
  for key, name in pairs(tables) do
    counts[key] = db:value(('SELECT count(*) FROM "%s"'):format(name:gsub('"', '""')))
  end
  return counts
end

--- The tables that are in both, by their new keys: names before and after.
local function kept_tables(found)
  local before, after, former = {}, {}, {}
  for old, new in pairs(found.renames.tables) do former[new] = old end
  for key, new in pairs(found.want.tables) do
    local old = found.have.tables[former[key] or key]
    before[key], after[key] = old and old.name, old and new.name
  end
  return before, after
end

--- Carry out a body on rows. Gives the reports.
local function carry_out(db, body, name)
  local reports = {}
  run(db, decided(body), name, { report = function(text)
    reports[#reports + 1] = text
  end })
  assert.are.equal("ok", db:value("PRAGMA integrity_check"))
  return reports
end

local function step(app, from, to)
  local have <close> = open(app.versions[from])
  local want <close> = open(app.versions[to])
  local found = autogenerate.generate(have, want,
    { renames = renames_between(app, from, to), guess = false })
  local names, new_names = kept_tables(found)
  local counts = row_counts(have, names)
  if math.abs(from - to) > 1 then return end
  local full <close> = open(app.versions[from])
  local reports = carry_out(full, found.upgrade, "upgrade")
  assert.are.same(counts, row_counts(full, new_names))
  assert.are.same({}, differences(full, want))
  local former <close> = rebuild.renamed(have, found)
  assert.is_nil(rebuild.needless(former, found.comparison, reports))
  carry_out(full, found.downgrade, "downgrade")
  assert.are.same({}, differences(full, have))
  assert.are.equal("", letters.lost(letters.of(have), letters.of(full)))
  assert.are.same(counts, row_counts(full, names))
end

--- Each version to each other, and the first to itself.
local function steps_of(app)
  local list = { { 1, 1 } }
  for from = 1, #app.versions do
    for to = 1, #app.versions do
      if from ~= to then list[#list + 1] = { from, to } end
    end
  end
  return list
end

describe("the schema of an application", function()
  for _, app in ipairs(corpus.all()) do
    for _, pair in ipairs(steps_of(app)) do
      it(("goes on and back: %s, %d to %d"):format(app.name, pair[1], pair[2]), function()
        step(app, pair[1], pair[2])
      end)
    end
  end
end)
