--- What parts of tables mean: texts to compare them by, for runner.alter.difference.
--
--     difference.of(alteration, meaning.of(have, want, old, new))
--
-- Counted as no difference, since SQLite does the same with it: spelling of SQL (see
-- runner.schema.meaning); case and spaces of a type; DEFAULT NULL; ON CONFLICT ABORT, and
-- any conflict clause of a CHECK; NO ACTION; each deferrability that does not defer;
-- MATCH; a primary key that is named by REFERENCES, or meant by naming none.
-- Counted as one: the declared type also where the affinity is the same, because programs
-- read it; and the name of a constraint, by which it is dropped and reported.
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")
local key = require("runner.alter.key")
local sql_meaning = require("runner.schema.meaning")

local meaning = {}

--- Names that every table with rowids has.
meaning.rowid = { rowid = true, oid = true, _rowid_ = true }

--- "varchar ( 10,2 )" -> "VARCHAR(10,2)"
local function type_meaning(text)
  text = text:upper():gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")
  return (text:gsub(" ?([(),]) ?", "%1"))
end
meaning.type = type_meaning

local constants = { NULL = "NULL", TRUE = "1", FALSE = "0" }
constants.CURRENT_DATE, constants.CURRENT_TIME = "CURRENT_DATE", "CURRENT_TIME"
constants.CURRENT_TIMESTAMP = "CURRENT_TIMESTAMP"

--- A number however it is written, but 1 is not 1.0: a column without a type keeps both.
local function number_meaning(text)
  local number = tonumber((text:gsub("^%- ", "-")))
  if not number then
    return nil
  end
  return (math.type(number) == "integer" and "%d" or "%.17g real"):format(number)
end

--- A word behind DEFAULT is a text, whatever its quotes.
-- https://www.sqlite.org/syntax/column-constraint.html
local function default_meaning(text)
  text = text or "NULL"
  local is_whole, tokens = pcall(ddl.tokens, text)
  local only = is_whole and #tokens == 1 and tokens[1]
  if only and only.name then
    local constant = only.kind == "word" and constants[only.text:upper()]
    return constant or "'" .. only.name:gsub("'", "''") .. "'"
  end
  local plain = sql_meaning(text):gsub("^%+ ", "")
  return constants[plain] or number_meaning(plain) or plain
end
meaning.default = default_meaning

local function folded(names)
  local list = {}
  for i, name in ipairs(names) do
    list[i] = identifier.quote(identifier.fold(name))
  end
  return table.concat(list, ",")
end

--- The name of a constraint and what it does in a conflict.
local function trimmings(constraint)
  local name = constraint.name and identifier.fold(constraint.name) or ""
  local conflict = constraint.conflict
  return (" /%s/%s"):format(name, conflict ~= "ABORT" and conflict or "")
end

--- The collation that a key names for its i-th column, unless the column has it anyway.
local function own_collation(definition, constraint, i)
  local named = not constraint.column and constraint.tree.columns[i].collation
  local known = definition.by_key[identifier.fold(constraint.columns[i].name)]
  local is_own = named and not (known and named:upper() == known.collation:upper())
  return is_own and named:upper() or ""
end

local function key_meaning(definition, constraint)
  local parts = {}
  for i, member in ipairs(constraint.columns) do
    parts[i] = ("%s %s %s"):format(
      folded({ member.name }),
      own_collation(definition, constraint, i),
      member.order == "DESC" and "DESC" or ""
    )
  end
  return table.concat(parts, ",") .. trimmings(constraint)
end

local function check_meaning(check, columns)
  local name = check.name and identifier.fold(check.name) or ""
  return ("%s /%s"):format(sql_meaning(check.text, columns), name)
end

--- Do two primary keys mean the same, with their names and conflict clauses?
local function same_key(definitions, old, new)
  if not old or not new then
    return old == new
  elseif old.rowid or new.rowid then
    return key.same(old, new) and trimmings(old) == trimmings(new)
  end
  return key_meaning(definitions.old, old) == key_meaning(definitions.new, new)
end

-- ---- foreign keys

local function parent_columns(have, want, foreign_key)
  local parent_key = identifier.fold(foreign_key.table)
  local parent = want.tables[parent_key] or have.tables[parent_key]
  local primary = parent and parent.definition.primary_key
  if #foreign_key.parents > 0 or not primary then
    return foreign_key.parents
  end
  return identifier.names(primary.columns)
end

local function action(word)
  return word ~= "NO ACTION" and word or ""
end

--- Is it checked at COMMIT? https://www.sqlite.org/foreignkeys.html#fk_deferred
function meaning.is_deferred(foreign_key)
  local text = foreign_key.deferrable
  return text ~= nil
    and not text:find("^NOT ")
    and text:find("INITIALLY DEFERRED", 1, true) ~= nil
end

local function foreign_key_meaning(have, want, foreign_key)
  return table.concat({
    folded(foreign_key.columns),
    folded({ foreign_key.table }),
    folded(parent_columns(have, want, foreign_key)),
    action(foreign_key.on_delete),
    action(foreign_key.on_update),
    meaning.is_deferred(foreign_key) and "deferred" or "",
    foreign_key.name and identifier.fold(foreign_key.name) or "",
  }, " / ")
end

--- The functions that runner.alter.difference compares definitions by. The parents of
-- foreign keys are those that there shall be: a key that names no columns of its parent
-- leads to the new primary key when the parent has got one. Only a parent that goes is
-- looked at as it is.
function meaning.of(have, want, old, new)
  local definitions = { old = old, new = new }
  local function columns(name)
    return old.by_key[name] or new.by_key[name] or meaning.rowid[name]
  end
  return {
    expression = function(text)
      return sql_meaning(text, columns)
    end,
    default = default_meaning,
    type = type_meaning,
    check = function(check)
      return check_meaning(check, columns)
    end,
    unique = function(unique, side)
      return key_meaning(definitions[side], unique)
    end,
    same_key = function(old_key, new_key)
      return same_key(definitions, old_key, new_key)
    end,
    foreign_key = function(foreign_key)
      return foreign_key_meaning(have, want, foreign_key)
    end,
  }
end

return meaning
