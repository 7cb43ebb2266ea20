--- Alterations from the author's words to the file: which way they go, what is said, and
-- that an error leaves nothing.
local alteration = require("spec.support.alteration_file")
local database = require("spec.support.database")
local sql = require("runner.schema.expression")

local file

before_each(function()
  file = alteration.file()
  file.db:exec([[
    CREATE TABLE t (
      id INTEGER PRIMARY KEY, -- the number
      a TEXT NOT NULL,
      b INT DEFAULT 3,
      CONSTRAINT positive CHECK (b > 0)
    );
    INSERT INTO t VALUES (1, '7', 1), (5, '8', NULL), (6, 'x', 4);
    CREATE INDEX i ON t (a);
  ]])
end)
after_each(function() file:clean() end)

--- Carry out the words; the line that is reported must be this.
local function reports(line, words, options)
  file.op.alter_table("t", words, options)
  assert.are.same({ line }, file.reports)
  assert.are.equal("ok", file:verdict())
end

--- The words must raise this and leave nothing.
local function raises(message, words, hint)
  local before = file:schema_without("") .. file:all("SELECT * FROM t")
  local found, found_hint = database.problem(file.op.alter_table, "t", words)
  assert.are.equal(message, found)
  if hint then assert.are.equal(hint, found_hint) end
  assert.are.equal(before, file:schema_without("") .. file:all("SELECT * FROM t"))
  assert.are.same({}, file.reports)
end

describe("an alteration", function()
  it("defines a foreign key to no table where no row refers to it", function()
    file.db:exec("CREATE TABLE c (p, q); INSERT INTO c VALUES (NULL, 1)")
    local function define(text)
      file.op.alter_table("c", function(t) t:define(text) end)
    end
    define("CREATE TABLE c (p REFERENCES gone, q, r REFERENCES gone (id))")
    assert.are.equal(1, file.db:value("SELECT q FROM c WHERE p IS NULL AND r IS NULL"))
    assert.are.equal("the foreign key of 'c' (q) to 'gone' cannot hold: 1 row leads to "
      .. "no row there (rowid 1: 1)",
      (database.problem(define, "CREATE TABLE c (p, q REFERENCES gone, r)")))
  end)

  it("defines the table that it is about, and no other", function()
    raises("t:define: the definition is of 'u', not of 't'",
      function(t) t:define("CREATE TABLE u (a)") end,
      "a table gets another name with op.rename_table")
    raises("'i' is not a table but an index",
      function(t) t:define("CREATE INDEX i ON t (a)") end)
  end)
end)

describe("an alteration goes", function()
  it("by ALTER TABLE", function()
    reports("t: ALTER TABLE (add column c)",
      function(t) t:add_column({ "c", "TEXT" }) end)
  end)

  it("by an edit", function()
    reports("t: edit of the stored definition (drop NOT NULL of a; drop constraint "
      .. "positive CHECK (b > 0))", function(t)
      t:alter_column("a", { null = true })
      t:drop_constraint("positive")
    end)
    assert.truthy(file:text("t"):find("-- the number", 1, true))
  end)

  it("by a rebuild where a key holds what is new and what compares anew", function()
    reports("t: rebuilt ('c' comes before 'b'; 'a' is in a key that changes)", function(t)
      t:add_column({ "c", "INT", default = 1 }, { after = "a" })
      t:alter_column("a", { collate = "NOCASE" })
      t:create_unique_constraint(nil, { "a", "c" })
    end)
  end)

  it("by an edit that gives the whole definition", function()
    reports("t: edit of the stored definition after a scan (CHECK (b IS NOT 9))",
      function(t)
        t:define([[CREATE TABLE t (
  id INTEGER PRIMARY KEY, -- its number
  a TEXT NOT NULL ON CONFLICT IGNORE,
  b INT CHECK (b IS NOT 9) DEFAULT 3
);]])
      end)
    assert.truthy(file:text("t"):find("-- its number", 1, true))
    assert.truthy(file:text("t"):find("ON CONFLICT IGNORE", 1, true))
  end)

  it("by renames and the whole definition after them", function()
    file.op.alter_table("t", function(t)
      t:rename_column("a", "c")
      t:define("CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT NOT NULL, d DEFAULT 5)")
    end)
    assert.are.equal("c=7 d=5 id=1\nc=8 d=5 id=5\nc=x d=5 id=6",
      file:all("SELECT * FROM t"))
    assert.are.equal("CREATE INDEX i ON t (c)", file:text("i"))
  end)

  it("by an edit after a scan", function()
    reports("t: edit of the stored definition after a scan (CHECK c)",
      function(t) t:create_check_constraint("c", "id > 0") end)
  end)

  it("by an edit around ALTER TABLE, if a constraint must go with a column", function()
    file.op.drop_column("t", "b")
    assert.truthy(file.reports[1]:find("^t: ALTER TABLE and edit of the stored def"))
    assert.are.equal("a=7 id=1\na=8 id=5\na=x id=6", file:all("SELECT * FROM t"))
    assert.is_nil(file:text("t"):find("positive", 1, true))
    assert.are.equal("ok", file:verdict())
  end)

  it("by an UPDATE in place", function()
    file.db:exec("CREATE TRIGGER r AFTER UPDATE ON t BEGIN DELETE FROM t; END")
    reports("t: edit of the stored definition and UPDATE in place ('a' gets a new value "
      .. "in every row)", function(t)
      t:alter_column("a", { type = "INTEGER", using = sql("length(a)") })
    end)
    assert.are.equal("a=1 b=1 id=1\na=1 id=5\na=1 b=4 id=6", file:all("SELECT * FROM t"))
  end)

  it("by a rebuild", function()
    reports("t: rebuilt ('c' comes before 'a')",
      function(t) t:add_column({ "c", "TEXT" }, { after = "id" }) end)
    assert.are.equal(3, file.db:value("SELECT count(*) FROM t"))
  end)

  it("by a rebuild because the author says so", function()
    reports("t: rebuilt (recreate is 'always')",
      function(t) t:alter_column("a", { null = true }) end, { recreate = "always" })
  end)

  it("nowhere if nothing is to be done", function()
    file.op.alter_table("t", function(t) t:alter_column("b", { null = true }) end)
    assert.are.same({}, file.reports)
  end)
end)

describe("an alteration that ALTER TABLE refuses", function()
  it("goes another way if a view elsewhere is to blame", function()
    file.db:exec("CREATE VIEW w AS SELECT x FROM nowhere")
    file.op.alter_table("t", function(t)
      t:drop_constraint("positive")
      t:drop_column("b")
    end)
    assert.are.same({ "t: rebuilt ('b' is dropped, which ALTER TABLE refuses "
      .. "(error in view w: no such table: main.nowhere))" }, file.reports)
    assert.are.equal("a=7 id=1\na=8 id=5\na=x id=6", file:all("SELECT * FROM t"))
    assert.truthy(file:text("w"))
  end)

  it("says which rows contradict", function()
    raises("'t' cannot have CHECK (c <> b): 1 row contradicts it (rowid 6: 4)",
      function(t) t:add_column({ "c", "INT", default = 4, check = "c <> b" }) end)
    raises("'c' of 't' cannot be NOT NULL: 1 row would hold NULL (rowid 5)",
      function(t) t:add_column({ "c", "INT", null = false, generated = "b + 1" }) end)
  end)

  it("names the view that it breaks", function()
    file.db:exec("CREATE VIEW v AS SELECT b FROM t")
    raises("altering 't' (drop column b, drop constraint positive CHECK (b > 0)) breaks "
      .. "the view 'v': no such column: b", function(t) t:drop_column("b") end,
      "drop the view before and create it anew after, in the same revision")
  end)
end)

describe("an alteration that cannot be", function()
  it("names what uses a column", function()
    raises("the column 'a' of 't' cannot be dropped: the index 'i' uses it",
      function(t) t:drop_column("a") end, "drop it first: op.drop_index('i')")
  end)

  it("names rows whose values would change", function()
    raises("'a' of 't' cannot become INTEGER: 1 row holds what would not stay the same "
      .. "(rowid 6: 'x')", function(t) t:alter_column("a", { type = "INTEGER" }) end)
  end)

  it("may be caught, and others follow", function()
    local done = pcall(file.op.alter_table, "t", function(t)
      t:alter_column("b", { null = false })
      t:add_column({ "c", "TEXT" })
    end)
    assert.is_false(done)
    file.op.add_column("t", { "c", "TEXT" })
    assert.are.same({ "t: ALTER TABLE (add column c)" }, file.reports)
    assert.are.equal("ok", file:verdict())
  end)

  it("is so also by a function that fails", function()
    local done, problem = pcall(file.op.alter_table, "t", function(t)
      t:alter_column("a", { using = function() error("not this one", 0) end })
    end)
    assert.is_false(done)
    assert.truthy(tostring(problem):find("not this one", 1, true))
    assert.are.equal(3, file.db:value("SELECT count(*) FROM t"))
    assert.are.equal("ok", file:verdict())
  end)
end)
