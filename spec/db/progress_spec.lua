--- runner.progress, where nobody listens: what is run inside it goes its own way.
local progress = require("runner.progress")
local sqlite = require("runner.sqlite")

describe("runner.progress", function()
  local db

  before_each(function()
    db = sqlite.open(":memory:")
  end)

  after_each(function()
    db:close()
  end)

  it("gives what the function gives", function()
    local function run()
      progress.count(db, 3)
      progress.total(db, 1e300)
      return 1, nil, "x", nil
    end
    local results = table.pack(progress.around(db, { what = "x", total = 5 }, run))
    assert.same({ 1, nil, "x", nil, n = 4 }, results)
  end)

  it("passes errors on, and can be used again", function()
    local function fail()
      progress.around(db, { what = "inner" }, function()
        db:exec("SELECT nonsense")
      end)
    end
    for _ = 1, 2 do
      local done, problem = pcall(progress.around, db, { what = "outer" }, fail)
      assert.is_false(done)
      assert.equal("no such column: nonsense", problem.message)
    end
    assert.equal(7, progress.around(db, { what = "x" }, function()
      return 7
    end))
  end)

  it("leaves errors as they are", function()
    local mine = {}
    local _, problem = pcall(progress.around, db, { what = "x" }, function()
      error(mine)
    end)
    assert.equal(mine, problem)
  end)

  it("outlives a database that is closed meanwhile", function()
    progress.around(db, { what = "x" }, function()
      db:close()
    end)
    assert.has_error(function()
      progress.count(db, 1)
    end)
  end)

  it("says what is wrong with a work", function()
    local function run() end
    for _, wrong in ipairs({ {}, { what = 1 }, { what = "x", total = "many" } }) do
      assert.has_error(function()
        progress.around(db, wrong, run)
      end)
    end
    assert.has_error(function()
      progress.around(db, { what = "x" })
    end)
    assert.has_error(function()
      progress.report({ done = 1 })
    end)
  end)

  it("reports to nobody", function()
    progress.report({ what = "x", done = 1, total = 2, seconds = 0.5 })
    progress.report()
  end)
end)
