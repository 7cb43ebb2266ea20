--- runner schema: the whole screen, and that what it writes is the same schema again.
local helper = require("spec.helper")
local sqlite = require("runner.sqlite")

local project

before_each(function()
  project = helper.project()
  project:write("runner.lua", 'return { database = "desk.db" }\n')
end)
after_each(helper.clean)

local script = [[
  CREATE TABLE "Tickets" (id INTEGER PRIMARY KEY, -- the key
    user_id REFERENCES users ON DELETE CASCADE,
    UNIQUE (user_id) ON CONFLICT REPLACE);
  CREATE INDEX ix ON tickets (id) WHERE id > 1 -- part
  ;
  CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT DEFAULT 'x');
  CREATE VIEW b AS SELECT * FROM a;
  CREATE VIEW a AS SELECT id FROM tickets]]

local function make(name, text)
  local db <close> = sqlite.open(project:path(name))
  for _, statement in ipairs(text) do db:exec(statement) end
end

describe("runner schema", function()
  it("writes the definitions as they are stored", function()
    make("desk.db", { "CREATE TABLE t (a /* why */, b);",
      "CREATE TABLE runner_version (version_num TEXT NOT NULL PRIMARY KEY)",
      "CREATE INDEX ix ON T(a) -- part", "CREATE VIEW v AS SELECT 1 /* open" })
    helper.expect(project:run("schema"), [[
CREATE TABLE t (a /* why */, b);
CREATE INDEX ix ON T(a) -- part
;

CREATE VIEW v AS SELECT 1 /* open*/;
]])
    helper.expect(project:run("-q schema --format sql"), project:run("schema").stdout)
  end)

  it("writes Lua", function()
    make("desk.db", { "CREATE TABLE t (a TEXT /* why */, b)",
      "CREATE VIEW v AS SELECT 1" })
    helper.expect(project:run("schema --format lua"), [[
create_table("t", {
  { "a", "TEXT" },
  { "b", "" },
})

create_view("v", "SELECT 1")
]])
  end)

  it("answers with JSON", function()
    make("desk.db", { "CREATE TABLE t (a)" })
    helper.expect(project:run("--json schema"),
      '{"command":"schema","format":"sql","text":"CREATE TABLE t (a);\\n"}\n')
  end)

  it("writes nothing of an empty database", function()
    make("desk.db", { "CREATE TABLE t (a)", "DROP TABLE t" })
    helper.expect(project:run("schema"), "")
    helper.expect(project:run("--json schema --format lua"),
      '{"command":"schema","format":"lua","text":""}\n')
  end)

  it("gives the same schema when it is read again, in both formats", function()
    make("desk.db", { script, "CREATE VIEW c AS SELECT 1 /* open" })
    local before = project:run("schema")
    for _, format in ipairs({ "sql", "lua" }) do
      local written = project:run("schema --format " .. format)
      assert.are.equal(0, written.status, written.stderr)
      project:write("again." .. format, written.stdout)
      local again = project:run("schema --format " .. format .. " again." .. format)
      assert.are.equal(written.stdout, again.stdout)
    end
    project:write("again.sql", before.stdout)
    helper.expect(project:run("schema again.sql"), before.stdout)
  end)

  it("is the same whatever the order of making", function()
    make("a.db", { "CREATE TABLE t (a)", "CREATE TABLE s (a)", "CREATE INDEX y ON s (a)",
      "CREATE INDEX x ON s (a)" })
    make("b.db", { "CREATE TABLE s (a)", "CREATE INDEX x ON s (a)",
      "CREATE INDEX y ON s (a)", "CREATE TABLE t (a)" })
    helper.expect(project:run("schema a.db"), project:run("schema b.db").stdout)
  end)

  it("refuses what it does not know", function()
    helper.expect(project:run("schema --format xml"), "",
      "runner: error: a schema has no format 'xml'\nhint: known are: sql, lua\n", 2)
    helper.expect(project:run("schema --desired x.sql"), "",
      "runner: error: SOURCE cannot be used together with --desired or --schema\n", 2)
  end)
end)
