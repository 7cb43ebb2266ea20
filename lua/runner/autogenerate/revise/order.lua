--- What comes before what: tables by their foreign keys, views by what they select from.
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")
local parent_key = require("runner.autogenerate.revise.parent_key")

local order = {}

--- The list so that each comes behind those it needs; otherwise, and in a circle, as it
-- was. `key_of(item)` is the name that `needs(item)`, a list, calls it by.
function order.sort(list, key_of, needs)
  local by_key, sorted, seen = {}, {}, {}
  for _, item in ipairs(list) do
    by_key[key_of(item)] = item
  end
  local function visit(item)
    if not seen[item] then
      seen[item] = true
      for _, key in ipairs(needs(item)) do
        if by_key[key] then
          visit(by_key[key])
        end
      end
      sorted[#sorted + 1] = item
    end
  end
  for _, item in ipairs(list) do
    visit(item)
  end
  return sorted
end

local function own_key(object)
  return object.key
end

function order.reversed(list)
  local result = {}
  for i = #list, 1, -1 do
    result[#result + 1] = list[i]
  end
  return result
end

-- ---- tables

--- Parents before their children.
function order.parents_first(tables)
  return order.sort(tables, own_key, function(child)
    local keys = {}
    for i, foreign_key in ipairs(child.definition.foreign_keys) do
      keys[i] = identifier.fold(foreign_key.table)
    end
    return keys
  end)
end

--- The tables that foreign keys among the items of a change lead to, unless to a key that
-- is there all along.
local function parents_of(change, kind, side, by_key)
  local keys = {}
  for _, item in ipairs(change.difference.items) do
    local foreign_key = item.kind == kind and item[side]
    local key = foreign_key and identifier.fold(foreign_key.table)
    local parent = by_key[key]
    if parent and not parent_key.is_kept(parent, foreign_key) then
      keys[#keys + 1] = key
    end
  end
  return keys
end

local function key_of(change)
  return change.want.key
end

--- A new foreign key needs its parent as it will be; a parent can only lose what no child
-- points at any more.
function order.changes(changes)
  local children, by_key = {}, {}
  for _, change in ipairs(changes) do
    by_key[change.want.key] = change
  end
  for _, change in ipairs(changes) do
    for _, key in ipairs(parents_of(change, "foreign_key_dropped", "old", by_key)) do
      children[key] = children[key] or {}
      table.insert(children[key], change.want.key)
    end
  end
  return order.sort(changes, key_of, function(change)
    local keys = parents_of(change, "foreign_key_added", "new", by_key)
    local others = children[change.have.key] or {}
    return table.move(others, 1, #others, #keys + 1, keys)
  end)
end

-- ---- views and triggers

--- The names in a text, as keys; the arguments of a virtual table may be texts.
function order.keys(text)
  local keys = {}
  for i, token in ipairs(ddl.tokens(text)) do
    local name = token.name or token.kind == "string" and token.text:sub(2, -2)
    keys[i] = identifier.fold(name or "")
  end
  return keys
end

local names_of = setmetatable({}, { __mode = "k" })

--- The set of names in an object's text.
local function names(object)
  if not names_of[object] then
    local set = {}
    for _, key in ipairs(order.keys(object.text)) do
      set[key] = true
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
  return order.sort(views, own_key, function(view)
    return order.keys(view.text)
  end)
end

return order
