--- Traps 2, 6 and 16: foreign keys that lead to a table that is altered.
local helper = require("spec.helper")
local trap = require("spec.support.trap")

local FAMILY = [[
  CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT UNIQUE, note TEXT);
  CREATE TABLE cascaded (n INTEGER PRIMARY KEY,
    parent INTEGER REFERENCES parent ON DELETE CASCADE);
  CREATE TABLE nulled (n INTEGER PRIMARY KEY,
    parent INTEGER REFERENCES parent (id) ON DELETE SET NULL);
  CREATE TABLE coded (code TEXT REFERENCES parent (code) ON DELETE CASCADE);
  INSERT INTO parent VALUES (1, 'a', 'x'), (2, 'b', 'y');
  INSERT INTO cascaded VALUES (1, 1), (2, 2);
  INSERT INTO nulled VALUES (1, 1), (2, 2);
  INSERT INTO coded VALUES ('a'), ('b')]]

local function children(project)
  return trap.query(project, "SELECT group_concat(parent) FROM cascaded") .. " "
    .. trap.query(project, "SELECT group_concat(parent) FROM nulled") .. " "
    .. trap.query(project, "SELECT group_concat(code) FROM coded")
end

local ways = { documented = "", swap = "--rebuild=swap " }

describe("trap 2: making a parent table anew deletes or empties its children", function()
  after_each(helper.clean)

  it("keeps all of them, in each way of making it anew", function()
    for way, option in pairs(ways) do
      local project = trap.project(FAMILY, [[
        op.alter_table("parent", function(t) t:add_column({ "new", "TEXT" },
          { first = true }) end, { recreate = "always" })]])
      trap.passes(project, "upgrade head " .. option)
      assert.are.equal("1,2 1,2 a,b", children(project), way)
      assert.are.equal("new id code note",
        trap.query(project, "SELECT name FROM pragma_table_info('parent')"))
    end
  end)

  it("does not let go of a parent that children still need", function()
    trap.stops(trap.project(FAMILY, 'op.drop_table("parent")'), "foreign key", "cascaded")
  end)
end)

describe("trap 6: the old table renamed first takes the references along", function()
  after_each(helper.clean)

  it("leaves the references of children, views and triggers to the name", function()
    for _, option in pairs(ways) do
      local project = trap.project(FAMILY .. [[;
        CREATE VIEW v AS SELECT id FROM parent;
        CREATE TRIGGER tr AFTER DELETE ON coded BEGIN
          DELETE FROM parent WHERE id = 9; END]],
        [[op.alter_table("parent", function(t) t:reorder_columns({ "note" }) end)
          op.alter_table("parent", function(t) t:set({ strict = true }) end,
            { recreate = "always" })]])
      local look = "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'runner%' AND "
        .. "name NOT LIKE 'sqlite%' AND name <> 'parent' ORDER BY name"
      local before = trap.query(project, look)
      trap.passes(project, "upgrade head " .. option)
      assert.are.equal(before, trap.query(project, look))
      assert.are.equal("1,2 1,2 a,b", children(project))
    end
  end)
end)

describe("trap 16: a parent key that is no key any more", function()
  after_each(helper.clean)

  local KEYED = [[
    CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT, CONSTRAINT uq UNIQUE (code));
    CREATE TABLE c (code TEXT REFERENCES p (code));
    INSERT INTO p VALUES (1, 'a'); INSERT INTO c VALUES ('a')]]

  it("is refused, with the table that references it", function()
    for _, up in ipairs {
      'op.drop_constraint("uq", "p")',
      'op.alter_table("p", function(t) t:drop_constraint("uq") end, '
        .. '{ recreate = "always" })',
    } do
      trap.stops(trap.project(KEYED, up), "'c'", "code")
    end
  end)

  it("is refused without rows, too: the first child written would fail", function()
    trap.stops(trap.project([[
      CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT, CONSTRAINT uq UNIQUE (code));
      CREATE TABLE c (code TEXT REFERENCES p (code))]], 'op.drop_constraint("uq", "p")'),
      "'c'")
  end)

  it("may move to another unique index", function()
    trap.passes(trap.project(KEYED, [[
      op.create_index("ux", "p", { "code" }, { unique = true })
      op.drop_constraint("uq", "p")]]))
  end)
end)
