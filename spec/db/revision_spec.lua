--- `db` inside revisions: where its errors point to, and what ends with a revision.
local helper = require("spec.helper")

local project

before_each(function()
  project = helper.project()
  project:write("runner.lua", 'return { database = "desk.db" }\n')
end)
after_each(helper.clean)

--- Write a revision whose upgrade() has this body, on line 5 of the file.
local function revision(id, parent, body)
  project:write(("versions/%s_step.lua"):format(id), ([[
--- Step %s.
revision = "%s"
down_revision = %s
function upgrade()
%s
end
]]):format(id, id, parent and '"' .. parent .. '"' or "nil", body))
end

local function upgrade()
  return project:run("upgrade head")
end

--- The upgrade must fail with this first line, at this line of revision a.
local function expect_failure(body, message, line)
  revision("a", nil, body)
  local screen = upgrade()
  assert.are.equal(1, screen.status, helper.show(screen))
  local found, at = screen.stderr:match("runner: error: ([^\n]*)\n  at ([^\n]*)")
  assert.are.equal(message, found)
  assert.are.equal("versions/a_step.lua:" .. line, at)
  return screen
end

describe("an error in a revision", function()
  it("points to the statement", function()
    local screen =
      expect_failure('  db:exec("SELECT nosuch")', "no such column: nosuch", 5)
    assert.truthy(screen.stderr:find("    SELECT nosuch\n           ^\n", 1, true))
  end)

  it("points to the author's line in operations, functions and savepoints", function()
    expect_failure('  op.create_table("t", {\n    { "a" },\n  })',
      "op.create_table: column 1 'a' has no type", 5)
    expect_failure('  db:define("f", function(x)\n    op.drop_table(x)\n  end)\n'
      .. '  db:exec("SELECT f(5)")',
      "op.drop_table: the table's name must be a name, not a number", 6)
    expect_failure('  db:savepoint(function()\n    error("own words")\n  end)',
      "own words", 6)
  end)

  it("leaves nothing of the revision", function()
    expect_failure('  op.create_table("t", { { "a", "TEXT" } })\n  db:exec("nonsense")',
      'near "nonsense": syntax error', 6)
    revision("a", nil, '  op.create_table("t", { { "a", "TEXT" } })')
    assert.are.equal(0, upgrade().status)
  end)
end)

describe("a revision's database", function()
  it("gives back what a script leaves open", function()
    revision("a", nil, '  db:exec("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)")\n'
      .. '  local step = db:rows("SELECT a FROM t")\n  step()\n'
      .. '  require("kept").step = step')
    revision("b", "a", '  op.drop_table("t")')
    project:write("lib/kept.lua", "return {}")
    local screen = upgrade()
    assert.are.equal(0, screen.status, helper.show(screen))
  end)

  it("is closed for what outlives it", function()
    project:write("lib/kept.lua", "return {}")
    revision("a", nil, '  local kept = require("kept")\n  kept.db, kept.op = db, op\n'
      .. '  kept.statement = db:prepare("SELECT 1")\n  kept.step = db:rows("SELECT 1")')
    revision("b", "a", [[
  local kept = require("kept")
  local calls = {
    function() kept.db:exec("SELECT 1") end,
    function() kept.op.drop_table("t") end,
    function() kept.statement:value() end,
    kept.step,
  }
  for i, call in ipairs(calls) do
    local ok, problem = pcall(call)
    assert(not ok and tostring(problem):find("database is closed"), i)
  end]])
    local screen = upgrade()
    assert.are.equal(0, screen.status, helper.show(screen))
  end)

  it("forgets its functions", function()
    revision("a", nil, '  db:define("twice", function(x) return 2 * x end)\n'
      .. '  assert(db:value("SELECT twice(2)") == 4)')
    revision("b", "a", '  db:exec("SELECT twice(2)")')
    local screen = upgrade()
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("no such function: twice", 1, true))
  end)

  it("is not the script's to close, and its transaction not to end", function()
    expect_failure("  db:close()", "the database is closed by runner, not by a script", 5)
    local screen = expect_failure('  db:exec("SAVEPOINT x")',
      "a revision's script may not say SAVEPOINT by itself", 5)
    assert.truthy(screen.stderr:find("db:savepoint(fn)", 1, true))
  end)
end)

describe("db:savepoint in a revision", function()
  it("undoes only its own part, also in a script written down", function()
    revision("a", nil, [[
  op.create_table("t", { { "a", "INTEGER" } })
  db:exec("INSERT INTO t VALUES (1)")
  local ok = pcall(db.savepoint, db, function()
    db:exec("INSERT INTO t VALUES (2)")
    error("no")
  end)
  assert(not ok)
  db:savepoint(function() db:exec("INSERT INTO t VALUES (3)") end)]])
    local written = project:run("upgrade head --sql")
    assert.are.equal(0, written.status, helper.show(written))
    project:write("script.sql", written.stdout)
    assert.are.equal(0, upgrade().status)
    local screen = project:shell("sqlite3 copy.db < script.sql && for file in desk copy; "
      .. "do sqlite3 $file.db 'SELECT group_concat(a) FROM t'; done")
    assert.are.equal("1,3\n1,3\n", screen.stdout, screen.stderr)
  end)
end)
