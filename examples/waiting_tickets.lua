--- Let tickets wait.
--
-- A further revision for the support desk, for the tour in README.md: three changes of
-- one table, none of which needs its rows to be written. They are read once, because the
-- new condition must hold for the tickets that are there.
revision = "c41f7a9e0b35"
down_revision = "2b7c91d4e6f0"
branch_labels = nil
depends_on = nil
created = "2026-11-23T08:15:00Z"

function upgrade()
  op.alter_table("tickets", function(t)
    t:alter_column("status", { check = "status IN ('new', 'open', 'waiting', 'closed')" })
    t:alter_column("subject", { null = true })
    t:add_column({ "waiting_for", "INTEGER", references = { "users", "id" } })
  end)
end

function downgrade()
  db:exec("UPDATE tickets SET status = 'open' WHERE status = 'waiting'")
  db:exec("UPDATE tickets SET subject = '' WHERE subject IS NULL")
  op.alter_table("tickets", function(t)
    t:drop_column("waiting_for")
    t:alter_column("subject", { null = false })
    t:alter_column("status", { check = "status IN ('new', 'open', 'closed')" })
  end)
end
