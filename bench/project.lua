--- Write projects of the same shape for runner and for Alembic: a straight line of
--- revisions that each make a table with an index, or a single revision of any content.
local project = {}

local OURS = [[
--- Add table %04d.
revision = "%s"
down_revision = %s

function upgrade()
  op.create_table("table_%04d", {
    { "id", "INTEGER", primary_key = true },
    { "name", "TEXT", null = false },
    { "created_at", "TEXT" },
  })
  op.create_index("ix_table_%04d_name", "table_%04d", { "name" })
end

function downgrade()
  op.drop_table("table_%04d")
end
]]

local THEIRS = [[
"""Add table %04d."""
from alembic import op
import sqlalchemy as sa

revision = "%s"
down_revision = %s
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "table_%04d",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text()),
    )
    op.create_index("ix_table_%04d_name", "table_%04d", ["name"])


def downgrade():
    op.drop_table("table_%04d")
]]

function project.write(path, text)
  local file = assert(io.open(path, "w"))
  file:write(text)
  assert(file:close())
end

--- Run a command that must succeed.
function project.shell(format, ...)
  local command = format:format(...)
  local log = os.tmpname()
  local ok = os.execute(("( %s ) >%s 2>&1"):format(command, log))
  if not ok then
    local file = assert(io.open(log))
    io.stderr:write(file:read("a"))
    file:close()
    os.remove(log)
    error("failed: " .. command, 0)
  end
  os.remove(log)
end

--- What run.lua measures: { line = "program argument ...", prepare =, input = }.
function project.command(format, ...)
  return { line = format:format(...) }
end

--- A function that removes a database and what SQLite keeps beside it.
function project.removal(path)
  return function()
    for _, ending in ipairs({ "", "-journal", "-wal", "-shm" }) do
      os.remove(path .. ending)
    end
  end
end

--- Spread over the whole range, as random identifiers are, so no order comes for free.
local function id(number)
  return number > 0 and ("%012x"):format(number * 0x9E3779B97F4B & 0xFFFFFFFFFFFF)
end

local function fill(template, number, none)
  local parent = id(number - 1)
  return template:format(number, id(number), parent and ('"%s"'):format(parent) or none,
    number, number, number, number)
end

local function write_revisions(folder, ending, template, none, count)
  for number = 1, count do
    local path = ("%s/%s_add_table_%04d.%s"):format(folder, id(number), number, ending)
    project.write(path, fill(template, number, none))
  end
end

local function start_ours(folder)
  project.shell("mkdir -p %s/versions", folder)
  project.write(folder .. "/runner.lua",
    'return { database = "data.db", versions = { "versions" } }\n')
end

--- As `alembic init` makes it, apart from the database's name.
local function start_theirs(folder)
  project.shell("mkdir -p %s", folder)
  project.shell("alembic init %s/scripts", folder)
  project.shell("mv alembic.ini %s/alembic.ini", folder)
  project.shell("sed -i -e 's|^sqlalchemy.url.*|sqlalchemy.url = sqlite:///%s/data.db|'"
    .. " -e 's|^script_location.*|script_location = %s/scripts|' %s/alembic.ini",
    folder, folder, folder)
end

--- A project of runner in `folder`: runner.lua, versions/, the database data.db.
function project.ours(folder, count)
  start_ours(folder)
  write_revisions(folder .. "/versions", "lua", OURS, "nil", count)
end

--- The same for Alembic.
function project.theirs(folder, count)
  start_theirs(folder)
  write_revisions(folder .. "/scripts/versions", "py", THEIRS, "None", count)
end

-- ---- a single revision

local OUR_REVISION = [[
--- %s.
revision = "a00000000001"
%s
function upgrade()
%s
end
]]

local THEIR_REVISION = [[
"""%s."""
from alembic import op
import sqlalchemy as sa

revision = "a00000000001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
%s
]]

--- A project of runner with one revision; `body` is that of its upgrade(), `variables`
--- are further lines before it.
function project.our_revision(folder, message, body, variables)
  start_ours(folder)
  project.write(folder .. "/versions/a00000000001_revision.lua",
    OUR_REVISION:format(message, variables or "", body))
end

--- The same for Alembic; `body` is indented by four spaces.
function project.their_revision(folder, message, body)
  start_theirs(folder)
  project.write(folder .. "/scripts/versions/a00000000001_revision.py",
    THEIR_REVISION:format(message, body))
end

return project
