--- Random alterations of random tables, rows and indexes included, by a seed.
--
--   local case = random_alteration(seed)
--   case.setup              -- statements; some of them may fail, as rows do not fit
--   case.old, case.new      -- CREATE TABLE texts of the table t
--   case.origin, case.value -- as of an alteration
--
-- Values, types and defaults are those that conversions treat differently, and some
-- columns are added by ALTER TABLE, so that rows are older than they are.
local random = require("spec.matrix.random")

local types = { "TEXT", "INTEGER", "REAL", "NUMERIC", "BLOB", "", "VARCHAR(9)", "INT" }
local strict_types = { "TEXT", "INTEGER", "REAL", "BLOB", "ANY", "INT" }
local defaults = { "1", "'x'", "NULL", "(2)", "-1.5", "'007'", "x'41'" }
local collations = { "NOCASE", "RTRIM", "BINARY" }
local checks = { "{} <> 'zz'", "{} IS NOT 5", "typeof({}) <> 'blob'",
  "length({}) < 9 OR {} IS NULL", "{} = 'A' OR 1" }
local computations = { "{} || 'g'", "{} + 1", "typeof({})", "{} = 'a'" }
local conversions = { "coalesce({}, 'n')", "{} || ''", "CAST({} AS INTEGER)",
  "CASE WHEN {} IS NULL THEN 0 ELSE {} END", "{} = 'a'" }
local values = { "NULL", "1", "2", "'a'", "'A'", "'007'", "3.0", "3.5", "x'41'", "'zz'",
  "5", "'hello '", "9007199254740993", "'1e3'", "''", "'b'" }
local keys = { none = "id INTEGER", rowid = "id INTEGER PRIMARY KEY",
  text = "id TEXT PRIMARY KEY", sequence = "id INTEGER PRIMARY KEY AUTOINCREMENT" }
local key_words = { "none", "rowid", "text", "sequence" }

local function about(form, name)
  return (form:gsub("{}", name))
end

-- ---- a table as a model: { columns, key, strict, without_rowid, unique, check }

local Model = {}
Model.__index = Model

function Model:type()
  return self.rng:pick(self.strict and strict_types or types)
end

function Model:new_name()
  self.count = self.count + 1
  return "c" .. self.count
end

function Model:plain_column()
  local rng = self.rng
  return {
    name = self:new_name(),
    type = self:type(),
    not_null = rng:chance(20),
    default = rng:chance(35) and rng:pick(defaults),
    collation = rng:chance(20) and rng:pick(collations),
    check = rng:chance(20) and rng:pick(checks),
    unique = rng:chance(12),
  }
end

function Model:generated_column()
  local rng, plain = self.rng, {}
  for _, column in ipairs(self.columns) do
    if not column.generated then plain[#plain + 1] = column.name end
  end
  if #plain == 0 then return self:plain_column() end
  return { name = self:new_name(), type = self.strict and "ANY" or self:type(),
    generated = rng:pick(computations), of = rng:pick(plain), stored = rng:chance(50),
    not_null = rng:chance(12), check = rng:chance(15) and rng:pick(checks) }
end

local function column_text(column)
  local parts = { column.name, column.type }
  local function add(given, form)
    if given then parts[#parts + 1] = form:format(given) end
  end
  add(column.not_null and "NOT NULL", "%s")
  if column.generated then
    local storage = column.stored and " STORED" or ""
    add(about(column.generated, column.of), "AS (%s)" .. storage)
  else
    add(column.default, "DEFAULT %s")
  end
  add(column.collation, "COLLATE %s")
  add(column.check and about(column.check, column.name), "CHECK (%s)")
  add(column.unique and "UNIQUE", "%s")
  return table.concat(parts, " ")
end

function Model:text()
  local parts, options = { keys[self.key] }, {}
  for _, column in ipairs(self.columns) do parts[#parts + 1] = column_text(column) end
  if self.unique then
    parts[#parts + 1] = ("UNIQUE (%s)"):format(table.concat(self.unique, ", "))
  end
  options[1] = self.strict and "STRICT" or nil
  options[#options + 1] = self.without_rowid and self.key == "text" and "WITHOUT ROWID"
    or nil
  return ("CREATE TABLE t (%s) %s"):format(table.concat(parts, ", "),
    table.concat(options, ", "))
end

local function new_model(rng)
  local self = setmetatable({ rng = rng, count = 0, columns = {}, strict = rng:chance(15),
    key = rng:pick(key_words), without_rowid = rng:chance(30) }, Model)
  for i = 1, rng:integer(3) + 1 do self.columns[i] = self:plain_column() end
  if rng:chance(30) then table.insert(self.columns, self:generated_column()) end
  self.unique = rng:chance(25) and { "c1", "c2" } or nil
  return self
end

-- ---- its file

function Model:insert()
  local names, texts = {}, {}
  for _, column in ipairs(self.columns) do
    if not column.generated then
      names[#names + 1], texts[#texts + 1] = column.name, self.rng:pick(values)
    end
  end
  if self.key == "text" or self.rng:chance(60) then
    names[#names + 1], texts[#texts + 1] = "id", tostring(self.rng:integer(30))
  end
  return ("INSERT OR IGNORE INTO t (%s) VALUES (%s)"):format(table.concat(names, ", "),
    table.concat(texts, ", "))
end

local function insert_rows(self, setup, most)
  for _ = 1, self.rng:integer(most) - 1 do setup[#setup + 1] = self:insert() end
end

--- May the last column have come by ALTER TABLE?
local function is_addable(self)
  local last = self.columns[#self.columns]
  local null = not last.default or last.default == "NULL" or last.default == "(2)"
  return #self.columns > 2 and not last.unique and not last.generated
    and not (last.not_null and null)
end

local index_forms = { "CREATE INDEX i%d ON t ({})", "CREATE INDEX i%d ON t (lower({}))",
  "CREATE INDEX i%d ON t (id, {} COLLATE NOCASE) WHERE {} IS NOT NULL",
  "CREATE UNIQUE INDEX i%d ON t ({})" }

local function add_indexes(self, setup)
  for i, form in ipairs(index_forms) do
    if self.rng:chance(25) then
      setup[#setup + 1] = about(form:format(i), self.rng:pick(self.columns).name)
    end
  end
end

local function build(self)
  local setup, later = {}, nil
  if self.rng:chance(50) and is_addable(self) then later = table.remove(self.columns) end
  setup[1] = self:text()
  insert_rows(self, setup, 9)
  if later then
    table.insert(self.columns, later)
    setup[#setup + 1] = "ALTER TABLE t ADD COLUMN " .. column_text(later)
    insert_rows(self, setup, 4)
  end
  add_indexes(self, setup)
  return setup
end

-- ---- changes

local function add_column(self, case, column)
  local rng = self.rng
  local position = rng:chance(50) and #self.columns + 1 or rng:integer(#self.columns + 1)
  table.insert(self.columns, position, column)
  case.origin[column.name] = false
  if not column.generated and rng:chance(30) then
    case.value[column.name] = rng:pick { "'v'", "id", "id || 'x'", "NULL" }
  end
end

local function drop_column(self, case, name)
  if #self.columns < 3 then return end
  for i = #self.columns, 1, -1 do
    local column = self.columns[i]
    if column.name == name or column.of == name then
      table.remove(self.columns, i)
      case.origin[column.name], case.value[column.name] = nil, nil
    end
  end
  local unique = self.unique
  if unique and (unique[1] == name or unique[2] == name) then self.unique = nil end
end

local function toggle_strict(self)
  self.strict = not self.strict
  for _, column in ipairs(self.columns) do
    if self.strict then column.type = column.generated and "ANY" or self:type() end
  end
end

local changes = {
  function(_, _, column) column.not_null = not column.not_null end,
  function(self, _, column) column.default = self.rng:pick(defaults) end,
  function(_, _, column) column.default = nil end,
  function(self, _, column)
    if not column.generated then column.type = self:type() end
  end,
  function(self, _, column) column.collation = self.rng:pick(collations) end,
  function(_, _, column) column.collation = nil end,
  function(self, _, column) column.check = self.rng:pick(checks) end,
  function(_, _, column) column.check = nil end,
  function(_, _, column) column.unique = not column.unique end,
  function(self, case) add_column(self, case, self:plain_column()) end,
  function(self, case) add_column(self, case, self:generated_column()) end,
  function(self, case, column) drop_column(self, case, column.name) end,
  function(self) self.key = self.rng:pick(key_words) end,
  function(self) self.without_rowid = not self.without_rowid end,
  toggle_strict,
  function(self)
    local column = table.remove(self.columns, self.rng:integer(#self.columns))
    table.insert(self.columns, self.rng:integer(#self.columns + 1), column)
  end,
  function(self, _, column)
    column.generated = column.generated and self.rng:pick(computations)
    column.stored = self.rng:chance(50)
  end,
  function(self, case, column)
    if case.origin[column.name] and not column.generated then
      case.value[column.name] = about(self.rng:pick(conversions), column.name)
    end
  end,
}

return function(seed)
  local rng = random.new(seed)
  local self = new_model(rng)
  local case = { setup = build(self), origin = { id = "id" }, value = {} }
  case.old = self:text()
  for _, column in ipairs(self.columns) do case.origin[column.name] = column.name end
  for _ = 1, rng:integer(3) do
    rng:pick(changes)(self, case, rng:pick(self.columns))
  end
  case.new = self:text()
  return case
end
