--- The bodies that are written: in words, in order, with what people must know.
local autogenerate = require("runner.autogenerate")
local database = require("spec.support.database")
local sqlite = require("runner.sqlite")

--- What is generated for two scripts.
local function generate(have, want, options)
  local db <close> = sqlite.open(":memory:")
  local desired <close> = sqlite.open(":memory:")
  db:exec(have)
  desired:exec(want)
  options = options or {}
  if options.guess == nil then options.guess = false end
  return autogenerate.generate(db, desired, options)
end

local function expect(have, want, upgrade, downgrade, options)
  local found = generate(have, want, options)
  assert.are.equal(upgrade, found.upgrade)
  assert.are.equal(downgrade, found.downgrade)
end

describe("a revision", function()
  it("of nothing is empty", function()
    expect("CREATE TABLE t (a)", "CREATE TABLE t (a) -- the same\n", "", "")
  end)

  it("says one change in one line", function()
    expect("CREATE TABLE t (\n  a INT\n)", "CREATE TABLE t (a INT, b TEXT DEFAULT 'x')",
      '  op.add_column("t", { "b", "TEXT", default = "x" })\n',
      '  op.drop_column("t", "b")\n')
    expect("CREATE TABLE t (a, b)",
      "CREATE TABLE t (a, b); CREATE INDEX i ON t (b) WHERE a > 0",
      '  op.create_index("i", "t", { "b" }, { where = "a > 0" })\n',
      '  op.drop_index("i")\n')
  end)

  it("alters each table once", function()
    expect([[CREATE TABLE tickets (
  id INTEGER PRIMARY KEY,
  status TEXT NOT NULL DEFAULT 'new',
  user_id INTEGER REFERENCES tickets (id),
  CONSTRAINT ck_id CHECK (id > 0)
)]], [[CREATE TABLE tickets (
  id INTEGER PRIMARY KEY,
  state TEXT DEFAULT 'open',
  user_id INTEGER REFERENCES tickets (id) ON DELETE CASCADE,
  closed INTEGER NOT NULL DEFAULT 0,
  UNIQUE (user_id, closed)
); CREATE INDEX ix ON tickets (state DESC)]], [[
  op.alter_table("tickets", function(t)
    t:rename_column("status", "state")
    t:drop_constraint("ck_id")
    t:add_column({ "closed", "INTEGER", null = false, default = 0 })
    t:alter_column("state", { null = true, default = "open" })
    t:alter_column("user_id", { references = { "tickets", "id", on_delete = "cascade" } })
    t:create_unique_constraint(nil, { "user_id", "closed" })
    t:create_index("ix", { { "state", desc = true } })
  end)
]], [[
  op.alter_table("tickets", function(t)
    t:rename_column("state", "status")
    t:drop_index("ix")
    t:drop_constraint(nil, { type = "unique", columns = { "user_id", "closed" } })
    t:alter_column("status", { null = false, default = "new" })
    t:alter_column("user_id", { references = { "tickets", "id" } })
    t:drop_column("closed")
    t:create_check_constraint("ck_id", "id > 0")
  end)
]], { renames = { ["tickets.status"] = "state" } })
  end)

  it("restores a foreign key that leads to no table", function()
    local broken = "CREATE TABLE c (a REFERENCES gone, b REFERENCES gone (id), d)"
    local sound = "CREATE TABLE c (a REFERENCES p, b, d);"
      .. "CREATE TABLE p (id INTEGER PRIMARY KEY)"
    local found = generate(broken, sound)
    assert.falsy(found.upgrade:find("define", 1, true))
    assert.truthy(found.downgrade:find("t:define([[\n" .. broken .. "]])", 1, true))
    found = generate(sound, broken)
    assert.truthy(found.upgrade:find("t:define([[\nCREATE TABLE c (a REFERENCES gone,", 1,
      true))
    assert.falsy(found.downgrade:find("define", 1, true))
  end)

  it("keeps a key that foreign keys lead to while it becomes an index", function()
    local child = "CREATE TABLE c (x, y, FOREIGN KEY (x, y) REFERENCES p (a, b))"
    local index = "CREATE TABLE p (a NOT NULL, b NOT NULL, id PRIMARY KEY);"
      .. "CREATE UNIQUE INDEX i ON p (a, b);" .. child
    local key = "CREATE TABLE p (a NOT NULL, b NOT NULL, id, PRIMARY KEY (b, a));"
      .. child
    expect(index, key, [[
  op.alter_table("p", function(t)
    t:drop_index("i")
    t:create_primary_key(nil, { "b", "a" })
  end)
]], [[
  op.create_index("i", "p", { "a", "b" }, { unique = true })
  op.create_primary_key(nil, "p", { "id" }, { null = true })
]])
    assert.truthy(generate(key, index))
    -- Words would not give the quotes of this one back, so it comes as a whole.
    assert.truthy(generate(index:gsub("INDEX i ON", 'INDEX "i" ON'), key))
    assert.truthy(generate(
      "CREATE TABLE p (a UNIQUE); CREATE TABLE c (x REFERENCES p (a))",
      "CREATE TABLE p (a); CREATE UNIQUE INDEX i ON p (a);"
      .. "CREATE TABLE c (x REFERENCES p (a))"))
  end)

  it("frees the name of an index that goes on elsewhere", function()
    expect("CREATE TABLE t (a); CREATE INDEX i ON t (a)",
      "CREATE TABLE t (a); CREATE TABLE u (b); CREATE INDEX i ON u (b)", [[
  op.drop_index("i")
  op.create_table("u", {
    { "b", "" },
  })
  op.create_index("i", "u", { "b" })
]], [[
  op.drop_table("u")
  op.create_index("i", "t", { "a" })
]])
    local function move(name)
      return '  op.drop_index("i")\n  op.create_index("i", "' .. name .. '", { "a" })\n'
    end
    local have = "CREATE TABLE t (a); CREATE TABLE u (a); CREATE INDEX i ON %s (a)"
    expect(have:format("t"), have:format("u"), move("u"), move("t"))
    expect(have:format("u"), have:format("t"), move("t"), move("u"))
    expect("CREATE TABLE t (a); CREATE INDEX i ON t (a)",
      "CREATE TABLE t (a); CREATE TABLE i (b)", [[
  op.drop_index("i")
  op.create_table("i", {
    { "b", "" },
  })
]], [[
  op.drop_table("i")
  op.create_index("i", "t", { "a" })
]])
  end)

  it("makes and drops whole objects in an order that works", function()
    expect([[CREATE TABLE a (id INTEGER PRIMARY KEY);
      CREATE VIEW v AS SELECT id FROM a; CREATE VIEW w AS SELECT id FROM v;
      CREATE TRIGGER r INSTEAD OF DELETE ON v BEGIN
        SELECT old.id FROM a WHERE a.id <> old.id AND old.id > 0; END]],
      [[CREATE TABLE child (p REFERENCES parent (id));
      CREATE TABLE parent (id INTEGER PRIMARY KEY)]], [[
  op.drop_view("w")
  op.drop_view("v")
  op.drop_table("a")
  op.create_table("parent", {
    { "id", "INTEGER", primary_key = true },
  })
  op.create_table("child", {
    { "p", "", references = { "parent", "id" } },
  })
]], [==[
  op.drop_table("child")
  op.drop_table("parent")
  -- the rows that 'a' had are not brought back
  op.execute([[
CREATE TABLE a (id INTEGER PRIMARY KEY)]])
  op.execute([[
CREATE VIEW v AS SELECT id FROM a]])
  op.execute([[
CREATE VIEW w AS SELECT id FROM v]])
  op.execute([[
CREATE TRIGGER r INSTEAD OF DELETE ON v BEGIN
        SELECT old.id FROM a WHERE a.id <> old.id AND old.id > 0; END]])
]==])
  end)

  it("says what a person has to decide", function()
    local found = generate("CREATE TABLE t (a)", "CREATE TABLE t (a, b TEXT NOT NULL)")
    assert.are.equal([[
  -- 'b' is never NULL: say in `using` what the rows that are there get
  op.add_column("t", { "b", "TEXT", null = false, using = sql"NULL" })
]], found.upgrade)
    found = generate("CREATE TABLE t (a, b TEXT)", "CREATE TABLE t (a)")
    assert.are.equal([[
  -- the values that 'b' had are not brought back
  op.add_column("t", { "b", "TEXT" })
]], found.downgrade)
  end)

  it("gives the whole definition where no word says it", function()
    local found = generate("CREATE TABLE t (a, b)",
      "CREATE TABLE t (b, a UNIQUE ON CONFLICT IGNORE)")
    assert.are.equal('  op.alter_table("t", function(t)\n'
      .. "    t:define([[\nCREATE TABLE t (a UNIQUE ON CONFLICT IGNORE, b)]])\n  end)\n",
      found.upgrade)
  end)

  it("puts columns in their places where the order counts", function()
    expect("CREATE TABLE t (a, b)", "CREATE TABLE t (c INT, b, a)", [[
  op.alter_table("t", function(t)
    t:add_column({ "c", "INT" }, { first = true })
    t:reorder_columns({ "c", "b" })
  end)
]], [[
  op.alter_table("t", function(t)
    t:drop_column("c")
    t:reorder_columns({ "a" })
  end)
]], { order = true })
  end)

  it("brings texts back as they were", function()
    local have = [[CREATE TABLE  t(a int /* the first */ not null, b);
      CREATE view V as select a from t -- seen
      ;CREATE INDEX i on t(a asc)]]
    local db <close> = sqlite.open(":memory:")
    local desired <close> = sqlite.open(":memory:")
    db:exec(have)
    desired:exec("CREATE TABLE t (a TEXT)")
    local found = autogenerate.generate(db, desired, { guess = false })
    for _, text in ipairs { "VIEW V as select a from t -- seen", "i on t(a asc)",
      "(a int /* the first */ not null, b)" } do
      assert.truthy(found.downgrade:find(text, 1, true), text)
    end
  end)

  it("lets the naming convention name nothing that has no name", function()
    local options = { naming = { unique = "uq_{table}_{columns}" } }
    local found = generate("CREATE TABLE t (a, b)", "CREATE TABLE t (a, b, UNIQUE (a))",
      options)
    assert.truthy(found.upgrade:find("t:define", 1, true))
    found = generate("CREATE TABLE t (a, b)",
      "CREATE TABLE t (a, b, CONSTRAINT uq_t_a UNIQUE (a))", options)
    assert.are.equal('  op.create_unique_constraint("uq_t_a", "t", { "a" })\n',
      found.upgrade)
  end)

  it("takes the keys of others off a key that goes, and puts them on again", function()
    local found = generate([[CREATE TABLE p (a TEXT UNIQUE, b TEXT);
      CREATE TABLE c (x REFERENCES p (a))]], [[CREATE TABLE p (a TEXT, b TEXT UNIQUE);
      CREATE TABLE c (x REFERENCES p (b))]])
    assert.are.equal([[
  op.drop_constraint(nil, "c", { type = "foreign_key", columns = { "x" } })
  op.alter_table("p", function(t)
    t:alter_column("a", { unique = false })
    t:alter_column("b", { unique = true })
  end)
  op.alter_column("c", "x", { references = { "p", "b" } })
]], found.upgrade)
  end)

  it("does both for one table", function()
    local found = generate([[
      CREATE TABLE p (a TEXT UNIQUE, b TEXT, c TEXT, id INTEGER PRIMARY KEY);
      CREATE TABLE c (x REFERENCES p (a));
      CREATE VIRTUAL TABLE f USING fts5(c, content='p', content_rowid='id')]], [[
      CREATE TABLE p (a TEXT, b TEXT UNIQUE, c TEXT AS (b), id INTEGER PRIMARY KEY);
      CREATE TABLE c (x REFERENCES p (b));
      CREATE VIRTUAL TABLE f USING fts5(c, content='p', content_rowid='id')]])
    assert.truthy(found.upgrade:find('op.drop_table("f")\n  op.drop_constraint(nil, "c"',
      1, true))
  end)

  it("makes full-text indexes over changed values anew", function()
    local found = generate([[CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b);
      CREATE VIRTUAL TABLE f USING fts5(a, content='t', content_rowid='id')]],
      [[CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT AS (b), b);
      CREATE VIRTUAL TABLE f USING fts5(a, content='t', content_rowid='id')]])
    assert.truthy(found.upgrade:find('op.drop_table("f")', 1, true))
    assert.truthy(found.upgrade:find(
      [[op.execute("INSERT INTO f (f) VALUES ('rebuild')")]], 1, true))
  end)
end)

describe("the steps", function()
  it("are the author's to change", function()
    local directions = {}
    local found = generate("CREATE TABLE t (a)", "CREATE TABLE t (a); CREATE TABLE u (b)",
      { rewrite = function(steps, direction)
        directions[#directions + 1] = direction
        for _, step in ipairs(steps) do step.comment = step.word end
      end })
    assert.are.same({ "upgrade", "downgrade" }, directions)
    assert.are.equal('  -- drop_table\n  op.drop_table("u")\n', found.downgrade)
  end)
end)

describe("the proof", function()
  local function prove(upgrade, downgrade)
    local db <close> = sqlite.open(":memory:")
    local desired <close> = sqlite.open(":memory:")
    db:exec("CREATE TABLE t (a /* why */)")
    desired:exec("CREATE TABLE t (a, b INT)")
    local texts = {}
    local bodies = { upgrade = upgrade, downgrade = downgrade }
    for i, one in ipairs(autogenerate.prove(db, desired, bodies, {})) do
      texts[i] = one.direction .. " " .. one.text
    end
    assert.are.equal(1, db:value("SELECT count(*) FROM pragma_table_info('t')"))
    return texts
  end

  it("finds nothing in what is right", function()
    assert.are.same({}, prove('op.add_column("t", { "b", "INT" })',
      'op.drop_column("t", "b")'))
  end)

  it("tells what fails, and what is left", function()
    assert.are.same({ "upgrade it fails: op.add_column: 't' has a column 'a' already" },
      prove('op.add_column("t", { "a", "INT" })', ""))
    assert.are.same({ "upgrade it leaves a difference: add column 'b' of 't': b INT",
      "downgrade it leaves a difference: drop table 'u'" },
      prove('op.create_table("u", { { "a", "" } }) op.drop_table("u")',
        'op.create_table("u", { { "a", "" } })'))
  end)

  it("wants texts back, not only what they mean", function()
    assert.are.same({ "downgrade the text of table 't' is not what it was" },
      prove('op.add_column("t", { "b", "INT" })', [[
        op.drop_table("t") op.create_table("t", { { "a", "" } })]]))
  end)

  it("raises what does not hold", function()
    assert.are.equal("upgrade(): the foreign key of 't' (a) to 't' needs a primary key "
      .. "or UNIQUE on (b) there", (database.problem(generate, "CREATE TABLE t (a, b)",
        "CREATE TABLE t (a REFERENCES t (b), b)")))
  end)
end)
