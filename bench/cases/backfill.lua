--- Backfills against the same change as pure SQL; every value becomes another one.
local alteration = require("bench.alteration")

local SQL = [[
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
UPDATE t SET %s;
COMMIT;
]]

local one = {
  message = "set, one column",
  ours = [[
  backfill "t" { table = "t", from = { "a", "id" }, into = { "b" },
    set = function(a, id) return a + id * 0.5 end }]],
  sql = SQL:format("b = a + id * 0.5"),
}

local two = {
  message = "set, two columns",
  table = { note = "INTEGER" },
  ours = [[
  backfill "t" { table = "t", from = { "a", "id" }, into = { "b", "note" },
    set = function(a, id) return a + id * 0.5, a % 97 + id end }]],
  sql = SQL:format("b = a + id * 0.5, note = a % 97 + id"),
}

--- At least this share of the rows a second of the shell.
local function against_shell(given, share)
  return function(runner, folder)
    return {
      { name = given.message, against = "sqlite3 shell, pure SQL", rounds = 7,
        ours = alteration.ours(runner, folder, given),
        theirs = alteration.shell(folder, given), faster = share },
    }
  end
end

return {
  { "set", against_shell(one, 0.8) },
  { "set-two", against_shell(two, 0.55) },
}
