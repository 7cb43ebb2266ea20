--- Constraints that are there twice: SQLite makes one of them.
local autogenerate = require("runner.autogenerate")
local run = require("runner.autogenerate.revise.run")
local sqlite = require("runner.sqlite")

local PARENT = "CREATE TABLE p (id INTEGER PRIMARY KEY, x UNIQUE);"

local function database(body)
  local db = sqlite.open(":memory:", { trust_schema = true })
  db:exec(PARENT .. "CREATE TABLE t " .. body)
  return db
end

--- The indexes that SQLite makes of the constraints, as one text.
local function indexes_of(db)
  return db:value([[SELECT group_concat(part, '; ') FROM (SELECT l."unique" || ' ' ||
    (SELECT group_concat(x.name || ' ' || x.coll || ' ' || x.desc)
      FROM pragma_index_xinfo(l.name) x WHERE x.key) AS part
    FROM pragma_index_list('t') l ORDER BY part)]]) or ""
end

local function indexes(body)
  local db <close> = database(body)
  return indexes_of(db)
end

local function texts(from, to)
  local have <close> = database(from)
  local want <close> = database(to)
  local list = {}
  for i, difference in ipairs(autogenerate.compare(have, want).differences) do
    list[i] = difference.text
  end
  return list
end

--- The revision between the two holds both ways, which `generate` proves.
local function generate(from, to)
  local have <close> = database(from)
  local want <close> = database(to)
  return autogenerate.generate(have, want)
end

local same = {
  { "(a UNIQUE UNIQUE)", "(a UNIQUE)" },
  { "(a UNIQUE, UNIQUE (a))", "(a UNIQUE)" },
  { "(a, b, UNIQUE (a, b), UNIQUE (a DESC, b))", "(a, b, UNIQUE (a, b))" },
  { "(a COLLATE NOCASE UNIQUE, UNIQUE (a COLLATE NOCASE))", "(a COLLATE NOCASE UNIQUE)" },
  { "(a UNIQUE, UNIQUE (a) ON CONFLICT REPLACE)", "(a UNIQUE ON CONFLICT REPLACE)" },
  { "(a UNIQUE, CONSTRAINT n UNIQUE (a))", "(a, CONSTRAINT n UNIQUE (a))" },
  { "(a PRIMARY KEY UNIQUE)", "(a PRIMARY KEY)" },
  { "(a UNIQUE, PRIMARY KEY (a))", "(a PRIMARY KEY)" },
  { "(a INTEGER UNIQUE, PRIMARY KEY (a)) WITHOUT ROWID",
    "(a INTEGER PRIMARY KEY) WITHOUT ROWID" },
  { "(a PRIMARY KEY, b UNIQUE, UNIQUE (a), UNIQUE (b)) WITHOUT ROWID",
    "(a PRIMARY KEY, b UNIQUE) WITHOUT ROWID" },
  { "(a NOT NULL NOT NULL)", "(a NOT NULL)" },
  { "(a CHECK (a > 0) CHECK (a>0), CHECK ((a > 0)))", "(a CHECK (a > 0))" },
  { "(a CHECK (a > 0), CONSTRAINT n CHECK (a > 0))", "(a, CONSTRAINT n CHECK (a > 0))" },
  { "(a REFERENCES p, FOREIGN KEY (a) REFERENCES p (id))", "(a REFERENCES p)" },
}

local different = {
  { "(a UNIQUE, UNIQUE (a COLLATE NOCASE))", "(a UNIQUE)" },
  { "(a, b, UNIQUE (a, b), UNIQUE (b, a))", "(a, b, UNIQUE (a, b))" },
  { "(a INTEGER PRIMARY KEY UNIQUE)", "(a INTEGER PRIMARY KEY)" },
  { "(a UNIQUE, UNIQUE (a) ON CONFLICT REPLACE)", "(a UNIQUE)" },
  { "(a, CONSTRAINT n UNIQUE (a), CONSTRAINT m UNIQUE (a))",
    "(a, CONSTRAINT n UNIQUE (a))" },
  { "(a UNIQUE, CONSTRAINT n UNIQUE (a))", "(a UNIQUE)" },
  { "(a, b, UNIQUE (a DESC, b), PRIMARY KEY (a, b))", "(a, b, PRIMARY KEY (a, b))" },
  { "(a CHECK (a > 0) CHECK (a > 1))", "(a CHECK (a > 0))" },
  { "(a REFERENCES p REFERENCES p ON DELETE CASCADE)", "(a REFERENCES p)" },
  { "(a UNIQUE UNIQUE)", "(a)" },
  { "(a UNIQUE, UNIQUE (a), CHECK (a > 0) CHECK (a > 0))", "(a)" },
  { "(a PRIMARY KEY UNIQUE)", "(a)" },
  { "(a REFERENCES p REFERENCES p)", "(a)" },
}

describe("a constraint that is there twice", function()
  it("is no difference where SQLite makes one of both", function()
    for _, pair in ipairs(same) do
      assert.are.same({}, texts(pair[1], pair[2]), pair[1])
      assert.are.same({}, texts(pair[2], pair[1]), pair[1])
    end
  end)

  it("has one index, as SQLite says", function()
    for _, pair in ipairs(same) do
      assert.are.equal(indexes(pair[2]), indexes(pair[1]), pair[1])
    end
  end)

  it("is a difference where the other says less, and the revision holds", function()
    for _, pair in ipairs(different) do
      assert.are_not.same({}, texts(pair[1], pair[2]), pair[1])
      assert.are_not.same({}, texts(pair[2], pair[1]), pair[1])
      assert.are_not.equal("", generate(pair[1], pair[2]).upgrade)
      assert.are_not.equal("", generate(pair[2], pair[1]).upgrade)
    end
  end)

  it("leaves rows and indexes sound, whatever else changes", function()
    local bodies = { "(a, b)", "(a UNIQUE UNIQUE, b)", "(a UNIQUE UNIQUE, b UNIQUE)",
      "(a PRIMARY KEY UNIQUE, b UNIQUE, UNIQUE (b))", "(a UNIQUE, b, PRIMARY KEY (a))" }
    local function try(from, to)
      local have <close> = database(from)
      local want <close> = database(to)
      have:exec("INSERT INTO t VALUES (1, 2), (3, 4), (5, 6)")
      local found = autogenerate.generate(have, want)
      for _, way in ipairs({ "upgrade", "downgrade" }) do
        run(have, found[way], way)
        assert.are.equal("ok", have:value("PRAGMA integrity_check"), from .. to)
        assert.are.equal(3, have:value("SELECT count(*) FROM t"))
        assert.are.equal(indexes(way == "upgrade" and to or from), indexes_of(have))
      end
    end
    for _, from in ipairs(bodies) do
      for _, to in ipairs(bodies) do
        if from ~= to then try(from, to) end
      end
    end
  end)

  it("stays as it is written when something else changes", function()
    local found = generate("(a UNIQUE UNIQUE, b)", "(a UNIQUE, b, c)")
    assert.are.equal(1, #found.differences)
    found = generate("(a UNIQUE, b, c)", "(a PRIMARY KEY UNIQUE, b)")
    assert.are.equal(2, #found.differences)
  end)
end)
