--- Renames that views, full-text indexes or triggers cannot follow.
local autogenerate = require("runner.autogenerate")
local sqlite = require("runner.sqlite")

--- The upgrade from one script to the other, proven.
local function upgrade(have, want, renames)
  local db <close> = sqlite.open(":memory:", { trust_schema = true })
  local desired <close> = sqlite.open(":memory:", { trust_schema = true })
  db:exec(have)
  desired:exec(want)
  local options = { renames = renames, guess = false }
  return autogenerate.generate(db, desired, options).upgrade
end

describe("a rename that cannot be followed", function()
  it("by a view that joins by the column's name makes the view anew", function()
    assert.are.equal([[
  op.drop_view("v")
  op.rename_column("b", "a_id", "id")
  op.rename_column("a", "a_id", "id")
  op.create_view("v", "SELECT x, y FROM a JOIN b USING (id)")
]], upgrade([[CREATE TABLE b (a_id INTEGER, y); CREATE TABLE a (a_id INTEGER, x);
      CREATE VIEW v AS SELECT x, y FROM a JOIN b USING (a_id);
      CREATE VIEW w AS SELECT y FROM b]],
      [[CREATE TABLE b (id INTEGER, y); CREATE TABLE a (id INTEGER, x);
      CREATE VIEW v AS SELECT x, y FROM a JOIN b USING (id);
      CREATE VIEW w AS SELECT y FROM b]], { ["a.a_id"] = "id", ["b.a_id"] = "id" }))
  end)

  it("by a full-text index makes it anew, and the triggers that keep it", function()
    assert.are.equal([[
  op.drop_trigger("ins")
  op.drop_table("f")
  op.rename_table("notes", "pages")
  op.rename_column("pages", "body", "text")
  op.create_virtual_table("f", "fts5", { "text", "content=pages", "content_rowid=id" })
  op.execute("INSERT INTO f (f) VALUES ('rebuild')")
  op.create_trigger("ins", "pages", {
    timing = "after",
    event = "insert",
    body = "INSERT INTO f(rowid, text) VALUES (new.id, new.text)",
  })
]], upgrade([[CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT);
      CREATE VIRTUAL TABLE f USING fts5(body, content='notes', content_rowid='id');
      CREATE TRIGGER ins AFTER INSERT ON notes BEGIN
        INSERT INTO f(rowid, body) VALUES (new.id, new.body); END]],
      [[CREATE TABLE pages (id INTEGER PRIMARY KEY, text TEXT);
      CREATE VIRTUAL TABLE f USING fts5(text, content=pages, content_rowid=id);
      CREATE TRIGGER ins AFTER INSERT ON pages BEGIN
        INSERT INTO f(rowid, text) VALUES (new.id, new.text); END]],
      { notes = "pages", ["pages.body"] = "text" }))
  end)
end)

describe("an index over an expression that goes", function()
  it("is no key that others could lead to", function()
    assert.are.equal([[
  op.drop_index("i")
  op.alter_column("c", "x", { references = { "t", "a", on_delete = "cascade" } })
]], upgrade([[CREATE TABLE t (a TEXT UNIQUE); CREATE UNIQUE INDEX i ON t (lower(a));
      CREATE TABLE c (x REFERENCES t (a))]], [[CREATE TABLE t (a TEXT UNIQUE);
      CREATE TABLE c (x REFERENCES t (a) ON DELETE CASCADE)]], {}))
  end)
end)

describe("a key that others lead to", function()
  it("and that is kept in another form ties nobody", function()
    assert.are.equal([[
  op.alter_table("p", function(t)
    t:drop_constraint(nil, { type = "primary_key" })
    t:add_column({ "id", "INTEGER", primary_key = true })
    t:alter_column("code", { unique = true })
  end)
  op.alter_column("c", "x", { references = { "p", "code", on_delete = "cascade" } })
]], upgrade([[CREATE TABLE p (code TEXT PRIMARY KEY NOT NULL);
      CREATE TABLE c (x REFERENCES p (code))]], [[
      CREATE TABLE p (code TEXT UNIQUE NOT NULL, id INTEGER PRIMARY KEY);
      CREATE TABLE c (x REFERENCES p (code) ON DELETE CASCADE)]], {}))
  end)

  it("without being named is left before it is another", function()
    assert.are.equal([[
  op.alter_column("c", "x", { references = { "p", "code" } })
  op.alter_table("p", function(t)
    t:drop_constraint(nil, { type = "primary_key" })
    t:add_column({ "id", "INTEGER", primary_key = true })
    t:alter_column("code", { unique = true })
  end)
]], upgrade([[CREATE TABLE p (code TEXT PRIMARY KEY NOT NULL);
      CREATE TABLE c (x REFERENCES p)]], [[
      CREATE TABLE p (code TEXT UNIQUE NOT NULL, id INTEGER PRIMARY KEY);
      CREATE TABLE c (x REFERENCES p (code))]], {}))
  end)
end)

describe("a column that becomes the rowid", function()
  it("is not said to allow NULL", function()
    assert.are.equal([[
  op.alter_table("t", function(t)
    t:alter_column("a", { type = "INTEGER" })
    t:create_primary_key(nil, { "a" })
  end)
]], upgrade("CREATE TABLE t (a TEXT NOT NULL)",
      "CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY)", {}))
  end)
end)
