--- Names that pass from one thing to another in one revision: chains, circles, and names
-- of what goes or comes. Each is proven, and run both ways over rows.
local autogenerate = require("runner.autogenerate")
local database = require("spec.support.database")
local random = require("spec.matrix.random")
local run = require("runner.autogenerate.revise.run")
local sqlite = require("runner.sqlite")

local db, desired

before_each(function() db, desired = sqlite.open(":memory:"), sqlite.open(":memory:") end)
after_each(function()
  db:close()
  desired:close()
end)

--- The rows of a query, as one text.
local function rows(query)
  local lines = {}
  for text in db:rows(query) do lines[#lines + 1] = text end
  return table.concat(lines, "; ")
end

--- Generate, go there and back. Gives the body of upgrade(), what `there` gives after it,
-- and what `back` gives at the end.
local function trip(case)
  db:exec(case.have)
  desired:exec(case.want)
  local options = { renames = case.renames, was = case.was, order = case.order,
    guess = false }
  local found = autogenerate.generate(db, desired, options)
  local before = rows(case.back)
  run(db, found.upgrade, "upgrade")
  local there = rows(case.there)
  assert.are.same({}, autogenerate.compare(db, desired, { guess = false }).differences)
  run(db, found.downgrade, "downgrade")
  assert.are.equal(case.lost or before, rows(case.back))
  return found.upgrade, there, found
end

describe("names of columns", function()
  it("are exchanged, with all that speaks of them", function()
    local upgrade, there = trip({
      have = [[
        CREATE TABLE p (id INTEGER PRIMARY KEY);
        CREATE TABLE t (id INTEGER PRIMARY KEY, a INT CHECK (a < 9), b TEXT DEFAULT 'n',
          c REFERENCES p (id), UNIQUE (a, c));
        CREATE INDEX ix ON t (b) WHERE a > 0;
        CREATE VIEW v AS SELECT a, b FROM t;
        CREATE TRIGGER tr AFTER UPDATE OF a ON t BEGIN
          UPDATE t SET b = new.a WHERE id = new.id; END;
        INSERT INTO p VALUES (7);
        INSERT INTO t VALUES (1, 5, 'five', 7), (2, 6, 'six', NULL)]],
      want = [[
        CREATE TABLE p (id INTEGER PRIMARY KEY);
        CREATE TABLE t (id INTEGER PRIMARY KEY, b INT CHECK (b < 9), a TEXT DEFAULT 'n',
          c REFERENCES p (id), UNIQUE (b, c));
        CREATE INDEX ix ON t (a) WHERE b > 0;
        CREATE VIEW v AS SELECT b, a FROM t;
        CREATE TRIGGER tr AFTER UPDATE OF b ON t BEGIN
          UPDATE t SET a = new.b WHERE id = new.id; END]],
      renames = { ["t.a"] = "b", ["t.b"] = "a" },
      there = "SELECT a || b FROM t", back = "SELECT a || b || ifnull(c, '') FROM t",
    })
    assert.are.equal("five5; six6", there)
    assert.are.equal([[
  op.alter_table("t", function(t)
    t:rename_column("a", "a_former")
    t:rename_column("b", "a")
    t:rename_column("a_former", "b")
  end)
]], upgrade)
  end)

  it("go on in a chain without other names", function()
    local upgrade, there = trip({
      have = "CREATE TABLE t (a, b, c); INSERT INTO t VALUES (1, 2, 3)",
      want = "CREATE TABLE t (b, c, d)",
      renames = { ["t.a"] = "b", ["t.b"] = "c", ["t.c"] = "d" },
      there = "SELECT b || c || d FROM t", back = "SELECT a || b || c FROM t",
    })
    assert.are.equal("123", there)
    assert.are.equal([[
  op.alter_table("t", function(t)
    t:rename_column("c", "d")
    t:rename_column("b", "c")
    t:rename_column("a", "b")
  end)
]], upgrade)
  end)

  it("go round among three, over a name that nothing has", function()
    local _, there, found = trip({
      have = "CREATE TABLE t (a, b, c, a_former); INSERT INTO t VALUES (1, 2, 3, 4)",
      want = "CREATE TABLE t (b, c, a, a_former INT)",
      renames = { ["t.a"] = "b", ["t.b"] = "c", ["t.c"] = "a" }, order = true,
      there = "SELECT a || b || c || a_former FROM t",
      back = "SELECT a || b || c || a_former FROM t",
    })
    assert.are.equal("3124", there)
    assert.are.equal("rename column 'c' of 't' to 'a'", found.differences[3].text)
    assert.are.equal(4, #found.differences)
  end)

  it("change hands together with types, and columns that go and come", function()
    local _, there = trip({
      have = [[
        CREATE TABLE t (id INTEGER PRIMARY KEY, a INT NOT NULL, b TEXT, c TEXT, d);
        CREATE INDEX ix ON t (c, d);
        INSERT INTO t VALUES (1, 5, '7', 'gone', '40'), (2, 6, '8', 'gone', 41)]],
      want = [[CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT NOT NULL, a INT,
        c INT DEFAULT 4, e); CREATE INDEX ix ON t (c, e)]],
      renames = { ["t.a"] = "b", ["t.b"] = "a", ["t.d"] = "c", ["t.c"] = false },
      there = "SELECT typeof(a) || a || typeof(b) || b || c || ifnull(e, '-') FROM t",
      back = "SELECT id || a || b || ifnull(c, '-') || d FROM t",
      lost = "157-40; 268-41",
    })
    assert.are.equal("integer7text540-; integer8text641-", there)
  end)

  it("are taken over from a column that goes, which is told by its name", function()
    local upgrade, there, found = trip({
      have = "CREATE TABLE t (a INT, b TEXT CHECK (b <> '')); "
        .. "INSERT INTO t VALUES (1, 'x')",
      want = "CREATE TABLE t (b INT)",
      renames = { ["t.a"] = "b", ["t.b"] = false },
      there = "SELECT b FROM t", back = "SELECT a || ifnull(b, '-') FROM t", lost = "1-",
    })
    assert.are.equal("1", there)
    assert.are.equal("drop column 'b' of 't': b TEXT CHECK (b <> '')",
      found.differences[2].text)
    assert.are.equal([[
  op.alter_table("t", function(t)
    t:rename_column("b", "b_former")
    t:rename_column("a", "b")
    t:drop_column("b_former")
  end)
]], upgrade)
  end)

  it("are left to a new column", function()
    local _, there = trip({
      have = "CREATE TABLE t (a INT); INSERT INTO t VALUES (1)",
      want = "CREATE TABLE t (b INT, a TEXT DEFAULT 'new')",
      renames = { ["t.a"] = "b" },
      there = "SELECT b || a FROM t", back = "SELECT a FROM t",
    })
    assert.are.equal("1new", there)
  end)
end)

describe("names of tables", function()
  local CHILD = "CREATE TABLE child (id INTEGER PRIMARY KEY, p REFERENCES %s (id), "
    .. "q REFERENCES %s (id)); CREATE VIEW v AS SELECT id FROM %s; "
    .. "CREATE TRIGGER tr AFTER DELETE ON %s BEGIN DELETE FROM %s; END;"
  local function schema(p, q)
    return ("CREATE TABLE %s (id INTEGER PRIMARY KEY, x TEXT); "):format(p)
      .. ("CREATE TABLE %s (id INTEGER PRIMARY KEY, y INT UNIQUE);"):format(q)
      .. ("CREATE INDEX ix ON %s (x);"):format(p) .. CHILD:format(p, q, p, q, p)
  end
  local ROWS = "INSERT INTO p VALUES (1, 'p'); INSERT INTO q VALUES (2, 20);"
    .. "INSERT INTO child VALUES (1, 1, 2)"
  local BACK = "SELECT p.id || x || q.id || y FROM p, q"

  it("are exchanged, and keys, views and triggers follow", function()
    local upgrade, there = trip({
      have = schema("p", "q") .. ROWS, want = schema("q", "p"),
      renames = { p = "q", q = "p" },
      there = "SELECT q.id || x || p.id || y FROM p, q", back = BACK,
    })
    assert.are.equal("1p220", there)
    assert.are.equal([[
  op.rename_table("p", "p_former")
  op.rename_table("q", "p")
  op.rename_table("p_former", "q")
]], (upgrade:gsub("q_former", "p_former")))
  end)

  it("go on in a chain", function()
    local _, there = trip({
      have = schema("p", "q") .. ROWS, want = schema("q", "r"),
      renames = { p = "q", q = "r" },
      there = "SELECT q.id || x || r.id || y FROM q, r", back = BACK,
    })
    assert.are.equal("1p220", there)
  end)

  it("go round among three, with columns that do the same", function()
    local _, there = trip({
      have = "CREATE TABLE a (x, y); CREATE TABLE b (m); CREATE TABLE c (n);"
        .. "INSERT INTO a VALUES (1, 2); INSERT INTO b VALUES (3); "
        .. "INSERT INTO c VALUES (4)",
      want = "CREATE TABLE b (y, x); CREATE TABLE c (m2); CREATE TABLE a (n)",
      renames = { a = "b", b = "c", c = "a", ["a.x"] = "y", ["a.y"] = "x",
        ["b.m"] = "m2" },
      there = "SELECT b.x || b.y || c.m2 || a.n FROM a, b, c",
      back = "SELECT x || y || m || n FROM a, b, c",
    })
    assert.are.equal("2134", there)
  end)

  it("are taken over from a table that goes, and back", function()
    local upgrade, there = trip({
      have = [[CREATE TABLE a (x INTEGER PRIMARY KEY);
        CREATE TABLE b (y INTEGER PRIMARY KEY); CREATE INDEX ix ON b (y);
        CREATE VIEW v AS SELECT y FROM b; CREATE TABLE child (b REFERENCES b);
        CREATE TRIGGER tr AFTER INSERT ON b BEGIN SELECT new.y; END;
        INSERT INTO a VALUES (1); INSERT INTO b VALUES (2)]],
      want = [[CREATE TABLE b (x INTEGER PRIMARY KEY); CREATE VIEW v AS SELECT x FROM b;
        CREATE TABLE child (b REFERENCES b); CREATE INDEX ix ON b (x);
        CREATE TRIGGER tr AFTER INSERT ON b BEGIN SELECT new.x; END]],
      renames = { a = "b", b = false },
      there = "SELECT x FROM b", back = "SELECT x FROM a UNION ALL SELECT y FROM b",
      lost = "1",
    })
    assert.are.equal("1", there)
    assert.truthy(upgrade:find('op.drop_table("b")\n  op.rename_table("a"', 1, true))
  end)

  it("are left to a new table", function()
    local _, there = trip({
      have = [[CREATE TABLE a (x); CREATE TABLE child (a REFERENCES a);
        INSERT INTO a VALUES (1)]],
      want = [[CREATE TABLE b (x); CREATE TABLE a (z);
        CREATE TABLE child (a REFERENCES b)]],
      renames = { a = "b" },
      there = "SELECT x FROM b", back = "SELECT x FROM a",
    })
    assert.are.equal("1", there)
  end)
end)

describe("names at random", function()
  local NAMES = { "a", "b", "c", "d", "e", "f" }

  --- Some names go to others of the six, others go and come. Gives have, want, renames
  -- and which value stands where in the end: { new name: old name }.
  local function draw(rng)
    local count, new_names = 2 + rng:integer(3), rng:shuffled(NAMES)
    local olds, news, renames, came = {}, {}, {}, {}
    for i = 1, count do
      local old, new = NAMES[i], new_names[i]
      olds[i], news[new] = old, true
      if old ~= new then renames[old] = new end
      came[new] = old
      if rng:chance(20) then renames[old], news[new], came[new] = false, nil, nil end
    end
    local added = new_names[count + 1]
    if rng:chance(40) then
      news[added] = true
      came[added] = renames[added] == false and added or nil -- it is just kept
    end
    local list = {}
    for _, name in ipairs(NAMES) do list[#list + 1] = news[name] and name or nil end
    return olds, list, renames, came
  end

  it("lead each column's values where they belong, and back", function()
    for seed = 1, 25 do
      local olds, news, renames, came = draw(random.new(seed))
      local given, values, back = {}, {}, {}
      for old, new in pairs(renames) do given["t." .. old] = new end
      for i, name in ipairs(olds) do values[i] = "'" .. name .. "'" end
      for _, old in pairs(came) do back[#back + 1] = old end
      local have <close> = sqlite.open(":memory:")
      local want <close> = sqlite.open(":memory:")
      table.insert(news, 1, "id")
      have:exec(("CREATE TABLE t (id, %s)"):format(table.concat(olds, ", ")))
      have:exec(("INSERT INTO t VALUES (1, %s)"):format(table.concat(values, ", ")))
      want:exec(("CREATE TABLE t (%s)"):format(table.concat(news, ", ")))
      local found = autogenerate.generate(have, want, { renames = given, guess = false })
      run(have, found.upgrade, "upgrade")
      came.id = 1
      for _, name in ipairs(news) do
        assert.are.equal(came[name], have:value(("SELECT %s FROM t"):format(name)),
          ("seed %d, %s\n%s"):format(seed, name, found.upgrade))
      end
      run(have, found.downgrade, "downgrade")
      for _, name in ipairs(back) do
        assert.are.equal(name, have:value(("SELECT %s FROM t"):format(name)), seed)
      end
    end
  end)
end)

describe("names that pass on", function()
  local function problem(have, want, options)
    return database.problem(function()
      db:exec(have)
      desired:exec(want)
      options.guess = false
      local texts = {}
      for i, one in ipairs(autogenerate.compare(db, desired, options).differences) do
        texts[i] = one.text
      end
      error({ message = table.concat(texts, "; ") }, 0)
    end)
  end

  it("need a word on what has them", function()
    local message, hint = problem("CREATE TABLE t (a, b)", "CREATE TABLE t (b)",
      { renames = { ["t.a"] = "b" } })
    assert.are.equal("rename t.a=b: there is a column of the new name already", message)
    assert.are.equal("say what becomes of that: --rename t.b=NEW_NAME, or --rename t.b= "
      .. "if it goes", hint)
  end)

  it("can only go to one", function()
    assert.are.equal("rename t.b=c: 'a' gets that name", (problem("CREATE TABLE t (a, b)",
      "CREATE TABLE t (c)", { renames = { ["t.a"] = "c", ["t.b"] = "c" } })))
  end)

  it("may be said by `was`, which then stays", function()
    local was = { tables = {}, columns = { t = { b = "a", c = "b" } } }
    assert.are.equal("rename column 'a' of 't' to 'b'; rename column 'b' of 't' to 'c'",
      (problem("CREATE TABLE t (a, b)", "CREATE TABLE t (b, c)", { was = was })))
    db:exec("DROP TABLE t")
    desired:exec("DROP TABLE t")
    assert.are.equal("", (problem("CREATE TABLE t (b, c)", "CREATE TABLE t (b, c)",
      { was = was })))
  end)

  it("are not said by `was` in a circle, which could be done or not", function()
    local was = { tables = { p = "q", q = "p" }, columns = {} }
    local message, hint = problem("CREATE TABLE p (a); CREATE TABLE q (b)",
      "CREATE TABLE p (b); CREATE TABLE q (a)", { was = was })
    assert.are.equal("rename q=p: with `was` it cannot be told whether tables have "
      .. "changed names already", message)
    assert.are.equal("leave that `was` out of the schema, and say it once: --rename q=p "
      .. "and so on", hint)
  end)
end)
