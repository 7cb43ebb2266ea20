--- The pure parts: identifiers, literals, expressions, the nearest word.
local sqlite = require("runner.sqlite")
local expression = require("runner.schema.expression")
local identifier = require("runner.schema.identifier")
local literal = require("runner.schema.literal")
local nearest = require("runner.schema.nearest")

describe("an identifier", function()
  it("is left alone where SQLite needs no quotes", function()
    for _, name in ipairs({ "users", "_x", "a1", "Status", "rowid" }) do
      assert.are.equal(name, identifier.quote(name))
    end
  end)

  it("is quoted where it needs them", function()
    local cases = {
      ["order"] = '"order"', ["Group"] = '"Group"', ["two words"] = '"two words"',
      ["1st"] = '"1st"', ['say "hi"'] = '"say ""hi"""', ["straße"] = '"straße"',
      ["a.b"] = '"a.b"', ["it's"] = '"it\'s"', ["x]"] = '"x]"',
    }
    for name, quoted in pairs(cases) do
      assert.are.equal(quoted, identifier.quote(name))
    end
  end)

  it("survives SQLite whatever it holds", function()
    local db <close> = sqlite.open(":memory:")
    local names = { "select", 'q"q', "it's", "[b]", "`t`", "a\nb", "é", "--", "%s", "%1" }
    for _, name in ipairs(names) do
      local quoted = identifier.quote(name)
      db:exec(("CREATE TABLE %s (%s)"):format(quoted, quoted))
      local column = db:value("SELECT name FROM pragma_table_info(?)", name)
      assert.are.equal(name, column)
    end
  end)

  it("knows every keyword that cannot stand alone", function()
    local db <close> = sqlite.open(":memory:")
    local words = [[SELECT table x INDEX values Returning NOTHING materialized]]
    for word in words:gmatch("%a+") do
      local ok = pcall(db.exec, db, ("CREATE TABLE t (%s); DROP TABLE t"):format(word))
      assert.is_true(ok or identifier.is_keyword(word), word)
    end
    assert.is_false(identifier.is_keyword("x"))
  end)

  it("is folded as SQLite compares names", function()
    assert.are.equal("abcÉ", identifier.fold("aBCÉ"))
  end)

  it("may not be empty, hold a zero byte, or be something else", function()
    assert.are.equal("is empty", identifier.problem(""))
    assert.are.equal("holds a zero byte", identifier.problem("a\0b"))
    assert.are.equal("must be a text, not a number", identifier.problem(1))
    assert.is_nil(identifier.problem("a"))
  end)
end)

describe("a literal", function()
  it("has the text of its type", function()
    assert.are.equal("NULL", literal(nil))
    assert.are.equal("NULL", literal(sqlite.null))
    assert.are.equal("1", literal(true))
    assert.are.equal("0", literal(false))
    assert.are.equal("42", literal(42))
    assert.are.equal("2.0", literal(2.0))
    assert.are.equal("0.1", literal(0.1))
    assert.are.equal("1e+100", literal(1e100))
    assert.are.equal("'it''s'", literal("it's"))
    assert.are.equal("x'00ff41'", literal(sqlite.blob("\0\xffA")))
    assert.are.equal("CAST(x'610062' AS TEXT)", literal("a\0b"))
    assert.are.equal("lower('X')", literal(expression("lower('X')")))
  end)

  it("is refused for what is no plain value", function()
    local text, problem = literal({})
    assert.is_nil(text)
    assert.are.equal("must be a plain value, not a table", problem)
    assert.are.equal("is not a number (0/0)", select(2, literal(0 / 0)))
    assert.are.equal("must be a plain value, not a userdata",
      select(2, literal(io.stdout)))
    assert.are.equal("must be a plain value, not a function", select(2, literal(print)))
  end)

  it("means the value it was made of", function()
    local db <close> = sqlite.open(":memory:")
    local values = {
      0, 1, -1, math.maxinteger, math.mininteger, 0.1, -0.5, 1 / 3, 1e308, 5e-324,
      2.0 ^ 53, -2.0, math.huge, -math.huge, "", "a'b", "line\nbreak", "a\0b\xff",
    }
    for _, value in ipairs(values) do
      local read = db:value("SELECT " .. literal(value))
      assert.are.equal(value, read)
      assert.are.equal(math.type(value), math.type(read))
    end
    local blob = sqlite.blob("\0\1\xfe")
    assert.is_true(blob == db:value("SELECT " .. literal(blob)))
  end)
end)

describe("sql", function()
  it("marks a text", function()
    local marked = expression("a + 1")
    assert.are.equal("a + 1", expression.text(marked))
    assert.are.equal("a + 1", tostring(marked))
    assert.is_nil(expression.text("a + 1"))
    assert.is_nil(expression.text({ text = "a" }))
    assert.are.equal("a", expression.any_text("a"))
  end)

  it("takes a text only", function()
    assert.has_error(function() expression(1) end, "sql takes a text, not a number")
  end)

  it("is put in parentheses once", function()
    local cases = {
      ["a"] = "(a)", ["(a)"] = "(a)", ["(a) + (b)"] = "((a) + (b))",
      ["(a = '(') OR (b = ')')"] = "((a = '(') OR (b = ')'))",
      ["a -- why"] = "(a -- why\n)",
    }
    for text, wanted in pairs(cases) do
      assert.are.equal(wanted, expression.parenthesize(text))
    end
  end)
end)

describe("the nearest word", function()
  local known = { "default", "references", "null", "check" }

  it("is found over one or two mistakes", function()
    assert.are.equal("default", nearest("defalt", known))
    assert.are.equal("references", nearest("refernces", known))
    assert.are.equal("null", nearest("nul", known))
    assert.are.equal("check", nearest("CHEKC", known))
  end)

  it("is not invented", function()
    assert.is_nil(nearest("colour", known))
    assert.is_nil(nearest("x", { "y" }))
    assert.is_nil(nearest("null", {}))
  end)
end)
