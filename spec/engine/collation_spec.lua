--- `collations` of runner.lua: orders that only the application knows.
local desk = require("spec.support.desk")
local helper = require("spec.helper")

local ORDER = [[function(a, b) a, b = a:lower(), b:lower()
  return a < b and -1 or a > b and 1 or 0 end]]

local START = { "aaaa", { up = [[
  db:exec("CREATE TABLE t (a COLLATE uni, b)")
  db:exec("INSERT INTO t VALUES ('b', 1), ('A', 2), ('c', 3), ('D', 4)")]] } }

--- A project on START with this `collations` and a revision that does `up` after it.
local function upgrade(collations, up)
  local project = desk.project({ START, { "bbbb", { up = up } } })
  local text = project:read("runner.lua"):gsub("return {", function(start)
    return start .. (collations and (" collations = { %s },"):format(collations) or "")
  end, 1)
  project:write("runner.lua", text)
  return project:run("upgrade head"), project
end

local function expect_refused(screen, status, ...)
  assert.are.equal(status, screen.status, screen.stderr)
  for _, text in ipairs({ ... }) do
    assert.truthy(screen.stderr:find(text, 1, true), screen.stderr)
  end
end

local INDEX = 'op.create_index("i", "t", { "a" }, { unique = true })'

describe("collations", function()
  after_each(helper.clean)

  it("that nobody declared are asked for", function()
    expect_refused(upgrade(nil, INDEX), 1, "no such collation sequence: uni",
      "hint: a collation that only the application has is declared in runner.lua")
  end)

  it("compare as their function says", function()
    local screen, project = upgrade("uni = " .. ORDER, INDEX .. [[
      local names = {}
      for name in db:rows("SELECT a FROM t ORDER BY a") do names[#names + 1] = name end
      assert(table.concat(names) == "AbcD", table.concat(names))
      assert(not pcall(db.exec, db, "INSERT INTO t VALUES ('B', 5)"))
      assert(coroutine.wrap(function()
        return db:value("SELECT 'x' = 'X' COLLATE uni")
      end)() == 1)]])
    assert.are.equal(0, screen.status, screen.stderr)
    assert.are.equal("bbbb", desk.rows(project))
  end)

  it("of an unknown order serve where nothing is compared", function()
    local screen = upgrade("uni = true", [[
      db:exec("CREATE TABLE w (a TEXT COLLATE uni PRIMARY KEY, b) WITHOUT ROWID")
      op.alter_table("w", function(t)
        t:add_column({ "c", "TEXT" })
        t:add_column({ "d", "TEXT" }, { after = "a" })
      end)
      op.add_column("t", { "k", "TEXT", null = false, default = "x" })
      op.drop_column("t", "b")]])
    assert.are.equal(0, screen.status, screen.stderr)
  end)

  it("of an unknown order stop what compares, whatever the script catches", function()
    local message = "must be compared by the collation uni, whose order is not known"
    for _, form in ipairs({ "%s", "pcall(function() %s end)",
      "pcall(db.savepoint, db, function() %s end)" }) do
      local up = form:format(INDEX)
      local screen, project = upgrade("uni = true", up)
      expect_refused(screen, 1, message)
      assert.are.equal("aaaa", desk.rows(project))
      assert.are.equal("0", desk.query(project,
        "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = 'i'"))
    end
  end)

  it("of an unknown order let a script go on after a query", function()
    local screen = upgrade("uni = true", [[
      local done, problem = pcall(db.value, db, "SELECT count(*) FROM t WHERE a = 'x'")
      assert(not done and problem.message:find("whose order is not known", 1, true))
      db:exec("INSERT INTO t VALUES ('x', 5)")]])
    assert.are.equal(0, screen.status, screen.stderr)
  end)

  it("are not committed in a wrong order outside a transaction either", function()
    local project = desk.project({ START, { "bbbb", {
      extra = "transaction = false",
      up = 'db:exec("CREATE UNIQUE INDEX i ON t (a)")' } } })
    project:write("runner.lua", (project:read("runner.lua"):gsub("return {",
      "return { collations = { uni = true },", 1)))
    expect_refused(project:run("upgrade head"), 1, "whose order is not known")
    assert.are.equal("0", desk.query(project,
      "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = 'i'"))
  end)

  it("that fail or answer nothing are told where they stand", function()
    expect_refused(upgrade("uni = function() error('no, thanks') end", INDEX), 1,
      "no, thanks", "at runner.lua:1")
    expect_refused(upgrade("uni = function() end", INDEX), 1,
      "a collation must return a number below, at or above 0, not a nil")
  end)

  it("are looked at when the file is read", function()
    expect_refused(upgrade("uni = 5", ""), 2,
      "`collations.uni` must be a function of two texts, or true")
    expect_refused(upgrade("uni = false", ""), 2, "`collations.uni` must be")
    expect_refused(upgrade("nocase = true", ""), 2,
      "`collations` has nocase, which is SQLite's own")
    expect_refused(upgrade("'uni'", ""), 2, "`collations` has a value without a key")
  end)

  it("are known to the desired schema, to check and to --data", function()
    local project = helper.project()
    project:write("runner.lua", ("return { database = 'desk.db', schema = 'schema.sql', "
      .. "collations = { uni = %s } }"):format(ORDER))
    project:write("schema.sql", "CREATE TABLE t (a TEXT COLLATE uni PRIMARY KEY) WITHOUT "
      .. "ROWID; CREATE TABLE u (b COLLATE uni UNIQUE)")
    assert(project:shell("mkdir versions").status == 0)
    for _, command in ipairs({ "revision --autogenerate -m x", "upgrade head", "check",
      "schema", "upgrade head --plan -v" }) do
      local screen = project:run(command)
      assert.are.equal(0, screen.status, screen.stderr)
    end
    project:write("schema.sql", "CREATE TABLE t (a TEXT COLLATE uni PRIMARY KEY, c) "
      .. "WITHOUT ROWID; CREATE TABLE u (b COLLATE uni UNIQUE);"
      .. "CREATE INDEX i ON t (c, a)")
    local screen = project:run("revision --autogenerate --data -m x")
    assert.are.equal(0, screen.status, screen.stderr)
  end)
end)
