--- The JSON answers, as literals and as values.
local desk = require("spec.cli.desk")
local helper = require("spec.helper")
local json = require("dkjson")
local expect = helper.expect

local STEP_A = '{"direction":"upgrade","revision":"a1a1a1a1a1a1","down":[],'
  .. '"message":"Create the tickets"}'
local STEP_B = '{"direction":"upgrade","revision":"b2b2b2b2b2b2",'
  .. '"down":["a1a1a1a1a1a1"],"message":"Add the users"}'
local DOWN_B = STEP_B:gsub("upgrade", "downgrade")

describe("--json", function()
  local project
  before_each(function() project = desk.linear() end)
  after_each(helper.clean)

  local function answer(arguments)
    local screen = project:run(arguments)
    assert.are.equal(0, screen.status, screen.stderr)
    assert.are.equal(1, select(2, screen.stdout:gsub("\n", "")))
    return assert(json.decode(screen.stdout, 1, json.null))
  end

  it("gives a plan", function()
    expect(project:run("--json upgrade +2 --plan"),
      '{"command":"upgrade","target":"+2","current":[],"steps":[' .. STEP_A .. ","
      .. STEP_B .. '],"after":["b2b2b2b2b2b2"]}\n')
  end)

  it("gives a run, and progress stays on standard error", function()
    expect(project:run("upgrade b2b2 --json"),
      '{"command":"upgrade","target":"b2b2","current":[],"steps":[' .. STEP_A .. ","
      .. STEP_B .. '],"after":["b2b2b2b2b2b2"],"applied":true}\n',
      "Running upgrade  -> a1a1a1a1a1a1, Create the tickets\n"
      .. "Running upgrade a1a1a1a1a1a1 -> b2b2b2b2b2b2, Add the users\n")
    expect(project:run("-q upgrade b2b2 --json"),
      '{"command":"upgrade","target":"b2b2","current":["b2b2b2b2b2b2"],"steps":[],'
      .. '"after":["b2b2b2b2b2b2"],"applied":true}\n')
    expect(project:run("-q --json downgrade -1"),
      '{"command":"downgrade","target":"-1","current":["b2b2b2b2b2b2"],"steps":['
      .. DOWN_B .. '],"after":["a1a1a1a1a1a1"],"applied":true}\n')
  end)

  it("gives a stamp", function()
    expect(project:run("-q --json stamp b2b2"),
      '{"command":"stamp","target":["b2b2"],"current":[],"steps":[{"direction":"stamp",'
      .. '"revision":"b2b2b2b2b2b2","down":["a1a1a1a1a1a1"],"message":"Add the users"}],'
      .. '"after":["b2b2b2b2b2b2"],"applied":true}\n')
    expect(project:run("-q --json stamp base"),
      '{"command":"stamp","target":["base"],"current":["b2b2b2b2b2b2"],"steps":['
      .. '{"direction":"stamp","revision":null,"down":[],"message":""}],'
      .. '"after":[],"applied":true}\n')
  end)

  it("gives revisions", function()
    project:run("upgrade b2b2")
    expect(project:run("--json history -i -r b2b2:b2b2"),
      '{"command":"history","revisions":[{"revision":"b2b2b2b2b2b2",'
      .. '"down":["a1a1a1a1a1a1"],"depends_on":[],"labels":[],"branches":[],'
      .. '"children":["c3c3c3c3c3c3"],"head":false,"effective_head":false,'
      .. '"branchpoint":false,"mergepoint":false,"current":true,'
      .. '"message":"Add the users","document":"Add the users",'
      .. '"created":"2026-11-22T10:00:00Z",'
      .. '"path":"$PROJECT/versions/b2b2b2b2b2b2_add_the_users.lua"}]}\n')
    assert.are.equal("c3c3c3c3c3c3", answer("--json heads").revisions[1].revision)
    assert.are.equal("a1a1a1a1a1a1", answer("--json show a1a1").revisions[1].revision)
    assert.are.same({}, answer("--json branches").revisions)
  end)

  it("gives the state of the database", function()
    project:run("upgrade b2b2")
    local current = answer("--json current")
    assert.are.equal("current", current.command)
    assert.are.same({ "b2b2b2b2b2b2" }, current.rows)
    assert.are.equal("b2b2b2b2b2b2", current.revisions[1].revision)
    assert.are.equal("desk.db", current.database:match("[^/]+$"))
  end)

  it("gives branches and dependencies", function()
    project = desk.branched()
    local list = answer("--json history").revisions
    assert.are.equal(5, #list)
    assert.are.same({ "d4d4d4d4d4d4" }, list[1].depends_on)
    assert.are.same({ "reports" }, list[1].labels)
    assert.are.same({ "billing" }, list[2].branches)
    assert.are.same({}, list[2].labels)
    assert.is_true(list[2].effective_head and list[2].mergepoint)
    assert.is_true(list[5].branchpoint)
    assert.are.same({ "b2b2b2b2b2b2", "c3c3c3c3c3c3" }, list[5].children)
  end)

  it("gives what was created", function()
    local created = answer("--json revision -m 'Archive' --rev-id d4d4").created
    assert.are.equal(1, #created)
    assert.are.equal("d4d4", created[1].revision)
    assert.are.same({ "c3c3c3c3c3c3" }, created[1].down)
    assert.are.equal("Archive", created[1].message)
  end)

  it("gives SQL", function()
    local sql = answer("--json upgrade a1a1 --sql")
    assert.are.equal(project:run("upgrade a1a1 --sql").stdout, sql.sql)
    assert.are.equal("a1a1", sql.target)
    assert.are.equal(project:run("ensure_version --sql").stdout,
      answer("--json ensure_version --sql").sql)
    assert.are.equal(project:run("stamp a1a1 --sql").stdout,
      answer("--json stamp a1a1 --sql").sql)
  end)

  it("gives small answers", function()
    expect(project:run("--json ensure_version"),
      '{"command":"ensure_version","database":"desk.db"}\n')
    assert.are.equal("generic", answer("--json list_templates").templates[1].name)
    assert.are.equal("bash", answer("--json completion bash").shell)
    assert.is_string(answer("--json --version").sqlite)
    assert.are.equal("x", answer("--json init x").folder)
  end)

  it("gives errors, and nothing else on standard output", function()
    expect(project:run("--json current -c"),
      '{"error":{"kind":"negative","message":"the database is not on all head revisions",'
      .. '"hint":"bring it there with `runner upgrade heads`; one that has the schema '
      .. 'already is recorded with `runner stamp heads`","file":null,"line":null,'
      .. '"revision":null,"sql":null,"offset":null},"exit":3}\n', "", 3)
    desk.revision(project, { id = "d4d4d4d4d4d4", down = "c3c3c3c3c3c3",
      message = "Break", up = '  db:exec("SELECT dya FROM tickets")' })
    project:run("upgrade c3c3")
    expect(project:run("--json -q upgrade head"),
      '{"error":{"kind":"failed","message":"no such column: dya","hint":"nothing of '
      .. 'this revision was kept; the database stands at c3c3c3c3c3c3",'
      .. '"file":"versions/d4d4d4d4d4d4_break.lua","line":9,'
      .. '"revision":"d4d4d4d4d4d4","sql":"SELECT dya FROM tickets","offset":7},'
      .. '"exit":1}\n', "", 1)
  end)

  it("repairs texts that are not UTF-8", function()
    desk.revision(project, { id = "d4d4d4d4d4d4", down = "c3c3c3c3c3c3",
      message = "Caf\xE9 \xF0\x9F\x8D\xB5" })
    assert.are.equal("Caf\u{FFFD} \u{1F375}",
      answer("--json show d4d4").revisions[1].message)
  end)
end)
