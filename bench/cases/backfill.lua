--- Backfills against the same change by other means; every value becomes another one.
local alteration = require("bench.alteration")
local test_table = require("bench.table")

local SQL = [[
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
UPDATE t SET %s;
COMMIT;
]]

local one = {
  message = "set, one column",
  ours = [[
  backfill "t" { table = "t", from = { "a", "id" }, into = { "b" },
    set = function(a, id) return a + id * 0.5 end }]],
  sql = SQL:format("b = a + id * 0.5"),
}

local two = {
  message = "set, two columns",
  table = { note = "INTEGER" },
  ours = [[
  backfill "t" { table = "t", from = { "a", "id" }, into = { "b", "note" },
    set = function(a, id) return a + id * 0.5, a % 97 + id end }]],
  sql = SQL:format("b = a + id * 0.5, note = a % 97 + id"),
}

-- Alembic's own documentation has bulk changes with bindparam: quicker than a statement
-- for each row.
one.theirs = [[
    t = sa.table("t", sa.column("id"), sa.column("a"), sa.column("b"))
    connection = op.get_bind()
    rows = connection.execute(sa.select(t.c.id, t.c.a).order_by(t.c.id)).all()
    connection.execute(
        t.update().where(t.c.id == sa.bindparam("key")).values(b=sa.bindparam("value")),
        [{"key": row.id, "value": row.a + row.id * 0.5} for row in rows])]]

-- As the C loop and the Python one; by id, as the index on a would be gone through
-- otherwise, and the table be written in that order.
local loop = {
  message = "db:rows and db:exec, a row each",
  ours = [[
  for id, a in db:rows("SELECT id, a FROM t ORDER BY id") do
    db:exec("UPDATE t SET b = ? WHERE id = ?", a + id * 0.5, id)
  end]],
}

local C_LOOP, PYTHON = "build/release/bench/update_loop", "python3 bench/update_rows.py"

--- At least this share of the rows a second of the shell.
local function against_shell(given, share)
  return function(runner, folder)
    return {
      { name = given.message, against = "sqlite3 shell, pure SQL", rounds = 7,
        ours = alteration.ours(runner, folder, given),
        theirs = alteration.shell(folder, given), faster = share },
    }
  end
end

local function against_program(given, words, against, times)
  return function(runner, folder)
    return {
      { name = given.message, against = against, rounds = 5,
        ours = alteration.ours(runner, folder, given),
        theirs = alteration.program(folder, given, words), faster = times },
    }
  end
end

local function against_alembic(runner, folder)
  return {
    { name = one.message, against = "alembic, SQLAlchemy core", rounds = 3,
      ours = alteration.ours(runner, folder, one),
      theirs = alteration.alembic(folder, one), faster = 10 },
  }
end

--- Ten times the rows of the other cases, and a tenth of them: a file of 1.4 GB, where
--- SQLite's notes of the pages that are in the journal are another kind of list.
local function memory(runner, folder)
  local many, few = test_table.rows * 10, test_table.rows // 10
  return {
    { name = ("set over %.0e rows"):format(many), against = ("%.0e rows"):format(few),
      rounds = 1, unit = "memory", more = 2 * 1024,
      ours = alteration.ours(runner, folder, one, many),
      theirs = alteration.ours(runner, folder, one, few) },
  }
end

return {
  { "set", against_shell(one, 0.8) },
  { "set-two", against_shell(two, 0.55) },
  { "set-c", against_program(one, C_LOOP, "C loop", 2) },
  { "set-python", against_program(one, PYTHON, "Python's executemany", 4) },
  { "set-alembic", against_alembic },
  { "loop", against_program(loop, C_LOOP, "C loop", 0.65) },
  { "set-memory", memory, large = true },
}
