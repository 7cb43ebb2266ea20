--- Requests about constraints: created, of each kind, and dropped. A name may be nil.
local fragment = require("runner.schema.fragment")
local constraint = require("runner.schema.constraint")
local failure = require("runner.failure")
local words = require("runner.schema.words")

local request = {}

local function name_list(place, given)
  return words.names(place, words.list(place, given))
end

local function some_name(place, name)
  if name ~= nil then
    words.expect(place .. ": the name", name, "name")
  end
  return name
end

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
  local text = fragment(place .. ": the condition", condition)
  return {
    word = "create_check_constraint",
    place = place,
    model = { name = some_name(place, name), text = text },
  }
end

local foreign_key_options = {
  on_delete = "text",
  on_update = "text",
  deferrable = "any",
}

--- A call that leaves the columns out has the options in their place.
local function remote_list(place, remotes)
  local is_options = type(remotes) == "table" and remotes[1] == nil and next(remotes)
  if is_options and foreign_key_options[is_options] then
    failure.raise(
      place .. ": the referenced columns come before the options",
      "write nil for them if they are the primary key"
    )
  end
  return name_list(place .. ": the referenced columns", remotes)
end

function request.create_foreign_key(place, name, referent, locals, remotes, options)
  words.expect(place .. ": the referenced table's name", referent, "name")
  options = words.options(place, options, foreign_key_options)
  local given = name_list(place .. ": columns", locals)
  given.references = { referent }
  if remotes ~= nil then
    for i, remote in ipairs(remote_list(place, remotes)) do
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
      condition = options.condition
        and fragment(place .. ": condition", options.condition),
    },
    if_exists = options.if_exists,
  }
end

return request
