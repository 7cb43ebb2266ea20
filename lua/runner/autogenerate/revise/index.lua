--- Indexes, as the words that make them.
local call = require("runner.autogenerate.revise.call")
local ddl = require("runner.ddl")
local index_words = require("runner.autogenerate.render.index_words")
local model = require("runner.schema.index")
local object = require("runner.autogenerate.compare.object")

local index = {}

--- The call of t:create_index that makes it, or nil if the words do not say all of it:
-- of the text with `verbatim`, else of the meaning. `inventory` has its table.
function index.create(self, inventory, verbatim)
  local keys, options = index_words(self)
  local done, same = pcall(function()
    local made = { kind = "index", table = self.table }
    made.text = model.text(model.check("", self.name, self.table, keys, options))
    made.tree = ddl.parse(made.text)
    return verbatim and made.text == self.text
      or not verbatim and object.same(made, self, inventory, inventory)
  end)
  return done and same and call("create_index", self.name, keys, options) or nil
end

function index.drop(self)
  return call("drop_index", self.name)
end

return index
