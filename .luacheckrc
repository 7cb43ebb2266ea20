-- luacheck: what Lua files may use, by folder.
std = "lua54"
max_line_length = 90
max_cyclomatic_complexity = 10

-- The project's own environment: a revision sets these and uses the words of runner.
files["versions/**/*.lua"] = {
  globals = { "revision", "down_revision", "branch_labels", "depends_on", "created",
    "transaction", "removes_rows", "upgrade", "downgrade" },
  read_globals = { "op", "db", "sql", "backfill", "log", "context" },
}
for _, name in ipairs({ "waiting_tickets", "ticket_day", "fill_ticket_day" }) do
  files["examples/" .. name .. ".lua"] = files["versions/**/*.lua"]
end
-- A desired schema has the words of `op` that make something.
files["schema.lua"] = {
  read_globals = { "create_index", "create_table", "create_trigger", "create_view",
    "create_virtual_table", "execute", "sql" },
}
files["spec/**/*.lua"] = { std = "+busted" }
