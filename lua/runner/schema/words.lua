--- Checks of the tables authors write: every key known, every value of its kind.
--
--     words.check("op.create_index: options", given, { unique = "boolean" })
--
-- A mistake is raised with the place it is at, and the nearest known word as a hint.
local alembic = require("runner.schema.alembic")
local expression = require("runner.schema.expression")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local nearest = require("runner.schema.nearest")

local words = {}

--- What a value is, for messages: "a number", "an SQL expression".
function words.describe(value)
  if value == nil then
    return "nothing"
  elseif expression.text(value) then
    return "an SQL expression"
  elseif value == "" then
    return "an empty text"
  elseif type(value) == "string" and value:find("\0", 1, true) then
    return "a text with a zero byte"
  elseif type(value) == "table" and next(value) == nil then
    return "an empty table"
  end
  local kind = type(value)
  return (kind == "string" and "a text") or "a " .. kind
end

--- Can `value` be a name?
function words.is_name(value)
  return identifier.problem(value) == nil
end

-- The kinds: what messages call them, and the test.
local kinds = {
  boolean = {
    "true or false",
    function(value)
      return type(value) == "boolean"
    end,
  },
  name = { "a name", words.is_name },
  names = {
    "a list of names",
    function(value)
      return type(value) == "table" and #value > 0
    end,
  },
  text = {
    "a text",
    function(value)
      return type(value) == "string" and value ~= ""
    end,
  },
  expression = {
    "an SQL text",
    function(value)
      return (expression.any_text(value) or "") ~= ""
    end,
  },
  table = {
    "a table",
    function(value)
      return type(value) == "table"
        and not (getmetatable(value) and expression.text(value))
    end,
  },
  ["function"] = {
    "a function",
    function(value)
      return type(value) == "function"
    end,
  },
  any = {
    "a value",
    function(value)
      return value ~= nil
    end,
  },
}

--- Raise unless `value` is of `kind`; `what` is its full name ("op.x: table name").
function words.expect(what, value, kind)
  local expected = kinds[kind]
  if not expected[2](value) then
    failure.raise(
      ("%s must be %s, not %s"):format(what, expected[1], words.describe(value))
    )
  end
  return value
end

local function is_position(key, positions)
  return math.type(key) == "integer" and key >= 1 and key <= positions
end

--- Is the whole table in order? (Which of several mistakes is named must not depend on
-- the order of `pairs`; so the common case looks, and only the other one sorts.)
local function is_sound(given, shape, positions)
  for key, value in pairs(given) do
    local kind = shape[key]
    local sound
    if kind then
      sound = kinds[kind][2](value)
    else
      sound = math.type(key) == "integer" and key >= 1 and key <= positions
    end
    if not sound then
      return false
    end
  end
  return true
end

--- The keys of a table that are no positions, in a fixed order.
local function other_keys(given, positions)
  local keys = {}
  for key in pairs(given) do
    if not is_position(key, positions) then
      keys[#keys + 1] = key
    end
  end
  table.sort(keys, function(a, b)
    return tostring(a) < tostring(b)
  end)
  return keys
end

--- The keys of `shape`, sorted.
local function known_words(shape)
  local known = {}
  for word in pairs(shape) do
    known[#known + 1] = word
  end
  table.sort(known)
  return known
end

--- "did you mean 'x'?", or all there is.
function words.suggestion(word, known)
  local near = type(word) == "string" and nearest(word, known)
  local ours = alembic[word]
  if ours and nearest(ours, known) == ours then
    return "write " .. ours
  elseif near then
    return ("did you mean '%s'?"):format(near)
  elseif #known > 0 then
    return "known are: " .. table.concat(known, ", ")
  end
  return nil
end

--- "op.create_index has", "op.create_index: options have"
local function having(place)
  local many = place:find("options$") or place:find("columns$") or place:find("words$")
  return place .. (many and " have" or " has")
end

local function fail_position(place, key, given)
  if math.type(key) == "integer" and key > 1 and given[key - 1] == nil then
    failure.raise(
      ("%s nothing at position %d, but a value at position %d"):format(
        having(place),
        key - 1,
        key
      )
    )
  end
  failure.raise(("%s a value too many at position %s"):format(having(place), key))
end

local function fail_unknown(place, key, shape)
  failure.raise(
    ("%s an unknown word '%s'"):format(having(place), tostring(key)),
    words.suggestion(key, known_words(shape))
  )
end

--- How many values a list has, up to the first nil. (`#` may count past a nil, and what
-- stands behind it would be lost without a word.)
function words.count(given)
  local count = 0
  while given[count + 1] ~= nil do
    count = count + 1
  end
  return count
end

--- Check a table: keys of `shape` with values of their kinds, and up to `positions`
-- values without a key (default none). Gives the table back.
function words.check(place, given, shape, positions)
  words.expect(place, given, "table")
  positions = positions or 0
  if is_sound(given, shape, positions) then
    return given
  end
  for _, key in ipairs(other_keys(given, positions)) do
    local kind = shape[key]
    if type(key) == "number" then
      fail_position(place, key, given)
    elseif not kind then
      fail_unknown(place, key, shape)
    end
    words.expect(("%s: %s"):format(place, key), given[key], kind)
  end
  return given
end

--- The same for a list: values without a key, and none missing between them.
function words.list(place, given)
  words.expect(place, given, "table")
  return words.check(place, given, {}, words.count(given))
end

--- The same for options, which may be left out.
function words.options(place, given, shape)
  return given == nil and {} or words.check(place .. ": options", given, shape)
end

--- The names at the positions of a table.
function words.names(place, given)
  local names = {}
  for i, name in ipairs(given) do
    names[i] = words.expect(("%s: name %d"):format(place, i), name, "name")
  end
  if #names == 0 then
    local verb = place:find("columns$") and "name" or "names"
    failure.raise(("%s %s no column"):format(place, verb))
  end
  return names
end

--- A word out of a fixed set, without regard to case ("cascade" gives "CASCADE").
function words.choice(what, value, choices)
  words.expect(what, value, "text")
  local wanted = value:upper():gsub("[%s_]+", " ")
  for _, choice in ipairs(choices) do
    if choice == wanted then
      return choice
    end
  end
  failure.raise(
    ("%s cannot be '%s'"):format(what, value),
    "known are: " .. table.concat(choices, ", "):lower()
  )
end

return words
