--- Virtual tables: op.create_virtual_table("search", "fts5", { "title", "body" }).
-- They are dropped with op.drop_table and renamed with op.rename_table.
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local place = "op.create_virtual_table"

--- The arguments as the module gets them: texts, as they stand.
local function argument_texts(given)
  if given == nil then
    return {}
  elseif expression.any_text(given) then
    given = { given }
  end
  local texts = {}
  for i, argument in ipairs(words.list(place .. ": arguments", given)) do
    words.expect(("%s: argument %d"):format(place, i), argument, "expression")
    texts[i] = expression.any_text(argument)
    if texts[i]:find(";%s*$") then
      failure.raise(("%s: argument %d ends with ';'"):format(place, i))
    end
  end
  return texts
end

local function create_virtual_table(_, name, module, arguments, options)
  words.expect(place .. ": the table's name", name, "name")
  words.expect(place .. ": the module", module, "name")
  local texts = argument_texts(arguments)
  options = words.options(place, options, { if_not_exists = "boolean" })
  return ("CREATE VIRTUAL TABLE %s%s USING %s%s"):format(
    options.if_not_exists and "IF NOT EXISTS " or "",
    identifier.quote(name),
    identifier.quote(module),
    #texts > 0 and " (" .. table.concat(texts, ", ") .. ")" or ""
  )
end

return {
  create_virtual_table = {
    usage = "name, module [, arguments [, options]]",
    most = 4,
    text = create_virtual_table,
  },
}
