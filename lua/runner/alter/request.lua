--- Requests: what an author asks of a table, each word with its arguments checked as far
-- as that needs no table.
--
--     request.drop_column("op.drop_column", "day", { if_exists = true })
--     --> { word = "drop_column", place = "op.drop_column", name = "day",
--     -->   if_exists = true }
--
-- A request is a plain table, so that columns in it can follow a rename: name, names,
-- position, model, given, wanted, value (see runner.alter.rename). `place` is what
-- messages call the caller.
local column = require("runner.schema.column")
local constraint = require("runner.schema.constraint")
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local index = require("runner.schema.index")
local request = {}
local words = require("runner.schema.words")

-- ---- what several have in common

local position_shape = { after = "name", before = "name", first = "boolean" }

--- Where a column goes; of three ways one.
local function position(place, given)
  local count = 0
  for word in pairs(position_shape) do
    count = count + (given[word] and 1 or 0)
  end
  if count > 1 then
    failure.raise(place .. ": only one of after, before and first can be said")
  end
  return { after = given.after, before = given.before, first = given.first }
end

--- `using`: how old values become new ones. A text could be either a value or SQL, so it
-- must be said which.
local function using(place, value)
  if value ~= nil and not expression.text(value) and type(value) ~= "function" then
    failure.raise(
      ("%s: using must be an SQL expression or a function, not %s"):format(
        place,
        words.describe(value)
      ),
      'write using = sql"..."'
    )
  end
  return value
end

local function name_list(place, given)
  return words.names(place, words.list(place, given))
end

local function some_name(place, name)
  if name ~= nil then
    words.expect(place .. ": the name", name, "name")
  end
  return name
end

-- ---- columns

local add_options =
  { after = "name", before = "name", first = "boolean", if_not_exists = "boolean" }

--- A new column must have a value for the rows there are, also where there are none: what
-- works on an empty database shall work on a full one.
local function check_value(place, model, value)
  local default = model.default and model.default:upper() ~= "NULL"
  local is_rowid = model.primary_key and model.type:upper() == "INTEGER"
  local never_null = model.null == false or (model.primary_key and not is_rowid)
  if never_null and not (default or value or model.generated or is_rowid) then
    failure.raise(
      ("%s '%s' is never NULL, so rows that are there need a value"):format(
        place,
        model.name
      ),
      'give it a default, or values with using = sql"..."'
    )
  end
end

function request.add_column(place, given, options)
  words.expect(place .. ": the column", given, "table")
  options = words.options(place, options, add_options)
  local plain = {}
  for word, value in pairs(given) do
    plain[word] = value
  end
  plain.using = nil
  local model = column.check(place .. ": the column", plain)
  local value = using(place, given.using)
  if value and model.generated then
    failure.raise(place .. ": a generated column takes no values, so using is of no use")
  end
  check_value(place .. ": the column", model, value)
  return {
    word = "add_column",
    place = place,
    model = model,
    position = position(place, options),
    value = value,
    if_not_exists = options.if_not_exists,
  }
end

function request.drop_column(place, name, options)
  words.expect(place .. ": the column's name", name, "name")
  options = words.options(place, options, { if_exists = "boolean" })
  return {
    word = "drop_column",
    place = place,
    name = name,
    if_exists = options.if_exists,
  }
end

function request.rename_column(place, name, new_name)
  words.expect(place .. ": the column's name", name, "name")
  words.expect(place .. ": the new name", new_name, "name")
  return { word = "rename_column", place = place, name = name, new_name = new_name }
end

function request.reorder_columns(place, names)
  return {
    word = "reorder_columns",
    place = place,
    names = name_list(place .. ": columns", names),
  }
end

-- ---- constraints

function request.create_unique_constraint(place, name, columns)
  return {
    word = "create_unique_constraint",
    place = place,
    model = {
      name = some_name(place, name),
      columns = name_list(place .. ": columns", columns),
    },
  }
end

function request.create_check_constraint(place, name, condition)
  words.expect(place .. ": the condition", condition, "expression")
  return {
    word = "create_check_constraint",
    place = place,
    model = { name = some_name(place, name), text = expression.any_text(condition) },
  }
end

local foreign_key_options = {
  on_delete = "text",
  on_update = "text",
  deferrable = "any",
}

function request.create_foreign_key(place, name, referent, locals, remotes, options)
  words.expect(place .. ": the referenced table's name", referent, "name")
  options = words.options(place, options, foreign_key_options)
  local given = name_list(place .. ": columns", locals)
  given.references = { referent }
  if remotes ~= nil then
    for i, remote in ipairs(name_list(place .. ": referenced columns", remotes)) do
      given.references[i + 1] = remote
    end
  end
  for word, value in pairs(options) do
    given.references[word] = value
  end
  given.name = some_name(place, name)
  return {
    word = "create_foreign_key",
    place = place,
    model = constraint.foreign_key(place, given),
  }
end

function request.create_primary_key(place, name, columns, options)
  options =
    words.options(place, options, { autoincrement = "boolean", null = "boolean" })
  return {
    word = "create_primary_key",
    place = place,
    model = {
      name = some_name(place, name),
      columns = name_list(place .. ": columns", columns),
      autoincrement = options.autoincrement,
      null = options.null,
    },
  }
end

local drop_options = {
  type = "text",
  columns = "names",
  condition = "expression",
  if_exists = "boolean",
}
local types = {
  UNIQUE = "unique",
  CHECK = "check",
  ["FOREIGN KEY"] = "foreign_key",
  FOREIGNKEY = "foreign_key",
  ["PRIMARY KEY"] = "primary_key",
  PRIMARY = "primary_key",
}
local type_names = { "UNIQUE", "CHECK", "FOREIGN KEY", "PRIMARY KEY", "FOREIGNKEY" }
type_names[#type_names + 1] = "PRIMARY"

function request.drop_constraint(place, name, options)
  some_name(place, name)
  options = words.options(place, options, drop_options)
  local type_name = options.type
    and words.choice(place .. ": type", options.type, type_names)
  if not (name or type_name or options.columns or options.condition) then
    failure.raise(
      place .. " does not say which constraint",
      'give its name, or nil and { type = "unique", columns = { ... } }'
    )
  end
  return {
    word = "drop_constraint",
    place = place,
    wanted = {
      name = name,
      kind = types[type_name],
      columns = options.columns and name_list(place .. ": columns", options.columns),
      condition = expression.any_text(options.condition),
    },
    if_exists = options.if_exists,
  }
end

-- ---- the rest

function request.set(place, given)
  words.check(place, given, { strict = "boolean", without_rowid = "boolean" })
  return { word = "set", place = place, given = given }
end

--- Created when the alteration is done; the table's name is filled in then.
function request.create_index(place, name, columns, options)
  local model = index.check(place, name or "unnamed", "unnamed", columns, options)
  model.name = some_name(place, name)
  return { word = "create_index", place = place, model = model }
end

function request.drop_index(place, name, options)
  words.expect(place .. ": the index's name", name, "name")
  options = words.options(place, options, { if_exists = "boolean" })
  return {
    word = "drop_index",
    place = place,
    index = name,
    if_exists = options.if_exists or false,
  }
end

request.using, request.position = using, position

return request
