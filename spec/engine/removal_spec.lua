--- The guard: a revision takes no rows away unless it says so.
local desk = require("spec.support.desk")
local helper = require("spec.helper")

local TABLES = [[
  CREATE TABLE tickets (id INTEGER PRIMARY KEY, title UNIQUE);
  INSERT INTO tickets SELECT value, 'title ' || value
    FROM json_each('[1,2,3,4,5,6,7,8,9,10]');
  CREATE TABLE notes (id INTEGER PRIMARY KEY, ticket);
  INSERT INTO notes VALUES (1, 1)]]

local function exec(sql)
  return ("db:exec([==[%s]==])\n"):format(sql)
end

--- A project whose revision aaaa does `up` to a database with rows.
local function project_of(up, extra, back)
  local project = desk.project({ { "aaaa", { up = up, extra = extra, back = back } } })
  desk.change(project, TABLES)
  return project
end

local function counts(project)
  return desk.query(project, "SELECT count(*) FROM tickets UNION ALL "
    .. "SELECT count(*) FROM notes")
end

local function expect_done(project, command)
  local screen = project:run(command or "upgrade head")
  assert.are.equal(0, screen.status, screen.stderr)
  return screen
end

--- The run fails so, and nothing is changed.
local function expect_refused(project, message, line, command)
  local screen = project:run(command or "upgrade head")
  assert.are.equal(1, screen.status, screen.stderr)
  assert.truthy(screen.stderr:find("removes rows: " .. message .. "\n", 1, true),
    screen.stderr)
  assert.truthy(screen.stderr:find("hint: nothing of it was kept; if these rows should "
    .. "go, write " .. line .. " into the file\n", 1, true), screen.stderr)
  assert.are.equal("10 1", counts(project))
end

describe("a revision that removes rows", function()
  after_each(helper.clean)

  it("is refused with numbers, the file and the line to write", function()
    local project = project_of(exec("DELETE FROM tickets WHERE id > 9"))
    expect_refused(project, "'tickets' has 9 rows, 1 fewer than before",
      'removes_rows = { "tickets" }')
    local screen = project:run("upgrade head")
    assert.truthy(screen.stderr:find("error: revision aaaa removes rows: ", 1, true))
    assert.truthy(screen.stderr:find("at versions/aaaa.lua", 1, true), screen.stderr)
    assert.are.equal("", project:run("current").stdout)
  end)

  it("names every table, and keeps what is announced", function()
    local project = project_of(
      exec("DELETE FROM notes; DROP TABLE tickets; DELETE FROM a"),
      'removes_rows = { "a" }')
    desk.change(project, "CREATE TABLE a (x); INSERT INTO a VALUES (1), (2)")
    expect_refused(project,
      "'notes' has 0 rows, 1 fewer than before; 'tickets' is dropped with 10 rows",
      'removes_rows = { "a", "notes", "tickets" }')
  end)

  it("follows a table that gets another name", function()
    expect_refused(project_of('op.rename_table("tickets", "Odd \\"name\\"")\n'
      .. exec('DELETE FROM "odd ""name""" WHERE id < 5')),
      "'Odd \"name\"' (before: 'tickets') has 6 rows, 4 fewer than before",
      'removes_rows = { "Odd \\"name\\"" }')
  end)

  it("may do so if it says so", function()
    for _, line in ipairs({ 'removes_rows = { "tickets" }', 'removes_rows = "TICKETS"',
      "removes_rows = true" }) do
      local project = project_of(exec("DELETE FROM tickets WHERE id > 9"), line)
      local screen = expect_done(project)
      assert.are.equal("Running upgrade  -> aaaa, Revision aaaa.\n", screen.stderr)
      assert.are.equal("9 1", counts(project))
    end
  end)

  it("is refused on the way down, too", function()
    local project = project_of("", nil, exec("DELETE FROM tickets"))
    expect_done(project)
    expect_refused(project, "'tickets' has 0 rows, 10 fewer than before",
      'removes_rows = { "tickets" }', "downgrade base")
    assert.are.equal("aaaa", desk.rows(project))
  end)

  it("is refused when a backfill takes them", function()
    expect_refused(project_of([[backfill "old" { table = "tickets", sql =
      "DELETE FROM tickets WHERE id BETWEEN :first AND :last AND id % 2 = 0" }]]),
      "'tickets' has 5 rows, 5 fewer than before", 'removes_rows = { "tickets" }')
    expect_refused(project_of([[backfill "each" { table = "tickets", from = { "title" },
      each = function(id) db:exec("DELETE FROM notes WHERE id = ?", id) end }]]),
      "'notes' has 0 rows, 1 fewer than before", 'removes_rows = { "notes" }')
  end)

  it("is refused when statements are prepared once, or not read to the end", function()
    expect_refused(project_of([[
      local statement = db:prepare("DELETE FROM tickets WHERE id = ?")
      for id = 1, 3 do statement:exec(id) end
      for _ in db:rows("DELETE FROM tickets WHERE id > 8 RETURNING id") do break end]]),
      "'tickets' has 5 rows, 5 fewer than before", 'removes_rows = { "tickets" }')
  end)
end)

describe("a revision that removes no rows in the end", function()
  after_each(helper.clean)

  it("runs: what it puts in makes up for what it takes", function()
    local project = project_of(exec("DELETE FROM tickets WHERE id > 5;"
      .. "INSERT INTO tickets (id) SELECT id + 10 FROM tickets"))
    expect_done(project)
    assert.are.equal("10 1", counts(project))
  end)

  it("runs: op.drop_table says what it does", function()
    local project = project_of([[
      op.create_table("new", { { "x", "" } })
      db:exec("INSERT INTO new VALUES (1)")]], nil, 'op.drop_table("new")')
    expect_done(project)
    expect_done(project, "downgrade base")
    project = project_of('db:exec("DELETE FROM tickets"); op.drop_table("Tickets")')
    expect_done(project)
    assert.are.equal("0", desk.query(project,
      "SELECT count(*) FROM sqlite_schema WHERE name = 'tickets'"))
  end)

  it("but a drop that was undone excuses nothing", function()
    expect_refused(project_of([[
      pcall(db.savepoint, db, function() op.drop_table("tickets"); error("no") end)
      db:exec("DELETE FROM tickets")]]), "'tickets' has 0 rows, 10 fewer than before",
      'removes_rows = { "tickets" }')
    expect_refused(project_of([[
      pcall(op.drop_table, "none")
      db:exec("DROP TABLE tickets")]]), "'tickets' is dropped with 10 rows",
      'removes_rows = { "tickets" }')
  end)

  it("runs: what a savepoint undid is there", function()
    local project = project_of([[
      pcall(db.savepoint, db, function()
        db:exec("DELETE FROM tickets")
        error("no")
      end)]])
    expect_done(project)
    assert.are.equal("10 1", counts(project))
  end)

  it("runs: tables that are altered keep their rows", function()
    for _, rebuild in ipairs({ "documented", "swap" }) do
      local project = project_of([[
        op.add_column("tickets", { "day", "TEXT" }, { after = "id" })
        op.alter_column("notes", "ticket", { type = "INTEGER" })
        op.drop_column("tickets", "day")]])
      expect_done(project, "upgrade head --rebuild=" .. rebuild)
      assert.are.equal("10 1", counts(project))
    end
  end)

  it("runs: in one transaction each revision counts for itself", function()
    local project = desk.project({
      { "aaaa", { up = exec("DELETE FROM tickets WHERE id > 8"),
        extra = 'removes_rows = { "tickets" }' } },
      { "bbbb", { up = exec("INSERT INTO notes (id) VALUES (2), (3)") } },
      { "cccc", { up = exec("DELETE FROM notes WHERE id = 3") } },
    })
    desk.change(project, TABLES)
    expect_refused(project, "'notes' has 2 rows, 1 fewer than before",
      'removes_rows = { "notes" }', "upgrade head --atomic")
    expect_done(project, "upgrade bbbb --atomic")
    assert.are.equal("8 3", counts(project))
  end)
end)

describe("the guard", function()
  after_each(helper.clean)

  it("looks at no rehearsal, no SQL, and nothing outside a transaction", function()
    local project = project_of(exec("DELETE FROM tickets"))
    expect_done(project, "upgrade head --plan -v")
    assert.are.equal("10 1", counts(project))
    project = desk.project({ { "aaaa", { up = exec(TABLES) } },
      { "bbbb", { up = exec("DELETE FROM tickets") } } })
    expect_done(project, "upgrade head --sql")
    project = project_of(exec("DELETE FROM tickets"), "transaction = false")
    expect_done(project)
    assert.are.equal("0 1", counts(project))
  end)

  it("lets the project's own functions do what they like", function()
    local project = desk.project({ { "aaaa", {} } }, [[return { database = "desk.db",
      on_version_apply = function() db:exec("DELETE FROM notes") end }]])
    desk.change(project, TABLES)
    local screen = project:run("upgrade head")
    assert.are.equal(0, screen.status, screen.stderr)
    assert.are.equal("10 0", counts(project))
  end)

  it("warns of a name that is no table", function()
    local project = project_of(exec("DELETE FROM notes"),
      'removes_rows = { "notes", "tickts" }')
    local screen = expect_done(project)
    assert.truthy(screen.stderr:find("revision aaaa: removes_rows names 'tickts', but "
      .. "there is no such table", 1, true), screen.stderr)
    assert.is_nil(screen.stderr:find("names 'notes'", 1, true))
  end)

  it("knows tables that come and go in the revision", function()
    local project = project_of([[
      op.rename_table("notes", "remarks")
      op.drop_table("tickets")
      op.create_table("new", { { "x", "" } })]],
      'removes_rows = { "notes", "tickets", "remarks", "new" }')
    local screen = expect_done(project)
    assert.are.equal("Running upgrade  -> aaaa, Revision aaaa.\n", screen.stderr)
  end)

  it("is not got round by a misspelt name", function()
    local project = project_of("", 'remove_rows = { "tickets" }')
    local screen = project:run("upgrade head")
    assert.are_not.equal(0, screen.status)
    assert.truthy(screen.stderr:find("did you mean `removes_rows`", 1, true),
      screen.stderr)
  end)
end)
