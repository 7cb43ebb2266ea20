--- upgrade, downgrade, stamp, ensure_version: whole screens.
local desk = require("spec.cli.desk")
local helper = require("spec.helper")
local expect = helper.expect

local UP = {
  "Running upgrade  -> a1a1a1a1a1a1, Create the tickets\n",
  "Running upgrade a1a1a1a1a1a1 -> b2b2b2b2b2b2, Add the users\n",
  "Running upgrade b2b2b2b2b2b2 -> c3c3c3c3c3c3, Close old tickets\n",
}
local DOWN_C = "Running downgrade c3c3c3c3c3c3 -> b2b2b2b2b2b2, Close old tickets\n"
local DOWN_B = "Running downgrade b2b2b2b2b2b2 -> a1a1a1a1a1a1, Add the users\n"
local DOWN_A = "Running downgrade a1a1a1a1a1a1 -> , Create the tickets\n"

describe("upgrade and downgrade", function()
  local project
  before_each(function() project = desk.linear() end)
  after_each(helper.clean)

  local function at(expected)
    expect(project:run("current"), expected)
  end

  it("tell each step on standard error", function()
    expect(project:run("upgrade head"), "", UP[1] .. UP[2] .. UP[3])
    at("c3c3c3c3c3c3 (head)\n")
    expect(project:run("upgrade head"), "")
    expect(project:run("downgrade base"), "", DOWN_C .. DOWN_B .. DOWN_A)
    at("")
  end)

  it("take relative targets as typed", function()
    expect(project:run("upgrade +2"), "", UP[1] .. UP[2])
    expect(project:run("downgrade -1"), "", DOWN_B)
  end)

  it("take options before and after the target", function()
    local plan = "upgrade  -> a1a1a1a1a1a1, Create the tickets\n"
    expect(project:run("upgrade --plan +1"), plan)
    expect(project:run("upgrade +1 --plan"), plan)
    expect(project:run("--database other.db upgrade +1 --plan --atomic"), plan)
    expect(project:run("upgrade +1 --plan --database=other.db"), plan)
    at("")
  end)

  it("show a plan and run nothing", function()
    project:run("upgrade b2b2")
    expect(project:run("upgrade head --plan"),
      "upgrade b2b2b2b2b2b2 -> c3c3c3c3c3c3, Close old tickets\n")
    expect(project:run("downgrade base --plan"), [[
downgrade b2b2b2b2b2b2 -> a1a1a1a1a1a1, Add the users
downgrade a1a1a1a1a1a1 -> , Create the tickets
]])
    at("b2b2b2b2b2b2\n")
  end)

  it("run in one transaction on request", function()
    expect(project:run("upgrade head --atomic"), "", UP[1] .. UP[2] .. UP[3])
    at("c3c3c3c3c3c3 (head)\n")
  end)

  it("say nothing with -q", function()
    expect(project:run("-q upgrade head"), "")
    expect(project:run("-q current"), "")
    expect(project:run("downgrade base --quiet"), "")
  end)

  it("refuse an older target", function()
    project:run("upgrade head")
    expect(project:run("upgrade a1a1"), "", [[
runner: error: a1a1 is below what is applied: the database stands at c3c3c3c3c3c3
hint: to go back, use `runner downgrade a1a1`
]], 4)
  end)

  it("refuse options that contradict each other", function()
    expect(project:run("upgrade head --sql --plan"), "",
      "runner: error: --sql cannot be used together with --plan\n", 2)
    expect(project:run("downgrade a1:base --sql --atomic"), "",
      "runner: error: --sql cannot be used together with --atomic\n", 2)
  end)

  it("pass log lines and arguments", function()
    desk.revision(project, { id = "d4d4d4d4d4d4", down = "c3c3c3c3c3c3",
      message = "Talk", up = '  log("hello " .. context.x.who .. " " .. context.tag)' })
    expect(project:run("-x who=desk upgrade head --tag v1"), "", UP[1] .. UP[2] .. UP[3]
      .. "Running upgrade c3c3c3c3c3c3 -> d4d4d4d4d4d4, Talk\nhello desk v1\n")
  end)
end)

describe("upgrade --sql", function()
  after_each(helper.clean)

  it("writes SQL that the shell can run", function()
    local project = desk.linear()
    local screen = project:run("upgrade head --sql")
    assert.are.equal(UP[1] .. UP[2] .. UP[3], screen.stderr)
    assert.are.equal(0, screen.status)
    assert.truthy(screen.stdout:find("\n-- Running upgrade  -> a1a1a1a1a1a1, ", 1, true))
    assert.are.same({ "runner.lua", "versions" }, project:list())
    project:write("up.sql", screen.stdout)
    expect(project:shell("sqlite3 desk.db <up.sql"), "")
    expect(project:run("current"), "c3c3c3c3c3c3 (head)\n")
  end)

  it("is written with -q too", function()
    local project = desk.linear()
    assert.are.equal(project:run("upgrade head --sql").stdout,
      project:run("-q upgrade head --sql").stdout)
  end)

  it("knows no current revision", function()
    local project = desk.linear()
    for _, arguments in ipairs({ "upgrade current:head", "upgrade current+1",
      "downgrade current:base", "stamp current", "stamp a1a1:current" }) do
      expect(project:run(arguments .. " --sql"), "", [[
runner: error: 'current' needs a database, and --sql looks at none
hint: name the revision that `runner current` shows
]], 2)
    end
  end)

  it("needs a range to go down", function()
    expect(desk.linear():run("downgrade base --sql"), "", [[
runner: error: a downgrade with --sql needs a range, not 'base'
hint: say FROM:TO, for instance head:base
]], 2)
  end)
end)

describe("a revision without downgrade()", function()
  after_each(helper.clean)

  it("is found before the first step down, and by --plan", function()
    local project = desk.linear()
    local name = "versions/b2b2b2b2b2b2_add_the_users.lua"
    project:write(name, (project:read(name):gsub("function downgrade.*", "")))
    project:run("upgrade head")
    for _, command in ipairs({ "downgrade base", "downgrade base --plan",
      "downgrade head:base --sql", "downgrade base --atomic" }) do
      expect(project:run(command), "",
        "runner: error: revision b2b2b2b2b2b2 has no downgrade()\n  at " .. name
        .. "\nhint: nothing was done; define function downgrade() in it, an empty one if "
        .. "there is nothing to do\n", 4)
    end
    expect(project:run("current"), "c3c3c3c3c3c3 (head)\n")
    expect(project:run("downgrade -1"), "",
      "Running downgrade c3c3c3c3c3c3 -> b2b2b2b2b2b2, Close old tickets\n")
  end)
end)

describe("stamp", function()
  local project
  before_each(function() project = desk.linear() end)
  after_each(helper.clean)

  it("sets the rows", function()
    expect(project:run("stamp b2b2"), "", "Running stamp_revision  -> b2b2b2b2b2b2\n")
    expect(project:run("current"), "b2b2b2b2b2b2\n")
    expect(project:run("stamp head"), "",
      "Running stamp_revision b2b2b2b2b2b2 -> c3c3c3c3c3c3\n")
    expect(project:run("stamp head"), "")
    expect(project:run("stamp base"), "", "Running stamp_revision c3c3c3c3c3c3 -> \n")
    expect(project:run("current"), "")
  end)

  it("gets out of an unknown revision", function()
    project:run("upgrade head")
    project:shell("sqlite3 desk.db \"UPDATE runner_version SET version_num = 'f6f6'\"")
    assert.are.equal(4, project:run("current").status)
    assert.are.equal(4, project:run("stamp head").status)
    assert.are.equal(0, project:run("stamp --purge head").status)
    expect(project:run("current"), "c3c3c3c3c3c3 (head)\n")
  end)

  it("loses no record by asking for the current revision", function()
    project:run("stamp b2b2")
    expect(project:run("stamp --purge current"), "", [[
runner: error: 'current' has no meaning together with --purge, which deletes the rows
hint: name the revision itself
]], 2)
    expect(project:run("current"), "b2b2b2b2b2b2\n")
  end)

  it("takes no range without --sql", function()
    for _, command in ipairs({ "stamp", "upgrade", "downgrade", "show" }) do
      expect(project:run(command .. " a1a1:b2b2"), "", [[
runner: error: range 'a1a1:b2b2' is not allowed here
hint: name one revision; ranges are for history and for --sql
]], 2)
    end
  end)

  it("does not purge on paper", function()
    expect(project:run("stamp head --purge --sql"), "",
      "runner: error: --purge cannot be used together with --sql\n", 2)
  end)
end)

describe("ensure_version", function()
  after_each(helper.clean)

  it("creates the version table and nothing else", function()
    local project = desk.linear()
    expect(project:run("ensure_version"), "")
    expect(project:shell("sqlite3 desk.db .schema"),
      "CREATE TABLE runner_version (version_num TEXT NOT NULL PRIMARY KEY);\n")
    expect(project:run("ensure_version"), "")
  end)

  it("writes its SQL", function()
    local project = desk.linear()
    local screen = project:run("ensure_version --sql")
    assert.truthy(screen.stdout:find("CREATE TABLE", 1, true))
    assert.are.same({ "runner.lua", "versions" }, project:list())
  end)
end)
