--- Constraints that say again what another one says, and so make no difference.
--
--     doubled.without(found, meaning.of(...))     -- the items of a difference that count
--
-- SQLite makes one index of a UNIQUE that is written twice, or that has the columns and
-- collations of a primary key with an index of its own: sort orders are those of the
-- first, and a conflict clause counts wherever it stands. (The rowid has no index, so a
-- UNIQUE beside INTEGER PRIMARY KEY makes one.) A CHECK or a foreign key twice is one.
-- A name of its own always counts.
-- https://www.sqlite.org/lang_createtable.html#unique_constraints
local identifier = require("runner.schema.identifier")

local doubled = {}

-- ---- what one constraint says

--- The constraint without its name, which is compared apart.
local function unnamed(constraint)
  return setmetatable({ name = false }, { __index = constraint })
end

local function key_signature(key)
  local names, orders = {}, {}
  for i, column in ipairs(key.columns) do
    names[i] = identifier.quote(identifier.fold(column.name)) .. column.collation:upper()
    orders[i] = column.order == "DESC" and "DESC" or "ASC"
  end
  return table.concat(names, ","), table.concat(orders, ",")
end

local signatures = {
  unique = key_signature,
  check = function(check, meaning)
    return meaning.check(unnamed(check)), ""
  end,
  foreign_key = function(key, meaning)
    return meaning.foreign_key(unnamed(key)), ""
  end,
}

local function facts(constraint, kind, meaning)
  local signature, orders = signatures[kind](constraint, meaning)
  local conflict = kind == "unique" and constraint.conflict
  return {
    constraint = constraint,
    signature = signature,
    orders = orders,
    name = constraint.name and identifier.fold(constraint.name),
    conflict = conflict ~= "ABORT" and conflict or nil,
    position = constraint.tree.span[1],
    rank = constraint.tree.span[1],
  }
end

-- ---- which say nothing new

--- Does `other` say all that `one` does?
local function covers(other, one)
  return other.signature == one.signature
    and (other.orders == one.orders or other.position < one.position)
    and (not one.name or one.name == other.name)
    and (not one.conflict or one.conflict == other.conflict)
end

--- Those of a list that others cover: { [constraint] = the other constraint }. Of two
-- that say the same the one of the lower rank is kept.
local function covered_in(list)
  local by_constraint = {}
  for _, one in ipairs(list) do
    for _, other in ipairs(list) do
      local is_kept = one ~= other
        and covers(other, one)
        and (not covers(one, other) or other.rank < one.rank)
      if is_kept and not by_constraint[one.constraint] then
        by_constraint[one.constraint] = other.constraint
      end
    end
  end
  return by_constraint
end

--- The constraints of one kind, in the order of the text, and before them the primary key
-- if it has an index of its own.
local function constraints_of(definition, kind, meaning)
  local list, primary = {}, definition.primary_key
  for i, constraint in ipairs(definition[kind .. "s"]) do
    list[i] = facts(constraint, kind, meaning)
  end
  if kind == "unique" and primary and not primary.rowid then
    table.insert(list, facts(primary, kind, meaning))
    list[#list].rank = 0
  end
  return list
end

-- ---- the items

local sides = { added = "new", dropped = "old" }

--- The items that say that something goes, by what they are about.
local function going(items)
  local set = {}
  for _, item in ipairs(items) do
    if item.old and not item.new or item.kind == "primary_key" then
      set[item.old or item] = true
    end
  end
  return set
end

--- The items without those of a constraint that another one covers. If that one goes,
-- too, the doubled one has to go with it.
function doubled.without(found, meaning)
  local kept, gone, known = {}, going(found.items), {}
  local function covering(item)
    local kind, way = item.kind:match("^(.*)_(%a+)$")
    local side = signatures[kind] and sides[way]
    if not side then
      return nil
    end
    known[item.kind] = known[item.kind]
      or covered_in(constraints_of(found[side], kind, meaning))
    return known[item.kind][item[side]]
  end
  for _, item in ipairs(found.items) do
    local other = covering(item)
    if not other or gone[other] then
      kept[#kept + 1] = item
    end
  end
  return kept
end

return doubled
