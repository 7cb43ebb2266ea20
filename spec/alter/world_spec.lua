--- What stands around a table, read from its file.
local altering = require("spec.support.altering")
local database = require("spec.support.database")
local world = require("runner.alter.world")

local db

local function read(script, name)
  db = altering.open(script)
  return world.read(db, name or "t")
end

after_each(function()
  if db then db:close() end
  db = nil
end)

describe("the world of a table", function()
  it("begins with its own definition, by any spelling of its name", function()
    local found = read("CREATE TABLE x (a); CREATE TABLE Tickets (a TEXT -- why\n)",
      "tICKETS")
    assert.are.equal("Tickets", found.name)
    assert.are.equal("CREATE TABLE Tickets (a TEXT -- why\n)", found.text)
    local sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'Tickets'"
    assert.are.equal(db:value(sql), found.rootpage)
    assert.are.same({ {}, {}, {} },
      { found.indexes, found.triggers, found.referenced_by })
    assert.is_nil(found.sequence)
  end)

  it("has the indexes, those of constraints too", function()
    local indexes = read([[CREATE TABLE t (a TEXT COLLATE NOCASE UNIQUE, b,
        UNIQUE (b DESC, a));
      CREATE INDEX i ON t (lower(a), b DESC) WHERE b > 0;
      CREATE UNIQUE INDEX j ON t (b COLLATE RTRIM)]]).indexes
    assert.are.equal(4, #indexes)
    for i, wanted in ipairs({
      { "sqlite_autoindex_t_1", nil, true, "u", { "a" }, { "NOCASE" }, { "ASC" } },
      { "sqlite_autoindex_t_2", nil, true, "u", { "b", "a" }, { "BINARY", "NOCASE" },
        { "DESC", "ASC" } },
      { "i", "CREATE INDEX i ON t (lower(a), b DESC) WHERE b > 0", false, "c",
        { false, "b" }, { "BINARY", "BINARY" }, { "ASC", "DESC" } },
      { "j", "CREATE UNIQUE INDEX j ON t (b COLLATE RTRIM)", true, "c", { "b" },
        { "RTRIM" }, { "ASC" } },
    }) do
      local index = indexes[i]
      assert.are.same({ wanted[1], table.unpack(wanted, 3, 7) },
        { index.name, index.unique, index.origin, index.columns, index.collations,
          index.orders })
      assert.are.equal(wanted[2], index.text)
      assert.are.equal(wanted[2] and index.name, index.tree and index.tree.name)
      assert.is_true(index.rootpage > 0)
    end
  end)

  it("has the triggers in the order they were made, the temporary ones not", function()
    local triggers = read([[CREATE TABLE t (a); CREATE TABLE o (a);
      CREATE TRIGGER z AFTER INSERT ON T BEGIN SELECT 1; END;
      CREATE TRIGGER o1 AFTER INSERT ON o BEGIN SELECT 1; END;
      CREATE TEMP TRIGGER y AFTER INSERT ON t BEGIN SELECT 1; END;
      CREATE TRIGGER a BEFORE DELETE ON t BEGIN SELECT 2; END]]).triggers
    assert.are.same({
      { name = "z", text = "CREATE TRIGGER z AFTER INSERT ON T BEGIN SELECT 1; END" },
      { name = "a", text = "CREATE TRIGGER a BEFORE DELETE ON t BEGIN SELECT 2; END" },
    }, triggers)
  end)

  it("has the keys that lead to it", function()
    local list = read([[CREATE TABLE t (a PRIMARY KEY, b, c REFERENCES T, UNIQUE (a, b));
      CREATE TABLE child (x, y, z REFERENCES u, FOREIGN KEY (y, x) REFERENCES t (a, b));
      CREATE TABLE u (a PRIMARY KEY)]]).referenced_by
    for _, item in ipairs(list) do item.id = nil end
    assert.are.same({
      { table = "t", columns = { "c" }, parents = {} },
      { table = "child", columns = { "y", "x" }, parents = { "a", "b" } },
    }, list)
  end)

  it("has the sequence of AUTOINCREMENT", function()
    local found = read([[CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT);
      INSERT INTO t VALUES (41); DELETE FROM t; INSERT INTO t DEFAULT VALUES]])
    assert.are.equal(42, found.sequence)
    assert.is_nil(read("CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)").sequence)
  end)

  it("knows what tells a row", function()
    local function key(text)
      local found = read("CREATE TABLE t " .. text)
      return { found.rowid_name or false, found.key, found.without_rowid }
    end
    assert.are.same({ "rowid", { "rowid" }, false }, key("(a)"))
    assert.are.same({ "_rowid_", { "_rowid_" }, false }, key("(ROWID, a)"))
    assert.are.same({ "oid", { "oid" }, false }, key("(rowid, _rowid_)"))
    assert.are.same({ false, { "rowid", "_rowid_", "oid" }, false },
      key("(rowid, _rowid_, oid)"))
    assert.are.same({ false, { "oid" }, false }, key("(rowid, _rowid_, oid PRIMARY KEY)"))
    assert.are.same({ false, { "b", "a" }, true },
      key("(a, b, c, PRIMARY KEY (b, a)) WITHOUT ROWID"))
  end)

  it("knows that the key of a WITHOUT ROWID table is the table", function()
    local indexes = read("CREATE TABLE t (a, b UNIQUE, PRIMARY KEY (a DESC)) "
      .. "WITHOUT ROWID").indexes
    local found = {}
    for _, index in ipairs(indexes) do found[index.origin] = index end
    assert.is_nil(found.pk.rootpage)
    assert.are.same({ "a" }, found.pk.columns)
    assert.is_number(found.u.rootpage)
    assert.are.same({ "b" }, found.u.columns)
  end)

  it("is of the main schema", function()
    local found = read([[CREATE TABLE t (a); CREATE TEMP TABLE t (b UNIQUE);
      CREATE TEMP TABLE c (x REFERENCES t)]])
    assert.are.equal("CREATE TABLE t (a)", found.text)
    assert.are.same({ {}, {} }, { found.indexes, found.referenced_by })
  end)

  it("is not there without the table", function()
    local function problem(script, name)
      db = altering.open(script)
      return database.problem(world.read, db, name)
    end
    local message, hint = problem("CREATE TABLE tickets (a)", "tickts")
    assert.are.equal("there is no table 'tickts'", message)
    assert.are.equal("did you mean 'tickets'?", hint)
    assert.are.equal("'v' is not a table but a view",
      (problem("CREATE VIEW v AS SELECT 1", "v")))
    assert.are.equal("'i' is not a table but an index",
      (problem("CREATE TABLE t (a); CREATE INDEX i ON t (a)", "i")))
    assert.are.equal("'f' is not a table but a virtual table",
      (problem("CREATE VIRTUAL TABLE f USING fts5 (a)", "f")))
  end)
end)
