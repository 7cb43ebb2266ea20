--- Renames as they are said: { ["users"] = "people", ["users.name"] = "full_name" }.
--
-- The table before the point may be called by its old or its new name. `false` instead of
-- a new name: it is not a rename, the old one goes. Gives
--   tables    { by old key: new key or false }
--   columns   { by the table's new key: { by old key: new key or false } }
-- What was carried out already is passed over, so that a rename may stay written down.
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local function names_of(map)
  local names = {}
  for _, object in pairs(map) do
    names[#names + 1] = object.name
  end
  table.sort(names)
  return names
end

local function refuse(name, new_name, problem, hint)
  local message = ("rename %s=%s: %s"):format(name, new_name or "", problem)
  failure.raise(message, hint, "usage")
end

--- Raise what stands against a rename. `before`, `after`: { by key: object }; `noun` is
-- what messages call them.
local function check(name, new_name, old_key, before, after, noun)
  local new_key = identifier.fold(new_name)
  if not before[old_key] then
    refuse(
      name,
      new_name,
      ("there is no %s of the old name"):format(noun),
      words.suggestion(old_key, names_of(before))
    )
  elseif not after[new_key] then
    refuse(
      name,
      new_name,
      ("the desired schema has no %s of the new name"):format(noun),
      words.suggestion(new_name, names_of(after))
    )
  elseif after[old_key] then
    refuse(name, new_name, ("the desired schema has a %s of the old name"):format(noun))
  elseif before[new_key] then
    refuse(
      name,
      new_name,
      ("there is a %s of the new name already"):format(noun),
      "rename or drop that one first, in a revision of its own"
    )
  end
end

--- Is the rename to be carried out, or the old one to go? Not if that was done before.
local function is_due(name, new_name, old_key, before, after, noun)
  local new_key = new_name and identifier.fold(new_name)
  if new_key == old_key or not before[old_key] and (not new_key or before[new_key]) then
    return false
  elseif new_key then
    check(name, new_name, old_key, before, after, noun)
  end
  return true
end

local function read_table(self, name, new_name)
  local old_key = identifier.fold(name)
  local before, after = self.have.tables, self.want.tables
  if is_due(name, new_name, old_key, before, after, "table") then
    self.tables[old_key] = new_name and identifier.fold(new_name)
  end
end

--- The table of have and of want that a name before a point means, or nil.
local function owner(self, name)
  local key = identifier.fold(name)
  local new_key = self.tables[key] or key
  for old, new in pairs(self.tables) do
    key = new == key and old or key
  end
  local old, new = self.have.tables[key], self.want.tables[new_key]
  if old and new then
    return old, new
  end
end

local function read_column(self, table_name, column_name, new_name)
  local old, new = owner(self, table_name)
  local name = table_name .. "." .. column_name
  if not old then
    return -- the table goes, or comes with all its columns
  end
  local prefix = identifier.fold(table_name) .. "."
  if new_name and identifier.fold(new_name):sub(1, #prefix) == prefix then
    new_name = new_name:sub(#prefix + 1)
  end
  local old_key = identifier.fold(column_name)
  local before, after = old.definition.by_key, new.definition.by_key
  if is_due(name, new_name, old_key, before, after, "column") then
    local columns = self.columns[new.key] or {}
    self.columns[new.key] = columns
    columns[old_key] = new_name and identifier.fold(new_name)
  end
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

local function sorted_names(given)
  local names = {}
  for name, new_name in pairs(given) do
    words.expect("renames: a name", name, "name")
    if new_name ~= false then
      words.expect(("renames: the new name of '%s'"):format(name), new_name, "name")
    end
    names[#names + 1] = name
  end
  table.sort(names)
  return names
end

--- Raises what cannot be.
return function(have, want, given)
  local self = { have = have, want = want, tables = {}, columns = {} }
  local names = sorted_names(given or {})
  for _, name in ipairs(names) do
    if not split(self, name) then
      read_table(self, name, given[name])
    end
  end
  for _, name in ipairs(names) do
    local table_name, column_name = split(self, name)
    if table_name then
      read_column(self, table_name, column_name, given[name])
    end
  end
  return self
end
