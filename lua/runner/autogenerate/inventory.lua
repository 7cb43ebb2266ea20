--- All that a database has, as plain tables: what comparison and rendering look at.
--
--     local inventory = require("runner.autogenerate.inventory")
--     local found = inventory.read(db)
--     found.tables.tickets.definition.columns[1].name
--
-- An inventory has
--   tables           { by key }: { kind = "table", name, key, text, definition,
--                    indexes, triggers }; indexes are those with a statement of their
--                    own, { kind = "index", name, key, table, text, tree }
--   views            { by key }: { kind = "view", name, key, text, tree, triggers }
--   virtual_tables   { by key }: { kind = "virtual_table", name, key, text, tree,
--                    triggers, shadows = { names } }
--   indexes, triggers  the same objects again, { by key }; a trigger is
--                    { kind = "trigger", name, key, table, text, tree }
--   order            the keys of tables, views and virtual tables, which share their
--                    names, in the order of their making
-- A key is a name as SQLite compares it. Lists are in the order of making. `definition`
-- (runner.alter.definition) and `tree` (runner.ddl) are read when first asked for: of two
-- schemas most texts are the same and need not be.
--
-- Left out are SQLite's own tables, runner's, shadow tables (they belong to their virtual
-- table), temporary ones, what belongs to any of these, and what `ignore` says.
local catalogue = require("runner.catalogue")
local ddl = require("runner.ddl")
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local settings = require("runner.alter.settings")

local inventory = {}

-- ---- texts are read when they are needed

local readers = { definition = definition.read, tree = ddl.parse }

local function read_text(field, object)
  local done, result = pcall(readers[field], object.text)
  if not done then
    local message = type(result) == "userdata" and result.message or tostring(result)
    failure.raise(
      ("the definition of %s '%s' cannot be read: %s"):format(
        object.kind:gsub("_", " "),
        object.name,
        message
      )
    )
  end
  return result
end

local function lazy(field)
  return {
    __index = function(object, name)
      if name ~= field then
        return nil
      end
      local value = read_text(field, object)
      rawset(object, field, value)
      return value
    end,
  }
end

local by_definition, by_tree = lazy("definition"), lazy("tree")

-- ---- what is left out

local function names_of(rows)
  local names = {}
  for _, row in ipairs(rows) do
    names[identifier.fold(row[1])] = true
  end
  return names
end

--- Names of tables that are parts of virtual ones. The question costs a look at every
-- view, so it is asked only where there is a virtual table.
local function shadow_names(db, rows)
  for _, row in ipairs(rows) do
    if row.kind == "virtual_table" then
      local sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND "
        .. "type = 'shadow'"
      return names_of(catalogue.rows(db, sql))
    end
  end
  return {}
end

local function own_names(db, options)
  local names = {}
  for _, name in ipairs(options.own_tables or settings.of(db).own_tables) do
    names[identifier.fold(name)] = true
  end
  return names
end

--- "tmp_*": `*` is any text, `?` any letter.
local function pattern_of(glob)
  local pattern = identifier.fold(glob):gsub("[%^%$%(%)%%%.%[%]%+%-]", "%%%0")
  return "^" .. pattern:gsub("%*", ".*"):gsub("%?", ".") .. "$"
end

--- The function that says what is left out: of a text, a function, or a list of either.
local function ignoring(given)
  if type(given) == "function" then
    return given
  elseif type(given) == "string" then
    local pattern = pattern_of(given)
    return function(object)
      return object.key:find(pattern) ~= nil
    end
  end
  local list = {}
  for i, item in ipairs(given or {}) do
    list[i] = ignoring(item)
  end
  return function(object)
    for _, ignores in ipairs(list) do
      if ignores(object) then
        return true
      end
    end
    return false
  end
end

-- ---- objects

local function kind_of(row)
  if row[1] == "table" and row[5] == 0 then
    return "virtual_table"
  end
  return row[1]
end

local function read_rows(db)
  local sql = "SELECT type, name, tbl_name, sql, rootpage FROM main.sqlite_schema WHERE "
    .. "sql IS NOT NULL ORDER BY rowid"
  local rows = catalogue.rows(db, sql)
  for _, row in ipairs(rows) do
    row.kind, row.key = kind_of(row), identifier.fold(row[2])
    row.table_key = identifier.fold(row[3])
  end
  return rows
end

--- Does it hang on a table or a view?
local function is_belonging(object)
  return object.kind == "index" or object.kind == "trigger"
end

local function new_object(row)
  local object = { kind = row.kind, name = row[2], key = row.key, text = row[4] }
  if is_belonging(row) then
    object.table = row[3]
  else
    object.triggers = {}
  end
  if row.kind == "table" then
    object.indexes = {}
    return setmetatable(object, by_definition)
  end
  object.shadows = row.kind == "virtual_table" and {} or nil
  return setmetatable(object, by_tree)
end

--- Where the objects of each kind are.
inventory.homes = {
  table = "tables",
  view = "views",
  virtual_table = "virtual_tables",
  index = "indexes",
  trigger = "triggers",
}

--- The table, view or virtual table of this key, or nil.
function inventory.owner(self, key)
  return self.tables[key] or self.views[key] or self.virtual_tables[key]
end

--- Put an object in its place. What belongs to a table that was left out is left out.
local function add(self, object, table_key)
  local owned = inventory.homes[object.kind]
  if is_belonging(object) then
    local owner = inventory.owner(self, table_key)
    if not owner then
      return
    end
    table.insert(owner[owned], object)
  else
    table.insert(self.order, object.key)
  end
  self[owned][object.key] = object
end

--- Each shadow table goes to the virtual table with the longest name that begins its own.
local function add_shadows(self, shadows)
  for name in pairs(shadows) do
    local found
    for key, object in pairs(self.virtual_tables) do
      local begins = name:sub(1, #key + 1) == key .. "_"
      if begins and (not found or #key > #found.key) then
        found = object
      end
    end
    if found then
      table.insert(found.shadows, name)
    end
  end
  for _, object in pairs(self.virtual_tables) do
    table.sort(object.shadows)
  end
end

--- Mark what is nobody's to compare. Gives the names of shadow tables.
local function hide(db, rows, options)
  local own, shadows = own_names(db, options), shadow_names(db, rows)
  for _, row in ipairs(rows) do
    local not_compared = own[row.key] or shadows[row.key]
    row.hidden = row.key:find("^sqlite_") or row.kind == "table" and not_compared
  end
  return shadows
end

--- Read the inventory of the main schema. Options:
--   ignore      what is left out: a name with `*` and `?`, a function of an object (its
--               kind, name, key, text and table), or a list of these
--   own_tables  names of runner's tables; left out: those that `op` knows for this db
function inventory.read(db, options)
  options = options or {}
  local self = { order = {} }
  for _, home in pairs(inventory.homes) do
    self[home] = {}
  end
  local rows = read_rows(db)
  local shadows = hide(db, rows, options)
  local ignores = ignoring(options.ignore)
  for _, row in ipairs(rows) do -- SQLite itself needs a table before its index
    local object = not row.hidden and new_object(row)
    if object and not ignores(object) then
      add(self, object, row.table_key)
    end
  end
  add_shadows(self, shadows)
  return self
end

return inventory
