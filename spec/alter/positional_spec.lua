--- Triggers and views that know columns by their places alone.
local database = require("spec.support.database")
local operations = require("runner.op")

local db, op

before_each(function()
  db = database.open()
  op = operations.new(db)
  db:exec([[CREATE TABLE t (a, b TEXT, c); CREATE TABLE other (x);
    INSERT INTO t VALUES (1, 'one', 2)]])
end)
after_each(function() db:close() end)

--- Both changes put other columns into old places.
local changes = {
  reorder = function()
    op.alter_table("t", function(t) t:reorder_columns({ "c", "b", "a" }) end)
  end,
  replace = function()
    op.alter_table("t", function(t)
      t:drop_column("b")
      t:add_column({ "d", "TEXT" })
    end)
  end,
}

local function refuses(kind, name, says)
  for _, change in pairs(changes) do
    local before = db:value("SELECT sql FROM sqlite_schema WHERE name = 't'")
    local done, problem = pcall(change)
    assert.is_false(done)
    assert.truthy(problem.message:find(("the %s '%s' %s"):format(kind, name, says), 1,
      true), problem.message)
    assert.are.equal(before, db:value("SELECT sql FROM sqlite_schema WHERE name = 't'"))
  end
end

describe("where columns change places", function()
  it("a trigger that inserts without naming them is refused", function()
    db:exec("CREATE TRIGGER tr AFTER INSERT ON other BEGIN "
      .. "INSERT INTO T VALUES (new.x, 'b', 3); END")
    refuses("trigger", "tr", "inserts into it without naming columns")
  end)

  it("so is one behind OR REPLACE", function()
    db:exec("CREATE TRIGGER tr AFTER INSERT ON other BEGIN "
      .. "INSERT OR REPLACE INTO \"t\" SELECT 1, 2, 3; END")
    refuses("trigger", "tr", "inserts into it without naming columns")
  end)

  it("a view that names all columns itself is refused", function()
    db:exec("CREATE VIEW v (x, y, z) AS SELECT * FROM main.t")
    refuses("view", "v", "names its columns by their places")
  end)

  it("those that name columns, or are about other tables, are not in the way", function()
    db:exec([[CREATE TRIGGER named AFTER INSERT ON other BEGIN
        INSERT INTO t (a, c) VALUES (new.x, 3); END;
      CREATE TRIGGER elsewhere AFTER INSERT ON t BEGIN INSERT INTO other VALUES (1); END;
      CREATE VIEW v (x, y) AS SELECT c, a FROM t;
      CREATE VIEW w (x) AS SELECT * FROM other]])
    changes.reorder()
    db:exec("INSERT INTO other VALUES (7)")
    local sql = "SELECT group_concat(a || '|' || c, ', ') FROM t"
    assert.are.equal("1|2, 7|3", db:value(sql))
  end)

  it("a column at the end changes no place", function()
    db:exec("CREATE VIEW v (x) AS SELECT * FROM other")
    op.add_column("t", { "d", "TEXT" })
    op.alter_column("t", "b", { null = false })
  end)
end)
