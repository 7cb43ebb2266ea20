--- Objects as Lua: the call of a word that makes them, as a person would write it.
--
--     render.object(inventory.tables.tickets)
--     --> create_table("tickets", {
--           { "id",   "INTEGER", primary_key = true },
--           { "note", "TEXT" },
--         })
--
-- What the words cannot say exactly is said in SQL, as it is stored. The same object
-- gives the same text, always.
local layout = require("runner.autogenerate.render.layout")
local other = require("runner.autogenerate.render.other")
local tables = require("runner.autogenerate.render.table")
local value = require("runner.autogenerate.render.value")

local render = {}

local WIDTH = 90

--- Can the last argument stay on the line of the call?
local function is_short(line, last)
  for part in line:gmatch("[^\n]+") do
    if #part > WIDTH then
      return false
    end
  end
  return not last:find("\n", 1, true)
end

--- A table with a line for each of its fields; lists in it whose items need lines, too.
local function broken(given, indent)
  local lines = {}
  local function add(text, item)
    if type(item) == "table" and text:find("\n", 1, true) then
      text = text:match("^[%w_]+ = ") .. broken(item, indent .. "  ")
    end
    lines[#lines + 1] = indent .. "  " .. text .. ","
  end
  for _, item in ipairs(given) do
    add(value.text(item))
  end
  for _, key in ipairs(value.keys(given)) do
    add(value.field(key, given[key]), given[key])
  end
  return "{\n" .. table.concat(lines, "\n") .. "\n" .. indent .. "}"
end

--- A call with its arguments on one line, or with the last one broken up into lines.
local function call(word, arguments)
  local texts, most = {}, 0
  for position in pairs(arguments) do
    most = math.max(most, position)
  end
  for i = 1, most do
    texts[i] = arguments[i] == nil and "nil" or value.text(arguments[i])
  end
  local line = ("%s(%s)"):format(word, table.concat(texts, ", "))
  local last = arguments[most]
  if type(last) ~= "table" or is_short(line, texts[most]) then
    return line
  end
  texts[most] = broken(last, "")
  return ("%s(%s)"):format(word, table.concat(texts, ", "))
end

local makers = {}

makers["table"] = function(object, prefix, patterns)
  local words = tables.words(object.definition, patterns)
  return words
    and ("%screate_table(%s, {\n%s\n})"):format(
      prefix,
      value.text(object.name),
      layout.table(words, "  ")
    )
end

for kind, arguments_of in pairs(other) do
  makers[kind] = function(object, prefix)
    local arguments = arguments_of(object)
    return arguments and call(prefix .. "create_" .. kind, arguments)
  end
end

--- A text of SQL, as it stands.
local function execute(text, prefix)
  return ("%sexecute(%s)"):format(prefix, value.bracketed(text) or value.quoted(text))
end

--- The text that makes an object of an inventory (table, index, view, trigger, virtual
-- table; a table without what belongs to it). Options:
--   prefix   what stands in front of the word: "op." in a revision (default: nothing)
--   naming   patterns for names of constraints, as in runner.lua: words that would get a
--            name by them do not say a constraint without one
function render.object(object, options)
  options = options or {}
  local prefix = options.prefix or ""
  local text = makers[object.kind](object, prefix, options.naming)
  return text or execute(object.text, prefix)
end

return render
