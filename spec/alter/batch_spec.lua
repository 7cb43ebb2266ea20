--- What is asked of a table in one step: renames that run first, and names by convention.
local change = require("spec.support.change")
local database = require("spec.support.database")
local definition = require("runner.alter.definition")
local expression = require("runner.schema.expression")
local split = require("runner.alter.request.part")

after_each(function() change.patterns = nil end)

--- The parts of a batch about t (a, b, c): lists of requests.
local function parts(...)
  local requests = {}
  for _, word in ipairs({ ... }) do
    table.move(change.requests(word), 1, 2, #requests + 1, requests)
  end
  return split(definition.read("CREATE TABLE t (a, b, c)"), requests)
end

--- The only part.
local function part(...)
  local found = parts(...)
  assert.are.equal(1, #found)
  return found[1]
end

local function rename(name, new_name) return { "rename_column", name, new_name } end

--- The renames of a part: { { name, new name }, ... }.
local function renames(found)
  local list = {}
  for i, item in ipairs(found.renames) do list[i] = { item.name, item.new_name } end
  return list
end

describe("a rename in a batch", function()
  it("runs before what was asked first, which follows it", function()
    local found = part({ "drop_column", "A" }, { "alter_column", "b", { after = "a" } },
      { "create_unique_constraint", "u", { "a", "b" } },
      { "create_primary_key", nil, { "a" }, n = 3 },
      { "create_foreign_key", "f", "T", { "a" }, { "a" } },
      { "create_foreign_key", "g", "other", { "a" }, { "a" } },
      { "drop_constraint", nil, { columns = { "b", "a" } }, n = 3 },
      { "reorder_columns", { "b", "a" } }, rename("b", "n"))
    assert.are.same({ { "b", "n" } }, renames(found))
    assert.are.equal("A", found.requests[1].name)
    assert.are.equal("n", found.requests[2].name)
    assert.are.same({ "a", "n" }, found.requests[3].model.columns)
    assert.are.same({ "n", "a" }, found.requests[7].wanted.columns)
    assert.are.same({ "n", "a" }, found.requests[8].names)
  end)

  it("is followed by positions, references to the table and expressions", function()
    local found = part(
      { "add_column", { "x", "INT", check = "x > a", references = { "t", "a" } },
        { after = "a" } },
      { "add_column", { "y", "INT", generated = 'a + "a" + a(t.a) + lower.a' },
        { before = "b" } },
      { "alter_column", "b", { check = "a", generated = "a", references = { "u", "a" },
        using = expression("coalesce(b, a)"), before = "a" } },
      { "create_check_constraint", "k", "a <> 'a'" },
      { "create_foreign_key", "f", "T", { "a" }, { "a" } },
      { "drop_constraint", nil, { condition = "a > 0" }, n = 3 },
      { "create_index", "i", { "a", expression("a || b"), { "b", desc = true } },
        { where = "a > 0" } },
      rename("A", "or der"))
    local x, y, b, k, f, d, i = table.unpack(found.requests)
    local q = '"or der"'
    assert.are.equal("x > " .. q, x.model.check.text)
    assert.are.same({ "or der" }, x.model.references.columns)
    assert.are.equal("or der", x.position.after)
    assert.are.equal(("%s + %s + a(t.%s) + lower.%s"):format(q, q, q, q),
      y.model.generated)
    assert.are.equal(q, b.given.check.text)
    assert.are.equal(q, b.given.generated)
    assert.are.same({ "a" }, b.given.references.columns)
    assert.are.equal("coalesce(b, " .. q .. ")", expression.text(b.value))
    assert.are.equal("or der", b.given.before)
    assert.are.equal(q .. " <> 'a'", k.model.text)
    assert.are.same({ "or der" }, f.model.columns)
    assert.are.same({ "or der" }, f.model.reference.columns)
    assert.are.equal(q .. " > 0", d.wanted.condition)
    assert.are.equal("or der", i.model.keys[1].column)
    assert.are.equal(q .. " || b", i.model.keys[2].expression)
    assert.are.equal(q .. " > 0", i.model.where)
  end)

  it("leaves what was asked after it", function()
    local found = part(rename("a", "x"), { "add_column", { "a", "TEXT" } },
      { "alter_column", "a", { null = true } })
    assert.are.same({ { "a", "x" } }, renames(found))
    assert.are.equal("a", found.requests[1].model.name)
    assert.are.equal("a", found.requests[2].name)
  end)

  it("may follow another", function()
    local found = part({ "alter_column", "a", { null = true } }, rename("a", "x"),
      rename("b", "a"), rename("x", "b"), { "drop_column", "b" })
    assert.are.same({ { "a", "x" }, { "b", "a" }, { "x", "b" } }, renames(found))
    assert.are.equal("b", found.requests[1].name)
    assert.are.equal("b", found.requests[2].name)
  end)

  it("of a new column is just its name", function()
    local found = part({ "drop_column", "a" }, { "add_column", { "a", "TEXT" } },
      { "alter_column", "a", { null = true } }, rename("a", "x"), rename("x", "y"))
    assert.are.same({}, found.renames)
    assert.are.equal("a", found.requests[1].name)
    assert.are.equal("y", found.requests[2].model.name)
    assert.are.equal("y", found.requests[3].name)
  end)

  it("begins a new part if its name goes first", function()
    local found = parts({ "add_column", { "x", "TEXT" } }, { "drop_column", "A" },
      rename("x", "a"), { "alter_column", "a", { null = true } }, rename("b", "d"))
    assert.are.equal(2, #found)
    assert.are.same({}, found[1].renames)
    assert.are.same({ { "x", "a" }, { "b", "d" } }, renames(found[2]))
    assert.are.equal(2, #found[1].requests)
    assert.are.equal(1, #found[2].requests)
  end)

  it("may change the case only", function()
    assert.are.same({ { "a", "A" } }, renames(part(rename("a", "A"))))
  end)

  it("is part of alter_column, too", function()
    local found = part({ "alter_column", "a", { name = "x", null = true } })
    assert.are.same({ { "a", "x" } }, renames(found))
    assert.are.equal("x", found.requests[1].name)
  end)

  it("is refused where it cannot be", function()
    local function refuse(message, hint, ...)
      local found, found_hint = database.problem(parts, ...)
      assert.are.equal(message, found)
      assert.are.equal(hint, found_hint)
    end
    refuse("op: 't' has no column 'x'", "known are: a, b, c", rename("x", "y"))
    refuse("op: 't' has a column 'B' already", nil, rename("a", "B"))
    refuse("op: 't' has a column 'd' already", nil, { "add_column", { "d", "" } },
      rename("a", "d"))
    refuse("op: 't' has no column 'a'", "known are: b, c", { "drop_column", "a" },
      rename("a", "x"))
    refuse("op: the new name must be a name, not nothing", nil, { "rename_column", "a" })
  end)
end)

describe("a naming convention", function()
  local function expect(wanted, ...)
    assert.are.equal("CREATE TABLE t " .. wanted,
      (change.text("CREATE TABLE t (a, b)", ...)))
  end

  it("names what has no name", function()
    change.patterns = { unique = "uq_{table}_{columns}", check = "ck_{column}",
      foreign_key = "fk_{table}_{columns}_{referent}", primary_key = "pk_{table}" }
    expect("(a, b, CONSTRAINT uq_t_a_b UNIQUE (a, b))",
      { "create_unique_constraint", nil, { "a", "b" }, n = 3 })
    expect("(a, b, CONSTRAINT x UNIQUE (a))",
      { "create_unique_constraint", "x", { "a" } })
    expect("(a, b, CONSTRAINT ck_b CHECK (b > a))",
      { "create_check_constraint", nil, "b > a", n = 3 })
    expect("(a, b, CONSTRAINT fk_t_a_u FOREIGN KEY (a) REFERENCES u)",
      { "create_foreign_key", nil, "u", { "a" }, n = 4 })
    expect("(a NOT NULL, b, CONSTRAINT pk_t PRIMARY KEY (a))",
      { "create_primary_key", nil, { "a" }, n = 3 })
    expect("(a, b, c CONSTRAINT uq_t_c UNIQUE CONSTRAINT ck_c CHECK (c) "
      .. "CONSTRAINT fk_t_c_u REFERENCES u)", { "add_column",
      { "c", "", unique = true, check = "c", references = "u" } })
    expect("(a CONSTRAINT ck_a CHECK (a) CONSTRAINT uq_t_a UNIQUE "
      .. "CONSTRAINT fk_t_a_u REFERENCES u, b)", { "alter_column", "a",
      { unique = true, check = "a", references = "u" } })
  end)

  it("leaves the names there are, and has no pattern for every kind", function()
    change.patterns = { check = "ck_{column}", unique = "uq" }
    assert.are.equal("CREATE TABLE t (a CHECK (b) CONSTRAINT x UNIQUE)", (change.text(
      "CREATE TABLE t (a CHECK (a) CONSTRAINT x UNIQUE)",
      { "alter_column", "a", { check = "b", unique = true } })))
    expect("(a, b, FOREIGN KEY (a) REFERENCES u)",
      { "create_foreign_key", nil, "u", { "a" }, n = 4 })
  end)

  it("is checked", function()
    local naming = require("runner.schema.naming")
    assert.are.equal("naming: unique has an unknown part '{colums}'",
      (database.problem(naming.check, "naming", { unique = "uq_{colums}" })))
    assert.are.equal("naming has an unknown word 'uniq'",
      (database.problem(naming.check, "naming", { uniq = "uq" })))
    assert.are.equal("naming: index must be a text, not a number",
      (database.problem(naming.check, "naming", { index = 5 })))
  end)

  it("makes one word of an expression", function()
    local naming = require("runner.schema.naming")
    assert.are.equal("ix_t_lower_name_two_words", naming.name(
      { index = "ix_{table}_{columns}" }, "index",
      { table = "t", columns = { "lower(name)", "two words" } }))
  end)
end)
