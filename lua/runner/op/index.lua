--- Operations on indexes.
local drop = require("runner.op.drop")
local index = require("runner.schema.index")

local function create_index(db, name, table_name, columns, options)
  db:exec(index.text(index.check("op.create_index", name, table_name, columns, options)))
end

return {
  create_index = {
    usage = "name, table, { columns } [, options]",
    most = 4,
    run = create_index,
  },
  drop_index = drop("index"),
}
