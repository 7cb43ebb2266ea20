--- Operations on views.
local drop = require("runner.op.drop")
local view = require("runner.schema.view")

local function create_view(db, name, select_text, options)
  db:exec(view.text(view.check("op.create_view", name, select_text, options)))
end

return {
  create_view = { usage = "name, select [, options]", most = 3, run = create_view },
  drop_view = drop("view"),
}
