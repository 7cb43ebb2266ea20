--- Indexes, views, triggers and virtual tables as the arguments of the words that make
-- them. Each function gives a list of arguments, or nil if words cannot say it: what they
-- would make is looked at, as with tables.
local ddl = require("runner.ddl")
local definition = require("runner.alter.definition")
local identifier = require("runner.schema.identifier")
local index = require("runner.schema.index")
local index_words = require("runner.autogenerate.render.index_words")
local statements = require("runner.autogenerate.render.statements")
local trigger = require("runner.schema.trigger")
local view = require("runner.schema.view")
local without_parentheses = require("runner.autogenerate.render.parentheses")

local other, part = {}, definition.part

--- Does the text mean what the object's does, in the same words?
local function is_same(object, text)
  return ddl.normalise(text) == ddl.normalise(object.text)
end

-- ---- indexes

--- How the statement of an index is looked at: ASC is what goes without saying.
local function plain_index(text)
  return (ddl.normalise(text):gsub(" ASC([,)])", "%1"):gsub(" ASC ", " "))
end

function other.index(object)
  local arguments = { object.name, object.table, index_words(object) }
  local done, model = pcall(index.check, "create_index", table.unpack(arguments, 1, 4))
  if done and plain_index(index.text(model)) == plain_index(object.text) then
    return arguments
  end
  return nil
end

-- ---- views

function other.view(object)
  local tree = object.tree
  local options = tree.columns and { columns = tree.columns } or nil
  local text = part(object, tree.select)
  local done, model = pcall(view.check, "create_view", object.name, text, options)
  if done and is_same(object, view.text(model)) then
    return { object.name, text, options }
  end
  return nil
end

-- ---- triggers

--- A trigger without what goes without saying.
local function plain_trigger(text)
  local tree = ddl.parse(text)
  local function normal(span)
    return span and ddl.normalise(without_parentheses(text:sub(span[1], span[2]))) or ""
  end
  return table.concat({
    tree.name,
    tree.timing or "BEFORE",
    tree.event,
    table.concat(tree.of or {}, ","):lower(),
    tree.table:lower(),
    normal(tree.when),
    normal(tree.body),
  }, "\n")
end

local function trigger_words(object)
  local tree = object.tree
  local body = statements(part(object, tree.body))
  return {
    timing = (tree.timing or "BEFORE"):lower(),
    event = tree.event:lower(),
    of = tree.of,
    when = tree.when and without_parentheses(part(object, tree.when)) or nil,
    body = #body == 1 and body[1] or body,
  }
end

function other.trigger(object)
  local words = trigger_words(object)
  local arguments = { object.name, object.tree.table, words }
  local done, model = pcall(trigger.check, "create_trigger", table.unpack(arguments))
  if done and plain_trigger(trigger.text(model)) == plain_trigger(object.text) then
    return arguments
  end
  return nil
end

-- ---- virtual tables

--- The arguments reach the module byte by byte, so they are taken byte by byte.
function other.virtual_table(object)
  local tree, arguments = object.tree, {}
  for i, span in ipairs(tree.arguments) do
    arguments[i] = part(object, span)
  end
  local text = ("CREATE VIRTUAL TABLE %s USING %s%s"):format(
    identifier.quote(object.name),
    identifier.quote(tree.module),
    #arguments > 0 and " (" .. table.concat(arguments, ", ") .. ")" or ""
  )
  if not is_same(object, text) then -- there may be empty ones
    return nil
  end
  return { object.name, tree.module, #arguments > 0 and arguments or nil }
end

return other
