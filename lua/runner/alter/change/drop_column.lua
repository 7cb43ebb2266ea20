--- A column less. Constraints of the table that are about this column only go with it;
-- what else uses it is named, and nothing is changed.
local clause = require("runner.alter.text.clause")
local constraints = require("runner.alter.text.constraints")
local failure = require("runner.failure")
local find = require("runner.alter.text.find")
local identifier = require("runner.schema.identifier")
local mention = require("runner.schema.mention")

local function holds(names, key)
  for _, name in ipairs(names) do
    if identifier.fold(name) == key then
      return true
    end
  end
  return false
end

--- The columns that a constraint needs.
local function columns_of(self, item)
  if not item.condition then
    return item.columns
  end
  return identifier.names(mention.columns(item.condition, self.columns))
end

--- Does a foreign key of the table to itself lead to the column?
local function is_parent(self, item, key)
  if item.kind ~= "foreign_key" then
    return false
  end
  for _, foreign_key in ipairs(self.foreign_keys) do
    if foreign_key.tree == item.tree then
      return identifier.fold(foreign_key.table) == identifier.fold(self.name)
        and holds(foreign_key.parents, key)
    end
  end
end

--- Does a constraint go with the column: "along", prevent it: "uses", or neither: nil.
local function role(self, item, column)
  if item.column == column and item.kind ~= "primary_key" then
    return nil -- in the column's own text
  end
  local names = columns_of(self, item)
  if is_parent(self, item, column.key) then
    return "uses"
  elseif not holds(names, column.key) then
    return nil
  end
  local alone = #names == 1 and not item.column and item.kind ~= "primary_key"
  return alone and "along" or "uses"
end

--- What uses the column, by its role: { uses = items, along = items }.
local function users(self, column)
  local found = { uses = {}, along = {} }
  for _, item in ipairs(constraints.list(self)) do
    local list = found[role(self, item, column)]
    if list then
      list[#list + 1] = item
    end
  end
  for _, other in ipairs(self.columns) do
    local generated = other ~= column and other.generated
    if generated and #mention.of(generated.text, column.key) > 0 then
      local text = "the generated column " .. identifier.quote(other.name)
      table.insert(found.uses, { kind = "generated", text = text })
    end
  end
  return found
end

local function refuse(self, place, column, uses)
  local hint = "drop what uses it first, in the same op.alter_table"
  for _, item in ipairs(uses) do
    if item.kind == "primary_key" then
      hint = "give the table another key first with op.create_primary_key"
    end
  end
  failure.raise(
    ("%s: column '%s' of '%s' is used by %s"):format(
      place,
      column.name,
      self.name,
      constraints.texts(uses)
    ),
    hint
  )
end

local function check_others(self, place, column)
  for _, other in ipairs(self.columns) do
    if other ~= column and not other.generated then
      return
    end
  end
  failure.raise(
    ("%s: '%s' would have no column left but generated ones"):format(place, self.name),
    "drop the table with op.drop_table"
  )
end

return function(self, place, name)
  local column = find.column(self, place, name)
  local found = users(self, column)
  check_others(self, place, column)
  if #found.uses > 0 then
    refuse(self, place, column, found.uses)
  end
  local says, gone = { "drop column " .. identifier.quote(column.name) }, { column.tree }
  for _, item in ipairs(found.along) do
    says[#says + 1] = "drop constraint " .. item.text
    gone[#gone + 1] = item.tree
  end
  return { text = clause.without_items(self, gone), says = says, dropped = column.key }
end
