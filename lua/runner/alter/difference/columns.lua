--- Differences between the columns of two definitions.
local ddl = require("runner.ddl")
local key = require("runner.alter.key")

local columns = {}

--- Is the column part of the rows? (A virtual one is computed when it is read.)
function columns.is_stored(column)
  return not column.generated or column.generated.stored
end
local is_stored = columns.is_stored

--- Is NOT NULL in force, said or implied by the primary key? (The rowid is never NULL.)
-- https://www.sqlite.org/lang_createtable.html#the_primary_key
function columns.requires_value(definition, column)
  local primary = definition.primary_key
  local is_key = primary and key.has(primary, column)
  if is_key and primary.rowid then
    return false
  end
  local implied = definition.strict or definition.without_rowid
  return column.not_null or (implied and is_key) or false
end

-- How parts of columns compare, unless `found.meaning` has it otherwise: functions that
-- give texts which are the same where the parts mean the same.
local meaning = {
  expression = ddl.normalise,
  default = function(text)
    return text and ddl.normalise(text) or ""
  end,
  type = string.upper,
}

local function same(found, part, a, b)
  local text = found.meaning[part] or meaning[part]
  return a == b or text(a) == text(b)
end

--- Which old column each new one continues.
function columns.pair(alteration)
  local pairs_found, continued = {}, {}
  for i, column in ipairs(alteration.new.columns) do
    local origin = alteration.origin[column.key]
    local old = origin and alteration.old.by_key[origin] or nil
    pairs_found[i] = { old = old, new = column }
    if old then
      continued[old.key] = true
    end
  end
  local dropped = {}
  for _, column in ipairs(alteration.old.columns) do
    if not continued[column.key] then
      dropped[#dropped + 1] = column
    end
  end
  return pairs_found, dropped
end

--- Is the pair a part of the rows that stays one?
local function is_kept(pair)
  return pair.old and is_stored(pair.old) and is_stored(pair.new)
end

--- Report columns that are new. `inside`: the new column that it comes before, if that is
-- one the rows have already.
local function compare_added(found, add)
  local following
  local added = {}
  for i = #found.pairs, 1, -1 do
    local pair = found.pairs[i]
    if is_kept(pair) then
      following = pair.new
    elseif not pair.old then
      local inside = is_stored(pair.new) and following or nil
      table.insert(added, 1, { new = pair.new, inside = inside })
    end
  end
  for _, item in ipairs(added) do
    add("column_added", item)
  end
end

--- Report each column that stands before one it used to stand behind, in the rows.
local function compare_order(found, add)
  local position, previous = {}, 0
  for i, column in ipairs(found.old.columns) do
    position[column.key] = i
  end
  for _, pair in ipairs(found.pairs) do
    if is_kept(pair) then
      if position[pair.old.key] < previous then
        add("reordered", { new = pair.new })
      end
      previous = position[pair.old.key]
    end
  end
end

--- How a column is computed: nil, "virtual", "stored".
local function computed(column)
  local generated = column.generated
  return generated and (generated.stored and "stored" or "virtual") or nil
end

local function compare_generated(found, old, new, add)
  local before, after = computed(old), computed(new)
  if before ~= after then
    add("generated", { old = old, new = new, from = before, to = after })
  elseif
    before and not same(found, "expression", old.generated.text, new.generated.text)
  then
    add("generated", { old = old, new = new, from = before, to = after })
  end
end

local function compare_not_null(found, old, new, add)
  local before = columns.requires_value(found.old, old)
  local after = columns.requires_value(found.new, new)
  if before ~= after then
    add(after and "not_null_added" or "not_null_dropped", { old = old, new = new })
  end
end

local function compare_column(found, old, new, add)
  compare_generated(found, old, new, add)
  if not same(found, "type", old.type, new.type) or old.affinity ~= new.affinity then
    add("type", { old = old, new = new })
  end
  if old.collation:upper() ~= new.collation:upper() then
    add("collation", { old = old, new = new })
  end
  if not same(found, "default", old.default, new.default) then
    add("default", { old = old, new = new })
  end
  compare_not_null(found, old, new, add)
end

function columns.compare(found, add)
  for _, column in ipairs(found.dropped) do
    add("column_dropped", { old = column })
  end
  compare_added(found, add)
  compare_order(found, add)
  for _, pair in ipairs(found.pairs) do
    if pair.old then
      compare_column(found, pair.old, pair.new, add)
      if found.value[pair.new.key] ~= nil then
        add("value", { old = pair.old, new = pair.new })
      end
    end
  end
end

return columns
