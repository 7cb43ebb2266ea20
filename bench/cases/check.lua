--- A thousand tables of twenty columns compared with the desired schema: nothing differs.
--- In a project that lives, some tables were altered in place: SQLite stores these in
--- other words than the schema's.
local project = require("bench.project")

local TABLES, COLUMNS = 1000, 20
local ALTERED_EVERY = 10

local BODY = ([[
  for number = 1, %d do
    local columns = { { "id", "INTEGER", primary_key = true } }
    for column = 2, %d do
      local name = ("column_%%02d"):format(column)
      columns[column] = { name, "TEXT", null = column %% 3 > 0 }
    end
    op.create_table(("table_%%04d"):format(number), columns)
  end]]):format(TABLES, COLUMNS)

local ALTERING = ([[

  for number = %d, %d, %d do
    local name = ("table_%%04d"):format(number)
    op.add_column(name, { "later", "INTEGER", null = false, default = 0 })
    op.rename_column(name, "column_02", "renamed")
  end]]):format(ALTERED_EVERY, TABLES, ALTERED_EVERY)

-- What `alembic check` does, which older versions do not have: the comparison itself.
local THEIRS = ([[
import sys
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

metadata = sa.MetaData()
for number in range(1, %d):
    columns = [sa.Column("id", sa.Integer(), primary_key=True)]
    for column in range(2, %d):
        columns.append(sa.Column("column_%%02d" %% column, sa.Text(),
                                 nullable=column %% 3 > 0))
    sa.Table("table_%%04d" %% number, metadata, *columns)

engine = sa.create_engine("sqlite:///" + sys.argv[1])
if len(sys.argv) > 2:
    metadata.create_all(engine)
else:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        sys.exit(len(compare_metadata(context, metadata)) > 0)
]]):format(TABLES + 1, COLUMNS + 1)

local function make_ours(runner, folder, body)
  project.our_revision(folder, "A thousand tables", body)
  project.shell("%s -q -c %s/runner.lua upgrade head", runner, folder)
  for _, format in ipairs({ "sql", "lua" }) do
    project.shell("%s -c %s/runner.lua schema --format %s >%s/schema.%s", runner, folder,
      format, folder, format)
  end
end

local function make_theirs(folder)
  project.shell("mkdir %s", folder)
  project.write(folder .. "/compare.py", THEIRS)
  project.write(folder .. "/schema.sql", "SELECT * FROM sqlite_schema;\n")
  project.shell("/usr/bin/python3 %s/compare.py %s/data.db make", folder, folder)
end

local function check(runner, folder)
  make_ours(runner, folder .. "/ours", BODY)
  make_ours(runner, folder .. "/altered", BODY .. ALTERING)
  make_theirs(folder .. "/theirs")
  local function ours(format, name)
    name = folder .. "/" .. (name or "ours")
    return project.command("%s -c %s/runner.lua check --schema %s/schema.%s", runner,
      name, name, format)
  end
  local alembic = project.command("/usr/bin/python3 %s/theirs/compare.py "
    .. "%s/theirs/data.db", folder, folder)
  local shell = project.command("sqlite3 %s/ours/data.db", folder)
  shell.input = folder .. "/theirs/schema.sql"
  local name = "check, 1,000 tables, %s"
  return {
    { name = name:format("SQL"), against = "Alembic's comparison", rounds = 5,
      ours = ours("sql"), theirs = alembic, faster = 50 },
    { name = name:format("Lua"), against = "Alembic's comparison", rounds = 5,
      ours = ours("lua"), theirs = alembic, faster = 50 },
    { name = name:format("SQL"), against = "sqlite3 shell", rounds = 21, within = 10,
      ours = ours("sql"), theirs = shell },
    { name = name:format("Lua"), against = "sqlite3 shell", rounds = 21, within = 10,
      ours = ours("lua"), theirs = shell },
    { name = name:format("altered"), against = "Alembic's comparison",
      rounds = 5, ours = ours("lua", "altered"), theirs = alembic, faster = 50 },
    { name = name:format("altered"), against = "sqlite3 shell",
      rounds = 21, within = 10, ours = ours("lua", "altered"), theirs = shell },
  }
end

return { { "check", check } }
