--- How tables are altered: said while it is done, in the SQL text, and beforehand.
local desk = require("spec.cli.desk")
local helper = require("spec.helper")
local json = require("dkjson")
local expect = helper.expect

local UP = "upgrade a1a1a1a1a1a1 -> b2b2b2b2b2b2, Every ticket has a title\n"
local DOWN = "downgrade b2b2b2b2b2b2 -> a1a1a1a1a1a1, Every ticket has a title\n"
local NOTE = "tried on a copy of the schema; rows were not looked at\n"

--- Tickets with a title that may be missing; the next revision wants one.
local function tickets()
  local project = desk.empty()
  desk.revision(project, { id = "a1a1a1a1a1a1", message = "Create the tickets",
    up = '  op.create_table("tickets", { { "id", "INTEGER", primary_key = true },\n'
      .. '    { "title", "TEXT" }, { "status", "TEXT", default = "new" } })',
    back = '  op.drop_table("tickets")' })
  desk.revision(project, { id = "b2b2b2b2b2b2", down = "a1a1a1a1a1a1",
    message = "Every ticket has a title",
    up = '  op.alter_column("tickets", "title", { null = false })',
    back = '  op.alter_column("tickets", "title", { null = true })' })
  return project
end

--- The two lines of `text` after `before`: the alteration's, without its indent, or nil.
local function line_after(text, before)
  local _, stop = text:find(before, 1, true)
  return stop and text:match("^  (tickets: [^\n]+)\n", stop + 1)
end

describe("upgrade -v", function()
  local project
  before_each(function()
    project = tickets()
    project:run("upgrade a1a1")
  end)
  after_each(helper.clean)

  it("says how each table is altered, below its step", function()
    local up = project:run("upgrade head -v")
    local way = assert(line_after(up.stderr, UP), up.stderr)
    expect(up, "", "Running " .. UP .. "  " .. way .. "\n")
    local down = project:run("downgrade -1 --verbose")
    assert.truthy(line_after(down.stderr, DOWN), down.stderr)
  end)

  it("is the only way to hear of it", function()
    expect(project:run("upgrade head"), "", "Running " .. UP)
    expect(project:run("-q downgrade -1 -v"), "")
  end)

  it("puts it into the JSON answer, where it is without -v if there is some", function()
    local plain = json.decode(project:run("--json upgrade head").stdout)
    assert.are.equal(1, #plain.steps[1].alterations)
    assert.truthy(plain.steps[1].alterations[1]:find("^tickets: "))
    project:run("downgrade base")
    local steps = json.decode(project:run("--json upgrade head -v").stdout).steps
    assert.are.same({}, steps[1].alterations)
    assert.are.same(plain.steps[1].alterations, steps[2].alterations)
    assert.is_nil(json.decode(project:run("--json downgrade base").stdout)
      .steps[2].alterations)
  end)

  it("has its lines as comments in the text of --sql", function()
    local screen = project:run("upgrade a1a1:head --sql")
    local heading, way = screen.stdout:match("\n%-%- (Running [^\n]+)\nBEGIN IMMEDIATE;\n"
      .. "%-%- (tickets: [^\n]+)\n")
    assert.are.equal("Running " .. UP, heading .. "\n")
    local spoken = project:run("upgrade head -v").stderr
    assert.are.equal(line_after(spoken, UP), way)
  end)
end)

describe("--plan -v", function()
  local project
  before_each(function()
    project = tickets()
    project:run("upgrade a1a1")
  end)
  after_each(helper.clean)

  local function digest()
    return project:shell("sha256sum desk.db && ls").stdout
  end

  it("says beforehand what -v says, and changes nothing", function()
    local before = digest()
    local plan = project:run("upgrade head --plan -v")
    assert.are.equal(before, digest())
    local way = assert(line_after(plan.stdout, UP), plan.stdout)
    expect(plan, UP .. "  " .. way .. "\n" .. NOTE)
    expect(project:run("upgrade head -v"), "", "Running " .. UP .. "  " .. way .. "\n")
    local back = project:run("downgrade a1a1 --plan -v")
    assert.truthy(line_after(back.stdout, DOWN), back.stdout)
  end)

  it("leaves --plan as it is", function()
    expect(project:run("upgrade head --plan"), UP)
    expect(project:run("--json upgrade head --plan"), '{"command":"upgrade",'
      .. '"target":"head","current":["a1a1a1a1a1a1"],"steps":[{"direction":"upgrade",'
      .. '"revision":"b2b2b2b2b2b2","down":["a1a1a1a1a1a1"],'
      .. '"message":"Every ticket has a title"}],"after":["b2b2b2b2b2b2"]}\n')
  end)

  it("gives the same as JSON", function()
    local plan = json.decode(project:run("--json upgrade head --plan -v").stdout, 1,
      json.null)
    assert.are.equal(1, #plan.steps[1].alterations)
    assert.are.equal(json.null, plan.steps[1].unforeseen)
    assert.are.equal(false, plan.rows_read)
  end)

  it("says what it could not foresee", function()
    desk.revision(project, { id = "c3c3c3c3c3c3", down = "b2b2b2b2b2b2",
      message = "Read",
      up = '  for id in db:rows("SELECT id FROM tickets") do log(id) end\n'
        .. '  op.drop_column("tickets", "status")' })
    desk.revision(project, { id = "d4d4d4d4d4d4", down = "c3c3c3c3c3c3",
      message = "Need", up = '  log("id " .. db:value("SELECT max(id) FROM tickets"))' })
    desk.revision(project, { id = "e5e5e5e5e5e5", down = "d4d4d4d4d4d4",
      message = "Follow" })
    local screen = project:run("upgrade head --plan -v")
    local plan = screen.stdout:gsub("  tickets: [^\n]+", "  tickets: ...")
    expect({ stdout = plan, stderr = screen.stderr, status = screen.status }, UP .. [[
  tickets: ...
upgrade b2b2b2b2b2b2 -> c3c3c3c3c3c3, Read
  tickets: ...
  not foreseen: what its script does with the rows that it reads
upgrade c3c3c3c3c3c3 -> d4d4d4d4d4d4, Need
  not foreseen: it fails on a copy of the schema without rows: attempt to ]]
      .. [[concatenate a nil value
upgrade d4d4d4d4d4d4 -> e5e5e5e5e5e5, Follow
  not foreseen: a step before it could not be
]] .. NOTE)
  end)

  it("has nothing to say where there is nothing to do", function()
    project:run("upgrade head")
    expect(project:run("upgrade head --plan -v"), "")
  end)
end)

describe("--rebuild", function()
  local project
  before_each(function()
    project = tickets()
    desk.revision(project, { id = "c3c3c3c3c3c3", down = "b2b2b2b2b2b2",
      message = "Move", up = '  op.add_column("tickets", { "number", "INTEGER" }, '
        .. '{ before = "title" })' })
    project:run("upgrade b2b2")
  end)
  after_each(helper.clean)

  local function way(arguments)
    return project:run(arguments).stdout:match("\n  tickets: ([^\n]+)\n")
  end

  it("chooses how a table is made anew, before the configuration", function()
    local documented, swap = way("upgrade head --plan -v"),
      way("upgrade head --plan -v --rebuild=swap")
    assert.is_string(documented)
    assert.is_string(swap)
    assert.are_not.equal(documented, swap)
    assert.are.equal(documented, way("upgrade head --plan -v --rebuild documented"))
    project:write("runner.lua", 'return { database = "desk.db", rebuild = "swap" }')
    assert.are.equal(swap, way("upgrade head --plan -v"))
    assert.are.equal(documented, way("upgrade head --plan -v --rebuild documented"))
    assert.are.equal(0, project:run("upgrade head").status)
    expect(project:shell("sqlite3 desk.db 'SELECT group_concat(name) FROM "
      .. "pragma_table_info(\"tickets\")'"), "id,number,title,status\n")
  end)

  it("cannot exchange pages of a file that is not there", function()
    local arguments = "upgrade b2b2:head --sql"
    local text = project:run(arguments).stdout
    assert.are.equal(text, project:run(arguments .. " --rebuild=swap").stdout)
    assert.truthy(text:find("\n-- tickets: rebuilt (", 1, true), text)
  end)

  it("is one of the ways there are", function()
    for _, command in ipairs({ "upgrade head", "downgrade base" }) do
      expect(project:run(command .. " --rebuild swop"), "", [[
runner: error: --rebuild must be documented or swap, not 'swop'
hint: did you mean 'swap'?
]], 2)
    end
  end)
end)
