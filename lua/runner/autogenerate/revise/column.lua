--- The words that say a column, and its constraints, as authors write them.
--
--     column.words(definition, definition.columns[1])   --> { "id", "INTEGER", ... }
--
-- What has no word (a conflict clause, say) is left out: whoever uses the words looks
-- whether they lead to the text that was meant.
local column_word = require("runner.schema.column_word")
local render = require("runner.autogenerate.render.column")
local sql = require("runner.schema.expression")

local column = {}

-- ---- defaults

--- Does a value of the word make this text?
local function gives(value, text)
  local done, written = pcall(column_word.default, "", value)
  return done and written == text
end

--- The value of the word `default` for what stands behind DEFAULT.
function column.default(text)
  local value = render.default(text)
  return gives(sql(text), text) and not gives(value, text) and sql(text) or value
end

-- ---- constraints

column.unique, column.check = render.unique, render.check

local deferrable = {
  ["DEFERRABLE INITIALLY DEFERRED"] = true,
  ["DEFERRABLE INITIALLY IMMEDIATE"] = "immediate",
}

--- on_delete, on_update and deferrable of a foreign key.
function column.reference_options(foreign_key)
  return {
    on_delete = foreign_key.on_delete and foreign_key.on_delete:lower(),
    on_update = foreign_key.on_update and foreign_key.on_update:lower(),
    deferrable = foreign_key.deferrable and deferrable[foreign_key.deferrable],
  }
end

--- The word `references`, with all that is written.
function column.references(foreign_key)
  local options = column.reference_options(foreign_key)
  options.name = foreign_key.name
  return render.target(foreign_key, options)
end

--- The constraints of a list that stand behind a column.
function column.own(list, of)
  local found = {}
  for _, constraint in ipairs(list) do
    if constraint.column and constraint.column.key == of.key then
      found[#found + 1] = constraint
    end
  end
  return found
end

-- ---- the column

local function add_key(words, definition, of)
  local primary = definition.primary_key
  if primary and primary.column and primary.column.key == of.key then
    words.primary_key = true
    words.autoincrement = primary.autoincrement or nil
  end
end

local function add_constraints(words, definition, of)
  for word, list in pairs({
    unique = definition.uniques,
    check = definition.checks,
    references = definition.foreign_keys,
  }) do
    local first = column.own(list, of)[1]
    words[word] = first and column[word](first)
  end
end

--- The words for op.add_column and op.create_table.
function column.words(definition, of)
  local words = render.of(of)
  words.default = of.default and column.default(of.default)
  if of.not_null then
    words.null = false
  end
  add_key(words, definition, of)
  add_constraints(words, definition, of)
  return words
end

return column
