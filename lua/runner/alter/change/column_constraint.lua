--- CHECK, UNIQUE, REFERENCES and AUTOINCREMENT of a column. Each function takes a
-- definition, a column of it and the checked value, and gives edits and what they do;
-- nothing where the column is so already.
--
-- UNIQUE and a foreign key of this column only may also stand as constraints of the
-- table; there is no difference in meaning, so there is none here.
local clause = require("runner.alter.text.clause")
local constraint = require("runner.schema.constraint")
local constraints = require("runner.alter.text.constraints")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local text = require("runner.alter.text.splice")

local column_constraint = {}

--- The constraints of a kind that are about this column only.
local function of_column(self, column, kind)
  local wanted = { kind = kind, columns = { column.name } }
  if kind == "check" then
    wanted.columns = nil
  end
  local found = {}
  for _, item in ipairs(constraints.matching(constraints.list(self), wanted)) do
    if kind ~= "check" or item.column == column then
      found[#found + 1] = item
    end
  end
  return found
end

--- The one constraint that is meant, or nil if there is none.
local function only(place, column, found)
  if #found > 1 then
    failure.raise(
      ("%s: '%s' has several: %s"):format(place, column.name, constraints.texts(found)),
      "drop the one that is meant with drop_constraint"
    )
  end
  return found[1]
end

--- The name of a constraint: the one given, the one it has, or for a new one the name by
-- convention.
local function name_for(kind, wanted, item, given)
  if wanted.name or item then
    return wanted.name or item.name
  end
  return given.names and given.names[kind]
end

--- The text without the constraints found; nil if there are none.
local function without(self, found, says)
  if #found == 0 then
    return nil
  end
  return clause.without(self, found), says
end

--- `wanted`: { text, name }, or false for none.
function column_constraint.check(self, column, wanted, place, given)
  local found = of_column(self, column, "check")
  local item = only(place .. ": check", column, found)
  if not wanted then
    return without(self, found, "drop the check of " .. column.name)
  end
  local says = ("check of %s: %s"):format(column.name, wanted.text)
  local name = name_for("check", wanted, item, given)
  local written = constraint.check_text({ text = wanted.text, name = name })
  if not item then
    return { clause.append(column, written) }, says
  end
  return { { item.tree.span[1], item.tree.span[2], written } }, says
end

--- `wanted`: { name }, or false for none.
function column_constraint.unique(self, column, wanted, place, given)
  local found = of_column(self, column, "unique")
  if not wanted then
    return without(self, found, "drop UNIQUE of " .. column.name)
  elseif #found == 0 then
    local written =
      constraint.named(name_for("unique", wanted, nil, given), "UNIQUE")
    return { clause.append(column, written) }, "add UNIQUE to " .. column.name
  elseif not wanted.name then
    return nil
  end
  local item = only(place .. ": unique", column, found)
  if item.name and identifier.fold(item.name) == identifier.fold(wanted.name) then
    return nil
  end
  return clause.rename(item.tree, wanted.name),
    ("name of UNIQUE of %s: %s"):format(column.name, wanted.name)
end

--- `wanted`: a reference of runner.schema.constraint, or false for none.
function column_constraint.references(self, column, wanted, place, given)
  local found = of_column(self, column, "foreign_key")
  if not wanted then
    return without(self, found, column.name .. " references nothing")
  end
  local says = ("%s references %s"):format(column.name, wanted.table)
  local item = only(place .. ": references", column, found)
  local name = name_for("foreign_key", wanted, item, given)
  local written = constraint.named(name, constraint.references_text(wanted))
  if not item then
    return { clause.append(column, written) }, says
  elseif not item.column then
    local key = { columns = { column.name }, reference = wanted, name = name }
    written = constraint.foreign_key_text(key)
  end
  local deferring = item.column and clause.deferring(column, item.tree) or {}
  local edits = clause.remove_behind(self, column, function(tree)
    return deferring[tree]
  end)
  edits[#edits + 1] = { item.tree.span[1], item.tree.span[2], written }
  return edits, says
end

function column_constraint.autoincrement(self, column, wanted, place)
  local key = self.primary_key
  local is_key = key and identifier.fold(key.columns[1].name) == column.key
  if wanted and not (is_key and key.rowid) then
    failure.raise(
      ("%s: autoincrement needs INTEGER PRIMARY KEY, which '%s' is not"):format(
        place,
        column.name
      )
    )
  elseif not is_key or key.autoincrement == wanted then
    return nil -- a key that is no rowid any more loses the word all the same
  elseif not wanted then
    return { text.cut(self.text, key.tree.autoincrement_span) },
      "no AUTOINCREMENT of " .. column.name
  end
  local behind = (key.column and key.tree or key.tree.columns[1]).span[2]
  return { { behind + 1, behind, " AUTOINCREMENT" } }, "AUTOINCREMENT of " .. column.name
end

return column_constraint
