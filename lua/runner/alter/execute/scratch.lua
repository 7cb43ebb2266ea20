--- The table beside a table: its name, and its text.
--
-- While a table is rebuilt its rows go into a second one. That has a name nobody else
-- has, and the new definition's text with only the name changed, so that SQLite checks in
-- it exactly what the table will ask of its rows.
local catalogue = require("runner.catalogue")
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")
local text = require("runner.alter.text.splice")

local scratch = {}

--- Is there a table, index, view or trigger of this name?
local function is_taken(db, name)
  local sql = "SELECT 1 FROM main.sqlite_schema WHERE name = ? COLLATE NOCASE"
  return #catalogue.rows(db, sql, name) > 0
end

--- A free name for a table beside `table_name`: "runner_rebuild_tickets", numbered if an
-- earlier tool or a person has taken that.
function scratch.free_name(db, purpose, table_name)
  local name = ("runner_%s_%s"):format(purpose, table_name)
  local number = 1
  while is_taken(db, number == 1 and name or name .. "_" .. number) do
    number = number + 1
  end
  return number == 1 and name or name .. "_" .. number
end

--- Names that other tools give to the table beside a table, and leave if they break off.
local foreign = {
  { "_alembic_tmp_%s", "Alembic's batch mode" },
  { "new__%s", "Django" },
  { "__new_%s", "Drizzle" },
  { "new_%s", "Prisma or Atlas" },
}

--- What an unfinished change of another tool seems to have left beside the table: a list
-- of { name, tool }. It is not ours to drop.
function scratch.leftovers(db, table_name)
  local found = {}
  for _, pattern in ipairs(foreign) do
    local name = pattern[1]:format(table_name)
    if is_taken(db, name) then
      found[#found + 1] = { name = name, tool = pattern[2] }
    end
  end
  return found
end

-- ---- texts

local function is_dot(token)
  return token ~= nil and token.text == "."
end

--- The spans of `tickets.` and `main.tickets.` in front of a column. They may stand in a
-- CHECK, can only mean the table itself, and would not be found in a table of another
-- name.
local function qualifiers(source, table_name)
  local spans = {}
  local tokens = ddl.tokens(source)
  local key = identifier.fold(table_name)
  for i, token in ipairs(tokens) do
    local named = token.name and identifier.fold(token.name) == key
    if named and is_dot(tokens[i + 1]) then
      local first = is_dot(tokens[i - 1]) and tokens[i - 2] or token
      spans[#spans + 1] = { first.first, tokens[i + 1].last, "" }
    end
  end
  return spans
end

--- An expression of the table without the table's name in it.
function scratch.unqualified(source, table_name)
  return text.splice(source, qualifiers(source, table_name))
end

--- The definition's text as the statement that makes such a table of another name.
-- `more`: further edits of it (see runner.alter.text.splice).
function scratch.text(definition, name, more)
  local span = definition.tree.name_span
  local edits = qualifiers(definition.text, definition.name)
  table.move(more, 1, #more, #edits + 1, edits)
  edits[#edits + 1] = { span[1], span[2], identifier.quote(name) }
  return text.splice(definition.text, edits)
end

return scratch
