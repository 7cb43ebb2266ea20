--- op.execute and op.bulk_insert.
local database = require("spec.support.database")
local sql = require("runner.schema.expression")

local db, op

before_each(function()
  db, op = database.open()
  db:exec("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT DEFAULT 'new')")
end)
after_each(function() db:close() end)

local function count() return db:value("SELECT count(*) FROM t") end

describe("op.execute", function()
  it("runs several statements, or one with parameters", function()
    assert.are.equal(2, op.execute("INSERT INTO t VALUES (1, 'x'); INSERT INTO t "
      .. "VALUES (2, 'y')"))
    assert.are.equal(1, op.execute("UPDATE t SET b = ? WHERE a = ?", nil, 1))
    assert.are.equal(1, op.execute(sql("DELETE FROM t WHERE a = :a"), { a = 2 }))
    assert.are.equal(1, count())
    assert.is_nil(db:value("SELECT b FROM t"))
  end)

  it("takes SQL only", function()
    assert.are.equal("op.execute: the SQL must be an SQL text, not nothing",
      (database.problem(op.execute)))
  end)
end)

describe("op.bulk_insert", function()
  it("inserts a list", function()
    assert.are.equal(3, op.bulk_insert("t", { { a = 1, b = "x" }, { a = 2, b = db.null },
      { b = "z", a = 3 } }))
    assert.are.equal("x", db:value("SELECT b FROM t WHERE a = 1"))
    assert.is_nil(db:value("SELECT b FROM t WHERE a = 2"))
    assert.are.equal(0, op.bulk_insert("t", {}))
  end)

  it("gives a column that a row leaves out its default", function()
    assert.are.equal(4, op.bulk_insert("t", { { a = 1 }, { b = "x" }, {}, { a = 9 } }))
    assert.are.equal("new", db:value("SELECT b FROM t WHERE a = 1"))
    assert.are.equal("new", db:value("SELECT b FROM t WHERE a = 9"))
  end)

  it("inserts what an iterator gives", function()
    local i = 0
    assert.are.equal(5, op.bulk_insert("t", function()
      i = i + 1
      return i <= 5 and { a = i } or nil
    end))
    db:exec("CREATE TABLE u (a, b)")
    assert.are.equal(5, op.bulk_insert("u", db:nrows("SELECT a, b FROM t")))
    assert.are.equal(15, db:value("SELECT sum(a) FROM u"))
  end)

  it("obeys a conflict clause and counts what was inserted", function()
    op.bulk_insert("t", { { a = 1 } })
    assert.are.equal(1, op.bulk_insert("t", { { a = 1 }, { a = 2 } },
      { on_conflict = "ignore" }))
    assert.are.equal(1, op.bulk_insert("t", { { a = 1, b = "r" } },
      { on_conflict = "replace" }))
    assert.are.equal("r", db:value("SELECT b FROM t WHERE a = 1"))
    assert.truthy(database.problem(op.bulk_insert, "t", { { a = 1 } }):find("UNIQUE"))
  end)

  it("quotes what needs it", function()
    db:exec('CREATE TABLE "order" ("two words")')
    op.bulk_insert("order", { { ["two words"] = "it's" } })
    assert.are.equal("it's", db:value('SELECT "two words" FROM "order"'))
  end)

  it("checks its rows", function()
    local place = "op.bulk_insert: "
    local function refuse(message, ...)
      assert.are.equal(place .. message, (database.problem(op.bulk_insert, ...)))
    end
    refuse("the list of rows must be a table, not a text", "t", "rows")
    refuse("a row was given in place of a list of rows", "t", { a = 1 })
    refuse("row 2 must be a table, not a number", "t", { { a = 1 }, 5 })
    refuse("row 1: a column's name must be a name, not a number", "t", { { "x" } })
    refuse("row 1: 'b' must be a plain value, not an empty table", "t", { { b = {} } })
    refuse("row 1: 'b' must be a plain value, not a table", "t", { { a = 1, b = { 1 } } })
    refuse("row 2: 'b' must be a plain value, not a function", "t",
      { { b = 1 }, { b = print } })
    refuse("row 1: 'b' must be a plain value, not 0/0", "t", { { b = 0 / 0 } })
    refuse("the list of rows has nothing at position 2, but a value at position 3", "t",
      { { a = 1 }, nil, { a = 2 } })
    refuse("row 1: 'b' must be a plain value, not an SQL expression", "t",
      { { b = sql("1") } })
    refuse("options have an unknown word 'conflict'", "t", {}, { conflict = "x" })
    refuse("on_conflict cannot be 'skip'", "t", {}, { on_conflict = "skip" })
  end)

  it("keeps memory constant", function()
    local i = 0
    local function rows()
      i = i + 1
      return i <= 20000 and { a = i, b = ("x"):rep(100) .. i } or nil
    end
    collectgarbage()
    local before = collectgarbage("count")
    op.bulk_insert("t", rows)
    collectgarbage()
    assert.is_true(collectgarbage("count") - before < 256)
    assert.are.equal(20000, count())
  end)
end)
