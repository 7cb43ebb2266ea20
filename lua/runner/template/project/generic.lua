--- `runner init -t generic`: one database, one folder of revisions.
local configuration = [[
-- The configuration of runner. Every key is optional; an unknown one is an error. This
-- file is Lua: it may read the environment (os.getenv) and require() what is in lib/.
-- Paths are relative to this file.
return {
  -- The database; --database and the environment variable RUNNER_DATABASE come first.
  database = "app.db",

  -- The folders that hold revisions, in load order; `recursive`: subfolders too.
  versions = { "versions" },
  -- recursive = true,

  -- The schema that is desired: a .lua or .sql file, a database, or { command = "..." }.
  -- schema = "schema.lua",

  -- A file that is kept as the schema of the database, to be looked at in reviews.
  -- snapshot = "schema.sql",

  -- How new revision files are named, with rev, slug, epoch, year, month, day, hour,
  -- minute and second to choose from; a "/" makes folders and needs `recursive`.
  -- file_template = "%(year)d%(month).2d%(day).2d_%(rev)s_%(slug)s",
  -- truncate_slug_length = 40,

  -- The time zone of their dates: "UTC", "local" or a name like "Europe/Berlin".
  -- timezone = "UTC",

  -- The project's own text for new revisions: a Lua file that returns a function.
  -- template = "template.lua",

  -- What runs after a revision file was written: programs, and functions of { path = }.
  -- post_write_hooks = { { "stylua", "REVISION_SCRIPT_FILENAME" } },

  -- Called after each step, before its COMMIT; `db` works as in a revision.
  -- on_version_apply = function(step) log("%s %s", step.direction, step.revision) end,

  -- Commands of the project's own: `runner tables` calls this one.
  -- commands = {
  --   tables = {
  --     help = "Count the tables.",
  --     run = function()
  --       return db:value("SELECT count(*) FROM sqlite_schema") .. "\n"
  --     end,
  --   },
  -- },

  -- Names of constraints and indexes that are given none.
  -- naming = { unique = "uq_{table}_{columns}", index = "ix_{table}_{columns}" },

  -- How a table is made anew where nothing cheaper will do: "documented" or "swap".
  -- rebuild = "documented",

  -- Where the version rows are; "alembic_version" takes over a database kept by Alembic.
  -- version_table = "runner_version",

  -- Seconds to wait while another program holds the lock.
  -- timeout = 30,

  -- MiB that scripts may hold in memory.
  -- memory_limit = 1024,

  -- Collating sequences that only the application knows.
  -- collations = { unicase = true },

  -- What scripts may use beyond the safe functions: "io", "os", "load", "debug" and
  -- "package"; "schema" lets triggers of the database write to full-text tables.
  -- trust = { "io" },
}
]]

local guide = [[
# Revisions

Each file here is one step of the database. Write the next one with

    runner revision -m "what it changes"

fill in its `upgrade()` and `downgrade()`, and run it with `runner upgrade head`.
`runner history` lists the revisions, `runner current` says where the database is.
]]

return {
  { path = "runner.lua", text = configuration },
  { path = "versions/README.md", text = guide },
}
