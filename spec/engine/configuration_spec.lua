--- What runner.lua may say, and what each mistake in it is answered.
local beside = require("spec.support.beside")
local helper = require("spec.helper")

local KEYS = "the keys of runner.lua are listed in docs/configuration.md"

--- The screen of `runner OPTIONS` with this configuration.
local function run(configuration, options)
  local project = helper.project()
  project:write("runner.lua", configuration)
  project:write("versions/a.lua", 'revision = "a"\nfunction upgrade() end\n')
  return project:run(options or "current")
end

--- It must be refused with exactly this.
local function refuse(configuration, message, hint, options)
  helper.expect(run(configuration, options), "", "runner: error: " .. message
    .. "\n  at runner.lua\n" .. (hint and "hint: " .. hint .. "\n" or ""), 2)
end

local function each(cases)
  for _, case in ipairs(cases) do
    refuse("return { " .. case[1] .. " }", case[2], case[3], case[4])
  end
end

describe("the configuration", function()
  after_each(helper.clean)

  it("has known keys only, and names the nearest", function()
    each({
      { 'datbase = "x.db"', "unknown key `datbase`",
        "did you mean `database`?" },
      { "colour = 1", "unknown key `colour`", KEYS },
      { '"x.db"', "the configuration has a value without a key" },
      { "[1.5] = 1", "the configuration has a value without a key" },
      { "databases = { a = { timout = 1 } }",
        "unknown key `timout` in this section of `databases`",
        "did you mean `timeout`?", "-n a current" },
      { "databases = { a = { databases = {} } }",
        "unknown key `databases` in this section of `databases`",
        "did you mean `database`?", "-n a current" },
      { "commands = { x = { run = print, halp = 1 } }",
        "unknown key `halp` in a command of `commands`", "did you mean `help`?" },
      { 'post_write_hooks = { { "a", nam = "x" } }',
        "unknown key `nam` in a hook of `post_write_hooks`", "did you mean `name`?" },
    })
  end)

  it("has no empty texts", function()
    for _, key in ipairs({ "database", "versions", "template", "timezone",
      "file_template", "version_table" }) do
      refuse(("return { %s = '' }"):format(key),
        ("`%s` must not be an empty text"):format(key))
    end
  end)

  it("keeps the version rows in a table of a plain name", function()
    local hint = "use letters, digits and _, and no word of SQL; for instance "
      .. "runner_version"
    for _, name in ipairs({ "a b", "select", "Table" }) do
      refuse(("return { version_table = %q }"):format(name),
        ("`version_table` cannot be named '%s'"):format(name), hint)
    end
  end)

  it("rebuilds tables in a known way", function()
    each({
      { "rebuild = 'swop'", "`rebuild` must be documented or swap, not 'swop'",
        "did you mean 'swap'?" },
      { "rebuild = 'quick'", "`rebuild` must be documented or swap, not 'quick'" },
      { "rebuild = true", "`rebuild` must be a text, not a boolean" },
    })
    helper.expect(run("return { rebuild = 'swap' }", "heads"), "a (head)\n")
  end)

  it("names constraints by patterns", function()
    local words = "the placeholders are {table}, {columns}, {column} and {referent}"
    each({
      { "naming = 'ix'", "`naming` must be a table, not a string" },
      { "naming = { indx = 'ix' }", "unknown key `indx` in `naming`",
        "did you mean `index`?" },
      { "naming = { 'ix' }", "`naming` has a value without a key" },
      { "naming = { index = print }", "`index` must be a text, not a function",
        'it is a pattern in `naming`, such as "ix_{columns}"' },
      { "naming = { index = '' }", "`naming.index` must not be an empty text" },
      { "naming = { unique = 'uq_{tabel}' }",
        "`naming.unique` has the unknown placeholder {tabel}", "did you mean {table}?" },
      { "naming = { unique = 'uq_{}' }",
        "`naming.unique` has the unknown placeholder {}", words },
      { "naming = { check = 'ck_{table' }",
        "`naming.check` has a { that no } follows", words },
      { "naming = { check = 'ck_{table{column}' }",
        "`naming.check` has a { that no } follows", words },
      { "databases = { a = { naming = { check = '{0}' } } }",
        "`naming.check` has the unknown placeholder {0}", words, "-n a current" },
    })
    helper.expect(run([[return { naming = { unique = "uq_{table}_{columns}",
      check = "ck_{column}", foreign_key = "fk_{columns}_{referent}",
      primary_key = "pk", index = "ix_{columns}" } }]], "heads"), "a (head)\n")
  end)

  it("has databases with names", function()
    each({
      { "databases = {}", "`databases` is empty" },
      { "databases = { 1 }", "`databases` has a value without a key" },
    })
  end)

  it("holds functions, hooks and commands of the right form", function()
    local callbacks = "`on_version_apply` must "
    each({
      { "on_version_apply = { a = print }",
        callbacks .. "be a list, but has the key `a`" },
      { "on_version_apply = { print, nil, print }",
        callbacks .. "be a list without gaps" },
      { "on_version_apply = { [2] = print }", callbacks .. "be a list without gaps" },
      { "post_write_hooks = { a = 'b' }",
        "`post_write_hooks` must be a list, but has the key `a`" },
      { "post_write_hooks = { { 'a', nil, 'b' } }",
        "a hook of `post_write_hooks` must be a list without gaps" },
      { "commands = { print }", "`commands` has a value without a key" },
      { "commands = { ['a b'] = print }",
        "`commands` has the name 'a b', which cannot be typed" },
      { "commands = { upgrade = print }",
        "`commands.upgrade` has the name of a command of runner's own",
        "give it another name" },
    })
  end)

  it("is a Lua file that returns a table", function()
    helper.expect(run("return {"), "", "runner: error: unexpected symbol near <eof>\n"
      .. "  at runner.lua:1\n", 2)
    helper.expect(run('\nerror("not today")'), "", "runner: error: not today\n"
      .. "  at runner.lua:2\n", 2)
    helper.expect(run("return 5"), "", "runner: error: runner.lua must return a table, "
      .. "not a number\n  at runner.lua\nhint: its last statement should be "
      .. "`return { ... }`\n", 2)
    helper.expect(run('print("hello")\nreturn {}', "heads"), "a (head)\n", "hello\n", 0)
  end)

  it("can be interrupted while it runs", function()
    local project = helper.project()
    project:write("runner.lua", 'print("looping")\nwhile true do end\n')
    local screen = beside.run(project, "current 2>log", [[
      wait_until grep -qs looping log
      kill -INT $child]])
    assert.are.equal(130, screen.status, screen.stderr)
    assert.are.equal("looping\nrunner: error: interrupted\n  at runner.lua:2\n",
      project:read("log"))
  end)
end)
