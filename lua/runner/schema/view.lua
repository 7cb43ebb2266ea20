--- Views: the words of CREATE VIEW, and its text.
local ddl = require("runner.ddl")
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local view = {}

local option_shape = { columns = "names", if_not_exists = "boolean" }

--- The SELECT without semicolons at its end; what stands behind one within it would be
-- another statement.
local function select_of(place, text)
  text = text:gsub("[%s;]+$", "")
  local is_whole, tokens = pcall(ddl.tokens, text)
  for _, token in ipairs(is_whole and tokens or {}) do
    if token.text == ";" then
      failure.raise(place .. ": the select is not one statement: there is a ';' in it")
    end
  end
  return text
end

--- Check the words of a view and give a plain table: name, select, columns,
-- if_not_exists.
function view.check(place, name, select_text, options)
  words.expect(place .. ": the view's name", name, "name")
  words.expect(place .. ": the select", select_text, "expression")
  options = words.options(place, options, option_shape)
  local columns = options.columns and words.list(place .. ": columns", options.columns)
  local text = expression.any_text(select_text)
  if text:find("^%s*[Cc][Rr][Ee][Aa][Tt][Ee]%s") then
    failure.raise(
      place .. ": the select begins with CREATE",
      "write only the SELECT, or run the whole text with op.execute"
    )
  end
  return {
    name = name,
    select = select_of(place, text),
    columns = columns and words.names(place .. ": columns", columns),
    if_not_exists = options.if_not_exists or false,
  }
end

--- The statement that creates a checked view.
function view.text(model)
  return ("CREATE VIEW %s%s%s AS\n%s"):format(
    model.if_not_exists and "IF NOT EXISTS " or "",
    identifier.quote(model.name),
    model.columns and " (" .. identifier.quote_all(model.columns) .. ")" or "",
    model.select
  )
end

return view
