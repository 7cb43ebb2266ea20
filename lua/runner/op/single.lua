--- What the operations have in common that are one change of one table: the batch of one.
local batch = require("runner.alter.request.batch")
local words = require("runner.schema.words")

--- The operation op.NAME: `make` is a function of runner.alter.request, without `place`.
-- The table's name comes first, or with `named` second, behind the constraint's.
local function single(name, usage, most, make, named)
  local place = "op." .. name
  local function run(db, first, second, ...)
    local table_name, argument = first, second
    if named then
      table_name, argument = second, first
    end
    words.expect(place .. ": the table's name", table_name, "name")
    batch(db, place, table_name, { make(place, argument, ...) })
  end
  return { usage = usage, most = most, run = run }
end

return single
