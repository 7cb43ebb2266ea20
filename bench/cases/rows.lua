--- Alterations that must write every row.
local alteration = require("bench.alteration")
local test_table = require("bench.table")

-- A whole number becomes its digits: every row is written, nothing is lost, and one of
-- the two indexes has to be made again.
local conversion = {
  message = "Change a type",
  ours = '  op.alter_column("t", "a", { type = "TEXT" })',
  theirs = [[
    with op.batch_alter_table("t") as batch:
        batch.alter_column("a", existing_type=sa.Integer(), type_=sa.Text())]],
}

-- A number becomes a text, so its CHECK goes; and three changes of other columns.
local several = {
  message = "Five changes",
  table = { "CONSTRAINT ck_t_a CHECK (a >= 0)" },
  ours = [[
  op.alter_table("t", function(t)
    t:drop_constraint("ck_t_a")
    t:alter_column("a", { type = "TEXT" })
    t:alter_column("name", { null = false })
    t:alter_column("note", { default = "empty" })
    t:create_check_constraint("ck_t_b", "b >= 0")
  end)]],
  theirs = [[
    with op.batch_alter_table("t") as batch:
        batch.drop_constraint("ck_t_a", type_="check")
    with op.batch_alter_table("t") as batch:
        batch.alter_column("a", existing_type=sa.Integer(), type_=sa.Text())
    with op.batch_alter_table("t") as batch:
        batch.alter_column("name", existing_type=sa.Text(), nullable=False)
    with op.batch_alter_table("t") as batch:
        batch.alter_column("note", existing_type=sa.Text(), server_default="empty")
    with op.batch_alter_table("t") as batch:
        batch.create_check_constraint("ck_t_b", "b >= 0")]],
}

-- https://www.sqlite.org/lang_altertable.html#otheralter, in the quickest order there is:
-- one transaction, indexes after the rows.
local REBUILD = [[
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
%s;
INSERT INTO new_t (%s) SELECT %s FROM t%s;
DROP TABLE t;
ALTER TABLE new_t RENAME TO t;
%s;
PRAGMA foreign_key_check(t);
COMMIT;
]]

local columns = "id, a, b, name, note"

local function rebuild_by_hand(definition, order)
  return REBUILD:format(definition, columns, columns, order or "", test_table.indexes)
end

local new_key = {
  message = "Another primary key",
  ours = '  op.alter_table("t", function(t)\n'
    .. '    t:create_primary_key("pk_t", { "a", "id" })\n  end)',
  sql = rebuild_by_hand([[
CREATE TABLE new_t (
  id INTEGER NOT NULL,
  a INTEGER NOT NULL,
  b REAL,
  name TEXT,
  note TEXT,
  CONSTRAINT pk_t PRIMARY KEY (a, id)
)]], " ORDER BY a, id"), -- a third quicker than in the old order
}

local middle = {
  message = "A column in the middle",
  options = "--rebuild=swap",
  ours = '  op.add_column("t", { "c", "TEXT" }, { after = "a" })',
  sql = rebuild_by_hand([[
CREATE TABLE new_t (
  id INTEGER PRIMARY KEY,
  a INTEGER,
  c TEXT,
  b REAL,
  name TEXT,
  note TEXT
)]]),
}

local function against_alembic(given, faster)
  return function(runner, folder)
    return {
      { name = given.message, against = "alembic batch mode", rounds = 5,
        ours = alteration.ours(runner, folder, given),
        theirs = alteration.alembic(folder, given), faster = faster },
    }
  end
end

local function against_shell(given, within)
  return function(runner, folder)
    return {
      { name = given.message, against = "rebuild by hand", rounds = 5,
        ours = alteration.ours(runner, folder, given),
        theirs = alteration.shell(folder, given), within = within },
    }
  end
end

return {
  { "convert", against_alembic(conversion, 1.5) },
  { "rebuild", against_shell(new_key, 0.8) },
  { "swap", against_shell(middle, 0.45) },
  { "several", against_alembic(several, 5) },
}
