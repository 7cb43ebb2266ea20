--- Requests about columns: add_column, drop_column, rename_column, reorder_columns. (For
-- alter_column see runner.alter.request_altered.)
local fragment = require("runner.schema.fragment")
local column = require("runner.schema.column")
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local words = require("runner.schema.words")

local request = {}

-- ---- what is common to them

local position_shape = { after = "name", before = "name", first = "boolean" }

--- Where a column goes; of three ways one.
function request.position(place, given)
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
function request.using(place, value)
  if expression.text(value) then
    fragment(place .. ": using", value)
  elseif value ~= nil and type(value) ~= "function" then
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

-- ---- the requests

local add_options =
  { after = "name", before = "name", first = "boolean", if_not_exists = "boolean" }

--- A new column must have a value for the rows there are, also where there are none: what
-- works on an empty database shall work on a full one.
local function lacking_value(place, model, value)
  local default = model.default and model.default:upper() ~= "NULL"
  local is_rowid = model.primary_key and model.type:upper() == "INTEGER"
  local never_null = model.null == false or (model.primary_key and not is_rowid)
  if never_null and not (default or value or model.generated or is_rowid) then
    return ("%s '%s' is never NULL, so rows that are there need a value"):format(
      place,
      model.name
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
  local value = request.using(place, given.using)
  if value and model.generated then
    failure.raise(place .. ": a generated column takes no values, so using is of no use")
  end
  return {
    word = "add_column",
    place = place,
    model = model,
    position = request.position(place, options),
    value = value,
    if_not_exists = options.if_not_exists,
    lacks_value = lacking_value(place .. ": the column", model, value),
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
    names = words.names(place .. ": columns", words.list(place .. ": columns", names)),
  }
end

return request
