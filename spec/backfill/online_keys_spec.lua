--- backfill with online = true: keys of every kind, the ways, and where it is refused.
local desk = require("spec.support.desk")
local helper = require("spec.helper")
local online = require("spec.support.online")

local query = online.query

-- So few rows in a batch that there are many batches.
local TINY = ", target = 0.0000001, pause = 0"

after_each(helper.clean)

--- Upgrade, and compare the query with what is expected.
local function expect(project, sql, expected)
  local screen = online.upgrade(project)
  assert.are.equal(0, screen.status, screen.stderr)
  assert.are.equal(expected, query(project, sql))
  assert.are.equal("done", query(project, "SELECT state FROM runner_backfill"))
end

--- A table whose key is `columns`, with 500 rows made of `values` (SQL of i).
local function keyed(columns, values, ending)
  return ([[
CREATE TABLE k (v INTEGER NOT NULL DEFAULT 0, %s)%s;
WITH c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 500)
INSERT INTO k SELECT 0, %s FROM c]]):format(columns, ending or "", values)
end

local SET = [[table = "k", where = "v = 0", from = { "v" }, into = { "v" },
  set = function(v) return v + 1 end]] .. TINY

local ALL_ONCE = "SELECT count(*) || ' ' || min(v) || ' ' || max(v) FROM k"

describe("a row that comes in with NULL in the key", function()
  it("is not left out without a word", function()
    local project = online.project({
      schema = "CREATE TABLE k (a INTEGER UNIQUE, v INTEGER DEFAULT 0); "
        .. "INSERT INTO k (a) VALUES (1), (2)",
      words = [[table = "k", key = "a", where = "v = 0", each = function(a)
        db:exec("UPDATE k SET v = 1 WHERE a = ?", a)
        if a == 2 then db:exec("INSERT INTO k (a) VALUES (NULL)") end
      end]],
    })
    local screen = online.upgrade(project)
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("rows of 'k' have NULL in the key (a)", 1, true),
      screen.stderr)
  end)
end)

describe("an online backfill goes by", function()
  local keys = {
    ["a composite key without rowid"] = { keyed("a TEXT, b REAL, PRIMARY KEY (a, b)",
      "char(65 + i % 20), i / 7.0", " WITHOUT ROWID") },
    ["texts compared without case"] = { keyed("a TEXT COLLATE NOCASE PRIMARY KEY",
      "iif(i % 2, 'it''s A', 'IT''S a') || i"), 'key = "a", ' },
    ["blobs"] = { keyed("a BLOB PRIMARY KEY",
      "CAST(printf('%c%05d', i % 256, i) AS BLOB)", " WITHOUT ROWID") },
    ["values of several types"] = { keyed("a PRIMARY KEY NOT NULL",
      "CASE i % 3 WHEN 0 THEN i WHEN 1 THEN 'x' || char(0) || i ELSE i / 8.0 END"),
      'key = "a", ' },
    ["a unique key that descends"] = { keyed("a INTEGER NOT NULL, b INTEGER NOT NULL",
      "i / 50, i", "; CREATE UNIQUE INDEX x ON k (a DESC, b DESC)"),
      'key = { "a", "b" }, ' },
    ["columns of which one descends"] = { keyed("a INTEGER, b TEXT COLLATE NOCASE, "
      .. "c BLOB, PRIMARY KEY (a DESC, b, c DESC)",
      "i / 100, 'x' || i / 50, x'00' || i", " WITHOUT ROWID") },
    ["groups in which it descends"] = { keyed("a INTEGER, b REAL, "
      .. "PRIMARY KEY (a, b DESC)", "iif(i > 450, i, i % 3), i / 2.0",
      " WITHOUT ROWID") },
    ["negative rowids"] = { keyed("a INTEGER PRIMARY KEY", "250 - i") },
  }
  for name, case in pairs(keys) do
    it(name, function()
      local project = online.project({ schema = case[1], words = (case[2] or "") .. SET })
      expect(project, ALL_ONCE, "500 1 1")
    end)
  end

  it("many rows that share all but a last column which descends", function()
    local project = online.project({ words = SET:gsub(TINY, "", 1), schema =
      keyed("a INTEGER, b INTEGER, PRIMARY KEY (a, b DESC)", "i / 30000, i",
        " WITHOUT ROWID"):gsub("500", "50000") })
    expect(project, ALL_ONCE, "50000 1 1")
  end)

  it("texts with zero bytes, in UTF-16 as well, also where their rows failed", function()
    local words = [[key = "a", table = "k", from = { "v" }, into = { "v" },
      on_error = "collect", set = function(v) return v + 1, ]]
    local project = online.project({ words = words .. 'error("no") end' .. TINY,
      schema = [[PRAGMA encoding = 'UTF-16le';
      CREATE TABLE k (a UNIQUE NOT NULL, v INTEGER DEFAULT 0);
      INSERT INTO k (a) VALUES ('a'), ('a' || char(0)),
        ('a' || char(0, 0x2400, 0) || 'b')]] })
    assert.are.equal(1, online.upgrade(project).status)
    assert.are.equal("3", query(project, "SELECT count(*) FROM runner_backfill_errors"))
    online.say(project, words:gsub(", $", " end") .. TINY)
    expect(project, ALL_ONCE, "3 1 1")
  end)

  it("a key in which no row has NULL, as the rest does not tell", function()
    local project = online.project({ words = 'key = "a", ' .. SET,
      schema = "CREATE TABLE k (a UNIQUE, v DEFAULT 0);"
        .. "INSERT INTO k (a) VALUES (NULL)" })
    local screen = online.upgrade(project)
    assert.are.equal(1, screen.status)
    assert.truthy(screen.stderr:find("rows of 'k' have NULL in the key (a)", 1, true))
  end)
end)

describe("the ways, online", function()
  it("each calls the function for every row once", function()
    local project = online.project({ rows = 400, words = [[table = "t", from = { "v" },
      each = function(id, v)
        db:exec("UPDATE t SET v = ? WHERE id = ?", v + 1, id)
      end]] .. TINY })
    expect(project, "SELECT sum(v = 1) FROM t", "400")
  end)

  it("sql gets the keys of each batch", function()
    local project = online.project({ rows = 400, words = [=[table = "t",
      where = "day IS NULL", sql = [[UPDATE t SET v = v + 1, day = ''
        WHERE day IS NULL AND id BETWEEN :first AND :last]]]=] .. TINY })
    expect(project, "SELECT sum(v = 1) FROM t", "400")
    assert.are.equal("done 400/400 0", online.state(project))
  end)

  it("set leaves its indexes alone", function()
    local project = online.project({ rows = 2000 })
    online.change(project, "CREATE INDEX ix ON t (day, v)")
    local root = query(project, "SELECT rootpage FROM sqlite_schema WHERE name = 'ix'")
    expect(project, "SELECT sum(v = 1) FROM t INDEXED BY ix WHERE day > ''", "2000")
    assert.are.equal(root,
      query(project, "SELECT rootpage FROM sqlite_schema WHERE name = 'ix'"))
  end)

  it("finds few rows among many", function()
    local project = online.project({ rows = 100000, words = [[table = "t",
      where = "id % 30000 = 5 AND day IS NULL", from = { "v" }, into = { "v", "day" },
      set = function(v) return v + 1, "x" end]] })
    expect(project, "SELECT sum(v) || ' ' || sum(v = 1) FROM t", "4 4")
  end)
end)

--- What the program says when this body of upgrade() fails.
local function complaint(fields)
  local project = desk.project({ { "aaaa", fields } })
  online.change(project, "CREATE TABLE t (id INTEGER PRIMARY KEY, a, day, v)")
  local screen = online.upgrade(project)
  assert.are.equal(1, screen.status)
  return screen.stderr
end

describe("an online backfill is refused", function()
  local body = ('backfill "x" { online = true, %s }'):format(online.COUNTING)

  local function refused(fields, text)
    local said = complaint(fields)
    assert.truthy(said:find(text, 1, true), said)
  end

  it("inside a transaction", function()
    refused({ up = body }, [[backfill "x": online = true needs a revision outside a ]]
      .. "transaction\n")
    refused({ up = body }, "hint: put it into a revision of its own that says "
      .. "`transaction = false`")
  end)

  it("in a savepoint, or in a loop over rows", function()
    local extra = "transaction = false"
    refused({ extra = extra, up = "db:savepoint(function() " .. body .. " end)" },
      "a transaction cannot be begun and ended inside db:savepoint")
    refused({ extra = extra, up = "for _ in db:rows('SELECT 1') do " .. body .. " end" },
      "a transaction cannot be begun and ended while a statement is not done")
  end)

  it("with a name that was used", function()
    refused({ extra = "transaction = false", up = body .. body },
      'backfill "x" is there twice in this revision')
  end)

  it("with words that say nothing", function()
    local extra = "transaction = false"
    local function words(text)
      return { extra = extra, up = ('backfill "x" { %s, %s }'):format(online.COUNTING,
        text) }
    end
    refused(words("pause = 1"), "pause says nothing without online = true")
    refused(words("online = true, pause = -1"),
      "pause must be a share of time, 0 or more")
    refused(words("online = true, target = 0"), "target must be seconds, more than 0")
    refused(words('online = true, on_error = "skip"'),
      'on_error must be "stop" or "collect", not skip')
    refused(words("online = true, limit = 5"),
      'limit says nothing without on_error = "collect"')
    refused({ extra = extra, up = [[backfill "x" { table = "t", online = true,
      sql = "UPDATE t SET v = 1" }]] }, "a text that runs once cannot be done online")
  end)

  it("by an authorizer when a script writes its tables", function()
    refused({ up = 'db:exec("CREATE TABLE runner_backfill (a)")' },
      "a revision's script may not change runner_backfill")
  end)
end)

describe("without running", function()
  it("--plan -v rehearses it, --sql writes `sql` and refuses a function", function()
    local project = online.project({ rows = 10 })
    local plan = project:run("upgrade --plan -v head")
    assert.are.equal(0, plan.status, plan.stderr)
    assert.are.equal("0", query(project, "SELECT sum(v) FROM t"))
    local screen = project:run("upgrade --sql aaaa:head")
    assert.are.equal(1, screen.status)
    online.say(project, [[table = "t",
      sql = "UPDATE t SET v = 1 WHERE id BETWEEN :first AND :last"]])
    project:write("versions/aaaa.lua", desk.revision("aaaa",
      { up = 'db:exec("CREATE TABLE t (id INTEGER PRIMARY KEY, v)")' }))
    screen = project:run("upgrade --sql aaaa:head")
    assert.are.equal(0, screen.status, screen.stderr)
    assert.truthy(screen.stdout:find("SET v = 1 WHERE id BETWEEN (SELECT", 1, true))
    assert.falsy(screen.stdout:find("runner_backfill", 1, true))
  end)
end)

describe("another where than in the run before", function()
  --- `condition` in the place of where; the row with this id fails.
  local function words(condition, failing)
    return ([[table = "t", where = %q, from = { "id", "v" }, into = { "v" },
      pause = 0, set = function(id, v)
        return id ~= %d and v + 1 or error("e")
      end]]):format(condition, failing)
  end

  local function begin()
    local project = online.project({ rows = 1800, words = words("id % 3 = 0", 1650) })
    assert.are.equal(1, online.upgrade(project).status)
    return project, query(project, "SELECT cursor FROM runner_backfill")
  end

  it("is refused if rows before the cursor meet only that", function()
    local project, cursor = begin()
    local left_out = tostring(tonumber(cursor) // 3)
    online.say(project, words("id % 3 < 2", 0))
    local screen = online.upgrade(project)
    assert.are.equal(1, screen.status, screen.stdout)
    assert.truthy(screen.stderr:find(('backfill "t.day": %s of the rows up to id %s meet '
      .. "`where` now and did not in the run before (id %% 3 = 0), the first: id 1\n")
        :format(left_out, cursor), 1, true), screen.stderr)
    assert.are.equal(cursor, query(project, "SELECT cursor FROM runner_backfill"))
    online.say(project, words("id % 3 = 0", 0))
    assert.are.equal(0, online.upgrade(project).status)
    assert.are.equal("600", query(project, "SELECT sum(v = 1) FROM t"))
  end)

  it("is refused if there is none any more", function()
    local project = begin()
    online.say(project, (words("", 0):gsub('where = "",', "")))
    local screen = online.upgrade(project)
    assert.truthy(screen.stderr:find("the first: id 1\n", 1, true), screen.stderr)
  end)

  it("may leave rows out", function()
    local project = begin()
    online.say(project, words("id % 3 = 0 AND id <> 1650", 1650))
    local screen = online.upgrade(project)
    assert.are.equal(0, screen.status, screen.stderr)
    assert.are.equal("599", query(project, "SELECT sum(v = 1) FROM t"))
  end)

  it("may ask for more where it tells what is done: the rest is caught up", function()
    local clearing = [[table = "t", where = %q, from = { "id", "v" },
      into = { "day", "v" },
      pause = 0, set = function(id, v)
        return "d", id ~= %d and v + 1 or error("e")
      end]]
    local project = online.project({ rows = 1800,
      words = clearing:format("day IS NULL AND id % 3 = 0", 1650) })
    assert.are.equal(1, online.upgrade(project).status)
    online.say(project, clearing:format("day IS NULL", 0))
    local screen = online.upgrade(project)
    assert.are.equal(0, screen.status, screen.stderr)
    assert.are.equal("1800", query(project, "SELECT sum(v = 1) FROM t"))
  end)
end)
