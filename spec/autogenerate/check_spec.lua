--- runner check and runner schema --diff: the whole screen, and that nothing is written.
local helper = require("spec.helper")
local sqlite = require("runner.sqlite")

local project

before_each(function()
  project = helper.project()
  project:write("runner.lua", 'return { database = "desk.db", schema = "schema.sql" }\n')
  assert(project:shell("mkdir versions").status == 0)
end)
after_each(helper.clean)

local function make(name, ...)
  local db <close> = sqlite.open(project:path(name))
  for _, statement in ipairs({ ... }) do db:exec(statement) end
end

local none = "No new upgrade operations detected.\n"

local function detected(count)
  return ("runner: error: %d difference%s detected\n"):format(count,
    count == 1 and "" or "s")
    .. "hint: `runner revision --autogenerate` writes a revision of them\n"
end

describe("runner check", function()
  it("finds none where the meaning is the same", function()
    project:write("schema.sql", [[
      create table "T" ("id" integer primary key not null, -- key
        a text default ('x') check ((a <> ''))) ;
      CREATE UNIQUE INDEX ix ON t (a collate binary ASC) WHERE a IS NOT NULL;]])
    make("desk.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'x' "
      .. "CHECK (a <> ''))", "CREATE UNIQUE INDEX ix ON t(a) WHERE (a IS NOT NULL)")
    helper.expect(project:run("check"), none)
    helper.expect(project:run("-q check"), "")
    helper.expect(project:run("--json check"), '{"command":"check","differences":[],'
      .. '"questions":[],"stale_snapshot":null}\n')
  end)

  it("sees what only looks like a spelling", function()
    local function expect(have, want, count)
      project:write("schema.sql", want)
      os.remove(project:path("desk.db"))
      make("desk.db", have)
      local screen = project:run("check")
      local left = select(2, screen.stdout:gsub("Detected ", ""))
      assert.are.equal(count, left, have .. "\n" .. screen.stdout)
    end
    expect("CREATE TABLE t (a DEFAULT abc)", "CREATE TABLE t (a DEFAULT ABC)", 1)
    expect("create table t (a default abc)", "create table t (a default ABC)", 1)
    expect("CREATE TABLE t (a DEFAULT 'abc')", "CREATE TABLE t (a DEFAULT 'ABC')", 1)
    expect("CREATE TABLE t (a CHECK (a <> 'x'))", "CREATE TABLE t (a CHECK (a<>'X'))", 2)
    expect("CREATE VIRTUAL TABLE t USING fts5(a, tokenize = \"ascii tokenchars 'A'\")",
      "CREATE VIRTUAL TABLE t USING fts5(a, tokenize = \"ascii tokenchars 'a'\")", 1)
    expect("CREATE TABLE t (Abc TEXT, def INT)", 'create table "T"(abc text,DEF int)', 0)
  end)

  it("sees texts in double quotes, which old definitions hold", function()
    local function diff(have, want)
      for name, text in pairs({ a = have, b = want }) do
        os.remove(project:path(name .. ".db"))
        project:write(name .. ".sql", "CREATE TABLE t (a, b, " .. text .. ");")
        assert.are.equal(0, project:shell(("sqlite3 %s.db <%s.sql"):format(name,
          name)).status)
      end
      return project:run("schema --diff a.db b.db").status
    end
    assert.are.equal(3, diff('CHECK (b = "abc")', 'CHECK (b = "ABC")'))
    assert.are.equal(0, diff('CHECK (b = "abc")', "CHECK (b = 'abc')"))
    assert.are.equal(0, diff('CHECK (b = "A")', "CHECK (b = a)"))
    assert.are.equal(3, diff('CHECK (b = "A")', "CHECK (b = 'A')"))
    assert.are.equal(3, diff('c AS (a || "x")', [[c AS (a || 'X')]]))
    assert.are.equal(0, diff('c AS ("lower"(a) COLLATE "nocase")',
      "c AS (lower(a) COLLATE NOCASE)"))
    assert.are.equal(0, diff('c); CREATE INDEX i ON t (a) WHERE c = "abc"; --',
      "c); CREATE INDEX i ON t (a) WHERE c = 'abc'; --"))
  end)

  it("lists what differs, a line for each", function()
    project:write("schema.sql", [[
      CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT NOT NULL);
      CREATE TABLE users (name);
      CREATE VIEW v AS SELECT a FROM t;]])
    make("desk.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
      "CREATE INDEX ix ON t (a)")
    helper.expect(project:run("check"), [[
Detected added table 'users'
Detected added column 'b' of 't': b TEXT NOT NULL
Detected changed column 'a' of 't': type TEXT -> INTEGER
Detected removed index 'ix' of 't'
Detected added view 'v'
]], detected(5), 3)
  end)

  it("answers with JSON", function()
    project:write("schema.sql", "CREATE TABLE t (a INTEGER)")
    make("desk.db", "CREATE TABLE t (a TEXT)")
    helper.expect(project:run("--json check"), '{"command":"check","differences":[{'
      .. '"kind":"alter_column","table":"t","name":"a","part":"type","from":"TEXT",'
      .. '"to":"INTEGER","text":"alter column \'a\' of \'t\': type TEXT -> INTEGER"}],'
      .. '"questions":[],"stale_snapshot":null}\n', "", 3)
  end)

  it("takes a missing database for an empty one, and makes none", function()
    project:write("schema.sql", "CREATE TABLE t (a)")
    helper.expect(project:run("check"), "Detected added table 't'\n", detected(1), 3)
    project:write("schema.sql", "")
    helper.expect(project:run("check"), none)
    assert.are.same({ "runner.lua", "schema.sql", "versions" }, project:list())
  end)

  it("writes nothing to the database", function()
    project:write("schema.sql", "CREATE TABLE t (a, b); CREATE TABLE s (x)")
    make("desk.db", "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)")
    local before = project:read("desk.db")
    assert.are.equal(3, project:run("check").status)
    assert.are.equal(before, project:read("desk.db"))
    assert(project:shell("chmod a-w desk.db").status == 0)
    assert.are.equal(3, project:run("check").status)
  end)

  it("shows what may be a rename, and does not ask", function()
    project:write("schema.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, phone TEXT)")
    make("desk.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, email TEXT)")
    local screen = project:run("check")
    assert.are.equal(3, screen.status)
    assert.truthy(screen.stdout:find("Perhaps renamed: is the column 'phone' of 't' the "
      .. "former 'email' with a new name?\n", 1, true), screen.stdout)
  end)

  it("leaves the tables of runner and of SQLite alone", function()
    project:write("schema.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)")
    make("desk.db", "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)",
      "CREATE TABLE runner_history (x)", "CREATE TABLE runner_version (version_num TEXT)",
      "CREATE TABLE runner_backfill (x)", "ANALYZE")
    helper.expect(project:run("check"), none)
  end)

  it("needs a database on all heads", function()
    project:write("versions/a.lua", 'revision = "aaaa"\nfunction upgrade() end\n')
    project:write("schema.sql", "")
    helper.expect(project:run("check"), "", "runner: error: the database is not on all "
      .. "head revisions\nhint: bring it there with `runner upgrade heads`; one that "
      .. "has the schema already is recorded with `runner stamp heads`\n", 3)
    project:run("upgrade head")
    helper.expect(project:run("check"), none)
  end)

  it("sees at once that a schema in SQL holds the texts of the database", function()
    local texts = { "CREATE TABLE t (a, -- it\n b)", "CREATE INDEX ix ON t (a)",
      "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END",
      "CREATE VIEW v AS SELECT a FROM t" }
    make("desk.db", table.unpack(texts))
    local script = "BEGIN;\n" .. table.concat(texts, ";\n") .. ";\nCOMMIT;\n"
    project:write("schema.sql", script)
    helper.expect(project:run("check"), none)
    project:write("schema.sql", script .. texts[2] .. ";\n")
    assert.truthy(project:run("check").stderr:find("index ix already exists", 1, true))
    project:write("schema.sql", texts[2] .. ";" .. texts[1] .. ";" .. texts[3] .. ";"
      .. texts[4])
    assert.truthy(project:run("check").stderr:find("no such table: main.t", 1, true))
    project:write("schema.sql", texts[1] .. ";" .. texts[2] .. ";" .. texts[4])
    helper.expect(project:run("check"), "Detected removed trigger 'tr' of 't'\n",
      detected(1), 3)
    project:write("schema.sql", script .. "ALTER TABLE t ADD COLUMN c;")
    helper.expect(project:run("check"), "Detected added column 'c' of 't': c\n",
      detected(1), 3)
  end)

  it("takes another schema with --schema", function()
    project:write("other.lua", 'create_table("t", { { "a", "TEXT" } })\n')
    make("desk.db", "CREATE TABLE t (a TEXT)")
    helper.expect(project:run("check --schema other.lua"), none)
  end)
end)

describe("what is compared", function()
  local function configure(lines)
    project:write("runner.lua", ([[
return {
  database = "desk.db",
  schema = { file = "schema.sql", %s },
}
]]):format(lines))
  end

  before_each(function()
    project:write("schema.sql", "CREATE TABLE t (b TEXT, a INTEGER)")
    make("desk.db", "CREATE TABLE t (a INTEGER, b TEXT)", "CREATE TABLE tmp_one (x)",
      "CREATE INDEX tmp_ix ON tmp_one (x)", "CREATE INDEX extra ON t (a)")
  end)

  it("is without what `ignore` names", function()
    configure('ignore = { "TMP_*", "extra" }')
    helper.expect(project:run("check"), none)
    configure('ignore = function(kind, name, on) return kind == "index" and on == "t" '
      .. 'or name:find("^tmp_") end')
    helper.expect(project:run("check"), none)
  end)

  it("is the order of columns, if that is asked for", function()
    configure('ignore = { "tmp_*", "extra" }, order = true')
    local screen = project:run("check")
    assert.are.equal(3, screen.status)
    assert.truthy(screen.stdout:find("position", 1, true), screen.stdout)
  end)

  it("is what `differs` lets pass", function()
    project:write("schema.sql", "CREATE TABLE t (a INTEGER NOT NULL, b BLOB)")
    configure([[differs = function(difference)
      if difference.kind == "alter_column" and difference.part == "type" then
        return false
      end
      return not (difference.kind:find("^drop_") and
        (difference.name:find("^tmp_") or difference.table == "t"))
    end]])
    helper.expect(project:run("check"), "Detected changed column 'a' of 't': null NULL "
      .. "-> NOT NULL\n", detected(1), 3)
    local written = project:run("revision --autogenerate -m x")
    assert.are.equal(0, written.status, written.stderr)
    assert.are.equal(0, project:run("upgrade head").status)
    helper.expect(project:run("check"), none)
    local db <close> = sqlite.open(project:path("desk.db"))
    assert.are.equal("TEXT", db:value("SELECT type FROM pragma_table_info('t') "
      .. "WHERE name = 'b'"))
  end)

  it("is told where a function of runner.lua fails", function()
    configure('ignore = function() error("no idea") end')
    local screen = project:run("check")
    assert.are.equal(1, screen.status)
    local where = "no idea\n  at runner.lua:3"
    assert.truthy(screen.stderr:find(where, 1, true), screen.stderr)
  end)

  it("is refused where it cannot be meant", function()
    for lines, message in pairs({
      ['ignore = "tmp_*"'] = "`ignore` must be a function or a table, not a string",
      ["ignore = { 1 }"] = "`ignore` must be a list of texts, but item 1 of it is a",
      ["order = 1"] = "`order` must be true or false, not a number",
      ['differs = "x"'] = "`differs` must be a function, not a string",
      ["rewrite = {}"] = "`rewrite` must be a function, not a table",
      ['command = "cat"'] = "`schema` names both a file and a command",
      ["ignor = {}"] = "unknown key `ignor` in `schema`",
    }) do
      configure(lines)
      local screen = project:run("check")
      assert.are.equal(2, screen.status)
      assert.truthy(screen.stderr:find(message, 1, true), screen.stderr)
    end
  end)
end)

describe("runner schema --diff", function()
  it("compares any two sources", function()
    project:write("a.lua", 'create_table("t", { { "a", "TEXT" } })\n')
    project:write("b.sql", "create table t (\"a\" text)")
    make("c.db", "CREATE TABLE t (a TEXT, b)")
    helper.expect(project:run("schema --diff a.lua b.sql"), "No differences.\n")
    helper.expect(project:run("schema --diff b.sql c.db"),
      "Detected added column 'b' of 't': b\n",
      "runner: error: 1 difference detected\n", 3)
    helper.expect(project:run("--json schema --diff c.db b.sql"), '{"command":"schema",'
      .. '"differences":[{"kind":"drop_column","table":"t","name":"b","part":null,'
      .. '"from":"b","to":null,"text":"drop column \'b\' of \'t\': b"}],"questions":[],'
      .. '"stale_snapshot":null}\n', "", 3)
  end)

  it("needs two of them, and nothing else", function()
    for arguments, message in pairs({
      ["--diff a.lua"] = "--diff takes two sources, not 1",
      ["a.lua b.lua"] = "there is one SOURCE too many: b.lua",
      ["--diff --desired a b"] = "--diff cannot be used together with --desired",
      ["--diff a.lua none.sql"] = "there is no schema a.lua",
      ["--snapshot x.sql a.lua"] = "SOURCE cannot be used together with --snapshot",
    }) do
      local screen = project:run("schema " .. arguments)
      assert.are.equal(2, screen.status, screen.stderr)
      assert.truthy(screen.stderr:find(message, 1, true), screen.stderr)
    end
  end)
end)
