--- Clauses: constraints put into a definition's text and taken out of it, behind a column
-- or as items of the table. Functions give edits for runner.alter.text.splice; those
-- whose name says "without" give the new text.
local body = require("runner.alter.text.body")
local identifier = require("runner.schema.identifier")
local layout = require("runner.alter.text.layout")
local reading = require("runner.alter.definition")
local text = require("runner.alter.text.splice")

local clause = {}

-- ---- behind a column

--- Where the type of a column ends, or its name if it has none.
local function head_end(tree)
  return (tree.type_span or tree.name_span)[2]
end

--- Where what stands before constraint number `i` of a column ends.
local function end_before(tree, i)
  return i > 1 and tree.constraints[i - 1].span[2] or head_end(tree)
end

local function insert_behind(position, inserted)
  return { position + 1, position, " " .. inserted }
end

--- Directly behind type and NOT NULL, where people look for it.
function clause.insert_early(column, inserted)
  local first = column.tree.constraints[1]
  local position = first and first.kind == "not_null" and first.span[2]
    or head_end(column.tree)
  return insert_behind(position, inserted)
end

--- Behind everything else; but a name that still waits for its constraint stays last.
function clause.append(column, inserted)
  local constraints = column.tree.constraints
  local last = #constraints
  if last > 0 and constraints[last].kind == "name" then
    last = last - 1
  end
  return insert_behind(end_before(column.tree, last + 1), inserted)
end

--- Take out the constraints of a column for which `test` is true.
function clause.remove_behind(definition, column, test)
  local edits = {}
  for _, constraint in ipairs(column.tree.constraints) do
    if test(constraint) then
      edits[#edits + 1] = text.cut(definition.text, constraint.span)
    end
  end
  return edits
end

--- The clauses behind a column that defer a reference without following it directly, as a
-- set.
function clause.deferring(column, reference)
  local found, behind = {}, false
  for _, constraint in ipairs(column.tree.constraints) do
    if constraint.kind == "references" then
      behind = constraint == reference
    elseif constraint.kind == "deferrable" then
      found[constraint] = behind or nil
    end
  end
  return found
end

-- ---- of the table

--- Put a constraint behind all others, or with `early` before them.
function clause.add_item(definition, inserted, early)
  local items = body.read(definition)
  local behind = early and #definition.columns or #items
  return layout.insert(definition.text, items, behind, { content = inserted })
end

--- The text without some items, given by their numbers.
local function without_numbers(source, items, numbers)
  table.sort(numbers)
  for i = #numbers, 1, -1 do
    source = text.splice(source, layout.remove(source, items, numbers[i]))
    items = body.read(reading.read(source))
  end
  return source
end

--- The text without some items (parses of columns and constraints of the table).
function clause.without_items(definition, trees)
  local items, numbers = body.read(definition), {}
  for i, tree in ipairs(trees) do
    numbers[i] = body.number(items, tree)
  end
  return without_numbers(definition.text, items, numbers)
end

--- The text without some constraints ({ tree, column }), wherever they stand.
function clause.without(definition, constraints)
  local items, numbers, edits = body.read(definition), {}, {}
  for _, constraint in ipairs(constraints) do
    local column, tree = constraint.column, constraint.tree
    if not column then
      numbers[#numbers + 1] = body.number(items, tree)
    else
      local gone = clause.deferring(column, tree)
      gone[tree] = true
      local cuts = clause.remove_behind(definition, column, function(other)
        return gone[other]
      end)
      table.move(cuts, 1, #cuts, #edits + 1, edits)
    end
  end
  local source = text.splice(definition.text, edits)
  return without_numbers(source, body.read(reading.read(source)), numbers)
end

--- Give a constraint a name, or another.
function clause.rename(tree, name)
  local span = tree.span
  local quoted = identifier.quote(name)
  if not tree.name then
    return { { span[1], span[1] - 1, "CONSTRAINT " .. quoted .. " " } }
  end
  return { { tree.name_span[1], tree.name_span[2], quoted } }
end

return clause
