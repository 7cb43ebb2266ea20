--- What each kind of proof asks for, in SQL and in words.
--
-- A demand has: condition (SQL that is true for rows in the way; nil if none can be),
-- values (SQL to show of them), claim (what cannot be), fault (what a row does, what rows
-- do), holds (what a text written down says when it stops), hint (nil: the
-- SELECT that finds the rows).
local ddl = require("runner.ddl")
local definition = require("runner.alter.definition")
local identifier = require("runner.schema.identifier")
local key = require("runner.alter.proof.key")
local rows = require("runner.alter.proof.rows")
local value = require("runner.alter.proof.value")

local quote = identifier.quote
local GIVE = 'give its new value with using = sql"..."'

local demands = {}

function demands.not_null(item, alteration)
  local name = quote(item.column)
  local table_name = alteration.old.name
  return {
    condition = (item.value and rows.wrap(item.value) or name) .. " IS NULL",
    values = {},
    claim = ("'%s' of '%s' cannot be NOT NULL"):format(item.column, table_name),
    fault = item.value and { "would hold NULL", "would hold NULL" }
      or { "holds NULL", "hold NULL" },
    holds = ("'%s' of '%s' holds no NULL"):format(item.column, table_name),
    hint = GIVE .. ", or fill these rows first",
  }
end

--- The columns that the text of a condition speaks of, quoted.
local function columns_in(self, text)
  local list, seen = {}, {}
  for _, token in ipairs(ddl.tokens(text)) do
    local column = token.name and definition.column(self, token.name)
    if column and not seen[column] and #list < 3 then
      seen[column] = true
      list[#list + 1] = quote(column.name)
    end
  end
  return list
end

function demands.check(item, alteration)
  local name = item.name and ("the CHECK '%s'"):format(item.name)
    or ("CHECK (%s)"):format(item.text)
  local table_name = alteration.old.name
  return {
    condition = "NOT " .. rows.wrap(item.text),
    values = columns_in(alteration.old, item.text),
    claim = ("'%s' cannot have %s"):format(table_name, name),
    fault = { "contradicts it", "contradict it" },
    holds = ("the rows of '%s' fit %s"):format(table_name, name),
  }
end

function demands.convert(item, alteration)
  local name = quote(item.column)
  local table_name = alteration.old.name
  return {
    condition = value.lost(name, item.to),
    values = { name },
    claim = ("'%s' of '%s' cannot become %s"):format(item.column, table_name, item.type),
    fault = { "holds what would not stay the same", "hold what would not stay the same" },
    holds = ("the values of '%s' in '%s' stay the same"):format(item.column, table_name),
    hint = GIVE .. ", or a Lua function that converts",
  }
end

function demands.strict(item, alteration)
  local name = quote(item.column)
  local table_name = alteration.old.name
  return {
    condition = value.refused(name, item.type),
    values = { name },
    claim = ("'%s' of '%s' cannot be %s strictly"):format(
      item.column,
      table_name,
      item.type
    ),
    fault = { "holds something else", "hold something else" },
    holds = ("'%s' of '%s' holds %s only"):format(item.column, table_name, item.type),
    hint = GIVE,
  }
end

function demands.foreign_key(item, alteration, db, world)
  local foreign_key = alteration.new.foreign_keys[item.position]
  local nowhere = key.leads_nowhere(db, alteration, foreign_key)
  local parents = not nowhere
      and key.parent_columns(db, alteration, world, foreign_key)
    or nil
  local name = key.foreign_key_name(alteration, foreign_key)
  local values = {}
  for i, column in ipairs(foreign_key.columns) do
    values[i] = quote(column)
  end
  return {
    condition = (nowhere or parents) and key.orphan(alteration, foreign_key, parents)
      or nil,
    values = values,
    claim = name .. " cannot hold",
    fault = { "leads to no row there", "lead to no row there" },
    holds = name .. " holds",
  }
end

return demands
