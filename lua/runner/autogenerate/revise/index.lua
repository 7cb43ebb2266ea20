--- Indexes, as the words that make them.
local call = require("runner.autogenerate.revise.call")
local identifier = require("runner.schema.identifier")
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

--- The call of t:create_index that makes the text again, or nil if the words do not say
-- all of it.
function index.create(self)
  local keys, options = words_of(self)
  local done, made = pcall(function()
    return model.text(model.check("", self.name, self.table, keys, options))
  end)
  return done
      and object.same_text(made, self.text)
      and call("create_index", self.name, keys, options)
    or nil
end

function index.drop(self)
  return call("drop_index", self.name)
end

--- The same by meaning only, for where the text need not be kept.
function index.create_alike(self)
  return call("create_index", self.name, words_of(self))
end

--- For messages: what it is on.
function index.describe(self)
  return ("%s on %s"):format(identifier.quote(self.name), identifier.quote(self.table))
end

return index
