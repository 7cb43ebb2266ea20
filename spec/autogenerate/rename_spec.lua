--- What is taken for a rename, what is asked, and what is neither.
local autogenerate = require("runner.autogenerate")
local database = require("spec.support.database")
local sqlite = require("runner.sqlite")

local db, desired

before_each(function() db, desired = sqlite.open(":memory:"), sqlite.open(":memory:") end)
after_each(function()
  db:close()
  desired:close()
end)

--- The lines of the differences between two scripts.
local function lines(have, want, options)
  db:exec(have)
  desired:exec(want)
  local texts = {}
  for i, one in ipairs(autogenerate.compare(db, desired, options).differences) do
    texts[i] = one.text
  end
  return texts
end

local function problem(have, want, options)
  return database.problem(lines, have, want, options)
end

--- The questions, all of which are denied.
local function asked(have, want)
  local texts = {}
  lines(have, want, { ask = function(question)
    texts[#texts + 1] = question.text .. "?"
    return false
  end })
  return texts
end

describe("a rename", function()
  it("is followed where it is said, by indexes, views, triggers and keys, too", function()
    assert.are.same({ "rename table 'users' to 'people'",
      "rename column 'name' of 'people' to 'full'" }, lines([[
      CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT CHECK (name <> ''));
      CREATE TABLE notes (n INTEGER, user REFERENCES users (id));
      CREATE INDEX ix ON users (lower(name)) WHERE name > 'a';
      CREATE VIEW v AS SELECT name FROM users;
      CREATE TRIGGER tr AFTER UPDATE OF name ON users BEGIN SELECT new.name; END]], [[
      CREATE TABLE people (id INTEGER PRIMARY KEY, full TEXT CHECK (full <> ''));
      CREATE TABLE notes (n INTEGER, user REFERENCES people (id));
      CREATE INDEX ix ON people (lower(full)) WHERE full > 'a';
      CREATE VIEW v AS SELECT full FROM people;
      CREATE TRIGGER tr AFTER UPDATE OF full ON people BEGIN SELECT new.full; END]],
      { renames = { users = "people", ["users.name"] = "full" } }))
  end)

  it("may name the table as it was or as it will be", function()
    local have, want = "CREATE TABLE a (x, y)", "CREATE TABLE b (x, z INT)"
    assert.are.same({ "rename table 'a' to 'b'", "rename column 'y' of 'b' to 'z'",
      "alter column 'z' of 'b': type no type -> INT" },
      lines(have, want, { renames = { a = "b", ["b.y"] = "b.z" } }))
  end)

  it("may be said at the new name", function()
    assert.are.same({ "rename table 'a' to 'b'", "rename column 'y' of 'b' to 'z'" },
      lines("CREATE TABLE a (x, y)", "CREATE TABLE b (x, z)",
        { was = { tables = { b = "a" }, columns = { b = { z = "y" } } } }))
  end)

  it("that is done already stays without a word", function()
    assert.are.same({}, lines("CREATE TABLE b (z)", "CREATE TABLE b (z)",
      { renames = { a = "b", ["b.y"] = "z" } }))
  end)

  for _, case in ipairs {
    { { u = "b" }, "rename u=b: there is no table of the old name" },
    { { a = "u" }, "rename a=u: the desired schema has no table of the new name" },
    { { a = "d" }, "rename a=d: there is a table of the new name already" },
    { { ["c.w"] = "y" }, "rename c.w=y: there is no column of the old name" },
    { { ["c.x"] = "q" },
      "rename c.x=q: the desired schema has no column of the new name" },
    { { a = 5 }, "renames: the new name of 'a' must be a name, not a number" },
  } do
    it("is refused: " .. case[2], function()
      assert.are.equal(case[2], (problem(
        "CREATE TABLE a (x, y); CREATE TABLE c (x); CREATE TABLE d (x)",
        "CREATE TABLE b (x, y); CREATE TABLE c (y); CREATE TABLE d (x)",
        { renames = case[1], guess = false })))
    end)
  end
end)

describe("evidence", function()
  it("that is strong is followed", function()
    assert.are.same({ "rename column 'name' of 'users' to 'full_name'" },
      lines("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INT)",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, full_name TEXT NOT NULL, age INT)"))
  end)

  it("is strong for a table with the same columns", function()
    assert.are.same({ "rename table 'users' to 'people'" },
      lines("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT, age INT)",
        "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, email TEXT, age INT)"))
  end)

  it("that is weak is no rename", function()
    assert.are.same({ "drop column 'day' of 't': day TEXT",
      "add column 'total' of 't': total REAL NOT NULL DEFAULT 0",
      "add column 'height' of 't': height REAL" },
      lines("CREATE TABLE t (id INTEGER PRIMARY KEY, day TEXT, n INT)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, n INT, "
        .. "total REAL NOT NULL DEFAULT 0, height REAL)"))
  end)

  for what, case in pairs {
    ["is the column 'total' of 't' the former 'day' with a new name?"] = {
      "CREATE TABLE t (id INT, day TEXT UNIQUE, n INT)",
      "CREATE TABLE t (id INT, n INT, total REAL NOT NULL DEFAULT 0)" },
    ["is the table 'memos' the former 'notes' with a new name?"] = {
      "CREATE TABLE notes (a TEXT, n INT); CREATE TABLE x (a)",
      "CREATE TABLE memos (b TEXT, m REAL); CREATE TABLE x (a)" },
  } do
    it("is asked for the only one that goes and the only one that comes", function()
      assert.are.same({ what }, asked(case[1], case[2]))
    end)
  end

  it("is asked for what stands at the very same place", function()
    assert.are.equal("is the column 'total' of 't' the former 'day' with a new name?",
      (problem("CREATE TABLE t (id INT, day TEXT UNIQUE, n INT)",
        "CREATE TABLE t (id INT, total REAL NOT NULL, n INT, more REAL, last REAL)")))
  end)

  it("is asked for tables with as many columns of the same types", function()
    assert.are.same({ "is the table 'memos' the former 'notes' with a new name?" },
      asked("CREATE TABLE notes (a TEXT, n INT)",
        "CREATE TABLE memos (b TEXT, m INT); CREATE TABLE other (k BLOB)"))
  end)

  it("is none for tables that have nothing in common", function()
    assert.are.same({ "add table 'memos'", "drop table 'notes'" },
      lines("CREATE TABLE notes (a TEXT, n INT)", "CREATE TABLE memos (b BLOB, m REAL)"))
  end)

  it("is none between what is computed and what is not", function()
    assert.are.same({ "drop column 'b' of 't': b INT",
      "add column 'c' of 't': c INT AS (a + 1)" },
      lines("CREATE TABLE t (a INT, b INT)", "CREATE TABLE t (a INT, c INT AS (a + 1))"))
  end)

  it("asks for each old one once, with the three nearest", function()
    local message, hint = problem("CREATE TABLE t (id INT, day TEXT)",
      "CREATE TABLE t (id INT, w TEXT, x TEXT, y TEXT, z TEXT, n REAL)")
    assert.are.equal("is the column 'w' or 'y' or 'x' of 't' the former 'day' with a new "
      .. "name?", message)
    assert.are.equal("answer with --rename t.day=w or --rename t.day=y or "
      .. "--rename t.day=x if it is, --rename t.day= if it is not", hint)
  end)

  it("between both is asked, and not guessed", function()
    local message, hint = problem("CREATE TABLE t (a INT, day TEXT)",
      "CREATE TABLE t (a INT, remark TEXT)")
    assert.are.equal("is the column 'remark' of 't' the former 'day' with a new name?",
      message)
    assert.are.equal("answer with --rename t.day=remark if it is, --rename t.day= if it "
      .. "is not", hint)
  end)

  it("is answered as a shell takes it", function()
    local _, hint = problem('CREATE TABLE "a b" (a INT, "day\'s" TEXT)',
      'CREATE TABLE "a b" (a INT, remark TEXT)')
    assert.are.equal("answer with --rename 'a b.day'\\''s=remark' if it is, "
      .. "--rename 'a b.day'\\''s=' if it is not", hint)
  end)

  local MANY = { "CREATE TABLE t (a INT, day TEXT); CREATE TABLE u (x TEXT, p INT)",
    "CREATE TABLE t (a INT, remark TEXT); CREATE TABLE v (x TEXT, q INT)" }

  it("is asked for all at once, also for columns of what may have a new name", function()
    local message, hint = problem(MANY[1], MANY[2], { says_was = true })
    assert.are.equal("3 tables and columns that go may be others that come, with a new "
      .. "name", message)
    assert.are.equal([[
answer each question with one of its options, all in one command:
  is the table 'v' the former 'u' with a new name?
    --rename u=v    yes (or was = "u" in the schema)
    --rename u=    no
  is the column 'q' of 'v' the former 'p' with a new name?
    --rename v.p=q    yes (or was = "p" in the schema)
    --rename v.p=    no
  is the column 'remark' of 't' the former 'day' with a new name?
    --rename t.day=remark    yes (or was = "day" in the schema)
    --rename t.day=    no]], hint)
  end)

  it("begins with the name that is more alike", function()
    local _, hint = problem("CREATE TABLE login_requests (id INT, r TEXT); "
      .. "CREATE TABLE setting_requests (id INT, s TEXT)",
      "CREATE TABLE setting_flows (id INT, s2 TEXT); "
      .. "CREATE TABLE login_flows (id INT, r2 TEXT)")
    local order = {}
    for said in hint:gmatch("(%S+)    yes") do order[#order + 1] = said end
    assert.are.same({ "setting_requests=setting_flows", "setting_requests=login_flows",
      "login_requests=login_flows", "login_requests=setting_flows",
      "setting_flows.s=s2", "login_flows.r=r2" }, order)
  end)

  it("needs no more answers than are asked for at once", function()
    local answers = { ["t.day"] = false, ["v.p"] = "q" }
    for _, of_table in ipairs { "v", false } do
      answers.u = of_table
      assert.are.equal(4, #lines(MANY[1], MANY[2], { renames = answers }))
      for _, one in ipairs { db, desired } do
        one:exec("DROP TABLE t; DROP TABLE IF EXISTS u; DROP TABLE IF EXISTS v")
      end
    end
  end)

  it("is asked with its number, and not if an answer has settled it", function()
    local numbers = {}
    local function ask(question)
      numbers[#numbers + 1] = ("%s=%s %d of %d"):format(question.from.name,
        question.to.name, question.number, question.total)
      return question.to.name == "y"
    end
    lines("CREATE TABLE t (id INT, a TEXT, b TEXT)",
      "CREATE TABLE t (id INT, x TEXT, y TEXT)", { ask = ask })
    assert.are.same({ "a=x 1 of 4", "b=y 2 of 4" }, numbers)
  end)

  it("is not asked where it was answered", function()
    assert.are.same({ "drop column 'day' of 't': day TEXT",
      "add column 'remark' of 't': remark TEXT" },
      lines("CREATE TABLE t (a INT, day TEXT)", "CREATE TABLE t (a INT, remark TEXT)",
        { renames = { ["t.day"] = false } }))
  end)

  it("is asked of a person if there is one", function()
    local texts = {}
    local function ask(question)
      texts[#texts + 1] = question.text
      return question.to.name == "remark"
    end
    assert.are.same({ "rename column 'day' of 't' to 'remark'" },
      lines("CREATE TABLE t (a INT, day TEXT)", "CREATE TABLE t (a INT, remark TEXT)",
        { ask = ask }))
    assert.are.same({ "is the column 'remark' of 't' the former 'day' with a new name" },
      texts)
  end)

  it("grows with values that are the same, and shrinks with others", function()
    local have, want = "CREATE TABLE t (a INT, day TEXT)",
      "CREATE TABLE t (a INT, remark TEXT)"
    assert.are.same({ "rename column 'day' of 't' to 'remark'" },
      lines(have, want, { overlap = function() return 1 end }))
    db:exec("DROP TABLE t")
    desired:exec("DROP TABLE t")
    assert.are.equal("is the column 'remark' of 't' the former 'day' with a new name "
      .. "(none is the same)?", (problem(have, want, { overlap = function()
        return 0, "none is the same"
      end })))
  end)

  it("for two new columns is asked, whichever is nearer", function()
    local message = problem("CREATE TABLE t (id INT, name TEXT)",
      "CREATE TABLE t (id INT, name1 TEXT, name2 TEXT)")
    assert.truthy(message:find("is the column 'name1' or 'name2' of 't'", 1, true))
  end)
end)
