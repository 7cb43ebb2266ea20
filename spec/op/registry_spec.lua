--- The `op` object: unknown names, wrong calls, own operations.
local database = require("spec.support.database")
local lfs = require("lfs")
local operations = require("runner.op")

local db, op

before_each(function() db, op = database.open() end)
after_each(function() db:close() end)

describe("op", function()
  it("names the nearest of unknown operations, or all", function()
    local function ask(name)
      return database.problem(function() return op[name] end)
    end
    local message, hint = ask("crate_table")
    assert.are.equal("op has no operation 'crate_table'", message)
    assert.are.equal("did you mean 'create_table'?", hint)
    message, hint = ask("exchange")
    assert.are.equal("op has no operation 'exchange'", message)
    assert.truthy(hint:find("known are: add_column, ", 1, true))
    assert.are.equal("op has no operation '5'", (ask(5)))
    message, hint = ask("batch_alter_table")
    assert.are.equal("op has no operation 'batch_alter_table'", message)
    assert.are.equal("write alter_table", hint)
    message, hint = ask("get_bind")
    assert.are.equal("op has no operation 'get_bind'", message)
    assert.are.equal("the database is `db`", hint)
  end)

  it("has every operation of its modules", function()
    local known, count = {}, 0
    local _, hint = database.problem(function() return op.exchange end)
    for name in hint:gsub("^known are: ", ""):gmatch("[%w_]+") do known[name] = true end
    for file in lfs.dir("lua/runner/op") do
      local module = file:match("^([%w_]+)%.lua$")
      local loaded = module and module ~= "init" and require("runner.op." .. module)
      for name in pairs(type(loaded) == "table" and loaded or {}) do
        assert.is_function(op[name])
        assert.is_true(known[name], name)
        count = count + 1
      end
    end
    assert.are.equal(24, count)
  end)

  it("is called with a dot, and not with too many arguments", function()
    local message, hint = database.problem(function() op:drop_table("t") end)
    assert.are.equal("op:drop_table was called with a colon", message)
    assert.are.equal("write op.drop_table(table [, { if_exists = true }])", hint)
    assert.are.equal("op.rename_table takes up to 2 arguments, not 3",
      (database.problem(op.rename_table, "a", "b", "c")))
  end)

  it("cannot be changed", function()
    local message, hint = database.problem(function() op.drop_table = print end)
    assert.are.equal("op.drop_table cannot be assigned", message)
    assert.are.equal("own operations are added with op.register", hint)
    assert.is_false(getmetatable(op))
  end)
end)

describe("op.register", function()
  it("adds an operation for every op", function()
    operations.register("count_rows", function(database_of_op, name, ...)
      return database_of_op:value("SELECT count(*) FROM " .. name), select("#", ...)
    end)
    db:exec("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)")
    local rows, arguments = op.count_rows("t", nil, nil)
    assert.are.equal(2, rows)
    assert.are.equal(2, arguments)
  end)

  it("keeps what is there unless told to replace it", function()
    local function first() return 1 end
    op.register("own_word", first)
    op.register("own_word", first)
    local message, hint = database.problem(op.register, "own_word", print)
    assert.are.equal("op.register: there is an operation 'own_word' already", message)
    assert.are.equal("to put another in its place pass { replace = true }", hint)
    op.register("own_word", function() return 2 end, { replace = true })
    assert.are.equal(2, op.own_word())
  end)

  it("does not touch the operations of runner", function()
    for _, name in ipairs({ "create_table", "register" }) do
      assert.are.equal(("op.register: '%s' is an operation of runner"):format(name),
        (database.problem(op.register, name, print, { replace = true })))
    end
    assert.are.equal("op.register: the second argument must be a function, not nothing",
      (database.problem(op.register, "x")))
    assert.are.equal("op.register: the name must be a name, not a number",
      (database.problem(op.register, 5, print)))
  end)
end)
