--- runner revision --autogenerate: what is asked, told and written, and that it holds.
local beside = require("spec.support.beside")
local helper = require("spec.helper")
local sqlite = require("runner.sqlite")

local project

before_each(function()
  project = helper.project()
  project:write("runner.lua", 'return { database = "desk.db", schema = "schema.lua" }\n')
  assert(project:shell("mkdir versions").status == 0)
end)
after_each(helper.clean)

local none = "No new upgrade operations detected.\n"

local function make(name, ...)
  local db <close> = sqlite.open(project:path(name))
  for _, statement in ipairs({ ... }) do db:exec(statement) end
end

--- The text of the revision with this slug.
local function revision(slug)
  for _, name in ipairs(project:list("versions")) do
    if name:find("_" .. slug .. ".lua", 1, true) then
      return project:read("versions/" .. name)
    end
  end
  error("no revision " .. slug)
end

local function generate(slug, arguments)
  local screen = project:run(("revision --autogenerate -m %s %s"):format(slug,
    arguments or ""))
  assert.are.equal(0, screen.status, screen.stderr)
  return screen
end

local function run(arguments)
  local screen = project:run(arguments)
  assert.are.equal(0, screen.status, screen.stderr)
  return screen.stdout
end

local users = [[
create_table("users", {
  { "id", "INTEGER", primary_key = true },
  { "%s", "TEXT", null = false },
})
]]

describe("revision --autogenerate", function()
  it("drops nothing because a schema makes nothing", function()
    make("desk.db", "CREATE TABLE tickets (id INTEGER PRIMARY KEY)")
    project:write("schema.lua", "return {}")
    local screen = project:run("revision --autogenerate -m nothing")
    assert.are.equal(2, screen.status)
    assert.truthy(screen.stderr:find("schema.lua makes nothing: a revision would drop",
      1, true), screen.stderr)
    assert.is_nil(project:shell("ls versions").stdout:find("nothing", 1, true))
  end)

  it("writes a revision that leads there and back", function()
    make("desk.db", "CREATE TABLE tickets (id INTEGER PRIMARY KEY, -- the key\n title)",
      "INSERT INTO tickets VALUES (1, 'x')")
    local before = run("schema")
    project:write("schema.lua", users:format("name") .. [[
create_table("tickets", {
  { "id", "INTEGER", primary_key = true },
  { "title", "TEXT" },
  { "user_id", "INTEGER", references = { "users", "id" } },
})
create_index("ix_tickets_user_id", "tickets", { "user_id" })
create_view("titles", "SELECT title FROM tickets")
]])
    local screen = generate("first")
    assert.are.equal([[
Detected added table 'users'
Detected added column 'user_id' of 'tickets': user_id INTEGER REFERENCES users (id)
Detected changed column 'title' of 'tickets': type no type -> TEXT
Detected added index 'ix_tickets_user_id' of 'tickets'
Detected added view 'titles'
]], screen.stderr)
    assert.truthy(screen.stdout:find("^Generating .*_first%.lua %.%.%.  done\n$"))
    assert.truthy(revision("first"):find('down_revision = nil', 1, true))
    run("upgrade head")
    helper.expect(project:run("check"), none)
    run("downgrade base")
    assert.are.equal(before, run("schema"))
  end)

  it("writes nothing where nothing differs", function()
    project:write("schema.lua", users:format("name"))
    generate("first")
    run("upgrade head")
    helper.expect(project:run("revision --autogenerate -m second"), none)
    helper.expect(project:run("--json revision --autogenerate -m second"),
      '{"command":"revision","created":[],"differences":[]}\n')
    assert.are.equal(1, #project:list("versions"))
  end)

  it("answers with JSON", function()
    project:write("schema.lua", users:format("name"))
    local screen = project:run("--json revision --autogenerate -m first --rev-id aaaa")
    assert.are.equal(0, screen.status, screen.stderr)
    assert.truthy(screen.stdout:find('{"command":"revision","created":[{"revision":'
      .. '"aaaa"', 1, true), screen.stdout)
    assert.truthy(screen.stdout:find('"differences":[{"kind":"add_table","table":null,'
      .. '"name":"users","part":null,"from":null,"to":null,"text":"add table \'users\'"'
      .. '}]', 1, true), screen.stdout)
  end)

  it("runs the hooks, and takes the options of revision", function()
    project:write("runner.lua", [[return { database = "desk.db", schema = "schema.lua",
      post_write_hooks = { { "sh", "-c", 'echo "-- seen" >>"$0"' } } }]])
    project:write("schema.lua", users:format("name"))
    generate("first", "--rev-id aaaa --branch-label people")
    local text = revision("first")
    assert.truthy(text:find('branch_labels = "people"', 1, true), text)
    assert.truthy(text:find("-- seen\n", 1, true), text)
    run("upgrade head")
  end)

  it("needs a database on all heads", function()
    project:write("schema.lua", users:format("name"))
    generate("first")
    helper.expect(project:run("revision --autogenerate -m second"), "",
      "runner: error: the database is not on all head revisions\n"
      .. "hint: bring it there with `runner upgrade heads`; one that has the "
      .. "schema already is recorded with `runner stamp heads`\n", 3)
  end)

  it("does not let a template of the project lose what was proven", function()
    project:write("runner.lua", [[return { database = "desk.db", schema = "schema.lua",
      template = "template.lua" }]])
    project:write("template.lua", [[return function(fields)
      return ('revision = %q\nfunction upgrade()\n%send\nfunction downgrade()\n%send\n')
        :format(fields.revision, fields.upgrades or "", "")
    end]])
    project:write("schema.lua", users:format("name"))
    helper.expect(project:run("revision --autogenerate"), "", [[
Detected added table 'users'
runner: error: the template left what downgrade() does out
hint: it gets that as the text `downgrades`; nothing was written
]], 2)
    assert.are.same({}, project:list("versions"))
  end)

  it("is what the other options are for", function()
    for option, name in pairs({ ["--schema x.sql"] = "schema", ["--data"] = "data",
      ["--rename a=b"] = "rename" }) do
      helper.expect(project:run("revision " .. option), "", ("runner: error: --%s is of "
        .. "use with --autogenerate only\n"):format(name), 2)
    end
  end)
end)

describe("a table or column that may have a new name", function()
  before_each(function()
    make("desk.db", "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL)",
      "INSERT INTO users VALUES (1, 'a@b')")
    project:write("schema.lua", users:format("phone"))
  end)

  local question = "is the column 'phone' of 'users' the former 'email' with a new name?"

  it("is a question that ends it", function()
    helper.expect(project:run("revision --autogenerate"), "", "runner: error: "
      .. question .. "\nhint: answer with --rename users.email=phone (or was = "
      .. "\"email\" in the schema) if it is, --rename users.email= if it is not\n", 2)
    assert.are.same({}, project:list("versions"))
  end)

  it("is answered by --rename", function()
    generate("renamed", "--rename users.email=phone")
    assert.truthy(revision("renamed"):find('op.rename_column("users", "email", "phone")',
      1, true))
    run("upgrade head")
    local db <close> = sqlite.open(project:path("desk.db"))
    assert.are.equal("a@b", db:value("SELECT phone FROM users"))
    helper.expect(project:run("revision --autogenerate"), none)
  end)

  it("is none where --rename says so", function()
    generate("apart", "--rename users.email=")
    local text = revision("apart")
    assert.is_nil(text:find("rename_column", 1, true))
    assert.truthy(text:find('drop_column("email")', 1, true), text)
  end)

  it("is answered by `was`", function()
    project:write("schema.lua", users:format('phone", was = "email'):gsub(
      '"phone", was = "email", "TEXT"', '"phone", "TEXT", was = "email"'))
    generate("was")
    assert.truthy(revision("was"):find('op.rename_column("users", "email", "phone")',
      1, true))
    run("upgrade head")
    helper.expect(project:run("check"), none)
  end)

  it("is refused where it makes no sense", function()
    for rename, message in pairs({
      ["users.email"] = "--rename users.email does not say what becomes of what",
      ["=x"] = "--rename =x does not say what becomes of what",
      ["users.mail=phone"] = "rename users.mail=phone: ",
      ["users.email=none"] = "rename users.email=none: ",
      ["users.email=phone' --rename 'Users.email="] = "is given twice, with different",
    }) do
      local screen = project:run("revision --autogenerate --rename '" .. rename .. "'")
      assert.are.equal(2, screen.status, screen.stderr)
      assert.truthy(screen.stderr:find(message, 1, true), screen.stderr)
    end
    assert.are.same({}, project:list("versions"))
  end)

  describe("on a terminal", function()
    --- The screen of a terminal where this is typed once the question is asked.
    local function answer(input)
      local command = helper.quote(helper.binary) .. " revision --autogenerate -m told"
      return project:shell(beside.words() .. ([[
        mkfifo keys
        env --default-signal=INT script -qefc %s /dev/null <keys >screen &
        child=$!
        exec 9>keys
        wait_until grep -qsF '[y/n/all/none] ' screen
        printf '%s' >&9
        wait_until ended
        cat screen
        wait $child]]):format(helper.quote(command), input))
    end

    it("is asked", function()
      local screen = answer("what\\ny\\n")
      assert.are.equal(0, screen.status, screen.stdout)
      local prompt = question .. " [y/n/all/none] "
      assert.truthy(screen.stdout:find(prompt, 1, true), screen.stdout)
      assert.truthy(screen.stdout:find("please answer y or n", 1, true), screen.stdout)
      assert.truthy(revision("told"):find("op.rename_column", 1, true))
    end)

    it("may be denied", function()
      assert.are.equal(0, answer("no\\n").status)
      assert.is_nil(revision("told"):find("op.rename_column", 1, true))
    end)

    it("is answered together with all others", function()
      make("desk.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT)")
      project:write("schema.lua", users:format("email") .. [[
create_table "t" { { "id", "INTEGER", primary_key = true }, { "x", "TEXT" },
  { "y", "TEXT" } }]])
      local screen = answer("all\\n")
      assert.are.equal(0, screen.status, screen.stdout)
      assert.truthy(screen.stdout:find("former 'a' with a new name? (1 of 4) [", 1, true),
        screen.stdout)
      assert.is_nil(screen.stdout:find("(2 of", 1, true), screen.stdout)
      assert.truthy(revision("told"):find('t:rename_column("b", "y")', 1, true))
    end)

    it("stays a question if nobody answers", function()
      local screen = answer("\\004")
      assert.are.equal(2, screen.status, screen.stdout)
      assert.truthy(screen.stdout:find("answer with --rename", 1, true), screen.stdout)
    end)

    it("ends with Ctrl-C", function()
      local screen = answer("\\003")
      assert.are.equal(130, screen.status, screen.stdout)
      assert.are.same({}, project:list("versions"))
    end)
  end)
end)

describe("a rewriter", function()
  local function configure(body)
    project:write("runner.lua", ([[
return { database = "desk.db", schema = { file = "schema.lua",
  rewrite = function(steps, direction)
    %s
  end } }
]]):format(body))
    project:write("schema.lua", users:format("name"))
  end

  it("adds steps of its own", function()
    configure([[if direction == "upgrade" then
      table.insert(steps, { word = "execute", comment = "the first of them",
        arguments = { "INSERT INTO users (name) VALUES ('admin')" } })
    end]])
    generate("more")
    local text = revision("more")
    assert.truthy(text:find("  -- the first of them\n  op.execute(", 1, true), text)
    run("upgrade head")
    local db <close> = sqlite.open(project:path("desk.db"))
    assert.are.equal("admin", db:value("SELECT name FROM users"))
  end)

  it("is held to the desired schema", function()
    configure("return {}")
    local screen = project:run("revision --autogenerate")
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("upgrade(): it leaves a difference: add table "
      .. "'users'", 1, true), screen.stderr)
    assert.are.same({}, project:list("versions"))
  end)

  it("is told what is wrong with a step", function()
    local function step(text)
      return "table.insert(steps, " .. text .. ")"
    end
    for body, part in pairs({
      ["return 7"] = "`rewrite` must give a list of steps, not a number",
      ["return { { word = 'execute' } }"] = "step 1 of `rewrite` has no list `arguments`",
      [step("7")] = "step 2 of `rewrite` must be a table, not a number",
      [step("{ arguments = {} }")] = "step 2 of `rewrite` has no `word`",
      [step("{ word = 'a b', arguments = {} }")] = "step 2 of `rewrite` has no `word`",
      [step("{ word = 'alter_table', table = 'users' }")] =
        "step 2 of `rewrite` has no list `calls`",
      [step("{ word = 'alter_table', calls = {} }")] =
        "step 2 of `rewrite` does not name its `table`",
      [step("{ word = 'alter_table', table = 'users', calls = { {} } }")] =
        "call 1 of step 2 of `rewrite` has no `word`",
      [step("{ word = 'create' }")] = "step 2 of `rewrite` has no `object`",
      [step("{ word = 'execute', arguments = { 'SELECT 1', { print } } }")] =
        "step 2 of `rewrite` has a function among its `arguments`",
      ["steps[1].comment = 7"] =
        "the `comment` of step 1 of `rewrite` must be a text, not a number",
    }) do
      configure(body)
      local screen = project:run("revision --autogenerate")
      assert.are.equal(1, screen.status, body)
      assert.truthy(screen.stderr:find("error: " .. part, 1, true), screen.stderr)
      assert.are.same({}, project:list("versions"))
    end
  end)
end)
