--- Definitions: what a stored CREATE TABLE means.
local affinity = require("runner.alter.affinity")
local database = require("spec.support.database")
local definition = require("runner.alter.definition")

local function read(text) return definition.read("CREATE TABLE t " .. text) end

--- The plain values of a list of constraints, without the parses.
local function plain(list)
  local copies = {}
  for i, item in ipairs(list) do
    local copy = {}
    for key, value in pairs(item) do
      if key ~= "tree" then copy[key] = key == "column" and value.name or value end
    end
    copies[i] = copy
  end
  return copies
end

local function key(name, collation, order)
  return { name = name, collation = collation or "BINARY", order = order }
end

describe("a definition", function()
  it("has the table's name and options", function()
    local self = definition.read('CREATE TABLE "my table" (a TEXT) STRICT')
    assert.are.equal("my table", self.name)
    assert.is_true(self.strict)
    assert.is_false(self.without_rowid)
    self = definition.read("CREATE TABLE t (a PRIMARY KEY) without rowid")
    assert.is_true(self.without_rowid)
    assert.is_false(self.strict)
  end)

  it("has columns, found as SQLite compares names", function()
    local self = read("(Id INTEGER PRIMARY KEY, name VARCHAR(10) "
      .. "NOT NULL ON CONFLICT FAIL DEFAULT (1 + 2) COLLATE NOCASE, bare)")
    assert.are.equal(3, #self.columns)
    local name = definition.column(self, "NAME")
    assert.are.equal(self.columns[2], name)
    assert.are.equal("name", name.key)
    assert.are.equal("VARCHAR(10)", name.type)
    assert.are.equal("TEXT", name.affinity)
    assert.is_true(name.not_null)
    assert.are.equal("FAIL", name.not_null_conflict)
    assert.are.equal("(1 + 2)", name.default)
    assert.are.equal("NOCASE", name.collation)
    assert.is_nil(name.generated)
    local bare = definition.column(self, "bare")
    assert.are.equal("", bare.type)
    assert.are.equal("BLOB", bare.affinity)
    assert.are.equal("BINARY", bare.collation)
    assert.is_false(bare.not_null)
    assert.is_nil(bare.default)
    assert.is_nil(definition.column(self, "id2"))
  end)

  it("lets the last of several constraints of a kind count", function()
    local column = read("(a TEXT DEFAULT 1 DEFAULT -2 COLLATE rtrim COLLATE NOCASE"
      .. " NOT NULL ON CONFLICT IGNORE NOT NULL)").columns[1]
    assert.are.equal("-2", column.default)
    assert.are.equal("NOCASE", column.collation)
    assert.is_nil(column.not_null_conflict)
    local db <close> = database.open()
    db:exec("CREATE TABLE t (a TEXT DEFAULT 1 DEFAULT -2)")
    assert.are.equal("-2", db:value("SELECT dflt_value FROM pragma_table_info('t')"))
  end)

  it("has generated columns", function()
    local self = read("(a, b AS (a + 1), c INT GENERATED ALWAYS AS (a) STORED)")
    assert.are.same({ text = "a + 1", stored = false }, self.columns[2].generated)
    assert.are.same({ text = "a", stored = true }, self.columns[3].generated)
    assert.are.equal("INT", self.columns[3].type)
  end)

  it("is of a table only", function()
    local message = database.problem(definition.read, "CREATE VIEW v AS SELECT 1")
    assert.are.equal("'v' is not a table but a view", message)
  end)
end)

describe("the primary key of a definition", function()
  local function found(text)
    local self = read(text).primary_key
    return self and plain({ self })[1]
  end

  it("may be missing", function()
    assert.is_nil(found("(a)"))
  end)

  it("is behind a column or of the table", function()
    assert.are.same({ columns = { key("a") }, rowid = true, integer = true,
      autoincrement = true, name = "pk", column = "a" },
      found("(a INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT)"))
    assert.are.same({ columns = { key("b", "NOCASE", "DESC"), key("A") }, rowid = false,
      integer = false, autoincrement = false, conflict = "REPLACE" },
      found("(a, b COLLATE NOCASE, PRIMARY KEY (b DESC, A) ON CONFLICT REPLACE)"))
  end)

  it("is the rowid where SQLite takes it for that", function()
    local cases = {
      ["(a INTEGER PRIMARY KEY)"] = true,
      ["(a integer primary key asc)"] = true,
      ['(a "INTEGER" PRIMARY KEY)'] = true,
      ["(a INTEGER, PRIMARY KEY (a))"] = true,
      ["(a INTEGER, PRIMARY KEY (a DESC))"] = true,
      ["(a INTEGER, PRIMARY KEY (a COLLATE NOCASE))"] = true,
      ["(a INTEGER PRIMARY KEY DESC)"] = false,
      ["(a INT PRIMARY KEY)"] = false,
      ["(a PRIMARY KEY)"] = false,
      ["(a INTEGER, b INTEGER, PRIMARY KEY (a, b))"] = false,
      ["(a INTEGER PRIMARY KEY) WITHOUT ROWID"] = false,
    }
    for text, expected in pairs(cases) do
      local db <close> = database.open()
      db:exec("CREATE TABLE t " .. text)
      if not text:find("WITHOUT") then
        local columns = text:find("b INT") and "(a, b) VALUES (7, 1)" or "(a) VALUES (7)"
        db:exec("INSERT INTO t " .. columns)
        assert.are.equal(expected, db:value("SELECT rowid FROM t") == 7, text)
      end
      assert.are.equal(expected, read(text).primary_key.rowid, text)
    end
  end)
end)

describe("the constraints of a definition", function()
  it("are in the order of the text, with the collation that counts", function()
    local self = read("(a TEXT UNIQUE ON CONFLICT IGNORE, b COLLATE NOCASE, "
      .. "CONSTRAINT uq UNIQUE (b, a COLLATE rtrim DESC), UNIQUE (b))")
    assert.are.same({
      { columns = { key("a") }, conflict = "IGNORE", column = "a" },
      { columns = { key("b", "NOCASE"), key("a", "rtrim", "DESC") }, name = "uq" },
      { columns = { key("b", "NOCASE") } },
    }, plain(self.uniques))
  end)

  it("have checks as they are written", function()
    local self = read("(a CHECK ( a > /* not */ 0 ) CONSTRAINT c CHECK (a<9), "
      .. "CONSTRAINT d CHECK (a) ON CONFLICT ABORT)")
    local texts = {}
    for i, check in ipairs(self.checks) do texts[i] = check.text:match("^%s*(.-)%s*$") end
    assert.are.same({ "a > /* not */ 0", "a<9", "a" }, texts)
    assert.are.same({ "c", "d" }, { self.checks[2].name, self.checks[3].name })
    assert.are.equal("a", self.checks[1].column.name)
    assert.is_nil(self.checks[3].column)
    assert.are.equal("ABORT", self.checks[3].conflict)
  end)

  it("have foreign keys", function()
    local self = read("(a REFERENCES p ON DELETE CASCADE, b CONSTRAINT f REFERENCES q (x)"
      .. " NOT DEFERRABLE, FOREIGN KEY (a, b) REFERENCES r (y, z) ON UPDATE SET NULL"
      .. " MATCH FULL DEFERRABLE INITIALLY DEFERRED)")
    assert.are.same({
      { columns = { "a" }, table = "p", parents = {}, on_delete = "CASCADE",
        column = "a" },
      { columns = { "b" }, table = "q", parents = { "x" }, deferrable = "NOT DEFERRABLE",
        name = "f", column = "b" },
      { columns = { "a", "b" }, table = "r", parents = { "y", "z" },
        on_update = "SET NULL", match = "FULL",
        deferrable = "DEFERRABLE INITIALLY DEFERRED" },
    }, plain(self.foreign_keys))
  end)
end)

describe("the affinity of a type", function()
  it("is SQLite's", function()
    local types = { "INT", "BIGINT", "CHARINT", "POINT", "VARCHAR(9)", "CLOB", "text",
      "BLOB", "", "REAL", "floating", "DOUBLE PRECISION", "NUMERIC", "DECIMAL(10,5)",
      "BOOLEAN", "DATE", "ANY", "STRING", "CHARBLOB", "BLOBREAL" }
    for _, name in ipairs(types) do
      local db <close> = database.open()
      db:exec(("CREATE TABLE t (a %s)"):format(name))
      db:exec("INSERT INTO t VALUES ('1.50'), (2)")
      local text, number = {}, {}
      for value in db:rows("SELECT typeof(a) FROM t") do text[#text + 1] = value end
      number.INTEGER, number.NUMERIC = { "real", "integer" }, { "real", "integer" }
      number.REAL, number.TEXT = { "real", "real" }, { "text", "text" }
      number.BLOB = { "text", "integer" }
      assert.are.same(number[affinity(name)], text, name)
    end
  end)

  it("tells INTEGER from NUMERIC, and knows ANY of strict tables", function()
    assert.are.equal("INTEGER", affinity("BIGINT"))
    assert.are.equal("NUMERIC", affinity("BOOLEAN"))
    assert.are.equal("NUMERIC", affinity("any"))
    assert.are.equal("BLOB", affinity("any", true))
  end)
end)
