--- A database made of a generated table and what stands around it.
--
-- A CASE is { seed =, model =, before = objects, after = objects, rows = { template... },
-- analyze = bool, sequence = integer or nil, file = { pragma... } }. Templates are filled
-- with the model's names.
local model = require("spec.matrix.model")

local build = {}

local function without_late(self)
  local copy = {}
  for key, value in pairs(self) do copy[key] = value end
  copy.columns = {}
  for _, column in ipairs(self.columns) do
    if not column.late then copy.columns[#copy.columns + 1] = column end
  end
  return copy
end

local function add_objects(list, add, self)
  for _, object in ipairs(list) do
    add(model.fill(object.text, self))
    for _, row in ipairs(object.rows or {}) do add(model.fill(row, self)) end
  end
end

--- The statements that make the table and its rows; some came before its last column.
local function add_table(case, add)
  local self = case.model
  add(model.text(without_late(self)))
  for _, row in ipairs(case.rows) do add(model.fill(row, self)) end
  for _, column in ipairs(self.columns) do
    if column.late then
      add(model.fill("ALTER TABLE {t\"} ADD COLUMN " .. model.column_text(column), self))
    end
  end
end

--- What is set once all is there: a sequence above every rowid, statistics.
local function add_settings(case, add)
  if case.sequence then
    add(("UPDATE sqlite_sequence SET seq = %d WHERE name = '%s'"):format(case.sequence,
      (case.model.name:gsub("'", "''"))))
  end
  if case.analyze then add("ANALYZE") end
end

--- All statements of a case, in order.
function build.statements(case)
  local list = {}
  local function add(text) list[#list + 1] = text end
  for _, pragma in ipairs(case.file) do add("PRAGMA " .. pragma) end
  add_objects(case.before, add, case.model)
  add_table(case, add)
  add_objects(case.after, add, case.model)
  add_settings(case, add)
  return list
end

--- Run the statements of a case; raises if one of them fails.
function build.run(db, case)
  db:exec("PRAGMA synchronous = OFF")
  for i, statement in ipairs(build.statements(case)) do
    if i == #case.file + 1 then db:exec("BEGIN") end
    db:exec(statement)
  end
  db:exec("COMMIT")
end

local function works(db, statement)
  return (pcall(db.exec, db, statement))
end

--- Leave out what SQLite refuses for this table and these rows: a unique index over equal
-- values, say. Raises if the table itself is refused.
function build.fit(db, case)
  local function add(text) db:exec(text) end
  add_objects(case.before, add, case.model)
  add_table(case, add)
  local kept = {}
  for _, object in ipairs(case.after) do
    if works(db, model.fill(object.text, case.model)) then
      kept[#kept + 1] = object
      for _, row in ipairs(object.rows or {}) do add(model.fill(row, case.model)) end
    end
  end
  case.after = kept
end

return build
