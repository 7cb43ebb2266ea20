--- What is shown while something takes long, and Ctrl-C then. The functions in these
-- revisions work until so much time is gone, however quick the machine is.
local beside = require("spec.support.beside")
local desk = require("spec.cli.desk")
local helper = require("spec.helper")

local CONFIG = [[return { database = "desk.db", trust = { "os", "io" } }]]
local ROWS = [[
  db:exec("CREATE TABLE t (id INTEGER PRIMARY KEY, a)")
  db:exec("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000) "
    .. "INSERT INTO t SELECT i, i FROM n")]]

--- A project whose second revision does this.
local function project_that(up)
  local project = desk.empty()
  project:write("runner.lua", CONFIG)
  desk.revision(project, { id = "a1a1a1a1a1a1", message = "Fill", up = ROWS })
  desk.revision(project, { id = "b2b2b2b2b2b2", down = "a1a1a1a1a1a1",
    message = "Change", up = up })
  assert.are.equal(0, project:run("upgrade a1a1a1a1a1a1").status)
  return project
end

-- Rows that take three milliseconds each, for so many seconds; then they take none.
local SLOW = [[
  local done
  local function slow(a)
    local now = os.clock()
    done = done or now + %s
    while os.clock() < now + 0.003 and os.clock() < done do end
    return a
  end]]

after_each(helper.clean)

describe("progress", function()
  local function backfill(seconds)
    return SLOW:format(seconds) .. [[

  backfill "doubled" { table = "t", from = { "a" }, into = { "a" }, set = slow }]]
  end

  it("is not shown at first where nobody looks at a terminal", function()
    local screen = project_that(backfill(1.3)):run("upgrade head")
    assert.are.equal(0, screen.status, screen.stderr)
    for seconds in screen.stderr:gmatch("rows, [^\n]*, (%d+) s\n") do
      assert.is_true(tonumber(seconds) >= 5, screen.stderr) -- the machine is busy
    end
  end)

  it("breaks a silence of five seconds", function()
    local screen = project_that(backfill(6)):run("upgrade head")
    assert.are.equal(0, screen.status, screen.stderr)
    local line = '\n  backfill "doubled": [%d,]+ rows, %d+/s, %d s\n'
    assert.truthy(screen.stderr:find(line), screen.stderr)
  end)
end)

-- What goes on for ten minutes and more, each from the moment when the file `started` is
-- made. Every row takes long by itself, so that only few are looked at within a second.
local WORK = "(" .. ("length(replace(hex(zeroblob(200000 + a)), '0', 'ab')) + "):rep(100)
  .. "0)"
local STARTED = '  io.open("started", "w"):close()\n'
local long = {
  ["a statement"] = [[
    db:exec("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
      .. "UPDATE t SET a = (SELECT max(i) FROM n)")]],
  ["a function that is called for every row"] = [[
    backfill "x" { table = "t", from = { "a" }, into = { "a" },
      set = function() while true do end end }]],
  ["pages of a backfill"] = [[
    backfill "x" { table = "t", each = function()
      for i = 1, 1e9 do db:value("SELECT 1") end
    end }]],
  ["building an index"] = [[
    for i = 1, 1e9 do op.create_index("i" .. i, "t", { sql"WORK" }) end]],
  ["a scan for a proof"] = [[
    op.alter_table("t", function(t)
      t:create_check_constraint("c", sql"WORK <> a")
    end)]],
  ["copying rows"] = [[
    op.alter_table("t", function(t)
      t:alter_column("a", { type = "TEXT", using = sql"WORK" })
      t:reorder_columns({ "a", "id" })
    end)]],
  ["inserting rows"] = [[
    op.bulk_insert("t", function() return { a = 1 } end)]],
}

describe("Ctrl-C", function()
  for name, up in pairs(long) do
    it("ends " .. name, function()
      local project = project_that(STARTED .. up:gsub("WORK", WORK))
      -- The moment later it is most often in the midst of it; it shall end before, too.
      local screen = beside.run(project, "upgrade head", [[
        wait_until [ -e started ]
        sleep 0.3
        kill -INT $child]])
      assert.are.equal(130, screen.status, screen.stderr)
      assert.truthy(screen.stderr:find("interrupted", 1, true), screen.stderr)
    end)
  end
end)
