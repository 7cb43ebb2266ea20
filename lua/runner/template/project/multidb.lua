--- `runner init -t multidb`: two databases in one configuration.
local configuration = [[
-- The configuration of runner for two databases; -n chooses one:
--
--   runner -n main revision -m "first step"
--   runner -n audit upgrade head
--
-- A key in the chosen section comes before the same key at the top, so what both share
-- stands there once. `runner init -t generic` writes a file that explains every key.
-- Paths are relative to this file.
return {
  timeout = 30,

  databases = {
    main = {
      database = os.getenv("MAIN_DB") or "main.db",
      versions = { "versions/main" },
    },
    audit = {
      database = os.getenv("AUDIT_DB") or "audit.db",
      versions = { "versions/audit" },
    },
  },
}
]]

local guide = [[
# Revisions of the database `%s`

Write the next one with `runner -n %s revision -m "what it changes"`, and run it with
`runner -n %s upgrade head`.
]]

local function guide_of(database)
  return {
    path = ("versions/%s/README.md"):format(database),
    text = guide:format(database, database, database),
  }
end

return {
  { path = "runner.lua", text = configuration },
  guide_of("main"),
  guide_of("audit"),
}
