--- Schemas that differ in little, but do something else: each is a difference.
local alike = require("runner.autogenerate.compare.alike")
local autogenerate = require("runner.autogenerate")
local sqlite = require("runner.sqlite")

local function found(have, want)
  local db <close> = sqlite.open(":memory:", { trust_schema = true })
  local desired <close> = sqlite.open(":memory:", { trust_schema = true })
  db:exec(have)
  desired:exec(want)
  return autogenerate.generate(db, desired, { guess = false }).differences
end

--- Both ways, each with a revision that leads there.
local function expect(count, before, one, other)
  for _, texts in ipairs({ { one, other }, { other, one } }) do
    local list = found(before .. texts[1], before .. texts[2])
    assert.are.equal(count, #list, texts[1] .. "\n" .. texts[2])
  end
end

local base = "CREATE TABLE t (a TEXT, b INT, c); CREATE TABLE u (a, x);"
  .. "CREATE VIEW w AS SELECT a AS k FROM t;"

local function view(text)
  return "CREATE VIEW v AS SELECT " .. text
end

local function trigger(text)
  return "CREATE TRIGGER r BEFORE INSERT ON t " .. text
end

describe("a text in double quotes", function()
  it("counts with its case in a view", function()
    expect(1, base, view([[a FROM t WHERE a = "Open"]]),
      view([[a FROM t WHERE a = "open"]]))
    expect(1, base, view([[a FROM t WHERE a = "key"]]),
      view([[a FROM t WHERE a = "KEY"]]))
    expect(1, base, view([["abc" AS k FROM u WHERE a <> "Abc"]]),
      view([["abc" AS k FROM u WHERE a <> "ABC"]]))
  end)

  it("is a name where a column has it", function()
    expect(0, base, view([["A" "k" FROM "t" WHERE "b" > 1]]),
      view([[a AS K FROM t WHERE B > 1]]))
    expect(0, base, view([["K", "t"."A" FROM "w", t]]), view([[k, t.a FROM w, t]]))
    expect(0, base, [[CREATE VIEW v AS WITH "q" AS (SELECT 1 z) SELECT "z" FROM "q"]],
      "CREATE VIEW v AS WITH q AS (SELECT 1 AS Z) SELECT Z FROM Q")
  end)

  it("counts with its case in a trigger", function()
    expect(1, base, trigger([[WHEN new.a = "Open" BEGIN DELETE FROM u; END]]),
      trigger([[WHEN new.a = "open" BEGIN DELETE FROM u; END]]))
    expect(1, base, trigger([[BEGIN SELECT RAISE(ABORT, "No way"); END]]),
      trigger([[BEGIN SELECT RAISE(ABORT, "no way"); END]]))
    expect(0, base, trigger([[BEGIN UPDATE "u" SET "x" = 1 WHERE "a" = NEW."a"; END]]),
      trigger([[BEGIN UPDATE u SET x = 1 WHERE a = new.a; END]]))
  end)

  it("may be a word of SQLite", function()
    local function stored(text) -- by a program whose SQLite takes such texts in tables
      text = ("CREATE TABLE z (a CHECK (a IN (%s)))"):format(text)
      return { kind = "table", text = text }
    end
    assert.is_false(alike(stored('"key"'), stored('"KEY"')))
    assert.is_true(alike(stored('"key"'), stored(' "key" /* it */ ')))
    expect(0, "", [[CREATE TABLE z ("key", CHECK ("key" > 0))]],
      [[CREATE TABLE z (key, CHECK (key > 0))]])
  end)
end)

describe("the message of RAISE", function()
  it("is a text without quotes, too", function()
    local text = "BEGIN SELECT RAISE(ABORT, %s); END"
    for _, message in ipairs({ "nope", "key" }) do
      local bare = trigger(text:format(message))
      expect(1, base, bare, trigger(text:format(message:upper())))
      expect(0, base, bare, trigger(text:format("'" .. message .. "'")))
    end
  end)
end)

describe("what NOT NULL does in a conflict", function()
  it("counts where the primary key says NOT NULL by itself", function()
    for _, option in ipairs({ "STRICT", "WITHOUT ROWID" }) do
      local text = "CREATE TABLE z (a TEXT PRIMARY KEY%s) " .. option
      expect(1, "", text:format(""), text:format(" NOT NULL ON CONFLICT IGNORE"))
      expect(0, "", text:format(""), text:format(" NOT NULL"))
    end
  end)
end)
