--- The guard against rows that go, where functions that SQL calls write.
local desk = require("spec.support.desk")
local helper = require("spec.helper")

local TABLES = [[
  CREATE TABLE notes (id INTEGER PRIMARY KEY, text NOT NULL);
  INSERT INTO notes SELECT value, value FROM json_each('[1,2,3,4]');
  CREATE TABLE letters (id INTEGER PRIMARY KEY, note);
  INSERT INTO letters SELECT value, value FROM json_each('[1,2,3,4]');
  CREATE TRIGGER letters_gone AFTER DELETE ON letters
  BEGIN DELETE FROM notes WHERE id = old.note; END]]

local function run(up)
  local project = desk.project({ { "aaaa", { up = up } } })
  desk.change(project, TABLES)
  return project:run("upgrade head"), project
end

local function expect_refused(message, up)
  local screen = run(up)
  assert.are.equal(1, screen.status, screen.stderr)
  assert.are.equal(message, screen.stderr:match("removes rows: ([^\n]*)"))
end

describe("a function that SQL calls, and that removes rows", function()
  after_each(helper.clean)

  it("is noticed while its statement inserts into the same table", function()
    expect_refused("'notes' has 3 rows, 1 fewer than before; "
      .. "'letters' has 2 rows, 2 fewer than before", [[
      db:define("forget", function(id)
        db:exec("DELETE FROM letters WHERE id IN (3, 4) AND id = ?", id + 2)
        return "new"
      end)
      db:exec("INSERT INTO notes (text) SELECT forget(id) FROM notes WHERE id < 3")
      db:exec("DELETE FROM notes WHERE id = 1")]])
  end)

  it("counts for nothing if the statement fails", function()
    local screen, project = run([[
      local function delete(id) db:exec("DELETE FROM letters WHERE id = ?", id) end
      local function undo() db:exec("INSERT INTO letters (id) VALUES (9)") delete(9) end
      undo()
      db:define("forget", function(id) delete(id) end)
      assert(not pcall(db.exec, db, "UPDATE notes SET text = forget(id)"))]])
    assert.are.equal(0, screen.status, screen.stderr)
    assert.are.equal("4", desk.query(project, "SELECT count(*) FROM letters"))
  end)

  it("hides nothing if it inserts and the statement fails", function()
    expect_refused("'letters' has 3 rows, 1 fewer than before; "
      .. "'notes' has 3 rows, 1 fewer than before", [[
      db:define("remember", function()
        db:exec("INSERT INTO letters (note) VALUES (7)")
      end)
      assert(not pcall(db.exec, db, "UPDATE notes SET text = remember()"))
      db:exec("DELETE FROM letters WHERE id = 2")]])
  end)
end)
