--- require("runner.sqlite"): a database that a script opens itself.
local sqlite = require("runner.sqlite")

describe("a database opened by a script", function()
  local path

  before_each(function()
    path = os.tmpname()
    os.remove(path)
  end)
  after_each(function() os.remove(path) end)

  it("may begin with a savepoint, though its file is only made by the first change",
    function()
      local db = sqlite.open(path)
      db:savepoint(function() db:exec("CREATE TABLE t (a)") end)
      db:close()
      db = sqlite.open(path)
      assert.are.equal("t", db:value("SELECT name FROM sqlite_schema"))
      db:close()
    end)

  it("keeps nothing of a savepoint that fails", function()
    local db = sqlite.open(path)
    local ok = pcall(db.savepoint, db, function()
      db:exec("CREATE TABLE t (a)")
      error("no")
    end)
    assert.is_false(ok)
    assert.are.equal(0, db:value("SELECT count(*) FROM sqlite_schema"))
    db:close()
  end)

  it("may use in its definitions what SQLite calls unsafe, if it is trusted", function()
    local trusting = { trust_schema = true }
    local db = sqlite.open(path, trusting)
    db:exec("CREATE TABLE t (a); CREATE INDEX i ON t (json_extract(a, '$.b'))")
    db:close()
    db = sqlite.open(path, trusting)
    assert.are.equal("i", db:value("SELECT name FROM sqlite_schema WHERE type = 'index'"))
    db:close()
    local opened, problem = pcall(sqlite.open, path)
    if not opened then -- newer versions of SQLite know that JSON does no harm
      assert.are.equal(path .. " cannot be read: malformed database schema (i) - unsafe "
        .. "use of json_extract()", problem.message)
      assert.are.equal("a definition in the database uses it; if you trust the database, "
        .. 'put `trust = { "schema" }` into runner.lua', problem.hint)
    end
    assert.has_error(function() sqlite.open(path, { trust_schema = 1 }) end,
      "bad argument #2 to 'open' (trust_schema must be true or false)")
  end)
end)
