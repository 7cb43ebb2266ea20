--- Start the daily ticket counters.
--
-- Until now the program looked for the highest reference of the day and added one. The
-- counters take over where it stopped: every day that has tickets gets its highest
-- number, and today gets a row even without tickets. References that came with tickets
-- from elsewhere ("MAIL-1734") are no numbers of ours and do not count. A day that has
-- a counter already keeps it.
--
-- The column `initialised` remembers which rows were made here, so that downgrade()
-- takes exactly these away again.
revision = "8c1f0a2b7d3e"
down_revision = "59e1544c328e"
branch_labels = nil
depends_on = nil
created = "2026-11-22T10:00:00Z"

--- Day and number of a reference of ours: "20261122-0007" gives "20261122" and 7.
local function parse(reference)
  local day, number = reference:match("^(%d%d%d%d%d%d%d%d)%-(%d+)$")
  return day, tonumber(number)
end

--- The highest number of each day up to today, today at least 0.
local function highest_numbers(today)
  local highest = { [today] = 0 }
  for reference in db:rows("SELECT reference FROM tickets") do
    local day, number = parse(reference)
    if day and day <= today and number > (highest[day] or 0) then
      highest[day] = number
    end
  end
  return highest
end

function upgrade()
  op.add_column("daily_ticket_counter",
    { "initialised", "INTEGER", null = false, default = 0 })
  local highest = highest_numbers(os.date("!%Y%m%d"))
  local days = {}
  for day in pairs(highest) do days[#days + 1] = day end
  table.sort(days)
  for _, day in ipairs(days) do
    db:exec([[
      INSERT INTO daily_ticket_counter (day, last_number, initialised) VALUES (?, ?, 1)
        ON CONFLICT (day) DO NOTHING]], day, highest[day])
  end
end

function downgrade()
  db:exec("DELETE FROM daily_ticket_counter WHERE initialised = 1")
  op.drop_column("daily_ticket_counter", "initialised")
end
