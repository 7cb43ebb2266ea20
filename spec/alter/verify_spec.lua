--- What is looked at after an alteration.
local alteration = require("spec.support.alteration")
local altering = require("spec.support.altering")
local catalogue = require("runner.catalogue")
local database = require("spec.support.database")
local verify = require("runner.alter.execute.verify")
local world = require("runner.alter.world")

local db

after_each(function() db:close() end)

local function open(script) db = altering.open(script) end

--- Verify the alteration of t to `text` that `script` carried out, well or not.
local function check(text, script, changes, plan)
  local around = world.read(db, "t")
  local found = alteration.of(around.text, text, { changes = changes })
  local before = verify.before(db, found)
  catalogue.exec(db, script)
  verify.after(db, found, around, plan or {}, before)
end

local function stop(...) return database.problem(check, ...) end

describe("a view or trigger that an alteration breaks", function()
  it("is named with the changes", function()
    open("CREATE TABLE t (a, day); CREATE VIEW v AS SELECT day FROM t")
    local message, hint = stop("CREATE TABLE t (a)", "PRAGMA legacy_alter_table = ON; "
      .. "ALTER TABLE t DROP COLUMN day", { "drop column day" })
    assert.are.equal("altering 't' (drop column day) breaks the view 'v': no such "
      .. "column: day", message)
    assert.are.equal("drop the view before and create it anew after, in the same "
      .. "revision", hint)
  end)

  it("may speak of a key only", function()
    open([[CREATE TABLE t (a UNIQUE); CREATE TABLE o (a);
      CREATE TRIGGER tr AFTER INSERT ON o BEGIN
        INSERT INTO t VALUES (new.a) ON CONFLICT (a) DO NOTHING; END]])
    assert.are.equal("altering 't' (drop constraint UNIQUE (a)) breaks the trigger 'tr': "
      .. "ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint",
      (stop("CREATE TABLE t (a)", "DROP TABLE t; CREATE TABLE t (a)",
        { "drop constraint UNIQUE (a)" })))
  end)

  it("was not broken before", function()
    open("CREATE TABLE t (a, day); CREATE VIEW v AS SELECT lost FROM t")
    check("CREATE TABLE t (a)", "DROP TABLE t; CREATE TABLE t (a)")
  end)
end)

describe("a table that is not as planned", function()
  local function expect(what, text, script)
    assert.are.equal(
      ("'t' was not altered as planned: its %s are not what they should be"):format(what),
      (stop(text, script)))
  end

  local function edit(text)
    return function()
      catalogue.edit(db, { { type = "table", name = "t", sql = text } })
    end
  end

  local function expect_edit(what, text, wrong)
    local around = world.read(db, "t")
    local found = alteration.of(around.text, text)
    edit(wrong)()
    local message, hint = database.problem(verify.after, db, found, around, {}, nil)
    assert.are.equal(
      ("'t' was not altered as planned: its %s are not what they should be"):format(what),
      message)
    assert.truthy(hint:find("nothing was changed; please report", 1, true))
  end

  it("shows in its columns, keys and words", function()
    open("CREATE TABLE t (a NOT NULL, b REFERENCES p)")
    expect_edit("columns", "CREATE TABLE t (a, b)", "CREATE TABLE t (a NOT NULL, b)")
    open("CREATE TABLE t (a NOT NULL, b REFERENCES p)")
    expect_edit("foreign keys", "CREATE TABLE t (a, b)",
      "CREATE TABLE t (a, b REFERENCES p)")
    open("CREATE TABLE t (a, b)")
    expect_edit("definition's words", "CREATE TABLE t (a, b CHECK (b > 0))",
      "CREATE TABLE t (a, b CHECK (b > 1))")
    open("CREATE TABLE t (a)")
    expect("indexes of constraints", "CREATE TABLE t (a UNIQUE)",
      "DROP TABLE t; CREATE TABLE t (a UNIQUE ON CONFLICT IGNORE, "
        .. "UNIQUE (a COLLATE NOCASE))")
  end)

  it("may be spelt in another way", function()
    open("CREATE TABLE t (a)")
    check("CREATE TABLE t (a, b TEXT)", "ALTER TABLE t ADD COLUMN b  TEXT /* added */")
  end)

  it("shows in its indexes and triggers", function()
    open("CREATE TABLE t (a); CREATE INDEX i ON t (a); CREATE INDEX j ON t (a DESC)")
    expect("indexes", "CREATE TABLE t (a)", "DROP INDEX j")
    open("CREATE TABLE t (a); CREATE INDEX i ON t (a)")
    expect("indexes", "CREATE TABLE t (a)", "CREATE INDEX j ON t (a)")
    open("CREATE TABLE t (a); CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END")
    expect("triggers", "CREATE TABLE t (a)",
      "DROP TRIGGER x; CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 2; END")
  end)

  it("shows in its sequence", function()
    local text = "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)"
    open(text .. "; INSERT INTO t VALUES (5)")
    expect("sequence values", text, "DELETE FROM sqlite_sequence")
    open(text .. "; INSERT INTO t VALUES (5)")
    check("CREATE TABLE t (a INTEGER PRIMARY KEY)",
      "DROP TABLE t; CREATE TABLE t (a INTEGER PRIMARY KEY)", nil, { sequence = "drop" })
  end)

  it("is fine with its index on what stays, and functions of the application", function()
    open("")
    db:define("own", function() return 1 end)
    db:exec("CREATE TABLE t (a CHECK (own(a)), b); CREATE INDEX i ON t (b)")
    check("CREATE TABLE t (a CHECK (own(a)), b, c)", "ALTER TABLE t ADD COLUMN c")
  end)
end)
