-- The configuration of the example project, the support desk. Every key is optional; this
-- file is Lua, so it can read the environment or the application's own settings.
return {
  database = os.getenv("SUPPORT_DB") or "support.db",
  versions = { "versions" },
  schema = "schema.lua",
}
