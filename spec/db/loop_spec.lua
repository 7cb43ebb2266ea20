--- Loops over many rows: constant memory, whatever the loop does.
local sqlite = require("runner.sqlite")

local ROWS <const> = 20000

local db

before_each(function()
  db = sqlite.open(":memory:")
  db:exec([[
    CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO t SELECT i, i * 7, 'a text of some length ' || i FROM n]])
end)
after_each(function() db:close() end)

--- How many KiB the Lua state still holds after `f`: its table of texts grows a little.
local function growth(f)
  collectgarbage()
  local before = collectgarbage("count")
  f()
  collectgarbage() -- runs finalizers
  collectgarbage() -- and releases what they ended
  return collectgarbage("count") - before
end

describe("a loop over rows", function()
  it("holds one row at a time", function()
    local sum, peak = 0, 0
    local held = growth(function()
      local start = collectgarbage("count")
      for id, a, b in db:rows("SELECT id, a, b FROM t") do
        sum = sum + a - #b + id
        if id % 1000 == 0 then peak = math.max(peak, collectgarbage("count") - start) end
      end
    end)
    assert.are.equal(db:value("SELECT sum(a - length(b) + id) FROM t"), sum)
    assert.is_true(held < 100, held)
    assert.is_true(peak < 2000, peak)
  end)

  it("may change the rows it has seen", function()
    local held = growth(function()
      for id, b in db:rows("SELECT id, b FROM t") do
        db:exec("UPDATE t SET b = ? WHERE id = ?", b:upper(), id)
      end
    end)
    assert.are.equal(ROWS, db:value("SELECT count(*) FROM t WHERE b = upper(b)"))
    assert.is_true(held < 100, held)
  end)

  it("may be left ten thousand times", function()
    local held = growth(function()
      for _ = 1, 10000 do
        for id in db:rows("SELECT id FROM t") do
          if id > 0 then break end
        end
      end
    end)
    assert.is_true(held < 100, held)
    db:exec("DROP TABLE t")
  end)

  it("may be inside others over the same text", function()
    local query <const> = "SELECT id FROM t WHERE id <= ?"
    local count = 0
    for a in db:rows(query, 20) do
      for b in db:rows(query, a) do
        for _ in db:rows(query, b) do count = count + 1 end
      end
    end
    assert.are.equal(20 * 21 * 22 / 6, count)
  end)

  it("bears that the table is dropped or changed meanwhile", function()
    local seen = 0
    assert.has_error(function()
      for _ in db:rows("SELECT id FROM t") do
        seen = seen + 1
        db:exec("DROP TABLE t")
      end
    end)
    assert.are.equal(1, seen)
    for _ in db:rows("SELECT id FROM t LIMIT 2") do
      seen = seen + 1
      db:exec("ALTER TABLE t ADD COLUMN c" .. seen)
    end
    assert.are.equal(3, seen)
  end)
end)

describe("a savepoint that is undone inside a loop", function()
  --- Loop over the first rows; undo a change in each pass. Gives how many were read.
  local function loop()
    local count = 0
    for _ in db:rows("SELECT id FROM t WHERE id <= 3") do
      count = count + 1
      pcall(db.savepoint, db, function()
        db:exec("UPDATE t SET a = 0")
        error("take it back")
      end)
    end
    return count
  end

  it("leaves the loop alone", function()
    db:exec("BEGIN")
    assert.are.equal(3, loop())
    db:exec("COMMIT")
  end)

  it("ends the loop if the schema had changed before, and says so", function()
    db:exec("BEGIN; CREATE TABLE u (x)")
    local ok, problem = pcall(loop)
    assert.is_false(ok)
    assert.are.equal("the rows cannot be read on: a savepoint was undone after the "
      .. "schema had changed", problem.message)
    assert.are.equal("read the rows into a table first, then loop over that",
      problem.hint)
  end)
end)

describe("a prepared statement", function()
  it("runs again and again", function()
    local insert <close> = db:prepare("INSERT INTO t (a, b) VALUES (:a, :b)")
    local held = growth(function()
      for i = 1, 5000 do insert:exec({ a = i, b = "x" }) end
    end)
    assert.are.equal(ROWS + 5000, db:last_rowid())
    assert.is_true(held < 100, held)
  end)

  it("sees a changed table", function()
    local all = db:prepare("SELECT * FROM t WHERE id = 1")
    assert.are.equal(3, select("#", all:row()))
    db:exec("ALTER TABLE t ADD COLUMN c")
    assert.are.equal(4, select("#", all:row()))
  end)
end)

describe("a function defined in Lua", function()
  it("is called for every row, with constant memory", function()
    db:define("half", function(a) return a // 2 end, 1)
    local held = growth(function()
      assert.are.equal(ROWS, db:exec("UPDATE t SET a = half(a)"))
    end)
    assert.are.equal(db:value("SELECT sum(id * 7 / 2) FROM t"),
      db:value("SELECT sum(a) FROM t"))
    assert.is_true(held < 100, held)
  end)
end)
