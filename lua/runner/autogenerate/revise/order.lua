--- What comes before what: tables by their foreign keys, views by what they select from.
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")

local order = {}

--- The list so that each comes behind those it needs; otherwise, and in a circle, as it
-- was. `needs(item, other)`: must `other` come before `item`?
function order.sort(list, needs)
  local sorted, done = {}, {}
  local function is_ready(item)
    for _, other in ipairs(list) do
      if other ~= item and not done[other] and needs(item, other) then
        return false
      end
    end
    return true
  end
  local function take()
    local first
    for _, item in ipairs(list) do
      if not done[item] then
        first = first or item
        if is_ready(item) then
          return item
        end
      end
    end
    return first
  end
  for i = 1, #list do
    sorted[i] = take()
    done[sorted[i]] = true
  end
  return sorted
end

function order.reversed(list)
  local result = {}
  for i = #list, 1, -1 do
    result[#result + 1] = list[i]
  end
  return result
end

-- ---- tables

local function references(definition, key)
  for _, foreign_key in ipairs(definition.foreign_keys) do
    if identifier.fold(foreign_key.table) == key then
      return true
    end
  end
  return false
end

--- Parents before their children.
function order.parents_first(tables)
  return order.sort(tables, function(child, parent)
    return references(child.definition, parent.key)
  end)
end

local function has_key_item(change, kind, key)
  for _, item in ipairs(change.difference.items) do
    local foreign_key = item.kind == kind and (item.new or item.old)
    if foreign_key and identifier.fold(foreign_key.table) == key then
      return true
    end
  end
  return false
end

--- A new foreign key needs its parent as it will be; a parent can only lose what no child
-- points at any more.
function order.changes(changes)
  return order.sort(changes, function(change, other)
    return has_key_item(change, "foreign_key_added", other.want.key)
      or has_key_item(other, "foreign_key_dropped", change.have.key)
  end)
end

-- ---- views and triggers

local names_of = setmetatable({}, { __mode = "k" })

--- The set of names in an object's text; the arguments of a virtual table may be texts.
local function names(object)
  if not names_of[object] then
    local set = {}
    for _, token in ipairs(ddl.tokens(object.text)) do
      local name = token.name or token.kind == "string" and token.text:sub(2, -2)
      set[identifier.fold(name or "")] = true
    end
    names_of[object] = set
  end
  return names_of[object]
end

--- Does an object mention the other by name? (It may mean something else by it.)
function order.mentions(object, key)
  return names(object)[key] == true
end

--- Views behind those that they select from.
function order.views(views)
  return order.sort(views, function(view, other)
    return order.mentions(view, other.key)
  end)
end

return order
