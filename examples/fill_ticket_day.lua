--- Fill in the days of the tickets that are there.
--
-- The application goes on writing meanwhile: the rows are done in short transactions.
revision = "e17c8d5b3f60"
down_revision = "d90b6e2f4a17"
transaction = false

function upgrade()
  backfill "tickets.day" {
    table = "tickets", where = "day IS NULL", online = true,
    from = { "created_at" }, into = { "day" },
    set = function(created_at) return created_at:sub(1, 10) end,
  }
end

function downgrade()
end
