--- Operations on views.
local drop = require("runner.op.drop")
local view = require("runner.schema.view")

local function create_view(_, name, select_text, options)
  return view.text(view.check("op.create_view", name, select_text, options))
end

return {
  create_view = { usage = "name, select [, options]", most = 3, text = create_view },
  drop_view = drop("view"),
}
