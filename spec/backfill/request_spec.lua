--- What `backfill` refuses before it does anything, and where it can be used.
local desk = require("spec.support.desk")
local filling = require("spec.support.filling")
local helper = require("spec.helper")

local db, backfill

before_each(function()
  db, backfill = filling.open()
  db:exec([[
    CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT UNIQUE, day, up AS (upper(day)));
    CREATE VIEW v AS SELECT * FROM t]])
end)
after_each(function()
  db:close()
  helper.clean()
end)

local function f() return 1 end

local function refuse(message, hint, given)
  local raised, advice = filling.problem(backfill "x", given)
  assert.are.equal('backfill "x"' .. message, raised)
  assert.are.equal(hint, advice)
end

describe("backfill", function()
  it("knows its words", function()
    refuse(" has an unknown word 'wher'", "did you mean 'where'?",
      { table = "t", wher = "1", into = { "day" }, set = f })
    refuse(" has an unknown word 'onlin'", "did you mean 'online'?", { onlin = true })
    refuse(": set must be a function, not a text", nil, { table = "t", set = "x" })
    refuse(" does not say what to do",
      "it takes one of set = function, each = function and sql = text", { table = "t" })
    refuse(" has both each and sql",
      "it takes one of set = function, each = function and sql = text",
      { table = "t", each = f, sql = "x" })
    refuse(" does not say which table", 'add table = "name"', { each = f })
    refuse(": set needs into",
      "name the columns that its results are for: into = { ... }",
      { table = "t", set = f })
    refuse(": into says nothing beside each",
      "the columns that `set` gives values to are named by it",
      { table = "t", into = { "day" }, each = f })
    refuse(": from says nothing beside sql",
      "the columns whose values a function gets are named by it",
      { table = "t", from = { "day" }, sql = "SELECT 1" })
    refuse(" must be a table, not a text", nil, "t")
  end)

  it("has a name", function()
    assert.are.equal("backfill: its name must be a name, not a table",
      (filling.problem(backfill, { table = "t" })))
    assert.are.same({ "backfill takes its name alone", 'write backfill "name" { ... }' },
      { filling.problem(backfill, "x", { table = "t" }) })
  end)

  it("knows the columns", function()
    refuse(": from: 't' has no column 'dya'", "did you mean 'day'?",
      { table = "t", from = { "dya" }, into = { "day" }, set = f })
    refuse(": into: 't' has no column 'rowid'", "known are: id, code, day, up",
      { table = "t", into = { "rowid" }, set = f })
    refuse(": into: 'up' is computed by SQLite",
      "write the columns it is computed from", { table = "t", into = { "UP" }, set = f })
    refuse(": into names 'day' twice", nil,
      { table = "t", into = { "day", "DAY" }, set = f })
    refuse(": 'id' is the key by which it goes, so it cannot be written",
      "go by another key (key = ...): its keys are: id, (code)",
      { table = "t", into = { "id" }, set = f })
    refuse(": where takes no parameter such as ?1", nil,
      { table = "t", where = "day = ?1", into = { "day" }, set = f })
    refuse(": where has a ')' too many: 1) OR (1", nil,
      { table = "t", where = "1) OR (1", into = { "day" }, set = f })
  end)

  it("is about tables", function()
    assert.are.same({ "there is no table 'tt'", "did you mean 't'?" },
      { filling.problem(backfill "x", { table = "tt", each = f }) })
    assert.are.equal("'v' is not a table but a view",
      (filling.problem(backfill "x", { table = "v", each = f })))
  end)
end)

local function revision(body)
  return desk.project({
    { "aaaa", { up = "db:exec([[CREATE TABLE t (id INTEGER PRIMARY KEY, a, b);"
      .. "INSERT INTO t (a) VALUES (1), (2), (3)]])" } },
    { "bbbb", { up = body } },
  })
end

describe("backfill in a revision", function()
  it("is undone with it", function()
    local project = revision([[
      assert(3 == backfill "t" { table = "t", from = { "a" }, into = { "b" },
        set = function(a) return a * 2 end })
      backfill "u" { table = "t", from = { "a" }, each = function(id, a)
        db:exec("UPDATE t SET b = b + 1 WHERE id = ?", id)
        if a == 3 then error("three") end
      end }]])
    local screen = project:run("upgrade head")
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find([[backfill "u": id 3 of 't' (a = 3): three]], 1,
      true))
    assert.truthy(screen.stderr:find("versions/bbbb[^\n]*:%d+"))
    assert.are.equal("aaaa", desk.query(project,
      "SELECT version_num FROM runner_version"))
    assert.are.equal("0", desk.query(project, "SELECT count(b) FROM t"))
  end)

  it("writes no table that is runner's own", function()
    local project = revision([[
      backfill "v" { table = "runner_version", into = { "version_num" }, key = "rowid",
        set = function() return "x" end }]])
    local screen = project:run("upgrade head")
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("runner_version", 1, true), screen.stderr)
    assert.are.equal("aaaa", desk.query(project,
      "SELECT version_num FROM runner_version"))
  end)

  it("is told what to do, which shows at the end of the script", function()
    local project = revision([[
      local fill = backfill "told"
      fill { table = "t", sql = "UPDATE t SET b = 1" }
      backfill "first"
      backfill "second"]])
    local screen = project:run("upgrade head")
    assert.are.equal(1, screen.status, screen.stdout)
    local line = screen.stderr:match('backfill "first" is not told what to do\n'
      .. "  at versions/bbbb%.lua:(%d+)\n  in revision bbbb\n")
    assert.truthy(line, screen.stderr)
    local lines = {}
    for text in io.lines(project:path("versions/bbbb.lua")) do
      lines[#lines + 1] = text
    end
    assert.truthy(lines[tonumber(line)]:find('^%s*backfill "first"$'))
    assert.truthy(screen.stderr:find('hint: write backfill "first" { table = ..., ... }',
      1, true))
    assert.are.equal("0", desk.query(project, "SELECT count(b) FROM t"))
  end)

  it("is told what to do in a command of the project, too", function()
    local project = desk.project({}, [[return { database = "desk.db",
      commands = { fill = function() backfill "t" end } }]])
    local screen = project:run("fill")
    assert.are.equal(1, screen.status, screen.stdout)
    assert.truthy(screen.stderr:find('backfill "t" is not told what to do', 1, true),
      screen.stderr)
  end)

  it("needs a database", function()
    local project = revision("")
    project:write("versions/cccc_top.lua", 'revision = "cccc"\ndown_revision = "bbbb"\n'
      .. 'backfill "x" { table = "t", sql = "DELETE FROM t" }\nfunction upgrade() end\n')
    local screen = project:run("upgrade head")
    assert.truthy(screen.stderr:find("there is no database here", 1, true))
    assert.truthy(screen.stderr:find("cccc_top.lua:3", 1, true))
  end)
end)

describe("backfill written down", function()
  it("asks for the first and the last key where sql is given them", function()
    local project = revision([[backfill "t" { table = "t", where = "a > 1",
      sql = "UPDATE t SET b = :last WHERE id BETWEEN :first AND :last" }]])
    local screen = project:run("upgrade aaaa:head --sql")
    assert.are.equal(0, screen.status, screen.stderr)
    local rows = "(SELECT id FROM main.t NOT INDEXED WHERE (a > 1) ORDER BY id"
    assert.truthy(screen.stdout:find(("UPDATE t SET b = %s DESC LIMIT 1) WHERE id "
      .. "BETWEEN %s LIMIT 1) AND"):format(rows, rows), 1, true), screen.stdout)
    assert.are.equal(0, project:run("upgrade aaaa").status)
    project:write("change.sql", screen.stdout)
    assert.are.equal(0, project:shell("sqlite3 desk.db <change.sql").status)
    assert.are.equal("2:3 3:3", desk.query(project, "SELECT id || ':' || b FROM t "
      .. "WHERE b IS NOT NULL"))
  end)

  it("has no Lua functions", function()
    for _, way in ipairs({ "set = print, into = { 'b' }", "each = print" }) do
      local project = revision('backfill "t" { table = "t", ' .. way .. " }")
      local screen = project:run("upgrade head --sql")
      assert.are.equal(1, screen.status)
      assert.truthy(screen.stderr:find('backfill "t": ' .. way:match("%a+")
        .. " is a Lua function, which cannot be written down as SQL", 1, true))
    end
  end)
end)
