--- Another primary key, in place of the one a table has, if it has one.
--
-- A key of one column without a name is written behind the column, others as constraints
-- of the table. Its columns become NOT NULL, as in op.create_table, unless they are the
-- rowid or `null` is true: SQLite itself would allow NULL in a key.
local clause = require("runner.alter.text.clause")
local constraint = require("runner.schema.constraint")
local create = require("runner.alter.change.create_constraint")
local definition = require("runner.alter.definition")
local failure = require("runner.failure")
local find = require("runner.alter.text.find")
local text = require("runner.alter.text.splice")

local function without_key(self)
  local key = self.primary_key
  return key and definition.read(clause.without(self, { key })) or self
end

local function not_null_edits(columns)
  local edits = {}
  for _, column in ipairs(columns) do
    if not column.not_null then
      edits[#edits + 1] = clause.insert_early(column, "NOT NULL")
    end
  end
  return edits
end

local function key_edits(self, columns, model)
  if #columns == 1 and not model.name then
    local written = "PRIMARY KEY" .. (model.autoincrement and " AUTOINCREMENT" or "")
    return { clause.insert_early(columns[1], written) }
  end
  local written = constraint.primary_key_text(model)
  if model.autoincrement then
    written = written:gsub("%)$", " AUTOINCREMENT)")
  end
  return clause.add_item(self, written, true)
end

local function check(self, place, columns, model)
  local alone = #columns == 1 and columns[1].type:upper() == "INTEGER"
  if model.autoincrement and (not alone or self.without_rowid) then
    failure.raise(
      place .. ": autoincrement needs a key of one column of type INTEGER, and a rowid"
    )
  end
  for _, column in ipairs(columns) do
    if column.generated then
      failure.raise(
        ("%s: '%s' is generated, so it cannot be in the primary key"):format(
          place,
          column.name
        )
      )
    end
  end
  return alone and not self.without_rowid
end

--- `model`: { columns, name, autoincrement, null }.
return function(self, place, model)
  local bare = without_key(self)
  create.check_name(bare, place, model.name)
  local columns = find.columns(bare, place, model.columns)
  local is_rowid = check(bare, place, columns, model)
  local edits = {}
  if not (model.null or is_rowid or bare.without_rowid) then
    edits = not_null_edits(columns)
  end
  for _, edit in ipairs(key_edits(bare, columns, model)) do
    edits[#edits + 1] = edit
  end
  return {
    text = text.splice(bare.text, edits),
    says = { "primary key becomes " .. constraint.primary_key_text(model) },
  }
end
