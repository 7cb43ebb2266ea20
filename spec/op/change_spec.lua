--- The operations that change what is there: tables, indexes, views, triggers.
local database = require("spec.support.database")
local sql = require("runner.schema.expression")

local db, op

before_each(function()
  db, op = database.open()
  db:exec("CREATE TABLE t (a TEXT, b INTEGER); INSERT INTO t VALUES ('x', 1)")
end)
after_each(function() db:close() end)

local function refuse(...) database.refuse(db, "t", ...) end

describe("whole tables", function()
  it("are dropped", function()
    op.drop_table("t")
    assert.is_nil(database.definition(db, "t"))
    assert.are.equal("op.drop_table: there is no table 't'",
      (database.problem(op.drop_table, "t")))
    op.drop_table("t", { if_exists = true })
  end)

  it("are renamed", function()
    op.rename_table("t", "order")
    assert.are.equal(1, db:value('SELECT b FROM "order"'))
    refuse("op.rename_table: the new name must be a name, not nothing", nil,
      op.rename_table, "order")
  end)
end)

describe("indexes", function()
  it("are created over columns and expressions", function()
    db:exec("ALTER TABLE t ADD COLUMN c TEXT")
    op.create_index("ix", "t",
      { "a", sql("lower(a)"), { "c", desc = true, collate = "NOCASE" } },
      { unique = true, where = "b > 0", if_not_exists = true })
    assert.are.equal("CREATE UNIQUE INDEX ix ON t (a, lower(a), c COLLATE NOCASE DESC)\n"
      .. "WHERE b > 0", database.definition(db, "ix"))
    op.create_index("ix", "t", "a", { if_not_exists = true })
    op.create_index("by_lower", "t", sql("upper(a)"))
    op.create_index("by_lower_desc", "t", { { sql("upper(a)"), desc = true } })
    assert.are.equal("CREATE INDEX by_lower_desc ON t (upper(a) DESC)",
      database.definition(db, "by_lower_desc"))
  end)

  it("are dropped", function()
    op.create_index("ix", "t", { "a" })
    op.drop_index("ix")
    assert.is_nil(database.definition(db, "ix"))
    op.drop_index("ix", { if_exists = true })
    refuse("op.drop_index: options must be a table, not a text", nil,
      op.drop_index, "ix", "t")
    op.create_index("ix_a", "t", { "a" })
    refuse("op.drop_index: there is no index 'ix_b'", "did you mean 'ix_a'?",
      op.drop_index, "ix_b")
    refuse("op.drop_index: 't' is a table, not an index", nil, op.drop_index, "t")
  end)

  it("are checked", function()
    local place = "op.create_index: column"
    refuse(place .. "s must be a table, not nothing", nil, op.create_index, "i", "t")
    refuse(place .. "s name no column", nil, op.create_index, "i", "t", {})
    refuse(place .. " 1 must be a table, not a number", nil,
      op.create_index, "i", "t", { 1 })
    refuse(place .. " 1 has an unknown word 'descending'",
      "known are: collate, desc",
      op.create_index, "i", "t", { { "a", descending = true } })
    refuse("op.create_index: options have an unknown word 'uniqe'",
      "did you mean 'unique'?", op.create_index, "i", "t", { "a" }, { uniqe = true })
  end)

  it("are on tables and columns that are there", function()
    refuse("op.create_index: 't' has no column 'aa'", "did you mean 'a'?",
      op.create_index, "i", "t", { "aa" })
    refuse("op.create_index: 't' has no column 'cc'", "known are: a, b",
      op.create_index, "i", "t", { "a" }, { where = "cc > 1" })
    for _, text in ipairs({ "lower(a)", "a DESC" }) do
      refuse(("op.create_index: 't' has no column '%s'"):format(text),
        'an expression is written sql"...", and an order { "column", desc = true }',
        op.create_index, "i", "t", { text })
    end
    refuse("op.create_index: there is no table 'tt'", "did you mean 't'?",
      op.create_index, "i", "tt", { "a" })
    op.create_view("v", "SELECT a FROM t")
    refuse("op.create_index: 'v' is a view, not a table",
      "for views there are op.drop_view and op.create_view",
      op.create_index, "i", "v", { "a" })
  end)

  it("tell which values are there twice", function()
    db:exec("DELETE FROM t; INSERT INTO t (a, b) VALUES ('x', 1), ('X', 2), ('y', 3)")
    refuse("the unique index 'i' of 't' cannot hold: 1 value is there more than once "
      .. "('x' in 2 rows: rowid 1, 2)", "remove or change the duplicates first",
      op.create_index, "i", "t", { { "a", collate = "NOCASE" } }, { unique = true })
    assert.is_nil(database.definition(db, "i"))
  end)
end)

describe("views", function()
  it("are created and dropped", function()
    op.create_view("v", "SELECT a, b FROM t;\n", { columns = { "x", "order" } })
    assert.are.equal('CREATE VIEW v (x, "order") AS\nSELECT a, b FROM t',
      database.definition(db, "v"))
    assert.are.equal("x", db:value("SELECT x FROM v"))
    op.create_view("v", sql("SELECT 1"), { if_not_exists = true })
    op.drop_view("v")
    op.drop_view("v", { if_exists = true })
    assert.is_nil(database.definition(db, "v"))
  end)

  it("are checked", function()
    refuse("op.create_view: the select begins with CREATE",
      "write only the SELECT, or run the whole text with op.execute",
      op.create_view, "v", "create view v as select 1")
    refuse("op.create_view: the select is not one statement: there is a ';' in it", nil,
      op.create_view, "v", "SELECT ';'; DROP TABLE t")
    op.create_view("w", "SELECT ';' -- end;")
    refuse("op.drop_view: there is no view 'ww'", "did you mean 'w'?",
      op.drop_view, "ww")
    refuse("op.drop_view: 't' is a table, not a view", nil, op.drop_view, "t")
    refuse("op.create_view: the select must be an SQL text, not nothing", nil,
      op.create_view, "v")
  end)
end)

describe("triggers", function()
  it("are created from words", function()
    op.create_trigger("tr", "t", {
      timing = "after", event = "update", of = { "a", "b" }, when = "new.b > old.b",
      body = { "UPDATE t SET a = 'y'", "DELETE FROM t WHERE b > 9;" },
    })
    assert.are.equal([[
CREATE TRIGGER tr
AFTER UPDATE OF a, b ON t
WHEN (new.b > old.b)
BEGIN
  UPDATE t SET a = 'y';
  DELETE FROM t WHERE b > 9;
END]], database.definition(db, "tr"))
    db:exec("UPDATE t SET b = 5")
    assert.are.equal("y", db:value("SELECT a FROM t"))
  end)

  it("are created on views, and with a comment at the end", function()
    op.create_view("v", "SELECT a FROM t")
    op.create_trigger("tr", "v", { timing = "instead_of", event = "INSERT",
      body = "INSERT INTO t (a) VALUES (new.a) -- pass on", if_not_exists = true })
    db:exec("INSERT INTO v VALUES ('z')")
    assert.are.equal(2, db:value("SELECT count(*) FROM t"))
  end)

  it("are created from a whole text", function()
    op.create_trigger("CREATE TRIGGER tr AFTER DELETE ON t BEGIN SELECT 1; END")
    assert.truthy(database.definition(db, "tr"))
    op.drop_trigger("tr")
    op.drop_trigger("tr", { if_exists = true })
    refuse("op.create_trigger: a single argument must be a whole CREATE TRIGGER "
      .. "statement",
      "or write op.create_trigger(name, table, { timing = , event = , body = })",
      op.create_trigger, "tr")
  end)

  it("are checked", function()
    local place = "op.create_trigger 'tr'"
    local function words(changes)
      local given = { timing = "after", event = "insert", body = "SELECT 1" }
      for key, value in pairs(changes) do given[key] = value end
      return given
    end
    refuse(place .. ": event cannot be 'insrt'", "known are: insert, update, delete",
      op.create_trigger, "tr", "t", words({ event = "insrt" }))
    refuse(place .. ": of belongs to the event update, not insert", nil,
      op.create_trigger, "tr", "t", words({ of = { "a" } }))
    refuse(place .. " has no body", 'write body = "UPDATE ..."',
      op.create_trigger, "tr", "t", { timing = "after", event = "insert" })
    refuse(place .. " has an empty body", nil,
      op.create_trigger, "tr", "t", words({ body = {} }))
    refuse(place .. ": the words must be a table, not nothing", nil,
      op.create_trigger, "tr", "t")
    refuse("op.drop_trigger: there is no trigger 'tr'", nil, op.drop_trigger, "tr")
    refuse(place .. ": timing must be a text, not nothing", nil,
      op.create_trigger, "tr", "t", { event = "insert", body = "SELECT 1" })
  end)
end)
