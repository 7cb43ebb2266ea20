--- Constraints of a large table dropped and added: rows stay as they are, so runner only
--- edits the stored definition, where Alembic copies the table.
local alteration = require("bench.alteration")

local drops = {
  {
    message = "Drop NOT NULL",
    table = { name = "TEXT NOT NULL" },
    ours = '  op.alter_column("t", "name", { null = true })',
    theirs = [[
    with op.batch_alter_table("t") as batch:
        batch.alter_column("name", existing_type=sa.Text(), nullable=True)]],
  },
  {
    message = "Change DEFAULT",
    table = { note = "TEXT DEFAULT 'none'" },
    ours = '  op.alter_column("t", "note", { default = "empty" })',
    theirs = [[
    with op.batch_alter_table("t") as batch:
        batch.alter_column("note", existing_type=sa.Text(), server_default="empty")]],
  },
  {
    message = "Drop CHECK",
    table = { "CONSTRAINT ck_t_a CHECK (a >= 0)" },
    ours = '  op.alter_table("t", function(t) t:drop_constraint("ck_t_a") end)',
    theirs = [[
    with op.batch_alter_table("t") as batch:
        batch.drop_constraint("ck_t_a", type_="check")]],
  },
  {
    message = "Drop a foreign key",
    table = { "CONSTRAINT fk_t_a FOREIGN KEY (a) REFERENCES parents (id)" },
    ours = '  op.alter_table("t", function(t) t:drop_constraint("fk_t_a") end)',
    theirs = [[
    with op.batch_alter_table("t") as batch:
        batch.drop_constraint("fk_t_a", type_="foreignkey")]],
  },
}

local additions = {
  {
    message = "Add NOT NULL",
    ours = '  op.alter_column("t", "name", { null = false })',
    theirs = [[
    with op.batch_alter_table("t") as batch:
        batch.alter_column("name", existing_type=sa.Text(), nullable=False)]],
  },
  {
    message = "Add CHECK",
    ours = '  op.alter_table("t", function(t)\n'
      .. '    t:create_check_constraint("ck_t_a", "a >= 0")\n  end)',
    theirs = [[
    with op.batch_alter_table("t") as batch:
        batch.create_check_constraint("ck_t_a", "a >= 0")]],
  },
}

local function against_alembic(runner, folder, list, faster)
  local cases = {}
  for i, given in ipairs(list) do
    cases[i] = { name = given.message, against = "alembic batch mode", rounds = 5,
      ours = alteration.ours(runner, folder, given),
      theirs = alteration.alembic(folder, given), faster = faster }
  end
  return cases
end

local function drop(runner, folder)
  return against_alembic(runner, folder, drops, 100)
end

--- The time must not depend on the number of rows.
local function size(runner, folder)
  local cases = {}
  for i, given in ipairs(drops) do
    cases[i] = { name = given.message, against = "on 10^4 rows", rounds = 21,
      ours = alteration.ours(runner, folder, given),
      theirs = alteration.ours(runner, folder, given, 10000), within = 1.3 }
  end
  return cases
end

local function add(runner, folder)
  return against_alembic(runner, folder, additions, 20)
end

return { { "drop", drop }, { "size", size }, { "add", add } }
