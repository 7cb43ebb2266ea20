--- What is said of the columns of a changed table: added, altered, dropped.
--
-- Each function takes a draft (runner.autogenerate.revise.table) and puts calls into it.
local call = require("runner.autogenerate.revise.call")
local column_words = require("runner.autogenerate.revise.column")
local constraint_key = require("runner.alter.key")
local identifier = require("runner.schema.identifier")
local named = require("runner.autogenerate.named")
local precedence = require("runner.autogenerate.precedence")
local sql = require("runner.schema.expression")

local columns = {}

-- ---- added

--- Does it need a value for rows that are there?
local function lacks_value(words)
  local is_rowid = words.primary_key and words[2]:upper() == "INTEGER"
  local default = words.default
  local has_default = default ~= nil and tostring(default):upper() ~= "NULL"
  local is_filled = has_default or words.generated or is_rowid
  return (words.null == false or words.primary_key) and not is_filled
end

--- Where an added column goes: behind the nearest one before it that is there already,
-- unless that is the end. `present`: set of keys.
local function position(draft, column, present)
  local list = draft.new.columns
  if not draft.options.order or list[#list] == column then
    return nil
  end
  local before
  for _, other in ipairs(list) do
    if other == column then
      return before and { after = before.name } or { first = true }
    end
    before = present[other.key] and other or before
  end
end

local function add(draft, column, present)
  local words = column_words.words(draft.new, column)
  local said = call("add_column", words, position(draft, column, present))
  if lacks_value(words) then
    words.using = sql("NULL")
    said.comment = ("'%s' is never NULL: say in `using` what the rows that are there get")
      :format(column.name)
  elseif draft.options.lossy and not words.generated then
    said.comment = ("the values that '%s' had are not brought back"):format(column.name)
  end
  draft:say(said)
end

--- The added columns, generated ones behind those that they are computed from.
local function in_order(draft)
  local list = {}
  for _, column in ipairs(draft.new.columns) do
    list[#list + 1] = draft.added[column.key] and column or nil
  end
  local function key_of(column)
    return column.key
  end
  return precedence.sort(list, key_of, function(column)
    return column.generated and named.keys(column.generated.text) or {}
  end)
end

function columns.added(draft)
  local present = {}
  for key in pairs(draft.old.by_key) do
    present[key] = not draft.dropped[key] or nil
  end
  for _, column in ipairs(in_order(draft)) do
    add(draft, column, present)
    present[column.key] = true
  end
end

function columns.dropped(draft)
  for _, column in ipairs(draft.old.columns) do
    if draft.dropped[column.key] then
      draft:say(call("drop_column", column.name))
    end
  end
end

-- ---- altered

-- What an item says about a column: words of alter_column.
local facets = {}

function facets.type(words, item)
  words.type = item.new.type
end

function facets.not_null_added(words, item)
  if not item.old.not_null then
    words.null = false
  end
end

--- Is it the rowid, which is never NULL whatever is said?
local function is_rowid(definition, column)
  local primary = definition.primary_key
  return primary ~= nil and primary.rowid and constraint_key.has(primary, column)
end

function facets.not_null_dropped(words, item, draft)
  local is_said = draft.options.verbatim or not is_rowid(draft.new, item.new)
  if item.old.not_null and is_said then
    words.null = true
  end
end

function facets.default(words, item, draft)
  if item.new.default then
    words.default = column_words.default(item.new.default)
  else
    words.default = draft.null
  end
end

function facets.collation(words, item)
  local is_plain = identifier.fold(item.new.collation) == "binary"
  words.collate = not is_plain and item.new.collation
end

function facets.generated(words, item)
  local old, new = item.old.generated, item.new.generated
  if not new then
    words.generated = false
    return
  end
  if not old or old.text ~= new.text then
    words.generated = new.text
  end
  if not old and new.stored or old and old.stored ~= new.stored then
    words.stored = new.stored
  end
end

local words_of_kind =
  { unique = "unique", check = "check", foreign_key = "references" }

--- Constraints behind columns that stay are words of the column, if it has one of the
-- kind at the most, before and after.
local function add_constraint(draft, words_of, item)
  local kind, way = item.kind:match("^(.*)_(%a+)$")
  local word = words_of_kind[kind]
  local constraint = item.old or item.new
  local column = word and constraint.column
  if not column or draft.added[column.key] or draft.dropped[column.key] then
    return
  end
  local list = kind .. "s"
  local before = #column_words.own(draft.old[list], column)
  local after = #column_words.own(draft.new[list], column)
  if before > 1 or after > 1 then
    return
  end
  draft.said[item] = true
  if way == "added" then
    words_of(column)[word] = column_words[word](item.new)
  elseif after == 0 then
    words_of(column)[word] = false
  end
end

local function add_autoincrement(draft, words_of, item)
  local primary = item.to and draft.new.primary_key or draft.old.primary_key
  local column = draft.new.by_key[identifier.fold(primary.columns[1].name)]
  words_of(column).autoincrement = item.to
end

--- The words for each column that is altered: { by key }. Marks constraints that are
-- among them as said.
function columns.gather(draft)
  local by_key = {}
  local function words_of(column)
    by_key[column.key] = by_key[column.key] or {}
    return by_key[column.key]
  end
  for _, item in ipairs(draft.items) do
    if facets[item.kind] then
      facets[item.kind](words_of(item.new), item, draft)
    elseif item.kind == "autoincrement" then
      add_autoincrement(draft, words_of, item)
    else
      add_constraint(draft, words_of, item)
    end
  end
  return by_key
end

function columns.altered(draft, by_key)
  for _, column in ipairs(draft.new.columns) do
    local words = by_key[column.key]
    if words and next(words) ~= nil then
      local old = draft.old.by_key[column.key]
      draft:say(call("alter_column", old.name, words))
    end
  end
end

--- The least that has to be named for the order to be that of the new table.
function columns.reordered(draft, definition)
  if not draft.options.order then
    return
  end
  local wanted, last = identifier.names(draft.new.columns), 0
  local rest = {}
  for i, column in ipairs(definition.columns) do
    rest[i] = column.key
  end
  for i, name in ipairs(wanted) do
    if rest[i] ~= identifier.fold(name) then
      for j = i + 1, #rest do
        if rest[j] == identifier.fold(name) then
          table.insert(rest, i, table.remove(rest, j))
        end
      end
      last = i
    end
  end
  if last > 0 then
    draft:say(call("reorder_columns", table.move(wanted, 1, last, 1, {})))
  end
end

return columns
