--- Operations on indexes.
local convention = require("runner.alter.request.convention")
local drop = require("runner.op.drop")
local index = require("runner.schema.index")
local indexes = require("runner.alter.request.indexes")
local request = require("runner.alter.request")
local settings = require("runner.alter.settings")
local words = require("runner.schema.words")

local place = "op.create_index"

--- Without a name it has the one that the naming convention gives.
local function model_of(db, name, table_name, columns, options)
  words.expect(place .. ": the table's name", table_name, "name")
  local asked = request.create_index(place, name, columns, options)
  convention(settings.of(db).naming, { name = table_name }, asked)
  asked.model.table = table_name
  return asked.model
end

local function index_text(...)
  return index.text(model_of(...))
end

local function create_index(db, ...)
  indexes.create(db, place, model_of(db, ...))
end

return {
  create_index = {
    usage = "name, table, { columns } [, options]",
    most = 4,
    text = index_text,
    run = create_index,
  },
  drop_index = drop("index"),
}
