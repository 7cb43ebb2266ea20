--- How objects look as Lua: the way a person would write them.
local inventory = require("runner.autogenerate.inventory")
local order = require("runner.autogenerate.order")
local rendering = require("spec.support.rendering")
local sqlite = require("runner.sqlite")
local value = require("runner.autogenerate.render.value")

--- The schema of a script as Lua.
local function lua_of(script, options)
  local db <close> = sqlite.open(":memory:")
  db:exec(script)
  return rendering.text(db, options)
end

describe("a schema as Lua", function()
  for what, body in pairs({
    ["deep lines"] = "\n    SELECT CASE\n        WHEN 1\n          THEN 2\n    END;\n",
    ["lines that stay deep"] = "\n    UPDATE t\n           SET a = 1\n     WHERE 1;\n",
    ["two spaces, as words write them"] = "\n  UPDATE t\n    SET a = 1;\n",
    ["tabs"] = "\n\tUPDATE t\n\t\tSET a = 1;\n\tSELECT 1;\n",
    ["the line of BEGIN"] = " UPDATE t\n    SET a = 1; SELECT\n  2;",
    ["comments and texts"] = "\n   -- why\n   SELECT 'a\n   b'; -- so\n"
      .. "   SELECT 1\n   + 1;\n",
  }) do
    it("is the same when it is read and written again, with " .. what, function()
      local once = lua_of("CREATE TABLE t (a); CREATE TRIGGER tr AFTER INSERT ON t BEGIN"
        .. body .. "END; CREATE VIEW v AS\n    SELECT a\n      FROM t")
      local again <close> = rendering.run(once)
      assert.are.equal(once, rendering.text(again))
    end)
  end
end)

describe("a table as Lua", function()
  it("has columns below each other, and its own words below them", function()
    assert.are.equal([[
op.create_table("tickets", {
  { "id",       "INTEGER", primary_key = true },
  { "assignee", "INTEGER", references = { "users", "id", on_delete = "set null" } },
  { "status",   "TEXT",    null = false, default = "new", check = "status <> ''" },
  { "opened",   "TEXT",    default = sql"CURRENT_TIMESTAMP" },
  { "note",     "TEXT" },
  unique = { { "assignee", "opened", name = "uq" } },
  check  = { { "id > 0", name = "ck" }, "opened > ''" },
  strict = true,
})]], lua_of([[CREATE TABLE "tickets" ("id" INTEGER, assignee INTEGER, status TEXT
        DEFAULT 'new' NOT NULL CHECK (status <> ''),
        opened TEXT DEFAULT (CURRENT_TIMESTAMP), note TEXT,
        PRIMARY KEY (id), CONSTRAINT ck CHECK (id > 0), CHECK (opened > ''),
        CONSTRAINT uq UNIQUE (assignee, opened),
        FOREIGN KEY (assignee) REFERENCES users (id) ON DELETE SET NULL
          ON UPDATE NO ACTION) STRICT]], { prefix = "op." }))
  end)

  it("breaks what is too long into lines", function()
    local long = ("x"):rep(60)
    assert.are.equal(([[
create_table("t", {
  { "a", "TEXT", null = false,
    check = "a <> '%s'" },
  check = {
    "a > '%s'",
    { "a < '%s'", name = "ck" },
  },
})]]):format(long, long, long), lua_of(([[CREATE TABLE t (a TEXT NOT NULL
      CHECK (a <> '%s'), CHECK (a > '%s'),
      CONSTRAINT ck CHECK (a < '%s'))]]):format(long, long, long)))
  end)

  it("says what goes without saying only where it does not", function()
    assert.are.equal([[
create_table("t", {
  { "a", "TEXT", primary_key = true },
})
create_table("u", {
  { "a", "TEXT", null = true, primary_key = true },
})
create_table("v", {
  { "a", "TEXT", primary_key = true },
  without_rowid = true,
})
create_table("w", {
  { "a", "INT",  null = true },
  { "b", "TEXT" },
  primary_key = { "b", "a", name = "pk" },
})]], lua_of([[CREATE TABLE t (a TEXT PRIMARY KEY NOT NULL);
      CREATE TABLE u (a TEXT PRIMARY KEY);
      CREATE TABLE v (a TEXT PRIMARY KEY) WITHOUT ROWID;
      CREATE TABLE w (a INT, b TEXT NOT NULL, CONSTRAINT pk PRIMARY KEY (b, a))]]))
  end)

  it("has every word that there is", function()
    assert.are.equal([=[
create_table("t", {
  { "id",       "INTEGER",     primary_key = true, autoincrement = true },
  { "it's",     "VARCHAR(10)", unique = { name = "uq" }, default = "it's" },
  { 'say "hi"', "",            unique = true, default = -1.5,
    references = { "p", deferrable = true, name = "fk" } },
  { "g",        "",            collate = "RTRIM", generated = "id || 1", stored = true },
  { "h",        "TEXT",        default = sql"upper('x')" },
})]=], lua_of([[CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT,
      [it's] VARCHAR(10) DEFAULT 'it''s' CONSTRAINT uq UNIQUE,
      [say "hi"] UNIQUE DEFAULT -1.5
        CONSTRAINT fk REFERENCES p DEFERRABLE INITIALLY DEFERRED,
      g COLLATE RTRIM AS (id || 1) STORED, h TEXT DEFAULT (upper('x')))]]))
  end)

  it("leaves out what holds anyway", function()
    assert.are.equal([[
create_table("t", {
  { "a", "INTEGER", primary_key = true },
  { "b", "TEXT",    null = false, check = "b <> ''", references = { "p", "id" } },
  { "c", "",        unique = true },
  { "d", "",        generated = "a + 1" },
})]], lua_of([[CREATE TABLE t (a INTEGER PRIMARY KEY ASC ON CONFLICT ABORT,
      b TEXT COLLATE BINARY NOT NULL ON CONFLICT ABORT DEFAULT (NULL) CHECK (b <> '')
        REFERENCES p (id) ON DELETE NO ACTION ON UPDATE NO ACTION MATCH SIMPLE
        NOT DEFERRABLE INITIALLY IMMEDIATE,
      c NULL DEFAULT NULL, d GENERATED ALWAYS AS (a + 1) VIRTUAL,
      UNIQUE (c COLLATE BINARY ASC) ON CONFLICT ABORT)]]))
  end)

  it("is SQL where the words end", function()
    for _, text in ipairs({
      "CREATE TABLE t (a UNIQUE ON CONFLICT IGNORE)",
      "CREATE TABLE t (a NOT NULL ON CONFLICT REPLACE)",
      "CREATE TABLE t (a, b, UNIQUE (a DESC, b COLLATE NOCASE))",
      "CREATE TABLE t (a INTEGER PRIMARY KEY DESC)",
      "CREATE TABLE t (a REFERENCES p MATCH FULL)",
      "CREATE TABLE t (\n  a PRIMARY KEY ON CONFLICT FAIL -- ]] why\n)",
    }) do
      local written = lua_of(text)
      assert.are.equal("execute([", written:sub(1, 9))
      local db <close> = rendering.run(written)
      local kept = db:value("SELECT sql FROM sqlite_schema WHERE type = 'table'")
      assert.are.equal(text, kept)
    end
  end)

  it("is SQL where the project would give it names that it has not", function()
    local script = "CREATE TABLE t (a UNIQUE, b CONSTRAINT uq UNIQUE)"
    local options = { naming = { unique = "uq_{columns}" } }
    assert.are.equal("execute([[\n" .. script .. "]])", lua_of(script, options))
    script = "CREATE TABLE t (b CONSTRAINT uq UNIQUE)"
    assert.is_truthy(lua_of(script, options):find("create_table", 1, true))
  end)
end)

describe("other objects as Lua", function()
  it("are calls of their words", function()
    assert.are.equal([==[
create_table("t", {
  { "a", "TEXT" },
  { "b", "TEXT" },
})
create_index("i", "t", { "a", sql"lower(b)", { "b", collate = "NOCASE", desc = true } }, {
  unique = true,
  where = "a > 'some text that is quite long' AND b > 'another one'",
})
create_virtual_table("s", "fts5", { "a", "tokenize = 'porter'" })
create_view("v", [[
SELECT *
FROM t]], { columns = { "x", "y" } })
create_trigger("u", "t", {
  timing = "after",
  event = "update",
  of = { "a" },
  when = "new.a > 1",
  body = {
    "UPDATE t SET b = 1",
    [[
SELECT CASE 1
  WHEN 1 THEN 2 END]],
  },
})
create_trigger("r", "v", { timing = "instead of", event = "delete", body = "SELECT 1" })
]==],
      (lua_of([[CREATE TABLE t (a TEXT, b TEXT);
      CREATE UNIQUE INDEX i ON t (a ASC, lower(b), b COLLATE NOCASE DESC)
        WHERE a > 'some text that is quite long' AND b > 'another one';
      CREATE VIRTUAL TABLE s USING fts5(a, tokenize = 'porter');
      CREATE VIEW v (x, y) AS SELECT *]] .. "\nFROM t;\n" .. [[
      CREATE TRIGGER u AFTER UPDATE OF a ON t FOR EACH ROW WHEN new.a > 1 BEGIN
        UPDATE t SET b = 1;
        SELECT CASE 1
          WHEN 1 THEN 2 END;
      END;
      CREATE TRIGGER r INSTEAD OF DELETE ON v BEGIN SELECT 1; END]]) .. "\n"))
  end)
end)

describe("a text as Lua", function()
  it("reads as the same text", function()
    for _, text in ipairs({ "", "plain", "it's", 'say "x"', [[it's "x"]], "a\\b", "a\nb",
      "\nb", "a\n]]", "a\n]", "a\n]=]]", "a\r\nb", "a\0b\n", "\200\n", "tab\tx", "é",
      "x]]y\n" }) do
      local written = value.string(text)
      assert.are.equal(text, assert(load("return " .. written))(), written)
    end
  end)
end)

describe("the order of objects", function()
  local function names(script)
    local db <close> = sqlite.open(":memory:")
    db:exec(script)
    local list = {}
    for i, object in ipairs(order(inventory.read(db))) do list[i] = object.name end
    return table.concat(list, " ")
  end

  it("goes by what needs what, then by name, not by age", function()
    assert.are.equal("b c a z_i b_v a_v z r_1 r_0", names([[
      CREATE TABLE a (x REFERENCES c, y REFERENCES a);
      CREATE TRIGGER r_1 AFTER INSERT ON a BEGIN SELECT 1; END;
      CREATE TRIGGER r_0 AFTER INSERT ON a BEGIN SELECT 1; END;
      CREATE INDEX z_i ON a (x);
      CREATE VIEW z AS SELECT * FROM a_v; CREATE VIEW a_v AS SELECT * FROM b_v;
      CREATE VIEW b_v AS SELECT * FROM a;
      CREATE TABLE c (x REFERENCES b); CREATE TABLE b (x REFERENCES a)]]))
  end)
end)
