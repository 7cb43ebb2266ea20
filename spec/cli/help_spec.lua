--- Help, version, manual page, completions.
local desk = require("spec.cli.desk")
local helper = require("spec.helper")
local expect = helper.expect

local UPGRADE_HELP = [[
usage: runner upgrade [options] REVISION

Upgrade the database to a revision.

arguments:
  REVISION                      head, heads, an id, a label, +1; with --sql also FROM:TO

options:
      --sql                     write the SQL instead of running it; needs no database
      --tag TEXT                a text the scripts can read as context.tag
      --plan                    show the steps and run nothing
      --atomic                  run all steps in one transaction
      --rebuild WAY             how tables are rebuilt: documented or swap
  -v, --verbose                 say how tables are altered; with --plan beforehand

'runner help' lists the options that every command takes.
]]

describe("help", function()
  local project
  before_each(function() project = helper.project() end)
  after_each(helper.clean)

  it("explains a command, in three ways", function()
    expect(project:run("help upgrade"), UPGRADE_HELP)
    expect(project:run("upgrade --help"), UPGRADE_HELP)
    expect(project:run("upgrade head --sql --help"), UPGRADE_HELP)
  end)

  it("lists the commands, options and exit codes", function()
    local screen = project:run("--help")
    assert.are.equal(0, screen.status)
    assert.are.equal("", screen.stderr)
    expect(project:run("help"), screen.stdout)
    expect(project:run("-h"), screen.stdout)
    assert.truthy(screen.stdout:find("^usage: runner %[options%] COMMAND"))
    assert.truthy(screen.stdout:find("\n  history                       List the "
      .. "revisions, newest first\n", 1, true))
    assert.truthy(screen.stdout:find("\n  -c, --config FILE ", 1, true))
    assert.truthy(screen.stdout:find("\n  130  interrupted", 1, true))
    assert.falsy(screen.stdout:find("commands of this project", 1, true))
  end)

  it("lists the commands of the project", function()
    project:write("runner.lua", [[
return { commands = { seed = { help = "Fill the tables", run = function() end } } }
]])
    assert.truthy(project:run("help").stdout:find(
      "\ncommands of this project:\n  seed                          Fill the tables\n", 1,
      true))
  end)

  it("explains the words that a command takes", function()
    local screen = project:run("help backfill")
    assert.truthy(screen.stdout:find("^usage: runner backfill %[options%] "
      .. "%[status|pause|resume|cancel%] %[NAME%]\n"), screen.stdout)
    assert.truthy(screen.stdout:find("\narguments:\n  status   ", 1, true))
    assert.truthy(screen.stdout:find("\n  cancel                        it stops behind "
      .. "its batch; what is done stays done\n  NAME   ", 1, true))
  end)

  it("fits a terminal", function()
    for line in project:run("help").stdout:gmatch("[^\n]+") do
      assert.is_true(#line <= 100, line)
    end
  end)

  it("gives a manual page that man can read", function()
    local page = project:run("help --man")
    expect({ stdout = "", stderr = page.stderr, status = page.status }, "")
    assert.truthy(page.stdout:find('^%.TH RUNNER 1 "" "runner [%d.]+"\n%.SH NAME\n'))
    for line in page.stdout:gmatch("[^\n]+") do
      local macro = line:match("^%.(%S+)")
      assert.truthy(not macro or ("TH SH SS TP B I"):find(macro, 1, true), line)
    end
  end)

  it("gives completions that the shells can read", function()
    expect(project:shell(helper.quote(helper.binary) .. " completion bash >c && bash -n c"
      .. " && bash -c '. ./c; COMP_WORDS=(runner upg); COMP_CWORD=1;"
      .. " _runner; echo $COMPREPLY; COMP_WORDS=(runner -q upgrade --pl); COMP_CWORD=3;"
      .. " _runner; echo $COMPREPLY; COMP_WORDS=(runner backfill pa); COMP_CWORD=2;"
      .. " _runner; echo $COMPREPLY'"), "upgrade\n--plan\npause\n")
    local zsh = project:run("completion zsh")
    assert.truthy(zsh.stdout:find("^#compdef runner\n"))
    assert.truthy(zsh.stdout:find("\n        '*--head=[the parent", 1, true))
    assert.truthy(zsh.stdout:find("\n        '2:action:( status pause resume cancel)'", 1,
      true))
    local fish = project:run("completion fish")
    assert.truthy(fish.stdout:find("\ncomplete -c runner -n '__fish_seen_subcommand_from "
      .. "history' -l rev-range -s r -r -d 'only this part: [START]:[END]'\n", 1, true))
    assert.truthy(fish.stdout:find("backfill; and not __fish_seen_subcommand_from status "
      .. "pause resume cancel' -a pause -d 'its process waits", 1, true))
  end)

  it("tells the versions", function()
    local screen = project:run("--version")
    assert.truthy(screen.stdout:find(
      "^runner [%d.]+ %(Lua 5%.4%.%d+, SQLite 3%.[%d.]+%)\n$"))
    expect(project:run("upgrade --version"), screen.stdout)
  end)
end)

describe("a command of the project", function()
  local project
  before_each(function()
    project = desk.linear()
    project:write("runner.lua", [[
return {
  database = "desk.db",
  commands = {
    greet = { help = "Greet", run = function(call)
      return "hello " .. table.concat(call.arguments, " ")
    end },
  },
}
]])
  end)
  after_each(helper.clean)

  it("gets everything behind its name", function()
    expect(project:run("greet a --json -1"), "hello a --json -1\n")
    expect(project:run("--json greet a"), '{"command":"greet","output":"hello a"}\n')
    expect(project:run("-q greet a"), "")
  end)

  it("is suggested for a mistyped word", function()
    expect(project:run("gret"), "",
      "runner: error: unknown command 'gret'\nhint: did you mean 'greet'?\n", 2)
  end)

  it("cannot be found in a configuration that cannot be read", function()
    project:write("runner.lua", "return {\n  database =\n}\n")
    local screen = project:run("greet")
    assert.are.equal(2, screen.status)
    assert.truthy(screen.stderr:find("\n  at $PROJECT/runner.lua:3\n", 1, true)
      or screen.stderr:find("\n  at runner.lua:3\n", 1, true), screen.stderr)
  end)
end)

describe("runner lua", function()
  after_each(helper.clean)

  it("runs a script with its arguments and its exit code", function()
    local project = helper.project()
    project:write("try.lua", 'print(#arg, ...)\nos.exit(tonumber(arg[1]))\n')
    expect(project:run("lua try.lua 7 --json -1"), "3\t7\t--json\t-1\n", "", 7)
  end)

  it("tells where a script failed", function()
    local project = helper.project()
    project:write("try.lua", '\nerror("no luck")\n')
    local screen = project:run("lua try.lua")
    assert.are.equal(1, screen.status)
    assert.are.equal("runner: error: no luck\n  at try.lua:2\n", screen.stderr)
  end)
end)
