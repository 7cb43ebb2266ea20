--- Where output goes: pipes that close, full disks, terminals, interruptions.
local beside = require("spec.support.beside")
local desk = require("spec.cli.desk")
local helper = require("spec.helper")
local expect = helper.expect

local binary = helper.quote(helper.binary)

describe("standard output", function()
  local project
  before_each(function() project = desk.linear() end)
  after_each(helper.clean)

  it("may be closed early by its reader", function()
    for i = 1, 400 do
      desk.revision(project, { id = ("d%05d"):format(i),
        down = i == 1 and "c3c3c3c3c3c3" or ("d%05d"):format(i - 1),
        message = ("Long message %s"):format(("x"):rep(300)) })
    end
    expect(project:shell("{ " .. binary .. " history; echo $? >status; } | true; "
      .. "cat status"), "0\n")
  end)

  it("on a full disk is an error", function()
    local message = "runner: error: cannot write the answer to standard output: "
      .. "No space left on device\n"
    expect(project:run("history >/dev/full"), "", message, 1)
    expect(project:run("--json heads >/dev/full"), "", message, 1)
    expect(project:run("-q upgrade head --sql >/dev/full"), "", message, 1)
    expect(project:run("--quiet history >/dev/full"), "")
  end)

  it("that is closed is an error too", function()
    local screen = project:run("history >&-")
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("cannot write the answer", 1, true))
  end)
end)

describe("colour", function()
  local project
  before_each(function() project = desk.linear() end)
  after_each(helper.clean)

  --- Run on a terminal of its own; both outputs come out of it.
  local function on_terminal(environment, arguments)
    local command = ("env -u NO_COLOR TERM=xterm %s %s %s"):format(environment, binary,
      arguments)
    local screen = project:shell(("script -qec %s /dev/null"):format(
      helper.quote(command)))
    return (screen.stdout:gsub("\r", ""))
  end

  it("is used on a terminal", function()
    assert.are.equal("c3c3c3c3c3c3 \27[32m(head)\27[0m\n", on_terminal("", "heads"))
    assert.are.equal("\27[1;31mrunner: error:\27[0m unknown command 'upgrad'\n"
      .. "\27[1;36mhint:\27[0m did you mean 'upgrade'?\n", on_terminal("", "upgrad"))
  end)

  it("is left out on request", function()
    local plain = "c3c3c3c3c3c3 (head)\n"
    assert.are.equal(plain, on_terminal("NO_COLOR=1", "heads"))
    assert.are.equal(plain, on_terminal("TERM=dumb", "heads"))
    assert.are.equal(plain, on_terminal("", "--no-color heads"))
    assert.are.equal(plain, on_terminal("", "heads --no-color"))
    assert.are.equal("c3c3c3c3c3c3 \27[32m(head)\27[0m\n",
      on_terminal("NO_COLOR=", "heads"))
  end)

  it("is not used elsewhere", function()
    expect(project:shell("env -u NO_COLOR TERM=xterm " .. binary .. " heads"),
      "c3c3c3c3c3c3 (head)\n")
  end)
end)

describe("an interruption", function()
  local project
  before_each(function() project = desk.linear() end)
  after_each(helper.clean)

  --- Start `runner upgrade head` and send it signals when the loop says it began.
  local function interrupt(signals)
    desk.revision(project, { id = "d4d4d4d4d4d4", down = "c3c3c3c3c3c3",
      message = "Loop", up = '  db:exec("CREATE TABLE half (id)")\n'
        .. '  log("looping")\n  while true do end' })
    local screen = beside.run(project, "upgrade head 2>log",
      "wait_until grep -qs looping log\n" .. signals)
    screen.stderr = project:shell("tail -n +5 log").stdout
    return screen
  end

  it("rolls back and says where the database stands", function()
    expect(interrupt("kill -TERM $child"), "", [[
looping
runner: error: interrupted in revision d4d4d4d4d4d4; it was rolled back, and the ]]
      .. [[database stands at c3c3c3c3c3c3
  in revision d4d4d4d4d4d4
]], 130)
    expect(project:run("current"), "c3c3c3c3c3c3\n")
    expect(project:shell("sqlite3 desk.db \"SELECT count(*) FROM sqlite_schema "
      .. "WHERE name = 'half'\""), "0\n")
  end)
end)

describe("a locked database", function()
  after_each(helper.clean)

  it("is waited for, as long as --timeout says", function()
    local project = desk.linear()
    project:run("upgrade a1a1")
    local screen = project:shell(beside.words() .. [[
      hold "BEGIN IMMEDIATE"
      "$runner" --timeout 3 upgrade head
      status=$?
      let_go
      exit $status]])
    assert.are.equal(5, screen.status, screen.stderr)
    assert.are.equal("", screen.stdout)
    assert.truthy(screen.stderr:find("^waiting for the lock on [^\n]*desk.db "
      .. "%(%d+ s of 3 s%)\n"), screen.stderr)
    assert.truthy(screen.stderr:find("\nrunner: error: ", 1, true), screen.stderr)
  end)
end)
