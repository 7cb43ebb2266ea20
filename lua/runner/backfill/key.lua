--- The key of a backfill: the columns by which its rows are told apart and gone through.
--
--     { columns = { names }, terms = { SQL, each with its collation }, hint = SQL that
--       makes SQLite go by this key ("NOT INDEXED", 'INDEXED BY "x"'), may_be_null, lead
--       (so many columns come before the last ones that all ascend or all descend) }
--
-- Without a wish it is the rowid, or the primary key of a WITHOUT ROWID table.
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local key = {}

local fold, quote = identifier.fold, identifier.quote
local rowid_names = { rowid = true, _rowid_ = true, oid = true }

--- Does the name mean the rowid without being a column?
function key.is_rowid(self, name)
  return rowid_names[fold(name)]
    and not self.without_rowid
    and not definition.column(self, name)
end

--- The column that is the rowid, or nil.
local function rowid_column(self)
  local primary = self.primary_key
  return primary and primary.rowid and primary.columns[1].name or nil
end

--- What the rowid is called, as a name; nil if columns took all its names.
function key.rowid(asked)
  if asked.definition.without_rowid then
    return nil
  end
  return rowid_column(asked.definition) or asked.world.rowid_name
end

-- ---- finding one

local function by_rowid(name)
  return { columns = { name }, terms = { quote(name) }, hint = "NOT INDEXED", lead = 0 }
end

--- Columns that hold NULL may, without a word about it: SQLite allows that in all keys
-- but those of WITHOUT ROWID tables. https://www.sqlite.org/lang_createtable.html
local function may_be_null(self, index)
  if self.without_rowid and index.origin == "pk" then
    return false
  end
  for _, name in ipairs(index.columns) do
    if not definition.column(self, name).not_null then
      return true
    end
  end
  return false
end

--- An index by (a, b DESC) can be entered in the middle, or gone through in order, only
-- among the rows that share a.
local function lead_of(index)
  local lead = #index.columns - 1
  while lead > 0 and index.orders[lead] == index.orders[lead + 1] do
    lead = lead - 1
  end
  return lead
end

local function by_index(self, index)
  local found = {
    columns = index.columns,
    terms = {},
    hint = "INDEXED BY " .. quote(index.name),
    may_be_null = may_be_null(self, index),
    lead = lead_of(index),
  }
  for i, name in ipairs(index.columns) do
    local same = fold(definition.column(self, name).collation)
      == fold(index.collations[i])
    local form = same and "%s" or "%s COLLATE " .. quote(index.collations[i])
    found.terms[i] = form:format(quote(name))
  end
  return found
end

--- The keys that indexes keep: unique, of columns only, for all rows.
local function unique_indexes(asked)
  local list = {}
  for _, index in ipairs(asked.world.indexes) do
    local whole = index.unique and not (index.tree and index.tree.where)
    for i = 1, #index.orders do
      whole = whole and index.columns[i] ~= false
    end
    list[#list + 1] = whole and index or nil
  end
  return list
end

local function is_made_of(names, others)
  for i, name in ipairs(names) do
    if not others[i] or fold(name) ~= fold(others[i]) then
      return false
    end
  end
  return #names == #others
end

--- The keys there are, in words.
function key.known(asked)
  local known = { key.rowid(asked) }
  for _, index in ipairs(unique_indexes(asked)) do
    known[#known + 1] = "(" .. table.concat(index.columns, ", ") .. ")"
  end
  return #known > 0 and "its keys are: " .. table.concat(known, ", ")
    or "it has no key at all"
end

local function find(asked, names)
  local column = rowid_column(asked.definition)
  local is_rowid = column and fold(column) == fold(names[1])
  if #names == 1 and (is_rowid or key.is_rowid(asked.definition, names[1])) then
    return by_rowid(is_rowid and column or names[1])
  end
  for _, index in ipairs(unique_indexes(asked)) do
    if is_made_of(names, index.columns) then
      return by_index(asked.definition, index)
    end
  end
  failure.raise(
    ("%s: (%s) is no key of '%s': rows may share it"):format(
      asked.place,
      table.concat(names, ", "),
      asked.world.name
    ),
    key.known(asked)
  )
end

local function default(asked)
  local name = key.rowid(asked)
  if name then
    return by_rowid(name)
  elseif asked.definition.without_rowid then
    for _, index in ipairs(asked.world.indexes) do
      if index.origin == "pk" then
        return by_index(asked.definition, index)
      end
    end
  end
  failure.raise(
    ("%s: the rowid of '%s' has no name left: columns took them all"):format(
      asked.place,
      asked.world.name
    ),
    "say which key to go by: " .. key.known(asked)
  )
end

--- The key to go by; `given` is a name, a list of names, or nil.
function key.choose(asked, given)
  if given == nil then
    return default(asked)
  end
  local names = type(given) == "table" and given or { given }
  return find(asked, words.names(asked.place .. ": key", names))
end

return key
