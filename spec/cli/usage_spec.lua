--- Wrong command lines: whole screens.
local desk = require("spec.cli.desk")
local helper = require("spec.helper")
local binary = helper.quote(helper.binary)

local CASES = {
  { "upgrad head", "unknown command 'upgrad'", "did you mean 'upgrade'?" },
  { "hist", "unknown command 'hist'", "did you mean 'history'?" },
  { "frobnicate", "unknown command 'frobnicate'", "'runner help' lists the commands" },
  { "help frobnicate", "unknown command 'frobnicate'",
    "'runner help' lists the commands" },
  { "upgrade --plam head", "unknown option --plam", "did you mean --plan?" },
  { "upgrade head --plam=1", "unknown option --plam", "did you mean --plan?" },
  { "revision --autogenerates -m x", "unknown option --autogenerates",
    "did you mean --autogenerate?" },
  { "--frobnicate current", "unknown option --frobnicate",
    "'runner help' lists the options and commands" },
  { "-z current", "unknown option -z", "'runner help' lists the options and commands" },
  { "current -z", "unknown option -z", "'runner help current' lists its options" },
  { "current -q", "unknown option -q", "after the command it is written --quiet" },
  { "revision --ver x", "option --ver may mean several options",
    "it is one of --version-path, --version" },
  { "upgrade --tag", "option --tag needs a value (TEXT)",
    "'runner help upgrade' lists its options" },
  { "history -r", "option --rev-range needs a value (RANGE)",
    "'runner help history' lists its options" },
  { "-c", "option --config needs a value (FILE)",
    "'runner help' lists the options and commands" },
  { "upgrade head --plan=yes", "option --plan takes no value",
    "'runner help upgrade' lists its options" },
  { "upgrade", "'upgrade' needs REVISION",
    "usage: runner upgrade [options] REVISION" },
  { "stamp --purge", "'stamp' needs REVISION",
    "usage: runner stamp [options] REVISION ..." },
  { "lua", "'lua' needs FILE", "usage: runner lua FILE ..." },
  { "upgrade head base", "unexpected argument 'base'",
    "usage: runner upgrade [options] REVISION" },
  { "current head", "unexpected argument 'head'", "usage: runner current [options]" },
  { "--timeout soon current", "--timeout 'soon' is not a number of seconds",
    "0 means not to wait at all" },
  { "current --timeout -1", "--timeout '-1' is not a number of seconds",
    "0 means not to wait at all" },
  { "completion tcsh", "no completion for the shell 'tcsh'",
    "there is one for bash, zsh and fish" },
  { "init --template none x", "there is no template 'none'",
    "`runner list_templates` names them" },
}

describe("a wrong command line", function()
  local project
  setup(function() project = desk.linear() end)
  teardown(helper.clean)

  for _, case in ipairs(CASES) do
    local arguments, message, hint = case[1], case[2], case[3]
    it(("'%s' is refused"):format(arguments), function()
      helper.expect(project:run(arguments), "",
        ("runner: error: %s\nhint: %s\n"):format(message, hint), 2)
    end)
  end

  it("is refused in JSON as well, wherever --json stands", function()
    local expected = '{"error":{"kind":"usage","message":"unknown option --plam",'
      .. '"hint":"did you mean --plan?","file":null,"line":null,"revision":null,'
      .. '"sql":null,"offset":null},"exit":2}\n'
    helper.expect(project:run("--json upgrade --plam head"), expected, "", 2)
    helper.expect(project:run("upgrade --plam head --json"), expected, "", 2)
  end)

  it("without command shows the help on standard error", function()
    local screen = project:run("")
    helper.expect(screen, "", project:run("help").stdout, 2)
    helper.expect(project:run("--json"), '{"error":{"kind":"usage","message":"no command '
      .. 'given","hint":"\'runner help\' lists the options and commands","file":null,'
      .. '"line":null,"revision":null,"sql":null,"offset":null},"exit":2}\n', "", 2)
  end)
end)

describe("-h", function()
  after_each(helper.clean)

  it("is understood after a command too", function()
    local project = desk.linear()
    helper.expect(project:run("upgrade -h"), project:run("help upgrade").stdout)
    helper.expect(project:run("upgrade head -h"), project:run("help upgrade").stdout)
  end)
end)

describe("a right command line", function()
  local project
  setup(function() project = desk.linear() end)
  teardown(helper.clean)

  it("may have long global options after the command, and shortened ones", function()
    local expected = project:run("--json heads")
    assert.are.equal(0, expected.status)
    helper.expect(project:run("heads --json"), expected.stdout)
    helper.expect(project:run("--js heads --conf runner.lua"), expected.stdout)
  end)

  it("means the same where POSIXLY_CORRECT is set", function()
    helper.expect(project:shell("POSIXLY_CORRECT=1 " .. binary
      .. " upgrade +1 --plan"), "upgrade  -> a1a1a1a1a1a1, Create the tickets\n")
  end)

  it("may end its options with --", function()
    helper.expect(project:run("show -v"), "",
      "runner: error: unknown option -v\nhint: 'runner help show' lists its options\n", 2)
    helper.expect(project:run("heads --"), "c3c3c3c3c3c3 (head)\n")
    assert.are.equal(4, project:run("show -- -v").status)
  end)

  it("may choose one of several databases", function()
    local several = desk.linear()
    several:write("runner.lua",
      'return { databases = { one = { database = "1.db" }, '
        .. 'two = { database = "2.db" } } }')
    helper.expect(several:run("-n two upgrade +1"), "",
      "Running upgrade  -> a1a1a1a1a1a1, Create the tickets\n")
    helper.expect(several:run("current --name two"), "a1a1a1a1a1a1\n")
    helper.expect(several:run("-n one current"), "")
    local screen = several:run("current")
    assert.are.equal(2, screen.status)
    assert.truthy(screen.stderr:find("choose one with -n: one, two", 1, true))
  end)

  it("may name the configuration and the database in the environment", function()
    helper.expect(project:shell("cd / && RUNNER_CONFIG=$OLDPWD/runner.lua "
      .. binary .. " heads"), "c3c3c3c3c3c3 (head)\n")
    helper.expect(project:shell("RUNNER_DATABASE=env.db " .. binary
      .. " current -v"), "Current revision(s) for env.db:\n")
    helper.expect(project:shell("RUNNER_DATABASE=env.db " .. binary
      .. " --database cmd.db current -v"), "Current revision(s) for cmd.db:\n")
  end)
end)
