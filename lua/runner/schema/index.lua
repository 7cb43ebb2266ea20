--- Indexes: the words of CREATE INDEX, and its text.
--
--     { "a", sql"lower(b)", { "c", desc = true, collate = "NOCASE" } }
local fragment = require("runner.schema.fragment")
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local index = {}

local key_shape = { desc = "boolean", collate = "name" }
local option_shape = {
  unique = "boolean",
  where = "expression",
  if_not_exists = "boolean",
}

--- What is indexed: a column, an expression, or a table of either with an order.
local function check_key(place, given)
  if type(given) == "string" or expression.text(given) then
    given = { given }
  end
  words.check(place, given, key_shape, 1)
  local text = expression.text(given[1])
  if text then
    fragment(place, given[1])
  else
    words.expect(place, given[1], "name")
  end
  return {
    column = not text and given[1] or nil,
    expression = text,
    desc = given.desc or false,
    collate = given.collate,
  }
end

local function check_keys(place, given)
  if type(given) == "string" or expression.text(given) then
    given = { given }
  end
  words.list(place .. ": columns", given)
  local keys = {}
  for i, key in ipairs(given) do
    keys[i] = check_key(("%s: column %d"):format(place, i), key)
  end
  if #keys == 0 then
    failure.raise(place .. ": columns name no column")
  end
  return keys
end

--- Check the words of an index and give a plain table: name, table, keys, unique, where,
-- if_not_exists.
function index.check(place, name, table_name, columns, options)
  words.expect(place .. ": the index's name", name, "name")
  words.expect(place .. ": the table's name", table_name, "name")
  options = words.options(place, options, option_shape)
  return {
    name = name,
    table = table_name,
    keys = check_keys(place, columns),
    unique = options.unique or false,
    where = options.where and fragment(place .. ": where", options.where),
    if_not_exists = options.if_not_exists or false,
  }
end

local function key_text(key)
  local text = key.expression or identifier.quote(key.column)
  if key.collate then
    text = text .. " COLLATE " .. identifier.quote(key.collate)
  end
  return key.desc and text .. " DESC" or text
end

--- The statement that creates a checked index.
function index.text(model)
  local keys = {}
  for i, key in ipairs(model.keys) do
    keys[i] = key_text(key)
  end
  return ("CREATE %sINDEX %s%s ON %s (%s)%s"):format(
    model.unique and "UNIQUE " or "",
    model.if_not_exists and "IF NOT EXISTS " or "",
    identifier.quote(model.name),
    identifier.quote(model.table),
    table.concat(keys, ", "),
    model.where and "\nWHERE " .. model.where or ""
  )
end

return index
