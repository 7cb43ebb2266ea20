-- The schema that the support desk wants; the revisions in versions/ lead there.
create_table("daily_ticket_counter", {
  { "day",         "TEXT",    primary_key = true,
    check = "day GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'" },
  { "last_number", "INTEGER", null = false, check = "last_number >= 0" },
  { "initialised", "INTEGER", null = false, default = 0 },
})

create_table("users", {
  { "id",         "INTEGER", primary_key = true },
  { "email",      "TEXT",    null = false, unique = true, collate = "NOCASE" },
  { "name",       "TEXT",    null = false },
  { "role",       "TEXT",    null = false, default = "customer",
    check = "role IN ('customer', 'agent')" },
  { "created_at", "TEXT",    null = false, default = sql"CURRENT_TIMESTAMP" },
})

create_table("tickets", {
  { "id",          "INTEGER", primary_key = true },
  { "reference",   "TEXT",    null = false, unique = true },
  { "customer_id", "INTEGER", null = false,
    references = { "users", "id", on_delete = "restrict" } },
  { "agent_id",    "INTEGER", references = { "users", "id", on_delete = "set null" } },
  { "subject",     "TEXT",    null = false },
  { "status",      "TEXT",    null = false, default = "new",
    check = "status IN ('new', 'open', 'closed')" },
  { "created_at",  "TEXT",    null = false, default = sql"CURRENT_TIMESTAMP" },
})
create_index("ix_tickets_agent_id", "tickets", { "agent_id" })
create_index("ix_tickets_customer_id", "tickets", { "customer_id" })
create_index("ix_tickets_status_created_at", "tickets", { "status", "created_at" })

create_table("messages", {
  { "id",        "INTEGER", primary_key = true },
  { "ticket_id", "INTEGER", null = false,
    references = { "tickets", "id", on_delete = "cascade" } },
  { "author_id", "INTEGER", null = false,
    references = { "users", "id", on_delete = "restrict" } },
  { "body",      "TEXT",    null = false },
  { "sent_at",   "TEXT",    null = false, default = sql"CURRENT_TIMESTAMP" },
})
create_index("ix_messages_author_id", "messages", { "author_id" })
create_index("ix_messages_ticket_id", "messages", { "ticket_id" })

create_view("open_tickets", [[
SELECT ticket.id, ticket.reference, ticket.subject, ticket.status,
       customer.name AS customer,
       (SELECT max(sent_at) FROM messages WHERE ticket_id = ticket.id) AS last_message
  FROM tickets AS ticket
  JOIN users AS customer ON customer.id = ticket.customer_id
 WHERE ticket.status <> 'closed']])
