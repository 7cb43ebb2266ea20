--- What differs between two tables of one name: the items of runner.alter.difference,
-- by the finer meaning of runner.autogenerate.compare.meaning, and of NOT NULL also what
-- it does in a conflict.
local columns = require("runner.alter.difference.columns")
local doubled = require("runner.autogenerate.compare.doubled")
local describe_item = require("runner.autogenerate.compare.item")
local difference = require("runner.alter.difference")
local meaning = require("runner.autogenerate.compare.meaning")
local refused = require("runner.autogenerate.compare.refused")

--- Each column comes from the one of its name.
local function origins(old, new)
  local origin = {}
  for _, column in ipairs(new.columns) do
    origin[column.key] = old.by_key[column.key] and column.key or false
  end
  return origin
end

local function conflict(column)
  local word = column.not_null and column.not_null_conflict
  return word ~= "ABORT" and word or nil
end

local function add_conflicts(found)
  for _, pair in ipairs(found.pairs) do
    local old, new = pair.old, pair.new
    local both = old
      and columns.requires_value(found.old, old)
      and columns.requires_value(found.new, new)
    if both and conflict(old) ~= conflict(new) then
      table.insert(found.items, { kind = "not_null_conflict", old = old, new = new })
    end
  end
end

-- Items that are none here: by what is true of them.
local passed_over = {
  reordered = function(_, options)
    return not options.order
  end,
  type = function(item)
    return meaning.type(item.old.type) == meaning.type(item.new.type)
  end,
}

local function without_refused(found, options)
  local items = {}
  for _, item in ipairs(found.items) do
    local described = options.differs and describe_item(item, found) or {}
    described.table = found.new.name
    if not refused(options, described) then
      items[#items + 1] = item
    end
  end
  return items
end

--- `have`, `want`: inventories, which know the parents of foreign keys. Options: order,
-- differs.
return function(have, want, old, new, options)
  local meanings = meaning.of(have, want, old, new)
  local alteration = { old = old, new = new, origin = origins(old, new) }
  local found = difference.of(alteration, meanings)
  found.items = doubled.without(found, meanings)
  local items = {}
  for _, item in ipairs(found.items) do
    local passes = passed_over[item.kind]
    if not (passes and passes(item, options)) then
      items[#items + 1] = item
    end
  end
  found.items = items
  add_conflicts(found)
  found.items = without_refused(found, options)
  return found
end
