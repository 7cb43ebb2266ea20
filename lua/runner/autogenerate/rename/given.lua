--- Renames as they are said: { ["users"] = "people", ["users.name"] = "full_name" }.
--
--     local said = given(have, want, renames, was)
--
-- In `renames` the table before the point may be called by its old or its new name;
-- `false` instead of a new name says that it is not a rename: the old one goes. `was`
-- says it at the new names: { tables = { [new key] = old name }, columns = { [table's new
-- key] = the same } }; what `renames` says of the same one counts more. Gives
--   tables    { by old key: new key or false }
--   columns   { by the table's new key: { by old key: new key or false } }
-- Names may be freed for one another, in chains and in circles
-- (runner.autogenerate.rename.due says what of it is still to be done).
local due = require("runner.autogenerate.rename.due")
local former = require("runner.autogenerate.rename.former")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

-- ---- what is said of tables, and of the columns of each

--- The list of what is said of the tables, or of the columns of the table of this key.
local function level(self, table_key)
  local place = table_key or false
  self.levels[place] = self.levels[place] or {}
  return self.levels[place]
end

--- The keys of the table of have and of want that a name before a point means.
local function owner(self, name)
  local key = identifier.fold(name)
  if self.tables[key] then
    return key, self.tables[key]
  end
  return former(self.tables)(key), key
end

local function add_column(self, old_key, new_key, entry)
  local old, new = self.have.tables[old_key], self.want.tables[new_key]
  if old and new then -- else the table goes, or comes with all its columns
    entry.old_key = identifier.fold(entry.old)
    table.insert(level(self, new_key), entry)
  end
end

local function read_column(self, table_name, column_name, new_name)
  local old_key, new_key = owner(self, table_name)
  local prefix = identifier.fold(table_name) .. "."
  if new_name and identifier.fold(new_name):sub(1, #prefix) == prefix then
    new_name = new_name:sub(#prefix + 1)
  end
  local entry = { old = column_name, new = new_name, prefix = table_name .. "." }
  add_column(self, old_key, new_key, entry)
end

--- Where a name has its table: names may have points themselves.
local function split(self, name)
  if self.have.tables[identifier.fold(name)] then
    return nil
  end
  for position in name:gmatch("()%.") do
    local table_name = name:sub(1, position - 1)
    local key = identifier.fold(table_name)
    if self.have.tables[key] or self.want.tables[key] then
      return table_name, name:sub(position + 1)
    end
  end
  return nil
end

local function sorted_names(renames)
  local names = {}
  for name, new_name in pairs(renames) do
    words.expect("renames: a name", name, "name")
    if new_name ~= false then
      words.expect(("renames: the new name of '%s'"):format(name), new_name, "name")
    end
    names[#names + 1] = name
  end
  table.sort(names)
  return names
end

local function sorted_keys(map)
  local keys = {}
  for key in pairs(map or {}) do
    keys[#keys + 1] = key
  end
  table.sort(keys)
  return keys
end

-- ---- both ways of saying it

local function read_tables(self, names, renames, was)
  local list = level(self)
  for _, name in ipairs(names) do
    if not split(self, name) then
      local entry = { old = name, new = renames[name], prefix = "" }
      entry.old_key = identifier.fold(name)
      list[#list + 1] = entry
    end
  end
  for _, key in ipairs(sorted_keys(was.tables)) do
    local old, new = was.tables[key], self.want.tables[key]
    local entry = { old = old, new = new and new.name or key, prefix = "", was = true }
    entry.old_key = identifier.fold(old)
    list[#list + 1] = entry
  end
  self.tables = due(list, self.have.tables, self.want.tables, "table")
end

local function read_columns(self, names, renames, was)
  for _, name in ipairs(names) do
    local table_name, column_name = split(self, name)
    if table_name then
      read_column(self, table_name, column_name, renames[name])
    end
  end
  local old_key_of = former(self.tables)
  for _, key in ipairs(sorted_keys(was.columns)) do
    for _, new in ipairs(sorted_keys(was.columns[key])) do
      local entry = { old = was.columns[key][new], new = new, was = true }
      entry.prefix = (self.want.tables[key] or { name = key }).name .. "."
      add_column(self, old_key_of(key), key, entry)
    end
  end
end

--- Raises what cannot be.
return function(have, want, renames, was)
  local self = { have = have, want = want, levels = {}, columns = {} }
  renames, was = renames or {}, was or {}
  local names = sorted_names(renames)
  read_tables(self, names, renames, was)
  read_columns(self, names, renames, was)
  local old_key_of = former(self.tables)
  for _, key in ipairs(want.order) do
    if self.levels[key] then
      local before = have.tables[old_key_of(key)].definition.by_key
      local after = want.tables[key].definition.by_key
      self.columns[key] = due(self.levels[key], before, after, "column")
    end
  end
  return { have = have, want = want, tables = self.tables, columns = self.columns }
end
