--- Indexes, as the words that make them.
local call = require("runner.autogenerate.revise.call")
local ddl = require("runner.ddl")
local model = require("runner.schema.index")
local object = require("runner.autogenerate.compare.object")
local sql = require("runner.schema.expression")

local index = {}

--- One column: its name, sql"...", or a table with order and collation.
local function key_words(self, column)
  local key = column.name or sql(self.text:sub(table.unpack(column.expression)))
  if not column.collation and column.order ~= "DESC" then
    return key
  end
  return { key, collate = column.collation, desc = column.order == "DESC" or nil }
end

local function words_of(self)
  local keys, options = {}, {}
  for i, column in ipairs(self.tree.columns) do
    keys[i] = key_words(self, column)
  end
  options.unique = self.tree.unique or nil
  options.where = self.tree.where and self.text:sub(table.unpack(self.tree.where))
  return keys, next(options) and options or nil
end

--- The call of t:create_index that makes it, or nil if the words do not say all of it:
-- of the text with `verbatim`, else of the meaning. `inventory` has its table.
function index.create(self, inventory, verbatim)
  local keys, options = words_of(self)
  local done, same = pcall(function()
    local made = { kind = "index", table = self.table }
    made.text = model.text(model.check("", self.name, self.table, keys, options))
    made.tree = ddl.parse(made.text)
    return verbatim and object.same_text(made.text, self.text)
      or not verbatim and object.same(made, self, inventory, inventory)
  end)
  return done and same and call("create_index", self.name, keys, options) or nil
end

function index.drop(self)
  return call("drop_index", self.name)
end

return index
