--- Settings of a database: how alterations of it are carried out and named.
--
--     settings.set(db, { rebuild = "swap", naming = { index = "ix_{columns}" } })
--     settings.of(db).rebuild
--
-- They belong to the db object and go with it:
--   rebuild   "documented" (the default) or "swap": how a table is rebuilt
--   offline   true while everything is written down instead (--sql)
--   naming    patterns for the names of constraints, by their kind
--   report    a function that is told what was done, in one line of text
--   own_tables  names of tables that belong to runner: not the author's to change
local settings = {}

local OWN_TABLES = {
  "runner_version",
  "runner_history",
  "runner_backfill",
  "runner_backfill_errors",
}

local by_db = setmetatable({}, { __mode = "k" })

function settings.set(db, given)
  given = given or {}
  by_db[db] = {
    rebuild = given.rebuild or "documented",
    offline = given.offline or false,
    naming = given.naming,
    report = given.report,
    own_tables = given.own_tables or OWN_TABLES,
  }
end

--- The settings of `db`, the defaults if none were set.
function settings.of(db)
  if not by_db[db] then
    settings.set(db)
  end
  return by_db[db]
end

return settings
