--- A schema.lua whose statements are the texts of the database is not made to compare it.
-- That must not be noticed: whatever it holds, `check` says what it says of the same file
-- where it is made, which a look at `db` brings about.
local beside = require("spec.support.beside")
local helper = require("spec.helper")

local project

before_each(function()
  project = helper.project()
  project:write("runner.lua", 'return { database = "desk.db", schema = "schema.lua" }\n')
  assert(project:shell("mkdir versions lib").status == 0)
end)
after_each(helper.clean)

--- Make the database of statements, as they stand.
local function database(statements)
  os.remove(project:path("desk.db"))
  project:write("desk.sql", statements)
  assert.are.equal(0, project:shell("sqlite3 desk.db <desk.sql").status)
end

--- What `check` says of the schema, both times.
local function check(schema, options)
  local arguments = (options or "") .. " check"
  project:write("schema.lua", "local _ = db " .. schema)
  local made = project:run(arguments)
  project:write("schema.lua", schema)
  local screen = project:run(arguments)
  assert.are.same({ made.status, made.stdout, made.stderr },
    { screen.status, screen.stdout, screen.stderr })
  return screen
end

local function expect(schema, status, ...)
  local screen = check(schema)
  local said = screen.stdout .. screen.stderr
  assert.are.equal(status, screen.status, said)
  for _, part in ipairs({ ... }) do
    assert.is_truthy(said:find(part, 1, true), ("'%s' is not in %s"):format(part, said))
  end
end

local none = "No new upgrade operations detected."

local A = "CREATE TABLE a (\n  id INTEGER PRIMARY KEY,\n  b TEXT NOT NULL\n);\n"
local C = "CREATE TABLE c (\n  a_id INTEGER REFERENCES a (id)\n);\n"
local IX = "CREATE INDEX ix ON a (b);\n"
local V = "CREATE VIEW v AS\nSELECT b FROM a;\n"
local TR = "CREATE TRIGGER tr\nAFTER DELETE ON a\nBEGIN\n  DELETE FROM c;\nEND;\n"
local W = "CREATE VIRTUAL TABLE w USING fts5 (b);\n"

local a = 'create_table "a" { { "id", "INTEGER", primary_key = true },\n'
  .. '  { "b", "TEXT", null = false } }\n'
local c = 'create_table("c", { { "a_id", "INTEGER", references = { "a", "id" } } })\n'
local ix = 'create_index("ix", "a", { "b" })\n'
local v = 'create_view("v", "SELECT b FROM a")\n'
local tr = 'create_trigger("tr", "a", { timing = "after", event = "delete",\n'
  .. '  body = "DELETE FROM c" })\n'
local w = 'create_virtual_table("w", "fts5", { "b" })\n'

describe("a schema in Lua that the database has to the letter", function()
  before_each(function() database(A .. C .. IX .. V .. TR .. W) end)

  it("has no differences", function()
    expect(a .. c .. ix .. v .. tr .. w, 0, none)
    expect("local function both() " .. a .. c .. ' end\nboth() ' .. ix .. v .. tr .. w, 0,
      none)
    local texts = {}
    for i, text in ipairs({ A, C, IX, V, TR, W }) do
      texts[i] = ("execute %q\n"):format(text)
    end
    expect(table.concat(texts), 0, none)
  end)

  it("is not made", function()
    -- Where it is made a module is needed, which SQLite does not have.
    database("PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('table', "
      .. "'z', 'z', 0, 'CREATE VIRTUAL TABLE z USING nowhere (a)');" .. A)
    local z = 'create_virtual_table("z", "nowhere", { "a" }) '
    local function status_of(schema)
      project:write("schema.lua", schema)
      return project:run("check").status
    end
    assert.are.equal(0, status_of(a .. z))
    assert.are.equal(0, status_of(z .. ("x = #%q; "):format("x") .. a))
    assert.are.equal(1, status_of("local _ = db " .. a .. z))
    assert.are.equal(1, status_of(a .. z .. c))
  end)

  it("may come in another order, but an index not before its table", function()
    expect(w .. v .. c .. a .. tr .. ix, 0, none)
    expect("\n" .. ix .. a .. c .. v .. tr .. w, 1, "there is no table 'a'",
      "schema.lua:2")
    expect(tr .. a .. c .. ix .. v .. w, 1, "no such table: main.a", "schema.lua:1")
  end)

  it("may have more or less", function()
    expect(a .. c .. ix .. v .. tr, 3, "removed virtual table 'w'")
    expect(a .. c .. v .. tr .. w, 3, "removed index 'ix'")
    expect(a .. c .. ix .. v .. tr .. w .. 'create_table("d", { { "e", "TEXT" } })', 3,
      "added table 'd'")
    expect(a .. c .. ix .. 'create_index("iy", "a", { "id" })' .. v .. tr .. w, 3,
      "added index 'iy'")
    expect("", 3, "removed table 'a'")
  end)

  it("may differ in a letter", function()
    local rest = c .. ix .. v .. tr .. w
    expect(a:gsub('"b"', '"B"') .. rest, 0, none)
    expect(a:gsub('"b"', '"d"') .. c .. w, 3, "removed column 'b'", "added column 'd'")
    expect(a:gsub(", null = false", "") .. rest, 3, "changed column 'b'")
    expect(a .. c .. ix .. v:gsub("b FROM", "B /* b */ FROM") .. tr .. w, 0, none)
    expect(a .. c .. ix .. v .. tr:gsub("DELETE FROM c", "DELETE FROM c WHERE 0") .. w, 3,
      "changed trigger 'tr'")
    database("CREATE TABLE a (id INTEGER PRIMARY KEY, -- key\n  b TEXT NOT NULL);")
    expect(a, 0, none)
  end)
end)

describe("a schema that the database has in other words", function()
  -- Where all is made a module is needed, which SQLite does not have.
  local Z = "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('table', "
    .. "'z', 'z', 0, 'CREATE VIRTUAL TABLE z USING nowhere (a)');"
  local z = 'create_virtual_table("z", "nowhere", { "a" })\n'

  --- What `check` says of the schema where it is not made.
  local function status_of(schema, extension)
    project:write("schema." .. (extension or "lua"), schema)
    return project:run("check --schema schema." .. (extension or "lua")).status
  end

  local all = a .. c .. ix .. v .. tr
  local altered = A .. C .. IX .. V .. TR .. "ALTER TABLE a ADD d INT DEFAULT 5;"
    .. 'ALTER TABLE c RENAME a_id TO "e"; ALTER TABLE c ADD f TEXT; DROP INDEX ix; '
    .. 'CREATE INDEX IX on "a"( b ); DROP TRIGGER tr; CREATE TRIGGER tr AFTER DELETE '
    .. "ON a WHEN old.d IS NULL BEGIN DELETE FROM c WHERE f = 'x'; END;"
  local wanted = 'create_table "a" { { "id", "INTEGER", primary_key = true },\n'
    .. '  { "d", "INT", default = 5 }, { "b", "TEXT", null = false } }\n'
    .. 'create_table("c", { { "e", "INTEGER", references = { "a", "id" } },\n'
    .. '  { "f", "TEXT" } })\n' .. ix .. v .. 'create_trigger("tr", "a", {\n'
    .. '  timing = "after", event = "delete", when = "(old.d ISNULL)",\n'
    .. '  body = "DELETE FROM c WHERE (f) = \'x\'" })\n'

  it("is made only where it has to be", function()
    database(altered .. Z)
    assert.are.equal(0, status_of(z .. wanted))
    assert.are.equal(1, status_of("local _ = db " .. z .. wanted))
    assert.are.equal(1, status_of(z .. wanted:gsub('"INT"', '"INTEGER"')))
    assert.are.equal(1, status_of(z .. wanted:gsub("'x'", "'X'")))
    local sql = "create virtual table z using nowhere (a);\n"
    assert.are.equal(1, status_of(sql, "sql"))
    sql = "CREATE VIRTUAL TABLE z USING nowhere (a);\n"
      .. "create table a(id integer primary key, b text not null, d INT DEFAULT (5));\n"
      .. "CREATE TABLE c (f TEXT, [e] INTEGER REFERENCES a);" .. IX .. V
      .. "create trigger tr after delete on a for each row when old.d is null\n"
      .. "BEGIN DELETE FROM c WHERE f == 'x'; END;"
    assert.are.equal(0, status_of(sql, "sql"))
    assert.are.equal(1, status_of(sql .. "DROP TABLE c;", "sql"))
    assert.are.equal(1, status_of(sql:gsub("text not null", "text"), "sql"))
  end)

  it("has the differences that it has when it is made", function()
    database(altered)
    expect(wanted, 0, none)
    expect(wanted:gsub('"INT"', '"INTEGER"'), 3, "changed column 'd'")
    expect(wanted:gsub("'x'", "'X'"), 3, "changed trigger 'tr'")
    expect(wanted:gsub('"f", "TEXT"', '"g", "TEXT"'), 1, "trigger 'tr'", "does not work")
    expect(wanted:gsub(", default = 5", ", default = 6"), 3, "changed column 'd'")
    expect(wanted:gsub('"d", "INT"', '"d", "INT", check = "d > x"'), 1, "no such column")
    expect(all, 3, "removed column 'd'")
    project:write("runner.lua", 'return { database = "desk.db", schema = { file = '
      .. '"schema.lua", order = true } }\n')
    expect(wanted, 3, "position")
  end)

  it("may have a text in double quotes", function()
    database('CREATE TABLE a (b, CHECK (b <> "x")); CREATE TABLE d (e DEFAULT "y");')
    local function expect_of(condition, default, ...)
      local text = "execute %q\nexecute %q\n"
      expect(text:format("CREATE TABLE a (b, CHECK(" .. condition .. "))",
        "CREATE TABLE d (e DEFAULT " .. default .. ")"), ...)
    end
    expect_of("b <> 'x'", "'y'", 0, none)
    expect_of("b <> 'X'", "'y'", 3, "check")
    expect_of("b <> 'x'", "'Y'", 3, "changed column 'e'")
    expect_of("b <> x", "y", 1, "no such column")
    expect_of('b <> "x"', "'y'", 1, "no such column")
  end)

  it("may tell what was called otherwise long ago", function()
    database(A .. C .. Z)
    assert.are.equal(0, status_of(z .. a:gsub('"b",', '"b", was = "old",') .. c))
    assert.are.equal(0, status_of(z .. a .. c:gsub(" } }%)", ' }, was = "old" })')))
    assert.are.equal(0, status_of(z .. a .. c:gsub(" } }%)", ' }, was = "C" })')))
    assert.are_not.equal(0, status_of(z .. a .. c:gsub(" } }%)", ' }, was = "a" })')))
    assert.are.equal(1, status_of(z .. a:gsub('"b",', '"b", was = "id",') .. c))
    assert.are.equal(1, status_of(z .. a:gsub('"b",', '"b", was = "x.y",') .. c))
    database(A .. C)
    expect(a .. c:gsub(" } }%)", ' }, was = "a" })'), 0, none)
    expect(a .. c:gsub(" } }%)", ' }, was = "C" })'), 0, none)
    expect(a .. c:gsub(" } }%)", ' }, was = "old" })'), 0, none)
    expect(a .. c:gsub(" } }%)", ' }, was = 1 })'), 1, "was must be a name")
  end)
end)

describe("a schema in Lua that the database has in part", function()
  before_each(function() database(A .. C) end)

  it("fails with the line that is wrong", function()
    expect(a .. c .. 'create_table("d", { { "e", "TEXT", nul = false } })', 1,
      "unknown word 'nul'", "schema.lua:4")
    expect(a .. c .. a, 1, "table a already exists", "schema.lua:4")
    expect(a .. c .. 'create_index("ix", "a", { "none" })', 1, "has no column 'none'",
      "schema.lua:4")
    expect(a .. c .. 'create_table "d"', 1, "create_table 'd' has no columns")
    expect(a .. c .. "creat_view()", 1, "creat_view", "schema.lua:4")
    expect(a .. c .. "error('enough')", 1, "enough", "schema.lua:4")
    expect(a .. c .. "x =", 1, "schema.lua:4")
    expect(a .. c .. 'drop_table("c")', 1, "a schema has no word 'drop_table'")
    expect(a .. c .. 'create_table("runner_version", { { "a", "TEXT" } })', 1,
      "belongs to runner")
    expect(a .. c .. 'create_table("sqlite_a", { { "a", "TEXT" } })', 1,
      "belongs to SQLite")
    expect(a .. c .. 'create_index(nil, "a", { "b" })', 1, "the index's name")
  end)

  it("may have a view that does not work", function()
    local broken = 'create_view("v", "SELECT x FROM missing")\n'
    expect(a .. c .. broken, 1, "view 'v' of", "no such table: main.missing")
    database(A .. C .. "CREATE VIEW v AS\nSELECT x FROM missing;")
    expect(a .. c .. broken, 0, none)
  end)

  it("may do more than say words", function()
    project:write("lib/more.lua", 'op.create_table("c", { { "a_id", "INTEGER", '
      .. 'references = { "a", "id" } } })')
    expect(a .. "require 'more'", 0, none)
    expect(a .. "print('twice?') " .. c, 0, none)
    expect(a .. c .. 'op.alter_table("a", function(t) t:drop_column("b") end)', 3,
      "removed column 'b'")
    expect(a .. c .. 'execute "DROP TABLE c"', 3, "removed table 'c'")
    expect(a .. c .. 'execute("DELETE FROM a WHERE id = ?", 1)', 0, none)
    expect(a .. c .. 'execute "CREATE TABLE d (e); CREATE TABLE f (g)"', 3, "'d'", "'f'")
    expect(a .. "pcall(create_table, 'a', {}) " .. c, 0, none)
    expect(a .. "if db:value('SELECT 1') then " .. c .. " end", 0, none)
    expect(a .. "_ENV.create_table = nil " .. c, 1, "create_table")
    expect(a .. "string.rep = nil " .. c, 1, "read-only")
  end)

  it("says a thing once", function()
    local screen = check(a .. "print('hello') " .. c)
    local _, count = (screen.stdout .. screen.stderr):gsub("hello", "")
    assert.are.equal(1, count)
  end)

  it("is stopped by Ctrl-C", function()
    project:write("runner.lua", 'print("reading")\n'
      .. 'return { database = "desk.db", schema = "schema.lua" }\n')
    project:write("schema.lua", a .. c .. "while true do end")
    local screen = beside.run(project, "check 2>log", [[
      wait_until grep -qs reading log
      kill -INT $child]])
    assert.are.equal(130, screen.status)
    assert.is_truthy(project:read("log"):find("interrupted", 1, true))
  end)
end)

describe("a schema in Lua with settings", function()
  local function configure(more, schema)
    project:write("runner.lua", ('return { database = "desk.db", %s schema = { file = '
      .. '"schema.lua", %s } }\n'):format(more, schema))
  end

  it("says what things were called before", function()
    database(A .. C)
    expect(a:gsub('"b",', '"b", was = "old",') .. c, 0, none)
    expect(a .. c:gsub(" } }%)", ', was = "old" } })'), 0, none)
    check(a .. c:gsub(" }%)", ', was = "a" })'))
    check(a .. c:gsub(" } }%)", ', was = "a_id" } })'))
    expect(a .. c:gsub(" }%)", ", was = 1 })"), 1, "was must be a name")
  end)

  it("leaves out what is ignored", function()
    database(A .. C)
    configure("", 'ignore = { "c" }')
    expect(a, 0, none)
    expect(a .. c, 0, none)
    expect(c, 3, "removed table 'a'")
    configure("", "ignore = function(kind, name) return name == 'a' end")
    expect(c, 0, none)
  end)

  it("gives names by its convention", function()
    database("CREATE TABLE t (\n  a TEXT CONSTRAINT uq_t_a UNIQUE\n);"
      .. "CREATE INDEX ix_t_a ON t (a);")
    local t = 'create_table("t", { { "a", "TEXT", unique = true } })\n'
      .. 'create_index(nil, "t", { "a" })'
    expect(t, 1, "the index's name")
    configure('naming = { unique = "uq_{table}_{columns}", '
      .. 'index = "ix_{table}_{columns}" },', "")
    expect(t, 0, none)
    configure('naming = { uniq = "x" },', "")
    assert.are_not.equal(0, check(t).status)
  end)

  it("looks at the order of columns, and at differs, where it has to", function()
    database("CREATE TABLE a (b TEXT, c TEXT);")
    local schema = 'create_table("a", { { "c", "TEXT" }, { "b", "TEXT" } })'
    expect(schema, 0, none)
    configure("", "order = true")
    expect(schema, 3, "position")
    configure("", "order = true, differs = function() return false end")
    expect(schema, 0, none)
  end)
end)
