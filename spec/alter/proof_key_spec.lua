--- Proofs about keys: foreign keys that lead somewhere, values that are there once.
local altering = require("spec.support.altering")
local database = require("spec.support.database")

local db

after_each(function() db:close() end)

local function open(script) db = altering.open(script) end

-- ---- foreign keys

--- The proof of the one foreign key of a new definition.
local function prove_key(text)
  altering.prove(db, "c", { { kind = "foreign_key", position = 1 } }, text)
end

local function stop(text) return database.problem(prove_key, text) end

describe("a foreign key", function()
  it("is stopped by rows that lead nowhere", function()
    open([[CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1), (2);
      CREATE TABLE c (p); INSERT INTO c VALUES (1), (7), (NULL), (8)]])
    local message, hint = stop("CREATE TABLE c (p REFERENCES p)")
    assert.are.equal("the foreign key of 'c' (p) to 'p' cannot hold: 2 rows lead to no "
      .. "row there (rowid 2: 7, rowid 4: 8)", message)
    assert.truthy(hint:find("^find them with SELECT rowid, %* FROM c WHERE "))
    assert.are.same({ "2 7", "4 8" }, altering.list(db, hint:match("SELECT.*")))
    db:exec("DELETE FROM c WHERE p > 2")
    prove_key("CREATE TABLE c (p REFERENCES p)")
  end)

  it("of several columns needs all of them", function()
    open([[CREATE TABLE p (a, b, PRIMARY KEY (a, b)); INSERT INTO p VALUES (1, 'x');
      CREATE TABLE c (b, a);
      INSERT INTO c VALUES ('x', 1), ('y', 1), (NULL, 9), ('x', NULL), ('x', 2)]])
    local text = "CREATE TABLE c (b, a, FOREIGN KEY (a, b) REFERENCES p)"
    assert.are.equal("the foreign key of 'c' (a, b) to 'p' cannot hold: 2 rows lead to "
      .. "no row there (rowid 2: 1, 'y', rowid 5: 2, 'x')", (stop(text)))
  end)

  it("may lead into its own table", function()
    open("CREATE TABLE c (id INTEGER PRIMARY KEY, up); INSERT INTO c VALUES (1, NULL), "
      .. "(2, 1), (3, 9)")
    assert.are.equal("the foreign key of 'c' (up) to 'c' cannot hold: 1 row leads to no "
      .. "row there (rowid 3: 9)",
      (stop("CREATE TABLE c (id INTEGER PRIMARY KEY, up REFERENCES c (id))")))
    db:exec("DELETE FROM c WHERE id = 3")
    prove_key("CREATE TABLE c (id INTEGER PRIMARY KEY, up REFERENCES C (ID))")
    prove_key("CREATE TABLE c (id INTEGER PRIMARY KEY, up UNIQUE REFERENCES c (up))")
  end)

  it("needs a table", function()
    open("CREATE TABLE c (p); CREATE VIEW v AS SELECT 1 AS id")
    assert.are.equal("there is no table 'p'", (stop("CREATE TABLE c (p REFERENCES p)")))
    assert.are.equal("'v' is not a table but a view",
      (stop("CREATE TABLE c (p REFERENCES v (id))")))
  end)

  it("needs a key there", function()
    open("CREATE TABLE p (id, b UNIQUE); CREATE TABLE c (p)")
    local message, hint = stop("CREATE TABLE c (p REFERENCES p (id))")
    assert.are.equal("the foreign key of 'c' (p) to 'p' needs a primary key or UNIQUE on "
      .. "(id) there", message)
    assert.are.equal("first add op.create_unique_constraint(nil, 'p', { ... })", hint)
    message, hint = stop("CREATE TABLE c (p REFERENCES p)")
    assert.are.equal("the foreign key of 'c' (p) to 'p' needs a primary key of 1 column "
      .. "there", message)
    assert.are.equal("name the columns it leads to", hint)
    prove_key("CREATE TABLE c (p REFERENCES p (B))")
  end)

  -- SQLite judges the same definitions and rows: what it finds is what is proven.
  it("agrees with SQLite about keys and rows", function()
    local parents = {
      "(k INTEGER PRIMARY KEY, l)", "(k PRIMARY KEY, l)", "(k TEXT PRIMARY KEY, l)",
      "(k REAL UNIQUE, l)", "(k NUMERIC, l, UNIQUE (k))",
      "(k TEXT COLLATE NOCASE UNIQUE, l)",
      "(k, l, UNIQUE (k COLLATE NOCASE))", "(k, l, UNIQUE (k, l))", "(k, l)",
      "(k TEXT, l, PRIMARY KEY (k)) WITHOUT ROWID", "(k INT PRIMARY KEY DESC, l)",
    }
    local extra = { "", "CREATE UNIQUE INDEX i ON p (k)",
      "CREATE UNIQUE INDEX i ON p (k) WHERE k > 0", "CREATE UNIQUE INDEX i ON p (k + 0)",
      "CREATE UNIQUE INDEX i ON p (k COLLATE RTRIM)", "CREATE INDEX i ON p (k)" }
    local children = { "", "INTEGER", "TEXT", "REAL", "TEXT COLLATE NOCASE", "BLOB" }
    local seen = { mismatch = 0, orphans = 0, sound = 0 }
    for _, parent in ipairs(parents) do
      for _, index in ipairs(extra) do
        for _, child in ipairs(children) do
          open(("CREATE TABLE p %s; %s; CREATE TABLE c (x %s); CREATE TABLE d (x %s "
            .. "REFERENCES p (k))"):format(parent, index, child, child))
          for _, value in ipairs({ "1", "'1'", "'a'", "2.0", "x'31'" }) do
            pcall(db.exec, db, "INSERT INTO p VALUES (" .. value .. ", 1)")
          end
          for _, value in ipairs({ "1", "'1'", "'01'", "'A'", "'a'", "1.0", "2", "'2.0'",
            "NULL", "x'31'", "'a '" }) do
            db:exec(("INSERT INTO c VALUES (%s); INSERT INTO d VALUES (%s)"):format(value,
              value))
          end
          local judged, found = pcall(altering.list, db,
            "SELECT rowid FROM pragma_foreign_key_check('d')")
          local ok, problem = pcall(prove_key,
            ("CREATE TABLE c (x %s REFERENCES p (k))"):format(child))
          local what = parent .. index .. child
          if not judged then
            assert.truthy(problem.message:find("needs a primary key or UNIQUE"), what)
            seen.mismatch = seen.mismatch + 1
          elseif #found == 0 then
            assert.is_true(ok, what)
            seen.sound = seen.sound + 1
          else
            local rows = altering.list(db, problem.hint:gsub("^find them with ", ""))
            for i, row in ipairs(rows) do rows[i] = row:match("%S+") end
            assert.are.same(found, rows, what)
            seen.orphans = seen.orphans + 1
          end
          db:close()
        end
      end
    end
    assert.is_true(seen.mismatch > 50 and seen.orphans > 50)
    open("")
  end)
end)

-- ---- values that are there twice

describe("UNIQUE", function()
  local function unique(...)
    local columns = {}
    for i, column in ipairs({ ... }) do
      columns[i] = { name = column[1], collation = column[2] or "BINARY" }
    end
    return { { kind = "unique", columns = columns } }
  end

  local function stop_unique(list)
    return database.problem(altering.prove, db, "t", list)
  end

  it("is stopped by values that are there twice", function()
    open([[CREATE TABLE t (a, b); INSERT INTO t VALUES ('x', 1), ('y', 1), ('x', 2),
      (NULL, 1), (NULL, 2), ('z', 3), ('z', 4), ('z', 5)]])
    local message, hint = stop_unique(unique({ "a" }))
    assert.are.equal("UNIQUE (a) of 't' cannot hold: 2 values are there more than once "
      .. "('x' in 2 rows: rowid 1, 3; 'z' in 3 rows: rowid 6, 7, 8)", message)
    assert.are.equal("remove or change the duplicates first", hint)
    db:exec("DELETE FROM t WHERE a = 'z'")
    assert.are.equal("UNIQUE (a) of 't' cannot hold: 1 value is there more than once "
      .. "('x' in 2 rows: rowid 1, 3)", (stop_unique(unique({ "a" }))))
    altering.prove(db, "t", unique({ "a" }, { "b" }))
  end)

  it("of several columns tells all of them", function()
    open([[CREATE TABLE t (a, b, k PRIMARY KEY) WITHOUT ROWID;
      INSERT INTO t VALUES (1, 'x', 'k1'), (1, 'y', 'k2'), (1, 'x', 'k3'),
      (1, NULL, 'k4'), (1, NULL, 'k5')]])
    assert.are.equal("UNIQUE (a, b) of 't' cannot hold: 1 value is there more than once "
      .. "((1, 'x') in 2 rows: k 'k1', 'k3')", (stop_unique(unique({ "a" }, { "b" }))))
  end)

  it("compares as the key will", function()
    open("CREATE TABLE t (a); INSERT INTO t VALUES ('x'), ('X')")
    altering.prove(db, "t", unique({ "a" }))
    assert.are.equal("UNIQUE (a) of 't' cannot hold: 1 value is there more than once "
      .. "('x' in 2 rows: rowid 1, 2)", (stop_unique(unique({ "a", "NOCASE" }))))
  end)

  it("tells the first five of each", function()
    open("CREATE TABLE t (a)")
    for i = 1, 7 do
      for _ = 1, 8 do db:exec("INSERT INTO t VALUES (?)", i) end
    end
    local message = stop_unique(unique({ "a" }))
    assert.truthy(message:find("7 values are there more than once (1 in 8 rows: rowid 1, "
      .. "2, 3, 4, 5, ...; 2 in", 1, true))
    assert.truthy(message:find("rowid 33, 34, 35, 36, 37, ...; ...)", 1, true))
  end)
end)
