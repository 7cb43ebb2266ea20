--- A table's definition as the words of create_table.
--
-- Words cannot say everything that SQL can (ON CONFLICT, the order of a key's columns,
-- and more). So what they would make is looked at: only if it is the same table they are
-- good.
local column_words = require("runner.autogenerate.render.column")
local definition = require("runner.alter.definition")
local facts = require("runner.autogenerate.render.facts")
local identifier = require("runner.schema.identifier")
local naming = require("runner.schema.naming")
local table_words = require("runner.schema.table")

local tables = {}

--- A constraint of several columns, or one that its column has no room for.
local function key_words(key)
  local given = identifier.names(key.columns)
  given.name = key.name
  return given
end

local function foreign_key_words(key)
  local given = key_words(key)
  given.references = column_words.references(key)
  return given
end

--- Put a constraint into the words of its column, if it is of one and there is room.
local function put(columns, names, word, given)
  local column = #names == 1 and columns[identifier.fold(names[1])]
  if not column or column[word] ~= nil then
    return false
  end
  column[word] = given
  return true
end

local function add(words, word, given)
  words[word] = words[word] or {}
  table.insert(words[word], given)
end

local function add_primary_key(words, columns, key)
  if not key then
    return
  end
  local names = identifier.names(key.columns)
  local plain = not key.name and put(columns, names, "primary_key", true)
  if not plain then
    words.primary_key = key_words(key)
  elseif key.autoincrement then
    columns[identifier.fold(key.columns[1].name)].autoincrement = true
  end
end

--- The keys of columns that are NOT NULL if words say nothing: those of the primary key
-- (see runner.schema.table), but for the rowid, which is never NULL, and for tables
-- without one.
local function never_null(self)
  local columns = {}
  if self.without_rowid or not self.primary_key then
    return columns
  end
  local key = self.primary_key.columns
  for _, column in ipairs(key) do
    columns[identifier.fold(column.name)] = true
  end
  local known = definition.column(self, key[1].name)
  return #key == 1 and known.type:upper() == "INTEGER" and {} or columns
end

local function say_null(self, columns)
  local implied = never_null(self)
  for _, column in ipairs(self.columns) do
    if column.not_null ~= (implied[column.key] or false) then
      columns[column.key].null = not column.not_null
    end
  end
end

local function add_uniques(self, words, columns)
  for _, key in ipairs(self.uniques) do
    local given = column_words.unique(key)
    if not put(columns, identifier.names(key.columns), "unique", given) then
      add(words, "unique", key_words(key))
    end
  end
end

local function add_checks(self, words, columns)
  for _, check in ipairs(self.checks) do
    local names = check.column and { check.column.name } or {}
    if not put(columns, names, "check", column_words.check(check)) then
      add(words, "check", column_words.check(check))
    end
  end
end

local function add_foreign_keys(self, words, columns)
  for _, key in ipairs(self.foreign_keys) do
    local given = column_words.references(key, true)
    if not put(columns, key.columns, "references", given) then
      add(words, "foreign_keys", foreign_key_words(key))
    end
  end
end

--- The words that say the definition, exactly or not.
local function words_of(self)
  local words, columns = {}, {}
  for i, column in ipairs(self.columns) do
    words[i] = column_words.of(column)
    columns[column.key] = words[i]
  end
  add_primary_key(words, columns, self.primary_key)
  add_uniques(self, words, columns)
  add_checks(self, words, columns)
  add_foreign_keys(self, words, columns)
  say_null(self, columns)
  words.strict = self.strict or nil
  words.without_rowid = self.without_rowid or nil
  return words
end

--- What a table made by these words would be, or nil if they are refused.
local function made_by(name, words, patterns)
  local done, model = pcall(table_words.check, "create_table", name, words)
  if not done then
    return nil
  elseif patterns then
    naming.table(patterns, model)
  end
  return definition.read(table_words.text(model))
end

--- The words, or nil if they cannot say it. `patterns`: names that the project gives to
-- constraints without one.
function tables.words(self, patterns)
  local words = words_of(self)
  local made = made_by(self.name, words, patterns)
  return made and facts.of(made) == facts.of(self) and words or nil
end

return tables
