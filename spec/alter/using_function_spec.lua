--- Lua functions of `using`: what they may do, and what is said of a wrong answer.
local database = require("spec.support.database")

local db, op

before_each(function()
  db, op = database.open()
  db:exec([[CREATE TABLE t (id INTEGER PRIMARY KEY, a);
    CREATE TABLE log (x); INSERT INTO t VALUES (1, 'one'), (2, 'two');
    CREATE TRIGGER tr AFTER INSERT ON log BEGIN UPDATE t SET a = 'fired'; END]])
end)
after_each(function() db:close() end)

local function values() return db:value("SELECT group_concat(a, ' ') FROM t") end

-- The same by an UPDATE in place and by the copy of a rebuild.
for _, recreate in ipairs({ "auto", "always" }) do
  describe(("a function of using, with recreate = '%s',"):format(recreate), function()
    local function convert(fn)
      op.alter_table("t", function(t)
        t:alter_column("a", { using = fn })
      end, { recreate = recreate })
    end

    it("may read", function()
      convert(function(a) return a .. db:value("SELECT count(*) FROM t") end)
      assert.are.equal("one2 two2", values())
    end)

    it("cannot write, nor can what it calls", function()
      local refusal = "a function that gives columns their values can read, but not write"
      local hint = "write other rows before or after the alteration"
      assert.are.equal(refusal, (database.problem(convert, function()
        db:exec("INSERT INTO log VALUES (1)")
      end)))
      local _, given = database.problem(convert, function() db:exec("DELETE FROM t") end)
      assert.are.equal(hint, given)
      db:define("nested", function() db:exec("INSERT INTO log VALUES (1)") end)
      assert.are.equal(refusal, (database.problem(convert, function()
        return db:value("SELECT nested()")
      end)))
      assert.are.equal("one two", values())
      db:exec("INSERT INTO log VALUES (1)")
      assert.are.equal("fired fired", values())
    end)

    it("is told which column got no value for SQL", function()
      local done, problem = pcall(convert, function() return {} end)
      assert.is_false(done)
      assert.truthy(tostring(problem):find("the answer of the function that gives 'a' "
        .. "its values must be nil, a boolean, number, string, db.null or db.blob, not a "
        .. "table", 1, true))
      assert.are.equal("one two", values())
    end)

    it("may be another one while a loop reads", function()
      if recreate == "always" then
        return -- SQLite drops no table then
      end
      for name in db:rows("SELECT 'b' UNION ALL SELECT 'c'") do
        op.add_column("t", { name, "TEXT", using = function() return name end })
      end
      assert.are.equal("b c", db:value("SELECT b || ' ' || c FROM t"))
    end)
  end)
end

describe("a function that SQL calls while it writes", function()
  it("cannot use a savepoint, which is not for want of a lock", function()
    db:define("nested", function()
      db:savepoint(function() end)
    end)
    local message, hint = database.problem(db.exec, db, "UPDATE t SET a = nested()")
    assert.are.equal("a function that SQL calls cannot use a savepoint while its "
      .. "statement writes", message)
    assert.are.equal("what needs one (db:savepoint, many operations of op) comes before "
      .. "or after that statement", hint)
  end)
end)
