--- Operations on indexes.
local convention = require("runner.alter.request.convention")
local drop = require("runner.op.drop")
local index = require("runner.schema.index")
local request = require("runner.alter.request")
local settings = require("runner.alter.settings")
local words = require("runner.schema.words")

local place = "op.create_index"

--- Without a name it has the one that the naming convention gives.
local function create_index(db, name, table_name, columns, options)
  local asked = request.create_index(place, name, columns, options)
  words.expect(place .. ": the table's name", table_name, "name")
  convention(settings.of(db).naming, { name = table_name }, asked)
  words.expect(place .. ": the index's name", asked.model.name, "name")
  asked.model.table = table_name
  db:exec(index.text(asked.model))
end

return {
  create_index = {
    usage = "name, table, { columns } [, options]",
    most = 4,
    run = create_index,
  },
  drop_index = drop("index"),
}
