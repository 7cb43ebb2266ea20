--- --sql of alterations: fed to the sqlite3 shell the text does what running does, and
-- where the rows contradict it fails and changes nothing.
local build = require("spec.matrix.build")
local cases = require("spec.matrix.case")
local compare = require("spec.matrix.compare")
local desk = require("spec.support.desk")
local helper = require("spec.helper")
local model = require("spec.matrix.model")
local operation = require("spec.matrix.operation")
local script = require("spec.matrix.script")
local snapshot = require("spec.matrix.snapshot")
local sqlite = require("runner.sqlite")

local SEEDS = tonumber(os.getenv("RUNNER_MATRIX_OFFLINE") or 40)
local way = { name = "as planned" }

--- The statements without rows, as the body of a revision.
local function schema_only(case)
  local bare = model.copy(case)
  bare.rows, bare.file, bare.sequence, bare.analyze = {}, {}, nil, nil
  for _, object in ipairs(bare.before) do object.rows = nil end
  for _, object in ipairs(bare.after) do
    if object.kind ~= "search" then object.rows = nil end
  end
  local lines = {}
  for i, statement in ipairs(build.statements(bare)) do
    lines[i] = ("db:exec(%q)"):format(statement)
  end
  return table.concat(lines, "\n")
end

--- A project whose first revision is the case's schema and whose second changes it, and
-- its database with rows in two copies.
local function project_of(case, ops)
  local project = desk.project({ { "start", { up = schema_only(case) } },
    { "change", { up = script.calls(case.model, ops, way) } } })
  do
    local db <close> = sqlite.open(project:path("desk.db"))
    build.run(db, case)
  end
  assert.are.equal(0, project:run("stamp start").status)
  project:shell("cp desk.db fed.db")
  return project
end

--- A snapshot without what a run records about itself.
local function look(project, file, name)
  local found = snapshot.file(project:path(file), name)
  found.rows.runner_version, found.rows.runner_history = nil, nil
  found.statistics = {} -- the text cannot know whether the file has any
  found.order = {} -- and makes triggers again where running switches them off
  for _, object in pairs(found.schema) do -- and ends a statement before its last comment
    object.sql = object.sql and object.sql:gsub("%s*%-%-[^\n]*\n?$", "")
  end
  return found
end

local function context(case, ops, screen)
  return ("seed %d\n%s\n%s"):format(case.seed, script.text(case, ops, way),
    screen and helper.show(screen) or "")
end

--- Space and quotes that SQLite chose are corrected only where no text is written down.
local function without_letters(text) return (text:gsub('[%s"`%[%]]', "")) end

--- The problems of one seed, and whether the change was made.
local function try(seed)
  local case, rng = cases.new(seed)
  local ops = operation.pick(rng, case.model, case.after, rng:integer(3))
  local project = project_of(case, ops)
  local after = operation.apply(case.model, ops, case.after)
  local before = look(project, "fed.db", case.model.name)
  local written = project:run("upgrade start:change --sql >change.sql")
  local ran = project:run("upgrade head")
  local fed = project:shell("sqlite3 fed.db <change.sql")
  if ran.status == 0 then
    assert.are.equal(0, written.status, context(case, ops, written))
    assert.are.equal(0, fed.status, context(case, ops, fed))
    assert.are.equal("", fed.stderr, context(case, ops, fed))
    local problems = compare.unchanged(look(project, "desk.db", after.name),
      look(project, "fed.db", after.name), without_letters)
    assert.are.equal("", table.concat(problems, "\n"), context(case, ops))
    return true
  end
  if written.status == 0 then
    assert.are_not.equal(0, fed.status, context(case, ops, ran))
  end
  local problems = compare.unchanged(before, look(project, "fed.db", case.model.name))
  assert.are.equal("", table.concat(problems, "\n"), context(case, ops))
  return false
end

describe("alterations written down", function()
  after_each(helper.clean)

  it(("do what running does, for %d random tables"):format(SEEDS), function()
    local done = 0
    for seed = 900001, 900000 + SEEDS do
      if try(seed) then done = done + 1 end
      helper.clean()
    end
    assert.is_true(done > SEEDS / 2, ("only %d of %d were made"):format(done, SEEDS))
  end)

  -- The database has rows that the schema alone cannot know.
  local contradictions = {
    'op.alter_column("t", "a", { null = false })',
    'op.create_check_constraint("ck", "t", "b < 3")',
    'op.create_unique_constraint("uq", "t", { "c" })',
    'op.create_index("ux", "t", { "c" }, { unique = true })',
    'op.create_foreign_key("fk", "t", "p", { "b" }, { "id" })',
    'op.create_primary_key(nil, "t", { "c" })',
    'op.alter_column("t", "c", { type = "INTEGER" })',
    'op.alter_table("t", function(t) t:set({ strict = true }) end)',
    'op.alter_table("t", function(t) t:add_column({ "n", "INTEGER", null = false, '
      .. 'default = 1 }, { first = true }) t:alter_column("a", { null = false }) end)',
  }
  local SCHEMA = "CREATE TABLE p (id INTEGER PRIMARY KEY); "
    .. "CREATE TABLE t (a TEXT, b INT, c TEXT)"
  local ROWS = "INSERT INTO p VALUES (1); "
    .. "INSERT INTO t VALUES ('x', 'one', 'same'), (NULL, 5, 'same')"

  for _, up in ipairs(contradictions) do
    it("fail where rows contradict: " .. up, function()
      local project = desk.project({ { "start", { up = ("db:exec(%q)"):format(SCHEMA) } },
        { "change", { up = up } } })
      assert.are.equal(0, project:run("upgrade start").status)
      desk.change(project, ROWS)
      local before = project:shell("sqlite3 desk.db .dump").stdout
      local written = project:run("upgrade start:change --sql >change.sql")
      assert.are.equal(0, written.status, written.stderr)
      local fed = project:shell("sqlite3 desk.db <change.sql")
      assert.are_not.equal(0, fed.status)
      assert.are.equal(before, project:shell("sqlite3 desk.db .dump").stdout)
    end)
  end
end)
