--- Operations on indexes.
local convention = require("runner.alter.request.convention")
local drop = require("runner.op.drop")
local indexes = require("runner.alter.request.indexes")
local request = require("runner.alter.request")
local settings = require("runner.alter.settings")
local words = require("runner.schema.words")

local place = "op.create_index"

--- Without a name it has the one that the naming convention gives.
local function create_index(db, name, table_name, columns, options)
  words.expect(place .. ": the table's name", table_name, "name")
  local asked = request.create_index(place, name, columns, options)
  convention(settings.of(db).naming, { name = table_name }, asked)
  asked.model.table = table_name
  indexes.create(db, place, asked.model)
end

return {
  create_index = {
    usage = "name, table, { columns } [, options]",
    most = 4,
    run = create_index,
  },
  drop_index = drop("index"),
}
