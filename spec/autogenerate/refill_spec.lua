--- What full-text indexes hold when a revision has made them.
local autogenerate = require("runner.autogenerate")
local run = require("runner.autogenerate.revise.run")
local sqlite = require("runner.sqlite")

local NOTES = "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT, n INT);"
local ROW = "INSERT INTO notes VALUES (7, 'some words', 1);"

--- Upgrade, and back if `back`: what the index finds, and the text of upgrade().
local function found_by(have, want, back)
  local db <close> = sqlite.open(":memory:", { trust_schema = true })
  local desired <close> = sqlite.open(":memory:", { trust_schema = true })
  db:exec(have)
  desired:exec(want)
  local made = autogenerate.generate(db, desired, { guess = false })
  run(db, made.upgrade, "upgrade")
  if back then run(db, made.downgrade, "downgrade") end
  local there = db:value("SELECT 1 FROM sqlite_schema WHERE name = 'f'")
  return there and db:value("SELECT rowid FROM f WHERE f MATCH 'words'"), made.upgrade
end

describe("a full-text index", function()
  local over = "CREATE VIRTUAL TABLE f USING fts5(body, content=notes, content_rowid=id)"

  it("over rows that are there is filled", function()
    assert.are.equal(7, (found_by(NOTES .. ROW, NOTES .. over)))
    for _, text in ipairs {
      "CREATE VIRTUAL TABLE f USING fts4(body TEXT, content=`notes`)",
      "CREATE VIRTUAL TABLE f USING fts4(content=[notes], body)",
      "CREATE VIEW v AS SELECT 'words' AS body; CREATE VIRTUAL TABLE f USING fts5(body, "
        .. "content=notes, content_rowid='id', tokenize='porter')",
    } do
      assert.are.equal(7, (found_by(NOTES .. ROW, NOTES .. text)), text)
    end
  end)

  it("that is made anew is filled, also on the way back", function()
    local other = "CREATE VIRTUAL TABLE f USING fts5(body, content=notes, "
      .. "content_rowid=id, tokenize='porter')"
    assert.are.equal(7, (found_by(NOTES .. over .. ";" .. ROW, NOTES .. other)))
    assert.are.equal(7, (found_by(NOTES .. over .. ";" .. ROW, NOTES .. other, true)))
    assert.are.equal(7, (found_by(NOTES .. over .. ";" .. ROW, NOTES, true)))
  end)

  it("over a table that comes with it has nothing to be filled with", function()
    local found, text = found_by("CREATE TABLE o (a)", NOTES .. over)
    assert.is_nil(found)
    assert.is_nil(text:find("rebuild", 1, true))
  end)

  it("that cannot be read from the table is left as it is", function()
    local _, text = found_by(NOTES,
      NOTES .. "CREATE VIRTUAL TABLE f USING fts5(title, content=notes)")
    assert.is_nil(text:find("rebuild", 1, true))
  end)

  it("with rows of its own is left to a person", function()
    local _, text = found_by("CREATE VIRTUAL TABLE f USING fts5(a)",
      "CREATE VIRTUAL TABLE f USING fts5(a, b)")
    assert.truthy(text:find("-- 'f' is made anew and holds nothing: fill it here", 1,
      true))
  end)

  it("in the place of a table is left to a person", function()
    local _, text = found_by("CREATE TABLE f (a)", "CREATE VIRTUAL TABLE f USING fts5(a)")
    assert.truthy(text:find("-- 'f' is made anew and holds nothing: fill it here", 1,
      true))
  end)
end)
