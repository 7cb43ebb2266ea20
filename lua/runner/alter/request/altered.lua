--- The request of op.alter_column: the words that say how a column is to become.
--
-- What Alembic wants to know about the column as it is (existing_type and the like) is
-- accepted and not looked at: runner reads the table. Comments on columns are not kept by
-- SQLite, so `comment` is passed over, too.
local fragment = require("runner.schema.fragment")
local column_word = require("runner.schema.column_word")
local request = require("runner.alter.request.column")
local words = require("runner.schema.words")

local shape = {
  name = "name",
  type = "any",
  null = "boolean",
  default = "any",
  collate = "any",
  check = "any",
  unique = "any",
  references = "any",
  generated = "any",
  stored = "boolean",
  autoincrement = "boolean",
  using = "any",
  after = "name",
  before = "name",
  first = "boolean",
  comment = "any",
  existing_type = "any",
  existing_null = "any",
  existing_nullable = "any",
  existing_default = "any",
  existing_server_default = "any",
  existing_autoincrement = "any",
  existing_comment = "any",
}

--- A value that may be false, "none".
local function unless_false(value, check)
  if value == nil or value == false then
    return value
  end
  return check(value)
end

local function is_null(value)
  return type(value) == "userdata" and getmetatable(value) == "db.null"
end

--- The text behind DEFAULT; db.null takes the default away.
local function default(place, value)
  if value == nil then
    return nil
  elseif is_null(value) then
    return false
  end
  return column_word.default(place, value)
end

local function collate(place, value)
  return unless_false(value, function(name)
    return words.expect(place .. ": collate", name, "name")
  end)
end

local function generated(place, value)
  return unless_false(value, function(text)
    return fragment(place .. ": generated", text)
  end)
end

--- For words whose check of runner.schema.column_word knows no false.
local function checked_by(name)
  return function(place, value)
    return unless_false(value, function(some)
      return column_word[name](place, some)
    end)
  end
end

local check, references = checked_by("check"), checked_by("references")
local unique = checked_by("unique")

--- Check the words of op.alter_column. Gives one or two requests: a rename comes first.
return function(place, name, given)
  words.expect(place .. ": the column's name", name, "name")
  local column_place = ("%s '%s'"):format(place, name)
  words.expect(column_place .. ": the words", given, "table")
  words.check(column_place, given, shape)
  local where = request.position(column_place, given)
  local altered = {
    word = "alter_column",
    place = place,
    name = name,
    value = request.using(column_place, given.using),
    given = {
      type = given.type and column_word.type(column_place, given.type),
      null = given.null,
      default = default(column_place, given.default),
      collate = collate(column_place, given.collate),
      check = check(column_place, given.check),
      unique = unique(column_place, given.unique),
      references = references(column_place, given.references),
      generated = generated(column_place, given.generated),
      stored = given.stored,
      autoincrement = given.autoincrement,
      after = where.after,
      before = where.before,
      first = where.first,
    },
  }
  if given.name and given.name ~= name then
    local renamed = request.rename_column(place, name, given.name)
    altered.name = given.name
    return renamed, altered
  end
  return altered
end
