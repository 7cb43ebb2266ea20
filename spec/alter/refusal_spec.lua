--- What an alteration is refused for: something else uses what it takes away.
local database = require("spec.support.database")
local plans = require("spec.support.plans")

--- The message and hint of an alteration of `old` to `new` (columns, or whole texts).
local function refused(old, new, given)
  return { database.problem(plans.choose, { old, new, given = given }) }
end

local function cannot_drop(column, user)
  return ("the column '%s' of 't' cannot be dropped: %s uses it"):format(column, user)
end

describe("a column cannot be dropped", function()
  local cases = {
    { "an index on it", "CREATE INDEX i ON t (b)" },
    { "an index of several columns", "CREATE INDEX i ON t (a, B DESC)" },
    { "an index on an expression", "CREATE INDEX i ON t (a + lower(b))" },
    { "an index on a part of the rows", 'CREATE INDEX i ON t (a) WHERE "b" > 0' },
  }
  for _, case in ipairs(cases) do
    it("because of " .. case[1], function()
      assert.are.same(
        { cannot_drop("b", "the index 'i'"), "drop it first: op.drop_index('i')" },
        refused("a, b, c", "a, c", { indexes = { case[2] } }))
    end)
  end

  for _, text in ipairs({
    "CREATE TRIGGER r AFTER UPDATE OF a, b ON t BEGIN SELECT 1; END",
    "CREATE TRIGGER r AFTER INSERT ON t WHEN new.b > 0 BEGIN SELECT 1; END",
    'CREATE TRIGGER r AFTER DELETE ON t BEGIN SELECT OLD . "b"; END',
  }) do
    it("because of " .. text:sub(1, 45), function()
      assert.are.same(
        { cannot_drop("b", "the trigger 'r'"), "drop it first: op.drop_trigger('r')" },
        refused("a, b", "a", { triggers = { text } }))
    end)
  end

  local hint = "drop or change that in the same step"
  for user, new in pairs({
    ["CHECK (a > b)"] = "a CHECK (a > b)",
    ["the CHECK 'ck'"] = "a, CONSTRAINT ck CHECK (a > b)",
    ["the generated column 'g'"] = "a, g AS (b + 1)",
    ["UNIQUE (a, b)"] = "a, UNIQUE (a, b)",
    ["the primary key"] = "a, PRIMARY KEY (a, b)",
    ["the foreign key to 'p'"] = "a, FOREIGN KEY (a, b) REFERENCES p",
  }) do
    it("because of " .. user, function()
      assert.are.same({ cannot_drop("b", user), hint }, refused("a, b", new))
    end)
  end

  it("because another table refers to it", function()
    assert.are.same({
      "'c' refers to 't' by the foreign key (t_b), and (b) would be no key any more",
      "drop that foreign key first, or leave a PRIMARY KEY or UNIQUE on the columns" },
      refused("a, b UNIQUE", "a", { referenced_by = {
        { table = "c", columns = { "t_b" }, parents = { "b" } } } }))
  end)

  it("but what only has its name does not matter", function()
    local plan = plans.choose({ "a, b", "a", given = {
      indexes = { "CREATE INDEX b ON t (a)", "CREATE INDEX j ON t (a + b(a))" },
      triggers = { "CREATE TRIGGER b AFTER INSERT ON t BEGIN SELECT b FROM u; END" },
    } })
    assert.are.equal("native", plan.method)
  end)
end)

describe("a parent key", function()
  local function reference(parents, columns)
    return { referenced_by = {
      { table = "child", columns = columns or { "t_id" }, parents = parents },
    } }
  end
  local function lost(key)
    local message = "'child' refers to 't' by the foreign key (t_id), and %s would be no "
      .. "key any more"
    return { message:format(key),
      "drop that foreign key first, or leave a PRIMARY KEY or UNIQUE on the columns" }
  end

  it("must stay a key", function()
    assert.are.same(lost("(id)"),
      refused("id INTEGER PRIMARY KEY", "id INTEGER", reference({ "id" })))
    assert.are.same(lost("its primary key"),
      refused("id INTEGER PRIMARY KEY", "id INTEGER", reference({})))
    assert.are.same(lost("(X)"), refused("x UNIQUE", "x", reference({ "X" })))
    assert.are.same(lost("its primary key"), refused("id INTEGER PRIMARY KEY, x",
      "id INTEGER, x, PRIMARY KEY (id, x)", reference({})))
  end)

  it("may change its form", function()
    local function method(old, new, given)
      return plans.choose({ old, new, given = given }).method
    end
    assert.are.equal("rebuild",
      method("id INTEGER PRIMARY KEY", "id INTEGER UNIQUE", reference({ "id" })))
    assert.are.equal("rebuild", method("id INTEGER PRIMARY KEY, x",
      "id INTEGER UNIQUE, x PRIMARY KEY", reference({ "id" })))
    local index = reference({ "x" })
    index.indexes = { "CREATE UNIQUE INDEX i ON t (x)" }
    assert.are.equal("edit", method("x UNIQUE", "x", index))
    assert.are.equal("edit", method("x, y, UNIQUE (x, y)", "x, y, UNIQUE (y, x)",
      reference({ "x", "y" }, { "a", "b" })))
  end)

  it("that was none before is nobody's loss", function()
    local index = reference({ "x" })
    index.indexes = { "CREATE UNIQUE INDEX i ON t (x) WHERE x > 0" }
    local plan = plans.choose({ "x NOT NULL", "x", given = index })
    assert.are.equal("edit", plan.method)
  end)

  it("may be the table's own", function()
    assert.are.same({ "'t' refers to 't' by the foreign key (up), and its primary key "
      .. "would be no key any more",
      "drop that foreign key first, or leave a PRIMARY KEY or UNIQUE on the columns" },
      refused("id INTEGER PRIMARY KEY, up REFERENCES t", "id INTEGER, up REFERENCES t"))
    local plan = plans.choose({ "id INTEGER PRIMARY KEY, up REFERENCES t",
      "id INTEGER, up" })
    assert.are.equal("rebuild", plan.method)
  end)
end)

describe("STRICT", function()
  it("needs types it knows", function()
    local hint = "a STRICT table knows INT, INTEGER, REAL, TEXT, BLOB and ANY"
    assert.are.same({ "'t' cannot be STRICT: its column 'b' has the type 'VARCHAR(9)'",
      hint }, refused("CREATE TABLE t (a INT, b VARCHAR(9))",
      "CREATE TABLE t (a INT, b VARCHAR(9)) STRICT"))
    assert.are.same({ "'t' cannot be STRICT: its column 'b' has no type", hint },
      refused("CREATE TABLE t (a INT) STRICT", "CREATE TABLE t (a INT, b) STRICT"))
  end)
end)
