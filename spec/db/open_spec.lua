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
end)
