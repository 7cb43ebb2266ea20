--- Renames by the values that both databases hold.
local agreement = require("runner.autogenerate.rename.agreement")
local autogenerate = require("runner.autogenerate")
local helper = require("spec.helper")
local inventory = require("runner.autogenerate.inventory")
local overlap = require("runner.autogenerate.rename.overlap")
local sample = require("runner.autogenerate.rename.sample")
local sqlite = require("runner.sqlite")

local db, desired

before_each(function()
  db, desired = sqlite.open(":memory:"), sqlite.open(":memory:")
end)
after_each(function()
  db:close()
  desired:close()
end)

--- Rows with the numbers from `first` to `last`, made of an SQL expression of n.
local function fill(where, into, first, last, values)
  where:exec(("WITH n(n) AS (SELECT %d UNION ALL SELECT n + 1 FROM n WHERE n < %d) "
    .. "INSERT INTO %s SELECT %s FROM n"):format(first, last, into, values))
end

--- The renames that are followed, and the questions.
local function outcome(from, to)
  local result = { renames = {}, questions = {} }
  local found = autogenerate.compare(from, to, {
    overlap = overlap.between(from, to),
    ask = function(question)
      table.insert(result.questions, question.text)
      return false
    end,
  })
  for _, difference in ipairs(found.differences) do
    if difference.kind:find("^rename_") then
      table.insert(result.renames, difference.from .. " -> " .. difference.to)
    end
  end
  return result
end

--- Two tables t whose columns nobody would take for one; the rows of `body` are added by
-- fill(values).
local function pair(old, new)
  db:exec("CREATE TABLE t " .. old)
  desired:exec("CREATE TABLE t " .. new)
end

local OLD = "(id INTEGER PRIMARY KEY, day TEXT)"
local NEW = "(id INTEGER PRIMARY KEY, remark TEXT)"
local QUESTION = "is the column 'remark' of 't' the former 'day' with a new name"
local BACK = "is the column 'day' of 't' the former 'remark' with a new name"

describe("a rename by values", function()
  it("is followed where row by row the same stands", function()
    pair(OLD, NEW)
    fill(db, "t", 1, 50, "n, 'day ' || n")
    fill(desired, "t", 1, 40, "n, 'day ' || n")
    assert.are.same({ renames = { "day -> remark" }, questions = {} },
      outcome(db, desired))
    assert.are.same({ renames = { "remark -> day" }, questions = {} },
      outcome(desired, db))
  end)

  it("is a question where only some is the same, or in other rows", function()
    pair(OLD, NEW)
    fill(db, "t", 1, 40, "n, 'day ' || n")
    fill(desired, "t", 1, 40, "n, iif(n % 10 < 7, 'day ', 'at ') || n")
    assert.are.same({ QUESTION .. " (the same value in 28 of 40 rows)" },
      outcome(db, desired).questions)
    desired:exec("DELETE FROM t")
    fill(desired, "t", 101, 120, "n, 'day ' || (n - 90)")
    local asked = { renames = {},
      questions = { QUESTION .. " (20 of 20 values are in both)" } }
    assert.are.same(asked, outcome(db, desired))
    assert.are.same({ BACK .. " (20 of 20 values are in both)" },
      outcome(desired, db).questions)
  end)

  it("is never dropped because of other values, but asked", function()
    pair("(id INTEGER PRIMARY KEY, createdAt TEXT)",
      "(id INTEGER PRIMARY KEY, created_at TEXT)")
    assert.are.same({ "createdAt -> created_at" }, outcome(db, desired).renames)
    fill(db, "t", 1, 30, "n, 'one ' || n")
    fill(desired, "t", 1, 30, "n, 'two ' || n")
    assert.are.same({ renames = {}, questions = { "is the column 'created_at' of 't' "
      .. "the former 'createdAt' with a new name (none of 30 values is in both)" } },
      outcome(db, desired))
  end)

  it("goes to the column that has the values", function()
    pair("(id INTEGER PRIMARY KEY, a TEXT, b TEXT)",
      "(id INTEGER PRIMARY KEY, x TEXT, y TEXT)")
    fill(db, "t", 1, 30, "n, 'a' || n, 'b' || n")
    fill(desired, "t", 1, 30, "n, 'b' || n, 'a' || n")
    assert.are.same({ "a -> y", "b -> x" }, outcome(db, desired).renames)
  end)

  it("is seen through another type", function()
    pair("(id INTEGER PRIMARY KEY, n INTEGER)", "(id INTEGER PRIMARY KEY, code TEXT)")
    fill(db, "t", 1, 30, "n, n * 7")
    fill(desired, "t", 1, 30, "n, n * 7")
    assert.are.same({ "n -> code" }, outcome(db, desired).renames)
  end)

  it("is not told by what any column holds", function()
    local plain = { renames = {}, questions = { QUESTION } }
    pair(OLD, NEW)
    assert.are.same(plain, outcome(db, desired)) -- no rows at all
    fill(db, "t", 1, 30, "n, 'day ' || n")
    assert.are.same(plain, outcome(db, desired))
    assert.are.same({ renames = {}, questions = { BACK } }, outcome(desired, db))
    for _, value in ipairs({ "NULL", "1", "n % 2", "''", "'x'" }) do
      db:exec("DELETE FROM t")
      desired:exec("DELETE FROM t")
      fill(db, "t", 1, 30, "n, " .. value)
      fill(desired, "t", 101, 130, "n, " .. value)
      assert.are.same(plain, outcome(db, desired), value)
    end
  end)

  it("is not told by parts of a key", function() -- the same in rows of the same key
    pair("(a INTEGER PRIMARY KEY, c)", "(b INTEGER PRIMARY KEY, c)")
    fill(db, "t", 1, 30, "n, n")
    fill(desired, "t", 1, 30, "n, n")
    local result = outcome(db, desired)
    assert.are.same({}, result.renames)
    assert.are.same({ "is the column 'b' of 't' the former 'a' with a new name" },
      result.questions)
  end)

  it("is known of tables, too", function()
    db:exec("CREATE TABLE issues (id INTEGER PRIMARY KEY, title TEXT, size INT)")
    desired:exec("CREATE TABLE tickets (id INTEGER PRIMARY KEY, title TEXT, weight INT)")
    fill(db, "issues", 1, 30, "n, 'issue ' || n, 1000 + n")
    local text = "is the table 'tickets' the former 'issues' with a new name"
    assert.are.same({ text }, outcome(db, desired).questions)
    fill(desired, "tickets", 1, 30, "n, 'ticket ' || n, 1000 + n")
    assert.are.same({ text .. " (the values of 1 column agree by 0 %)" },
      outcome(db, desired).questions)
    desired:exec("UPDATE tickets SET title = 'issue ' || id")
    assert.are.same({ "issues -> tickets", "size -> weight" },
      outcome(db, desired).renames)
  end)

  it("holds without rowid, and beside views and virtual tables", function()
    local old = "(k TEXT PRIMARY KEY, day TEXT) WITHOUT ROWID"
    local new = "(k TEXT PRIMARY KEY, remark TEXT) WITHOUT ROWID"
    pair(old, new)
    for _, each in ipairs({ db, desired }) do
      fill(each, "t", 1, 20, "'k' || n, 'day ' || n")
      each:exec("CREATE VIEW v AS SELECT k FROM t")
    end
    db:exec("CREATE VIRTUAL TABLE f USING fts5(a); INSERT INTO f VALUES ('a text')")
    desired:exec("CREATE VIRTUAL TABLE g USING fts5(a); INSERT INTO g VALUES ('a text')")
    assert.are.same({ renames = { "day -> remark" }, questions = {} },
      outcome(db, desired))
  end)

  it("needs no names for the rowid", function()
    pair('(rowid, oid, "_rowid_", day TEXT)', '(rowid, oid, "_rowid_", remark TEXT)')
    for _, each in ipairs({ db, desired }) do
      fill(each, "t", 1, 20, "1, 2, 3, 'day ' || n")
    end
    assert.are.same({ QUESTION .. " (20 of 20 values are in both)" },
      outcome(db, desired).questions)
  end)

  it("passes over generated columns and what cannot be read", function()
    pair("(id INTEGER PRIMARY KEY, a AS (id + 1000))",
      "(id INTEGER PRIMARY KEY, b AS (id + 1000))")
    fill(db, "t(id)", 1, 20, "n")
    fill(desired, "t(id)", 1, 20, "n")
    for _, question in ipairs(outcome(db, desired).questions) do
      assert.is_nil(question:find("(", 1, true))
    end
    local found = inventory.read(db).tables.t
    local column = found.definition.columns[1]
    db:exec("DROP TABLE t")
    assert.is_nil(overlap.between(db, db)({ kind = "column", have = found, want = found,
      from = column, to = column }))
  end)
end)

describe("a sample", function()
  local function read(values)
    db:exec("CREATE TABLE t (a)")
    fill(db, "t", 1, 3000, values)
    local found = inventory.read(db).tables.t
    return sample.read(db, found, found.definition.columns[1])
  end

  it("has the first rows only", function()
    local rows = read("n")
    assert.are.equal(1000, #rows.values)
    assert.are.same({ "v1", "v1000", "v1" },
      { rows.values[1], rows.values[1000], rows.keys[1] })
  end)

  it("has the ends of long values, and very long blobs not at all", function()
    local rows = read([[CASE n WHEN 1 THEN zeroblob(1000000) WHEN 2 THEN zeroblob(500)
      WHEN 3 THEN hex(zeroblob(5000)) WHEN 4 THEN NULL WHEN 5 THEN 5.0 ELSE 1.5 END]])
    assert.is_false(rows.values[1])
    assert.truthy(rows.values[2]:find("^b0+/500$"))
    assert.truthy(rows.values[3]:find("^v0+/10000$"))
    assert.is_true(#rows.values[3] < 200)
    assert.are.same({ false, "v5", "v1.5" }, table.move(rows.values, 4, 6, 1, {}))
  end)

  it("ends early where texts are very long", function()
    local rows = read("hex(zeroblob(50000))")
    assert.are.equal(41, #rows.values)
  end)

  it("tells long texts apart by their ends and their lengths", function()
    local rows = read("hex(zeroblob(100)) || iif(n % 2, 'x', '') || (n % 3)")
    local different = {}
    for i = 1, 6 do different[rows.values[i]] = true end
    local count = 0
    for _ in pairs(different) do count = count + 1 end
    assert.are.equal(6, count)
  end)
end)

describe("an agreement", function()
  local function rows(values)
    local list = { values = {}, keys = {} }
    for i, value in ipairs(values) do
      list.values[i], list.keys[i] = value, "k" .. i
    end
    return list
  end

  it("takes off what chance gives", function()
    local flags = { "v0", "v1", "v0", "v0", "v1", "v1", "v0", "v1", "v1", "v0" }
    local other = { "v1", "v1", "v0", "v1", "v1", "v0", "v0", "v0", "v1", "v0" }
    assert.are.equal(1, agreement.of_rows(rows(flags), rows(flags)).share)
    assert.is_true(agreement.of_rows(rows(flags), rows(other)).share < 0.5)
  end)

  it("says nothing where chance could give all of it", function()
    local few = rows({ "v0", "v1", "v0" })
    assert.is_nil(agreement.of_rows(few, few))
    local same = rows({ "v7", "v7", "v7", "v7", "v7", "v7", "v7", "v7" })
    assert.is_nil(agreement.of_rows(same, same))
    assert.is_nil(agreement.of_rows(rows({}), rows({})))
    local null = rows({ false, false, false, false })
    assert.is_nil(agreement.of_rows(null, null))
  end)
end)

describe("revision --autogenerate with rows on both sides", function()
  after_each(helper.clean)

  local function make(project, name, body, values)
    local file <close> = sqlite.open(project:path(name))
    file:exec("CREATE TABLE t " .. body)
    fill(file, "t", 1, 30, values)
  end

  it("writes the rename, and check tells the question with its evidence", function()
    local project = helper.project()
    project:write("runner.lua", 'return { database = "desk.db", schema = "mine.db" }\n')
    project:shell("mkdir versions")
    make(project, "desk.db", OLD, "n, 'day ' || n")
    make(project, "mine.db", NEW, "n, iif(n % 3, 'day ', 'at ') || n")
    assert.truthy(project:run("check").stdout:find("Perhaps renamed: " .. QUESTION
      .. " (the same value in 20 of 30 rows)?", 1, true))
    do
      local file <close> = sqlite.open(project:path("mine.db"))
      file:exec("UPDATE t SET remark = 'day ' || id")
    end
    local screen = project:run("revision --autogenerate --data -m rename")
    assert.are.equal(0, screen.status, screen.stderr)
    assert.are.equal(0, project:run("upgrade head").status)
    local file <close> = sqlite.open(project:path("desk.db"))
    assert.are.equal("day 30", file:value("SELECT remark FROM t WHERE id = 30"))
    assert.truthy(project:run("schema --diff mine.db desk.db").status == 0)
  end)
end)
