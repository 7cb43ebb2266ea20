--- List the open tickets.
--
-- The list of the day is a view: what is not closed, with its customer and the time of
-- its last message.
revision = "2b7c91d4e6f0"
down_revision = "8c1f0a2b7d3e"
branch_labels = nil
depends_on = nil
created = "2026-11-22T11:30:00Z"

function upgrade()
  op.create_view("open_tickets", [[
    SELECT ticket.id, ticket.reference, ticket.subject, ticket.status,
           customer.name AS customer,
           (SELECT max(sent_at) FROM messages WHERE ticket_id = ticket.id) AS last_message
      FROM tickets AS ticket
      JOIN users AS customer ON customer.id = ticket.customer_id
     WHERE ticket.status <> 'closed']])
end

function downgrade()
  op.drop_view("open_tickets")
end
