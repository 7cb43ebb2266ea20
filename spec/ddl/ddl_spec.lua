--- runner.ddl: definitions read into their parts, tokens, and the normal spelling.
local ddl = require("runner.ddl")
local database = require("spec.support.database")
local helper = require("spec.helper")

local function text_of(sql, span) return sql:sub(table.unpack(span)) end

describe("ddl.parse", function()
  it("gives a table's parts with their spans", function()
    local sql = [[CREATE TABLE "a b"(id INTEGER PRIMARY KEY AUTOINCREMENT, -- the key
      kind TEXT CONSTRAINT k CHECK (kind <> '')) STRICT]]
    local tree = ddl.parse(sql)
    assert.are.equal("table", tree.kind)
    assert.are.equal("a b", tree.name)
    assert.are.equal('"a b"', text_of(sql, tree.name_span))
    assert.are.equal(sql, text_of(sql, tree.span))
    assert.are.equal("STRICT", text_of(sql, tree.strict))
    assert.are.equal("STRICT", text_of(sql, tree.options_span))
    assert.are.same({ { kind = "strict", span = tree.strict } }, tree.options)
    assert.is_nil(tree.without_rowid)
    assert.are.equal("(id", text_of(sql, tree.body):sub(1, 3))
    assert.are.same({}, tree.constraints)
    local id, kind = table.unpack(tree.columns)
    assert.are.same({ "id", "INTEGER" }, { id.name, id.type })
    assert.are.equal("id INTEGER PRIMARY KEY AUTOINCREMENT", text_of(sql, id.span))
    assert.are.equal("primary_key", id.constraints[1].kind)
    assert.is_true(id.constraints[1].autoincrement)
    assert.are.equal("INTEGER", text_of(sql, id.type_span))
    assert.are.equal("k", kind.constraints[1].name)
    assert.are.equal("kind <> ''", text_of(sql, kind.constraints[1].expression))
  end)

  it("gives each kind of constraint the fields of its own", function()
    local sql = "CREATE TABLE t(a NOT NULL ON CONFLICT FAIL, b DEFAULT -1 COLLATE nocase "
      .. "REFERENCES p(x) ON DELETE SET NULL, c AS (a) STORED, d PRIMARY KEY DESC, "
      .. "UNIQUE(a, b COLLATE rtrim DESC), CHECK (1), "
      .. "CONSTRAINT f FOREIGN KEY(a) REFERENCES p DEFERRABLE, CONSTRAINT n)"
    local tree = ddl.parse(sql)
    local function plain(constraint)
      constraint.span, constraint.name_span, constraint.conflict_span = nil, nil, nil
      for _, column in ipairs(constraint.columns or {}) do column.name_span = nil end
      return constraint
    end
    local a, b, c, d = table.unpack(tree.columns)
    assert.are.same({ kind = "not_null", conflict = "FAIL" }, plain(a.constraints[1]))
    assert.are.equal("-1", text_of(sql, b.constraints[1].value))
    assert.are.same({ kind = "collate", collation = "nocase" }, plain(b.constraints[2]))
    assert.are.same({ kind = "references", table = "p", columns = { { name = "x" } },
      table_span = b.constraints[3].table_span, on_delete = "SET NULL" },
      plain(b.constraints[3]))
    assert.are.equal("STORED", c.constraints[1].storage)
    assert.are.equal("a", text_of(sql, c.constraints[1].expression))
    assert.are.same({ kind = "primary_key", order = "DESC" }, plain(d.constraints[1]))
    local unique, check, foreign, name = table.unpack(tree.constraints)
    assert.are.equal("b COLLATE rtrim DESC", text_of(sql, unique.columns[2].span))
    assert.are.same({ "rtrim", "DESC" },
      { unique.columns[2].collation, unique.columns[2].order })
    assert.are.equal("1", text_of(sql, check.expression))
    assert.are.equal("a", foreign.columns[1].name)
    assert.are.equal("REFERENCES p DEFERRABLE", text_of(sql, foreign.references.span))
    assert.are.same({}, foreign.references.columns)
    assert.are.equal("DEFERRABLE", foreign.references.deferrable)
    assert.are.same({ kind = "name", name = "n" }, plain(name))
  end)

  it("gives the parts of everything else that SQLite stores", function()
    local sql = "CREATE UNIQUE INDEX i ON t(a, b + 1 DESC) WHERE a > 0"
    local tree = ddl.parse(sql)
    assert.are.same({ "index", "i", "t", true }, { tree.kind, tree.name, tree.table,
      tree.unique })
    assert.are.equal("a", tree.columns[1].name)
    assert.is_nil(tree.columns[2].name)
    assert.are.equal("b + 1", text_of(sql, tree.columns[2].expression))
    assert.are.equal("a > 0", text_of(sql, tree.where))
    sql = "CREATE TEMP VIEW IF NOT EXISTS main.v(a, b) AS SELECT 1, 2"
    tree = ddl.parse(sql)
    assert.are.same({ "view", "main", "v", true, true, { "a", "b" } },
      { tree.kind, tree.schema, tree.name, tree.temporary, tree.if_not_exists,
        tree.columns })
    assert.are.equal("SELECT 1, 2", text_of(sql, tree.select))
    sql = "CREATE TRIGGER r AFTER UPDATE OF a ON t WHEN new.a BEGIN SELECT 1; END"
    tree = ddl.parse(sql)
    assert.are.same({ "trigger", "AFTER", "UPDATE", { "a" }, "t" },
      { tree.kind, tree.timing, tree.event, tree.of, tree.table })
    assert.are.equal("new.a", text_of(sql, tree.when))
    assert.are.equal("BEGIN SELECT 1; END", text_of(sql, tree.body))
    sql = "CREATE VIRTUAL TABLE v USING fts5(a, b)"
    tree = ddl.parse(sql)
    assert.are.same({ "virtual_table", "fts5" }, { tree.kind, tree.module })
    assert.are.equal("b", text_of(sql, tree.arguments[2]))
  end)

  it("raises what it cannot read", function()
    assert.are.equal('cannot read the definition at byte 18, near ")": '
      .. "expected a constraint of the table",
      (database.problem(ddl.parse, "CREATE TABLE t(a,)")))
    assert.has_error(function() ddl.parse("CREATE TABLE t(a)\0") end,
      "bad argument #1 to 'parse' (a definition has no zero bytes)")
  end)
end)

describe("ddl.tokens", function()
  it("lists the tokens of a text or of a part of it", function()
    local sql = [[SELECT "a""b", 'c' /* x */ || :p + 1.5;]]
    local kinds = {}
    for i, token in ipairs(ddl.tokens(sql)) do
      assert.are.equal(token.text, sql:sub(token.first, token.last))
      kinds[i] = token.kind
    end
    assert.are.same({ "word", "name", "other", "string", "other", "parameter", "other",
      "number", "other" }, kinds)
    assert.are.same({ kind = "name", text = '"a""b"', first = 8, last = 13,
      name = 'a"b' }, ddl.tokens(sql)[2])
    assert.are.same({ { kind = "string", text = "'c'", first = 16, last = 18 } },
      ddl.tokens(sql, 15, 26))
    assert.are.same({}, ddl.tokens(""))
    assert.are.same({}, ddl.tokens("a", 2))
  end)

  it("raises what is no token, and bytes that are not there", function()
    assert.are.equal("cannot read the definition at byte 3, near \"'b\": "
      .. "expected a token that is complete", (database.problem(ddl.tokens, "a 'b")))
    assert.has_error(function() ddl.tokens("abc", 5) end,
      "bad argument #2 to 'tokens' (the text has no such byte)")
    assert.has_error(function() ddl.tokens("abc", 1, 4) end,
      "bad argument #3 to 'tokens' (the text has no such byte)")
  end)
end)

describe("ddl.normalise", function()
  it("gives texts that mean the same one spelling", function()
    assert.are.equal('CREATE TABLE t ( a INT , "b c" )',
      ddl.normalise('create  table [t](`a` INT /* x */,"b c");'))
    assert.are.equal("", ddl.normalise(" -- nothing"))
    assert.has_error(function() ddl.normalise("'") end)
  end)
end)

describe("ddl.statements", function()
  local function cut(text)
    local spans, list = ddl.statements(text), {}
    for i = 1, #spans, 2 do list[#list + 1] = text:sub(spans[i], spans[i + 1]) end
    return list
  end

  it("gives where each begins and ends", function()
    assert.are.same({}, cut(" -- nothing\n;;"))
    assert.are.same({ "SELECT 1 ;", "SELECT ';' -- ;\n FROM t -- a\n;", "x" },
      cut("/* a */ SELECT 1 ;; SELECT ';' -- ;\n FROM t -- a\n;x -- the end"))
  end)

  it("knows the inside of triggers", function()
    local trigger = "CREATE %sTRIGGER a AFTER INSERT ON t BEGIN SELECT CASE 1 WHEN 1 "
      .. "THEN 2 END; SELECT 2; END"
    for _, word in ipairs({ "", "TEMP ", "temporary " }) do
      local text = trigger:format(word)
      assert.are.same({ text .. ";", "SELECT 1;" }, cut(text .. ";\nSELECT 1;"))
    end
    assert.are.same({ "CREATE TABLE trigger (a);", "END;", "SELECT 1" },
      cut("CREATE TABLE trigger (a); END; SELECT 1"))
  end)

  it("raises what is no token", function()
    assert.has_error(function() ddl.statements("SELECT 'open") end)
  end)
end)

describe("in a revision", function()
  after_each(helper.clean)

  it("can be required", function()
    local project = helper.project()
    project:run("init")
    project:write("versions/a.lua", [[
revision = "a"
function upgrade()
  local tree = require("runner.ddl").parse("CREATE TABLE t(a INT)")
  op.execute("CREATE TABLE " .. tree.name .. "x(" .. tree.columns[1].name .. ")")
end
function downgrade() end
]])
    local screen = project:run("upgrade head")
    assert.are.equal(0, screen.status, helper.show(screen))
  end)
end)
