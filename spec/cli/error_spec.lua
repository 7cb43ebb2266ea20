--- Bad input: each with its own message and exit code.
local desk = require("spec.cli.desk")
local helper = require("spec.helper")
local expect = helper.expect

describe("a script that fails", function()
  local project
  before_each(function()
    project = desk.linear()
    project:run("upgrade head")
  end)
  after_each(helper.clean)

  local function upgrade_with(up, options)
    desk.revision(project, { id = "d4d4d4d4d4d4", down = "c3c3c3c3c3c3",
      message = "Break", up = up })
    return project:run((options or "") .. " upgrade head")
  end

  local RUNNING = "Running upgrade c3c3c3c3c3c3 -> d4d4d4d4d4d4, Break\n"
  local PLACE = "  at versions/d4d4d4d4d4d4_break.lua:9\n"
    .. "  in revision d4d4d4d4d4d4\n"
  local HINT = "hint: nothing of this revision was kept; the database stands at "
    .. "c3c3c3c3c3c3\n"

  it("shows the statement and the place in it", function()
    expect(upgrade_with('  db:exec("SELECT dya FROM tickets")'), "", RUNNING
      .. "runner: error: no such column: dya\n" .. PLACE .. [[
    SELECT dya FROM tickets
           ^
]] .. HINT, 1)
    expect(project:run("current"), "c3c3c3c3c3c3\n")
  end)

  it("shows the part of a long statement where it failed", function()
    local screen = upgrade_with('  db:exec("SELECT " .. ("1 AS one, "):rep(50) '
      .. '.. "dya FROM tickets")')
    assert.truthy(screen.stderr:find("\n    ...", 1, true), screen.stderr)
    local line, caret = screen.stderr:match("\n(    %.%.%.[^\n]+)\n( +)^\n")
    assert.are.equal("dya FROM tickets", line:sub(#caret + 1))
    local whole = project:run("--raiseerr upgrade head")
    assert.truthy(whole.stderr:find(("1 AS one, "):rep(50), 1, true))
    assert.truthy(whole.stderr:find("stack traceback:", 1, true))
  end)

  it("shows the line of a Lua error", function()
    expect(upgrade_with('  error("no luck")'), "",
      RUNNING .. "runner: error: no luck\n" .. PLACE .. HINT, 1)
  end)
end)

describe("a project that cannot be used", function()
  after_each(helper.clean)

  it("has no configuration", function()
    expect(helper.project():run("current"), "", [[
runner: error: no configuration: there is no file runner.lua
hint: start a project with `runner init .`, or name its configuration with -c FILE
]], 2)
  end)

  it("has no such revision", function()
    local screen = desk.linear():run("upgrade f00")
    assert.are.equal(4, screen.status)
    assert.truthy(screen.stderr:find("f00", 1, true))
    assert.truthy(screen.stderr:find("\nhint: ", 1, true))
  end)

  it("has a file that is no script", function()
    local project = desk.linear()
    project:write("versions/d4_broken.lua", 'revision = "d4"\nfunction upgrade(\n')
    for _, command in ipairs({ "heads", "current", "upgrade head" }) do
      local screen = project:run(command)
      assert.are.equal(4, screen.status)
      assert.truthy(screen.stderr:find("versions/d4_broken.lua", 1, true), screen.stderr)
    end
    assert.are.same({ "runner.lua", "versions" }, project:list())
  end)

  it("has something else for a database", function()
    local project = desk.linear()
    project:write("desk.db", ("not a database\n"):rep(100))
    local screen = project:run("upgrade head")
    assert.are.equal(6, screen.status)
    assert.are.equal("", screen.stdout)
    assert.are.equal(("not a database\n"):rep(100), project:read("desk.db"))
  end)

  it("is newer than the revisions", function()
    local project = desk.linear()
    project:run("upgrade head")
    project:shell("rm versions/c3*")
    local screen = project:run("current")
    assert.are.equal(4, screen.status)
    assert.truthy(screen.stderr:find("is at revision c3c3c3c3c3c3", 1, true))
    assert.truthy(screen.stderr:find("stamp --purge", 1, true))
  end)
end)
