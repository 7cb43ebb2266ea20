--- Start the daily ticket counters.
--
-- Until now the program looked for the highest reference of the day and added one. The
-- counters take over where it stopped: every day that has tickets gets its highest
-- number, and today gets a row even without tickets. References that came with tickets
-- from elsewhere ("MAIL-1734") are no numbers of ours and do not count. A day that has
-- a counter already keeps it.
--
-- The column `initialised` remembers which rows were made here, so that downgrade()
-- takes exactly these away again; `removes_rows` says that this is meant.
revision = "8c1f0a2b7d3e"
down_revision = "59e1544c328e"
branch_labels = nil
depends_on = nil
created = "2026-11-22T10:00:00Z"
removes_rows = { "daily_ticket_counter" }

-- Day and number of a reference: "20261122-0007" gives '20261122' and 7.
local HIGHEST = [[
  INSERT INTO daily_ticket_counter (day, last_number, initialised)
  SELECT substr(reference, 1, 8) AS ticket_day,
         max(CAST(substr(reference, 10) AS INTEGER)), 1
    FROM tickets
   WHERE id BETWEEN :first AND :last
     AND reference GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]-[0-9]*'
     AND substr(reference, 10) NOT GLOB '*[^0-9]*'
     AND ticket_day <= strftime('%Y%m%d', 'now')
   GROUP BY ticket_day
      ON CONFLICT (day) DO UPDATE SET last_number = excluded.last_number
   WHERE initialised = 1 AND excluded.last_number > last_number]]

function upgrade()
  op.add_column("daily_ticket_counter",
    { "initialised", "INTEGER", null = false, default = 0 })
  backfill "daily_ticket_counter" { table = "tickets", sql = HIGHEST }
  db:exec([[
    INSERT INTO daily_ticket_counter (day, last_number, initialised)
    VALUES (strftime('%Y%m%d', 'now'), 0, 1) ON CONFLICT (day) DO NOTHING]])
end

function downgrade()
  db:exec("DELETE FROM daily_ticket_counter WHERE initialised = 1")
  op.drop_column("daily_ticket_counter", "initialised")
end
