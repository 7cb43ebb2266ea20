--- One revision on one prepared database: for specs that show what becomes of it.
--
--     local project = trap.project("CREATE TABLE t (a); ...",
--       [[op.drop_column("t", "a")]])
--     trap.passes(project)           -- the upgrade works, and SQLite finds nothing wrong
--     trap.stops(project, "a", "b")  -- it stops, says all of this, and changed nothing
local desk = require("spec.support.desk")
local helper = require("spec.helper")
local luassert = require("luassert")

local trap = {}

--- A project with a database made by `setup` and the revision "change".
function trap.project(setup, up, down)
  local project = desk.project({ { "change", { up = up, back = down } } })
  desk.change(project, setup)
  return project
end

--- Everything in the database as SQL, without runner's own tables.
function trap.dump(project)
  local screen = project:shell([[
    cp desk.db look.db
    sqlite3 look.db "DROP TABLE IF EXISTS runner_version;
      DROP TABLE IF EXISTS runner_history"
    sqlite3 look.db .dump
    rm look.db]])
  luassert.are.equal("", screen.stderr)
  return screen.stdout
end

--- Nothing that SQLite could complain about.
function trap.sound(project)
  luassert.are.equal("ok", desk.query(project, "PRAGMA integrity_check"))
  luassert.are.equal("",
    desk.query(project, 'SELECT "table" FROM pragma_foreign_key_check'))
end

--- Run the command (`upgrade head`), which must work. Gives what it wrote to stderr.
function trap.passes(project, arguments)
  local screen = project:run(arguments or "upgrade head")
  luassert.are.equal(0, screen.status, screen.stderr)
  trap.sound(project)
  return screen.stderr
end

--- The upgrade must stop, with all of these texts in its message, and leave no trace.
function trap.stops(project, ...)
  local before = trap.dump(project)
  local screen = project:run("upgrade head")
  luassert.are.equal(1, screen.status, screen.stderr)
  for _, text in ipairs { ... } do
    luassert.truthy(screen.stderr:find(text, 1, true), screen.stderr)
  end
  luassert.are.equal(before, trap.dump(project))
  luassert.are.equal("0", desk.query(project,
    "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'runner_%'"))
  return screen.stderr
end

trap.query = desk.query
trap.clean = helper.clean

return trap
