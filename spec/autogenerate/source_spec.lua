--- Where a desired schema comes from, and what is said of one that cannot be read.
local beside = require("spec.support.beside")
local helper = require("spec.helper")

local project
local binary = helper.quote(helper.binary)

before_each(function()
  project = helper.project()
  project:write("runner.lua", 'return { database = "desk.db", schema = "schema.lua" }\n')
end)
after_each(helper.clean)

local function configure(schema)
  project:write("runner.lua", ("return { schema = %s }\n"):format(schema))
end

--- The schema of a file with this text.
local function schema_of(name, text)
  project:write(name, text)
  return project:run("schema " .. name)
end

local function expect_error(screen, status, ...)
  assert.are.equal(status, screen.status, screen.stderr)
  assert.are.equal("", screen.stdout)
  for _, part in ipairs({ ... }) do
    assert.is_truthy(screen.stderr:find(part, 1, true),
      ("'%s' is not in %s"):format(part, screen.stderr))
  end
end

describe("a schema in Lua", function()
  it("is written with the words of op, with helpers and modules", function()
    project:write("lib/stamps.lua", [[
      return function(columns)
        columns[#columns + 1] = { "made", "TEXT", default = sql"CURRENT_TIMESTAMP" }
        return columns
      end]])
    helper.expect(schema_of("schema.lua", [[
      local stamped = require("stamps")
      create_table "t" (stamped { { "id", "INTEGER", primary_key = true } })
      create_table("u", { { "a", "TEXT" } })
      create_index("ix", "t", { "made" })
      create_view("v", "SELECT id FROM t")
      create_trigger("tr", "t", { timing = "after", event = "delete", body = "SELECT 1" })
      create_virtual_table("w", "fts5", { "a" })
      execute "CREATE TABLE x (a UNIQUE ON CONFLICT IGNORE)"]]), [[
CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  made TEXT DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX ix ON t (made);

CREATE TABLE u (
  a TEXT
);

CREATE TABLE x (a UNIQUE ON CONFLICT IGNORE);

CREATE VIRTUAL TABLE w USING fts5 (a);

CREATE VIEW v AS
SELECT id FROM t;

CREATE TRIGGER tr
AFTER DELETE ON t
BEGIN
  SELECT 1;
END;
]])
  end)

  it("may say what a thing was called, which is no part of it", function()
    local screen = schema_of("schema.lua", [[
      create_table("t", { { "a", "TEXT", was = "b" }, was = "old" })]])
    helper.expect(screen, "CREATE TABLE t (\n  a TEXT\n);\n")
    screen = schema_of("schema.lua", 'create_table("t", { { "a", "TEXT", was = 5 } })')
    expect_error(screen, 1, "create_table: column 1: was must be a name, not a number",
      "schema.lua:1")
  end)

  it("has its own database: op and db are over that one", function()
    project:write("lib/make.lua", 'return function() op.create_table("t", '
      .. '{ { "a", "TEXT" } }) return db:value("SELECT count(*) FROM sqlite_schema") end')
    helper.expect(schema_of("schema.lua",
      'assert(require("make")() == 1)\n'), "CREATE TABLE t (\n  a TEXT\n);\n")
  end)

  it("gets the names that the project gives", function()
    project:write("runner.lua", 'return { naming = { unique = "uq_{columns}" } }')
    helper.expect(schema_of("schema.lua",
      'create_table("t", { { "a", "TEXT", unique = true } })'),
      "CREATE TABLE t (\n  a TEXT CONSTRAINT uq_a UNIQUE\n);\n")
  end)

  it("is refused with the line of the mistake", function()
    for text, parts in pairs({
      ['\ncreate_table("t", { { "a", "TEXT", nul = true } })'] =
        { "column 1 'a' has an unknown word 'nul'", "schema.lua:2", "mean 'null'" },
      ['create_table("t", { { "a", "TEXT", xyz = 1 } })'] =
        { "column 1 'a' has an unknown word 'xyz'", "schema.lua:1", "unique, was\n" },
      ['create_table("t", { { "a", "TEXT" }, xyz = 1 })'] =
        { "'t' has an unknown word 'xyz'", "schema.lua:1", "unique, was, without_rowid" },
      ['\n\nexecute "CREATE TABL x"'] = { 'near "TABL"', "schema.lua:3" },
      ['\nx = = 1'] = { "unexpected symbol", "schema.lua:2" },
      ['\ndrop_table "t"'] = { "a schema has no word 'drop_table'", "schema.lua:2" },
      ['\ncreate_table("runner_version", { { "a", "TEXT" } })'] =
        { "'runner_version' belongs to runner", "schema.lua:2" },
      ['create_table("sqlite_x", { { "a", "TEXT" } })'] =
        { "'sqlite_x' belongs to SQLite", "schema.lua:1" },
      ['create_table "t"'] = { "create_table 't' has no columns", "schema.lua" },
      ['local f = io.open("x")'] = { "`io` is not available", "schema.lua:1" },
      ['db:exec("ATTACH \'other.db\' AS o")'] = { "ATTACH", "schema.lua:1" },
      ['require("runner.autogenerate.source")'] = { "for scripts", "schema.lua:1" },
    }) do
      expect_error(schema_of("schema.lua", text), 1, table.unpack(parts))
    end
    assert.are.same({ "runner.lua", "schema.lua" }, project:list())
  end)

  it("is stopped with runner", function()
    project:write("schema.lua", 'print("started") while true do pcall(create_view) end')
    local screen = beside.run(project, "schema schema.lua 2>log", [[
      wait_until grep -qs started log
      kill -INT $child]])
    assert.are.equal(130, screen.status, screen.stderr)
    assert.is_truthy(project:read("log"):find("interrupted", 1, true))
  end)
end)

describe("a schema in SQL", function()
  it("says what double quotes are", function()
    expect_error(schema_of("s.sql", 'CREATE TABLE t (a,\n  CHECK (a <> "x"))'), 1,
      "no such column: x", "s.sql:2",
      "hint: what is in double quotes is a name: a text is written in 'these'")
  end)

  it("says what to do about functions that older SQLite calls unsafe", function()
    local screen = schema_of("s.sql", "CREATE TABLE t (a, b AS (json_extract(a, '$.b')))")
    local is_unsafe = screen.stderr:find("unsafe use of json_extract()", 1, true)
    assert.are.equal(is_unsafe and 1 or 0, screen.status, screen.stderr)
    assert.are.equal(is_unsafe ~= nil, screen.stderr:find("trust = {", 1, true) ~= nil)
  end)

  it("may have several statements, comments, and what a dump has", function()
    helper.expect(schema_of("schema.sql", [[
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a); -- the ; of a comment
INSERT INTO t VALUES(1, 'x;y');
CREATE TABLE sqlite_sequence(name,seq);
DELETE FROM sqlite_sequence;
CREATE TEMP TRIGGER gone AFTER INSERT ON t BEGIN SELECT 1; END;
CREATE TRIGGER tr AFTER INSERT ON t BEGIN
  SELECT CASE new.a WHEN 1 THEN 2 END;
  SELECT 2;
END;
;
CREATE TABLE IF NOT EXISTS "u" (a, b)
]]), [[
CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a);

CREATE TABLE "u" (a, b);

CREATE TRIGGER tr AFTER INSERT ON t BEGIN
  SELECT CASE new.a WHEN 1 THEN 2 END;
  SELECT 2;
END;
]])
  end)

  it("is refused with the line of the mistake", function()
    for text, parts in pairs({
      ["CREATE TABLE t (a);\nCREATE TABLE u (\n  a,\n  CHECK (b > 1)\n);"] =
        { "no such column: b", "schema.sql:4" },
      ["CREATE TABLE t (a);\nCREATE TABLE t (a);"] = { "already exists", "schema.sql:2" },
      ["CREATE TABLE t (a);\n\nCREATE TABLE u ('a);"] = { "schema.sql:3" },
      ["\nCREATE TABLE main.\"Runner_History\" (a)"] =
        { "'Runner_History' belongs to runner", "schema.sql:2" },
      ["CREATE TABLE sqlite_x (a)"] = { "reserved for internal use", "schema.sql:1" },
      ["\nATTACH 'other.db' AS o;"] = { "ATTACH does not belong", "schema.sql:2" },
      ["\nCREATE\0 TABLE t (a)"] = { "is no text: it has a zero byte", "schema.sql:2" },
      ["\n.tables\n"] = { 'near "."', "schema.sql:2" },
    }) do
      expect_error(schema_of("schema.sql", text), 1, table.unpack(parts))
    end
  end)
end)

describe("the schema of a database", function()
  local function make(name, sql)
    project:write("make.lua",
      "require('runner.sqlite').open(...):exec([[" .. sql .. "]])")
    local screen = project:run("lua make.lua " .. name)
    assert.are.equal(0, screen.status, screen.stderr)
  end

  it("is copied, whatever its name, and nothing is written", function()
    make("odd.name", "CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE TABLE "
      .. "runner_version (a); PRAGMA user_version = 3")
    local before = project:read("odd.name")
    helper.expect(project:run("schema odd.name"), "CREATE TABLE t (a);\n")
    assert.are.equal(before, project:read("odd.name"))
    assert.are.same({ "make.lua", "odd.name", "runner.lua" }, project:list())
  end)

  it("is the project's without a source", function()
    expect_error(project:run("schema"), 2, "there is no database desk.db")
    make("desk.db", "CREATE TABLE t (a)")
    helper.expect(project:run("schema"), "CREATE TABLE t (a);\n")
  end)

  it("is refused if it is none", function()
    project:write("x.db", "no database at all, but long enough to be looked at")
    expect_error(project:run("schema x.db"), 6, "x.db is not a SQLite database")
  end)
end)

describe("a schema told by a command", function()
  it("comes as SQL, or in the database that it gets", function()
    configure([[{ command = "echo 'CREATE TABLE t (a);'" }]])
    helper.expect(project:run("schema --desired"), "CREATE TABLE t (a);\n")
    project:write("tools/make.lua", "require('runner.sqlite').open(...)"
      .. ":exec('CREATE TABLE filled (a)') print('noise')")
    configure(('{ command = [[%s lua make.lua "$RUNNER_SCHEMA_DATABASE"]], '
      .. 'cwd = "tools" }'):format(binary))
    helper.expect(project:run("schema --desired"), "CREATE TABLE filled (a);\n")
    configure(('{ command = { %q, "lua", "tools/make.lua", "$RUNNER_SCHEMA_DATABASE" } }')
      :format(helper.binary))
    helper.expect(project:run("schema --desired"), "CREATE TABLE filled (a);\n")
    helper.expect(project:shell(binary .. " -c $PWD/runner.lua schema --desired"),
      "CREATE TABLE filled (a);\n")
  end)

  it("leaves nothing behind", function()
    project:write("tmp/.keep", "")
    for _, command in ipairs({ "echo 'CREATE TABLE t (a);'", "exit 1", "true" }) do
      configure(("{ command = %q }"):format(command))
      project:shell("TMPDIR=$PWD/tmp " .. binary .. " schema --desired")
      assert.are.same({}, project:list("tmp"))
    end
  end)

  it("is explained when it fails", function()
    configure('{ command = "echo hint >&2; echo why >&2; exit 3" }')
    expect_error(project:run("schema --desired"), 1,
      "the command of the schema ended with exit code 3", "hint\nwhy\n")
    configure('{ command = { "no-such-program" } }')
    expect_error(project:run("schema --desired"), 2, "cannot start no-such-program: No")
    configure('{ command = "true", cwd = "nowhere" }')
    expect_error(project:run("schema --desired"), 2, "cannot run /bin/sh in ",
      "nowhere: No such")
    configure('{ command = "kill -9 $$" }')
    expect_error(project:run("schema --desired"), 1, "was ended by signal 9")
    configure('{ command = "true" }')
    expect_error(project:run("schema --desired"), 1, "gave no schema: true",
      "$RUNNER_SCHEMA_DATABASE")
    configure([[{ command = "echo 'CREATE TABLE t (a);'; echo oops" }]])
    expect_error(project:run("schema --desired"), 1, 'near "oops"',
      "output of the schema's command:2")
    configure([[{ command = "printf 'CREATE TABLE t (a);\\n\\0'" }]])
    expect_error(project:run("schema --desired"), 1, "is no text: it has a zero byte",
      "output of the schema's command:2")
  end)

  it("is stopped with runner", function()
    configure('{ command = ": >started; sleep 3000 & sleep 3000" }')
    local screen = beside.interrupt(project, "schema --desired")
    assert.are.equal(130, screen.status, screen.stderr)
    assert.is_truthy(screen.stderr:find("interrupted", 1, true), screen.stderr)
  end)
end)

describe("the key `schema`", function()
  it("is refused when it cannot be meant", function()
    for schema, part in pairs({
      ["5"] = "`schema` must be a text or a table, not a number",
      ['""'] = "`schema` must not be an empty text",
      ["{}"] = "`schema` names neither a file nor a command",
      ['{ command = "" }'] = "`schema` names neither a file nor a command",
      ['{ command = {} }'] = "`schema` names neither a file nor a command",
      ['{ command = 5 }'] = "`command` must be a text or a table",
      ['{ comand = "x" }'] = "unknown key `comand` in `schema`",
    }) do
      configure(schema)
      expect_error(project:run("schema --desired"), 2, part, "runner.lua")
    end
    project:write("runner.lua", "return {}")
    expect_error(project:run("schema --desired"), 2, "does not say what schema is")
  end)

  it("is a path seen from the file", function()
    project:write("app/runner.lua", 'return { schema = "desired/schema.sql" }')
    project:write("app/desired/schema.sql", "CREATE TABLE t (a)")
    helper.expect(project:run("-c app/runner.lua schema --desired"),
      "CREATE TABLE t (a);\n")
    project:write("other.sql", "CREATE TABLE other (a)")
    helper.expect(project:run("-c app/runner.lua schema --schema other.sql"),
      "CREATE TABLE other (a);\n")
    expect_error(project:run("-c app/runner.lua schema --schema none.sql"), 2,
      "there is no schema none.sql")
  end)

  it("names a file of a known kind", function()
    expect_error(project:run("schema --desired"), 2, "there is no schema schema.lua")
    project:write("schema.txt", "CREATE TABLE t (a)")
    expect_error(project:run("schema schema.txt"), 2,
      "the schema schema.txt is of no known kind", ".lua or .sql")
    expect_error(project:run("schema ."), 2, "cannot read the schema .: Is a directory")
  end)
end)
