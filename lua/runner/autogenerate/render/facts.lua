--- What a table's definition says, as one text: two definitions with the same text are
-- the same table. Stricter than a comparison of schemas: nothing that SQLite keeps is
-- taken to be the same as anything else, but for spelling, where among the columns or
-- behind them a constraint stands, and what holds anyway (ON CONFLICT ABORT, NO ACTION,
-- MATCH SIMPLE, DEFAULT NULL).
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")
local literal = require("runner.schema.literal")

local quote, fold = identifier.quote, identifier.fold

--- An SQL expression in one spelling.
local function normal(text)
  return text and ddl.normalise(text) or ""
end

local constants = {
  NULL = true,
  TRUE = true,
  FALSE = true,
  CURRENT_DATE = true,
  CURRENT_TIME = true,
  CURRENT_TIMESTAMP = true,
}

--- A name as a default is the text of it: DEFAULT "new", DEFAULT new.
local function named_default(text)
  local tokens = ddl.tokens(text)
  local token = #tokens == 1 and tokens[1]
  local is_text = token
    and (
      token.kind == "name"
      or (token.kind == "word" and not constants[token.text:upper()])
    )
  return is_text and token.name or nil
end

--- A default without parentheses around all of it, which make no difference; nothing for
-- NULL, which is the default anyway.
local function default_text(text)
  local name = text and named_default(text)
  local plain = name and literal(name) or normal(text)
  local inner = plain:match("^%((.*)%)$")
  if inner and plain:find("^%b()$") and not plain:find("['\"]") then
    return default_text(inner)
  end
  return plain ~= "NULL" and plain or ""
end

local function conflict_text(word)
  return word and word ~= "ABORT" and word or ""
end

local function name_text(name)
  return name and "CONSTRAINT " .. quote(fold(name)) .. " " or ""
end

local function key_text(key)
  local parts = {}
  for i, column in ipairs(key.columns) do
    parts[i] = table.concat({
      fold(column.name),
      fold(column.collation),
      column.order == "DESC" and "DESC" or "",
    }, "/")
  end
  local columns = table.concat(parts, ",")
  return table.concat({ name_text(key.name), columns, conflict_text(key.conflict) }, " ")
end

local function check_text(check)
  local condition = normal(check.text)
  local conflict = conflict_text(check.conflict)
  return table.concat({ name_text(check.name), condition, conflict }, " ")
end

--- Only this is deferred: https://www.sqlite.org/foreignkeys.html#fk_deferred
local function is_deferred(key)
  return key.deferrable == "DEFERRABLE INITIALLY DEFERRED"
end

--- What a foreign key does, nil if nothing.
local function action(text)
  return text ~= "NO ACTION" and text or nil
end

local function foreign_key_text(key)
  return table.concat({
    name_text(key.name),
    fold(table.concat(key.columns, ",")),
    fold(key.table),
    fold(table.concat(key.parents, ",")),
    action(key.on_delete) or "",
    action(key.on_update) or "",
    key.match ~= "SIMPLE" and key.match or "",
    tostring(is_deferred(key)),
  }, "|")
end

local function column_text(column)
  local generated = column.generated
  return table.concat({
    column.name,
    column.type,
    tostring(column.not_null),
    conflict_text(column.not_null_conflict),
    default_text(column.default),
    fold(column.collation),
    generated and normal(generated.text) .. tostring(generated.stored) or "",
  }, "|")
end

local function texts(list, text)
  local lines = {}
  for i, item in ipairs(list) do
    lines[i] = text(item)
  end
  return lines
end

local function sorted(list, text)
  local lines = texts(list, text)
  table.sort(lines)
  return table.concat(lines, "\n")
end

local function primary_key_text(key)
  return key and key_text(key) .. tostring(key.autoincrement) .. tostring(key.rowid) or ""
end

return {
  named_default = named_default,
  is_deferred = is_deferred,
  action = action,
  of = function(definition)
    return table.concat({
      definition.name,
      table.concat(texts(definition.columns, column_text), "\n"),
      primary_key_text(definition.primary_key),
      sorted(definition.uniques, key_text),
      sorted(definition.checks, check_text),
      sorted(definition.foreign_keys, foreign_key_text),
      tostring(definition.strict),
      tostring(definition.without_rowid),
    }, "\n\n")
  end,
}
