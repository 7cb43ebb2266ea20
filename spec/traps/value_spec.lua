--- Traps 11 to 14: changes that an empty development database takes, and real rows do
-- not.
local helper = require("spec.helper")
local trap = require("spec.support.trap")

describe("trap 11: a value changes silently with its column's type", function()
  after_each(helper.clean)

  local CODES = [[CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT);
    INSERT INTO t VALUES (1, '12'), (4, '007'), (6, '1e3'), (9, 'hello')]]

  it("stops with the rows that would change or do not fit", function()
    for _, recreate in ipairs { "auto", "always" } do
      local project = trap.project(CODES, ([[op.alter_table("t", function(t)
        t:alter_column("code", { type = "INTEGER" }) end, { recreate = %q })]])
        :format(recreate))
      trap.stops(project, "code", "3 ", "4", "6", "9", "using")
    end
  end)

  it("stops for whole numbers that a float cannot hold", function()
    trap.stops(trap.project(
      "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (9007199254740993)",
      'op.alter_column("t", "a", { type = "REAL" })'), "1 ")
  end)

  it("converts what means the same", function()
    local project = trap.project([[CREATE TABLE t (a TEXT);
      INSERT INTO t VALUES ('12'), ('-3'), (NULL)]],
      'op.alter_column("t", "a", { type = "INTEGER" })')
    trap.passes(project)
    assert.are.equal("12integer -3integer nullnull",
      trap.query(project, "SELECT ifnull(a, 'null') || typeof(a) FROM t"))
  end)

  it("takes the conversion of the author, in SQL or in Lua", function()
    for _, using in ipairs { [[sql"CAST(code AS INTEGER)"]],
      "function(code) return math.tointeger(tonumber(code)) or 0 end" } do
      local project = trap.project(CODES, ([[
        op.alter_column("t", "code", { type = "INTEGER", using = %s })]]):format(using))
      trap.passes(project)
      local values = trap.query(project, "SELECT code FROM t")
      assert.truthy(values == "12 7 1 0" or values == "12 7 1000 0", values)
    end
  end)

  it("stops before a STRICT table refuses a value", function()
    trap.stops(trap.project([[CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER);
      INSERT INTO t VALUES (5, 1), (6, 'x')]],
      'op.alter_table("t", function(t) t:set({ strict = true }) end)'), "a", "6")
  end)
end)

describe("trap 12: a constraint that only real rows break", function()
  after_each(helper.clean)

  it("stops when a collation makes unique values the same", function()
    trap.stops(trap.project([[CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE);
      INSERT INTO t VALUES (2, 'x'), (4, 'X')]],
      'op.alter_column("t", "a", { collate = "NOCASE" })'), "a", "2", "4")
  end)

  it("stops at NULL in a key when the rowid goes", function()
    trap.stops(trap.project([[CREATE TABLE t (a TEXT PRIMARY KEY, b);
      INSERT INTO t VALUES ('x', 1), (NULL, 2), (NULL, 3)]],
      'op.alter_table("t", function(t) t:set({ without_rowid = true }) end)'), "a", "2")
  end)

  it("stops at NULL in the columns of a new key", function()
    trap.stops(trap.project("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, NULL)",
      'op.create_primary_key(nil, "t", { "a", "b" })'), "b")
  end)

  it("stops at rows of the wrong type when the table becomes STRICT", function()
    trap.stops(trap.project([[CREATE TABLE t (a TEXT, b INT);
      INSERT INTO t VALUES (x'00', 1)]],
      'op.alter_table("t", function(t) t:set({ strict = true }) end)'), "a", "1")
  end)
end)

describe("trap 13: ADD COLUMN that fails only on a table with rows", function()
  after_each(helper.clean)

  local adds = {
    [[{ "b", "TEXT", null = false, default = sql"CURRENT_TIMESTAMP" }]],
    [[{ "b", "INTEGER", null = false, default = sql"(abs(-7))" }]],
    [[{ "b", "TEXT", generated = "a || 'x'", stored = true }]],
    [[{ "b", "INTEGER", default = 1, references = { "p", "id" } }]],
  }

  it("does the same with and without rows, where SQLite refuses one of them", function()
    for _, add in ipairs(adds) do
      for _, rows in ipairs { "", "; INSERT INTO t VALUES ('r')" } do
        local project = trap.project("CREATE TABLE p (id INTEGER PRIMARY KEY); "
          .. "INSERT INTO p VALUES (1); CREATE TABLE t (a TEXT)" .. rows,
          ('op.add_column("t", %s)'):format(add))
        trap.passes(project)
        assert.are.equal(rows == "" and "" or "1",
          trap.query(project, "SELECT b IS NOT NULL FROM t"))
      end
    end
  end)

  it("refuses NOT NULL without a value by the rows, and by what the rows need", function()
    local up = 'op.add_column("t", { "b", "TEXT", null = false })'
    trap.stops(trap.project("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)", up), "b")
  end)

  it("leaves the rows with the time at which they were filled", function()
    local project = trap.project("CREATE TABLE t (a TEXT); INSERT INTO t VALUES (1)",
      'op.add_column("t", ' .. adds[1] .. ")")
    trap.passes(project)
    local first = trap.query(project, "SELECT b FROM t")
    assert.truthy(first:find("^%d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d$"), first)
    project:shell("sleep 1.1")
    assert.are.equal(first, trap.query(project, "SELECT b FROM t"))
  end)
end)

describe("trap 14: ADD COLUMN with UNIQUE or PRIMARY KEY", function()
  after_each(helper.clean)

  it("adds a unique column", function()
    local project = trap.project("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)",
      'op.add_column("t", { "b", "TEXT", unique = true })')
    trap.passes(project)
    assert.are_not.equal(0, project:shell(
      [[sqlite3 desk.db "UPDATE t SET b = 'same'"]]).status)
  end)

  it("adds a primary key, whose values are the rowids that are there", function()
    local project = trap.project(
      "CREATE TABLE t (a); INSERT INTO t (rowid, a) VALUES (4, 'x'), (9, 'y')",
      'op.add_column("t", { "id", "INTEGER", primary_key = true }, { first = true })')
    trap.passes(project)
    assert.are.equal("4x 9y", trap.query(project, "SELECT id || a FROM t"))
  end)

  it("refuses a second primary key", function()
    trap.stops(trap.project("CREATE TABLE t (a INTEGER PRIMARY KEY)",
      'op.add_column("t", { "b", "INTEGER", primary_key = true })'), "primary key")
  end)
end)
