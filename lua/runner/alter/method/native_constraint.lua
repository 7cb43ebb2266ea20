--- Constraints that a newer SQLite's ALTER TABLE changes itself, and the statements.
--
-- https://www.sqlite.org/lang_altertable.html (since 3.53): SET and DROP NOT NULL, DROP
-- CONSTRAINT of a named CHECK. ADD CONSTRAINT is left out: it refuses rows for which the
-- condition is NULL, and those are sound.
local ddl = require("runner.ddl")
local definition = require("runner.alter.definition")
local identifier = require("runner.schema.identifier")

local native_constraint = {}

-- The clause for an item of runner.alter.difference, or nil.
local clauses = {
  not_null_added = function(item)
    local new = item.new
    local conflict = new.not_null_conflict
    return new.not_null
      and ("ALTER COLUMN %s SET NOT NULL%s"):format(
        identifier.quote(new.name),
        conflict and " ON CONFLICT " .. conflict or ""
      )
  end,
  not_null_dropped = function(item)
    return ("ALTER COLUMN %s DROP NOT NULL"):format(identifier.quote(item.new.name))
  end,
  check_dropped = function(item)
    local name = item.old.name
    return name and "DROP CONSTRAINT " .. identifier.quote(name)
  end,
}

--- A definition's parts without NOT NULL and without some constraints, as one text.
local function rest(self, without)
  local list = {}
  local function add(constraint)
    if not without[constraint] and constraint.kind ~= "not_null" then
      list[#list + 1] = ddl.normalise(definition.part(self, constraint.span))
    end
  end
  for _, column in ipairs(self.columns) do
    list[#list + 1] = column.key .. " " .. column.type:upper()
    for _, constraint in ipairs(column.tree.constraints) do
      add(constraint)
    end
  end
  for _, constraint in ipairs(self.tree.constraints) do
    add(constraint)
  end
  list[#list + 1] = tostring(self.strict) .. " " .. tostring(self.without_rowid)
  return table.concat(list, "\n")
end

--- The statements if they make all of the difference, or nil.
function native_constraint.statements(facts)
  local statements, gone = {}, {}
  for i, item in ipairs(facts.items) do
    local clause = clauses[item.kind] and clauses[item.kind](item)
    if not clause then
      return nil
    end
    statements[i] =
      ("ALTER TABLE %s %s"):format(identifier.quote(facts.old.name), clause)
    if item.kind == "check_dropped" then
      gone[item.old.tree] = true
    end
  end
  local same = #statements > 0 and rest(facts.old, gone) == rest(facts.new, {})
  return same and statements or nil
end

return native_constraint
