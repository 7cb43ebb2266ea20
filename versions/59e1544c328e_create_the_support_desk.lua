--- Create the support desk.
--
-- People write, tickets collect what they write, and every ticket has a reference that
-- reads well on the telephone: the day and a number within it, "20261122-0007". The
-- number comes from daily_ticket_counter, one row a day:
--
--   INSERT INTO daily_ticket_counter (day, last_number) VALUES (?, 1)
--     ON CONFLICT (day) DO UPDATE SET last_number = last_number + 1
--     RETURNING last_number
--
-- which is one statement, so two clerks never get the same number.
revision = "59e1544c328e"
down_revision = nil
branch_labels = nil
depends_on = nil
created = "2026-11-20T09:00:00Z"

function upgrade()
  op.create_table("users", {
    { "id", "INTEGER", primary_key = true },
    { "email", "TEXT", null = false, unique = true, collate = "NOCASE" },
    { "name", "TEXT", null = false },
    { "role", "TEXT", null = false, default = "customer",
      check = "role IN ('customer', 'agent')" },
    { "created_at", "TEXT", null = false, default = sql"CURRENT_TIMESTAMP" },
  })
  op.create_table("tickets", {
    { "id", "INTEGER", primary_key = true },
    { "reference", "TEXT", null = false, unique = true },
    { "customer_id", "INTEGER", null = false,
      references = { "users", "id", on_delete = "restrict" } },
    { "agent_id", "INTEGER", references = { "users", "id", on_delete = "set null" } },
    { "subject", "TEXT", null = false },
    { "status", "TEXT", null = false, default = "new",
      check = "status IN ('new', 'open', 'closed')" },
    { "created_at", "TEXT", null = false, default = sql"CURRENT_TIMESTAMP" },
  })
  op.create_table("messages", {
    { "id", "INTEGER", primary_key = true },
    { "ticket_id", "INTEGER", null = false,
      references = { "tickets", "id", on_delete = "cascade" } },
    { "author_id", "INTEGER", null = false,
      references = { "users", "id", on_delete = "restrict" } },
    { "body", "TEXT", null = false },
    { "sent_at", "TEXT", null = false, default = sql"CURRENT_TIMESTAMP" },
  })
  op.create_table("daily_ticket_counter", {
    { "day", "TEXT", primary_key = true, null = false,
      check = "day GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'" },
    { "last_number", "INTEGER", null = false, check = "last_number >= 0" },
  })
  op.create_index("ix_tickets_customer_id", "tickets", { "customer_id" })
  op.create_index("ix_tickets_agent_id", "tickets", { "agent_id" })
  op.create_index("ix_tickets_status_created_at", "tickets", { "status", "created_at" })
  op.create_index("ix_messages_ticket_id", "messages", { "ticket_id" })
  op.create_index("ix_messages_author_id", "messages", { "author_id" })
end

function downgrade()
  op.drop_table("messages")
  op.drop_table("tickets")
  op.drop_table("users")
  op.drop_table("daily_ticket_counter")
end
