--- Type, nullability, default, collation and expression of a column. Each function takes
-- a definition, a column of it and the checked value, and gives edits and what they do;
-- nothing where the column is so already.
local clause = require("runner.alter.text.clause")
local column_word = require("runner.schema.column_word")
local constraint = require("runner.schema.constraint")
local ddl = require("runner.ddl")
local identifier = require("runner.schema.identifier")
local text = require("runner.alter.text.splice")

local column_type = {}

local function is_kind(kind)
  return function(tree)
    return tree.kind == kind
  end
end

--- The last constraint of a kind behind a column: the one that counts.
local function last_of(column, kind)
  for i = #column.tree.constraints, 1, -1 do
    if column.tree.constraints[i].kind == kind then
      return column.tree.constraints[i]
    end
  end
end

function column_type.type(self, column, wanted, place)
  if self.strict then
    column_word.strict_type(("%s: '%s'"):format(place, column.name), wanted)
  end
  local name, span = column.tree.name_span, column.tree.type_span
  local says = ("type of %s: %s"):format(column.name, wanted == "" and "none" or wanted)
  if column.tree.type == wanted then
    return nil
  elseif wanted == "" then
    return { text.cut(self.text, span) }, says
  elseif span then
    return { { span[1], span[2], wanted } }, says
  end
  return { { name[2] + 1, name[2], " " .. wanted } }, says
end

--- `wanted` true: NULL is allowed.
function column_type.null(self, column, wanted)
  if wanted and column.not_null then
    return clause.remove_behind(self, column, is_kind("not_null")),
      "drop NOT NULL of " .. column.name
  elseif not wanted and not column.not_null then
    local edits = clause.remove_behind(self, column, is_kind("null"))
    table.insert(edits, 1, clause.insert_early(column, "NOT NULL"))
    return edits, "add NOT NULL to " .. column.name
  end
end

--- `wanted`: the text behind DEFAULT, or false for none.
function column_type.default(self, column, wanted)
  local tree = last_of(column, "default")
  if not wanted then
    return tree and clause.remove_behind(self, column, is_kind("default")),
      "drop the default of " .. column.name
  end
  local says = ("default of %s: %s"):format(column.name, wanted)
  if not tree then
    return { clause.append(column, "DEFAULT " .. wanted) }, says
  elseif column.default ~= wanted then
    return { { tree.value[1], tree.value[2], wanted } }, says
  end
end

--- `wanted`: the name of a collation, or false for none.
function column_type.collate(self, column, wanted)
  local tree = last_of(column, "collate")
  if not wanted then
    return tree and clause.remove_behind(self, column, is_kind("collate")),
      "drop the collation of " .. column.name
  end
  local says = ("collation of %s: %s"):format(column.name, wanted)
  local written = "COLLATE " .. identifier.quote(wanted)
  if not tree then
    return { clause.append(column, written) }, says
  elseif identifier.fold(tree.collation) ~= identifier.fold(wanted) then
    written = constraint.named(tree.name, written)
    return { { tree.span[1], tree.span[2], written } }, says
  end
end

-- ---- generated columns

--- `wanted`: the expression, or false for a plain column.
function column_type.generated(self, column, wanted, _, given)
  local tree = last_of(column, "generated")
  if not wanted then
    return tree and clause.remove_behind(self, column, is_kind("generated")),
      column.name .. " is no longer generated"
  end
  local says = ("%s is generated as %s"):format(column.name, wanted)
  if not tree then
    local written = constraint.generated_text(wanted, given.stored)
    return { clause.append(column, written) }, says
  elseif column.generated.text ~= wanted then
    return { { tree.expression[1], tree.expression[2], wanted } }, says
  end
end

--- `wanted`: STORED (true) or VIRTUAL (false).
function column_type.stored(self, column, wanted)
  if not column.generated or column.generated.stored == wanted then
    return nil
  end
  local word, span = wanted and "STORED" or "VIRTUAL", last_of(column, "generated").span
  local tokens = ddl.tokens(self.text, span[1], span[2])
  local last = tokens[#tokens]
  local says = ("%s is %s"):format(column.name, word)
  if last.text == ")" then
    return { { last.last + 1, last.last, " " .. word } }, says
  end
  return { { last.first, last.last, word } }, says
end

return column_type
