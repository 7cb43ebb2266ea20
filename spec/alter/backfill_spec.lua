--- t:backfill: values for several columns from one function, while a table is altered.
local database = require("spec.support.database")

local db, op

before_each(function()
  db, op = database.open()
  db:exec([[CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, age INTEGER);
    INSERT INTO users VALUES (1, 'Ada Lovelace', 36), (2, 'Grace Hopper', 85)]])
end)
after_each(function() db:close() end)

local function all(sql)
  local list = {}
  for a, b, c in db:rows(sql) do
    list[#list + 1] = ("%s %s %s"):format(a, b, c)
  end
  return table.concat(list, ", ")
end

local function split(name)
  return name:match("^(%S+) (%S+)$")
end

-- In place where that is possible, and by the copy of a rebuild.
for _, recreate in ipairs({ "auto", "always" }) do
  describe(("t:backfill, with recreate = '%s',"):format(recreate), function()
    local function alter(gather)
      op.alter_table("users", gather, { recreate = recreate })
    end

    it("gives new columns their values from one call for each row", function()
      local calls = 0
      alter(function(t)
        t:add_column({ "first", "TEXT", null = false })
        t:add_column({ "last", "TEXT" })
        t:backfill { from = { "name" }, into = { "first", "last" },
          set = function(name) calls = calls + 1 return split(name) end }
      end)
      assert.are.equal("1 Ada Lovelace, 2 Grace Hopper",
        all("SELECT id, first, last FROM users"))
      assert.are.equal(2, calls)
      assert.truthy(database.definition(db, "users"):find("TEXT NOT NULL", 1, true))
    end)

    it("reads columns that go, by the names they have after renames", function()
      alter(function(t)
        t:add_column({ "first", "TEXT" })
        t:add_column({ "last", "TEXT" })
        t:backfill { from = { "name", "id" }, into = { "first", "last" },
          set = function(name, id) local a, b = split(name) return a .. id, b end }
        t:drop_column("name")
        t:rename_column("last", "surname")
        t:rename_column("age", "years")
      end)
      assert.are.equal("Ada1 Lovelace 36, Grace2 Hopper 85",
        all("SELECT first, surname, years FROM users"))
    end)

    it("gets what the columns held, also where their types change", function()
      alter(function(t)
        t:alter_column("age", { type = "TEXT" })
        t:add_column({ "kind", "TEXT" })
        t:backfill { from = { "age" }, into = { "kind", "name" },
          set = function(age) return math.type(age), age end }
      end)
      assert.are.equal("integer 36 text, integer 85 text",
        all("SELECT kind, name, typeof(name) FROM users"))
      assert.are.equal("36 text 1, 85 text 2",
        all("SELECT age, typeof(age), id FROM users"))
    end)

    it("goes by the key of a table without rowid, which it may write", function()
      db:exec([[CREATE TABLE w (a TEXT, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
        INSERT INTO w VALUES ('x', 1), ('x', 2), ('y', 1)]])
      op.alter_table("w", function(t)
        t:add_column({ "c", "TEXT" })
        t:backfill { from = { "b", "a" }, into = { "c", "b" },
          set = function(b, a) return a .. b, b + 10 end }
      end, { recreate = recreate })
      assert.are.equal("x 11 x1, x 12 x2, y 11 y1", all("SELECT a, b, c FROM w"))
    end)

    it("names the row at which the function fails", function()
      local message = database.problem(alter, function(t)
        t:add_column({ "first", "TEXT" })
        t:backfill { from = { "name" }, into = { "first", "age" },
          set = function(name) return name:match("A.*").x.y end }
      end)
      assert.truthy(message:find("^t:backfill of 'users' %(id 1: 'Ada Lovelace'%): "
        .. "attempt to index a nil value"))
      assert.are.equal("1 Ada Lovelace 36, 2 Grace Hopper 85", all("SELECT * FROM users"))
      message = database.problem(alter, function(t)
        t:backfill { into = { "name", "age" }, set = function() return 1, {} end }
      end)
      assert.truthy(message:find("^t:backfill of 'users' %(id 1%): result 2 must be nil"))
    end)

    it("leaves the rows to the constraints, and writing to others", function()
      local message = database.problem(alter, function(t)
        t:add_column({ "first", "TEXT", null = false })
        t:backfill { from = { "id" }, into = { "first", "age" },
          set = function(id) return id == 1 and "x" or nil, 0 end }
      end)
      assert.truthy(message:find("first", 1, true))
      message = database.problem(alter, function(t)
        t:backfill { into = { "name", "age" },
          set = function() db:exec("DELETE FROM users") end }
      end)
      assert.truthy(message:find("can read, but not write", 1, true))
      assert.are.equal(2, db:value("SELECT count(*) FROM users"))
    end)
  end)
end

describe("t:backfill", function()
  local function problem(given)
    return database.problem(op.alter_table, "users", function(t)
      t:add_column({ "twice", "INTEGER", generated = "age * 2" })
      t:add_column({ "first", "TEXT" })
      t:backfill(given)
    end)
  end
  local function set() end

  it("says what is wrong with its words", function()
    assert.are.equal("t:backfill does not say which columns", (problem({ set = set })))
    assert.are.equal("t:backfill does not say what to do",
      (problem({ into = { "first" } })))
    assert.are.equal("t:backfill: into: 'users' has no column 'frist'",
      (problem({ into = { "frist" }, set = set })))
    assert.are.equal("t:backfill: from: 'users' has no column 'first'",
      (problem({ from = { "first" }, into = { "name" }, set = set })))
    assert.are.equal("t:backfill: into: the column 'NAME' is named twice",
      (problem({ into = { "name", "NAME" }, set = set })))
    assert.are.equal("t:backfill: 'twice' is computed by SQLite",
      (problem({ into = { "twice" }, set = set })))
  end)

  it("is wanted for a column that is never NULL, by name", function()
    local message = database.problem(op.alter_table, "users", function(t)
      t:add_column({ "first", "TEXT", null = false })
      t:backfill { into = { "name" }, set = set }
    end)
    assert.are.equal("t:add_column: the column 'first' is never NULL, so rows that are "
      .. "there need a value", message)
  end)

  it("is overruled by using behind it", function()
    op.alter_table("users", function(t)
      t:backfill { into = { "name", "age" }, set = function() return "a", 1 end }
      t:alter_column("age", { using = function(age) return age + 1 end })
    end)
    assert.are.equal("1 a 37, 2 a 86", all("SELECT * FROM users"))
  end)
end)
