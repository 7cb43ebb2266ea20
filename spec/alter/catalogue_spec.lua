--- runner.catalogue: what runner's own modules do with a database and scripts may not.
local catalogue = require("runner.catalogue")
local database = require("spec.support.database")

local db

before_each(function()
  db = database.open()
  db:exec("CREATE TABLE t (a NOT NULL, b); INSERT INTO t VALUES (1, NULL)")
end)
after_each(function() db:close() end)

local function edit(text, name)
  catalogue.edit(db, { { type = "table", name = name or "t", sql = text } })
end

describe("catalogue.exec and rows", function()
  it("run statements with parameters", function()
    assert.are.equal(2, catalogue.exec(db, "INSERT INTO t VALUES (?, ?), (3, 4)", 2, "x"))
    assert.are.same({ { 1, db.null }, { 2, "x" }, { 3, 4 } },
      catalogue.rows(db, "SELECT * FROM t ORDER BY a"))
    assert.are.same({}, catalogue.rows(db, "SELECT 1 WHERE ?", false))
  end)

  it("raise what fails", function()
    assert.are.equal("no such table: u",
      (database.problem(catalogue.exec, db, "DELETE FROM u")))
    assert.are.equal("the statement gives no rows",
      (database.problem(catalogue.rows, db, "DELETE FROM t")))
    assert.has_error(function() catalogue.exec("SELECT 1") end)
  end)
end)

describe("catalogue.edit", function()
  it("stores a definition that holds at once", function()
    edit("CREATE TABLE t (a, b)", "T")
    db:exec("INSERT INTO t VALUES (NULL, 1)")
    assert.are.equal("CREATE TABLE t (a, b)", database.definition(db, "t"))
    assert.are.equal("ok", db:value("PRAGMA integrity_check"))
  end)

  it("is undone by a savepoint, whatever the script catches", function()
    assert.has_error(function()
      db:savepoint(function()
        edit("CREATE TABLE t (a, b)")
        error("enough")
      end)
    end, "enough")
    assert.truthy(database.problem(db.exec, db, "INSERT INTO t VALUES (NULL, 1)"))
    db:savepoint(function()
      assert.is_false(pcall(edit, "CREATE TABLE t (a b c d (, b)"))
      db:exec("INSERT INTO t VALUES (5, 5)")
    end)
    assert.are.equal(2, db:value("SELECT count(*) FROM t"))
  end)

  it("refuses what SQLite cannot read", function()
    assert.are.equal("SQLite cannot read the edited schema: malformed database schema "
      .. '(t) - near ")": syntax error', (database.problem(edit, "CREATE TABLE t (a,)")))
    assert.are.equal("there is no table u in the schema",
      (database.problem(edit, "CREATE TABLE u (a)", "u")))
  end)

  it("stores NULL, names and pages too", function()
    db:exec("CREATE UNIQUE INDEX i ON t (b)")
    catalogue.edit(db, {
      { type = "table", name = "t", sql = "CREATE TABLE t (a, b UNIQUE)" },
      { type = "index", name = "i", new_name = "sqlite_autoindex_t_1", sql = false },
    })
    assert.truthy(database.problem(db.exec, db, "DROP INDEX sqlite_autoindex_t_1"))
    assert.is_nil(database.definition(db, "sqlite_autoindex_t_1"))
  end)

  it("checks its argument", function()
    local function refuse(message, changes)
      assert.has_error(function() catalogue.edit(db, changes) end, message)
    end
    refuse("a change needs a type and a name", { { type = "table", sql = "x" } })
    refuse("the change of t changes nothing", { { type = "table", name = "t" } })
    refuse("name must be a text, not a number", { { type = "table", name = 5 } })
    refuse("sql holds a zero byte", { { type = "table", name = "t", sql = "a\0b" } })
    refuse("sql must be a text, not a boolean",
      { { type = "table", name = "t", sql = true } })
    catalogue.edit(db, {})
  end)
end)

describe("catalogue.broken", function()
  it("lists views and triggers that do not work", function()
    assert.are.same({}, catalogue.broken(db))
    db:exec([[CREATE VIEW v AS SELECT c FROM t;
      CREATE TRIGGER tr AFTER DELETE ON t BEGIN INSERT INTO lost VALUES (1); END]])
    assert.are.same({
      { type = "view", name = "v", table = "v", reason = "no such column: c" },
      { type = "trigger", name = "tr", table = "t", reason = "no such table: main.lost" },
    }, catalogue.broken(db))
  end)
end)

describe("catalogue.without_triggers", function()
  before_each(function()
    db:exec("CREATE TABLE log (a); CREATE TRIGGER tr AFTER UPDATE ON t BEGIN "
      .. "INSERT INTO log VALUES (new.a); END")
  end)

  local function update() return catalogue.exec(db, "UPDATE t SET b = a"), "more" end
  local function logged() return db:value("SELECT count(*) FROM log") end

  it("runs a function while they are off", function()
    local count, word = catalogue.without_triggers(db, update)
    assert.are.equal(1, count)
    assert.are.equal("more", word)
    assert.are.equal(0, logged())
    update()
    assert.are.equal(1, logged())
  end)

  it("switches them on again after an error, and only at the outermost", function()
    assert.has_error(function() catalogue.without_triggers(db, error, "x") end)
    assert.has_error(function()
      catalogue.without_triggers(db, function() error("enough", 0) end)
    end, "enough")
    update()
    assert.are.equal(1, logged())
    catalogue.without_triggers(db, function()
      catalogue.without_triggers(db, update)
      update()
    end)
    assert.are.equal(1, logged())
  end)
end)

describe("catalogue.scratch", function()
  it("is another, empty database", function()
    local scratch <close> = catalogue.scratch()
    assert.are.equal(0, scratch:value("SELECT count(*) FROM sqlite_schema"))
    scratch:exec("CREATE TABLE x (a)")
    assert.is_nil(database.definition(db, "x"))
  end)
end)

describe("catalogue.recording, guard and touch", function()
  it("do nothing where nobody writes down or watches", function()
    assert.is_false(catalogue.recording(db))
    catalogue.guard(db, "never asked", "no SQL")
    catalogue.touch(db, "t")
  end)
end)
