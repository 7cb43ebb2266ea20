--- Rows that are older than a column, before its DEFAULT changes.
--
-- ALTER TABLE ADD COLUMN writes no row: the rows that are there end before the new
-- column, and read its DEFAULT from the definition. Another DEFAULT would change what
-- they hold. So they are looked for, with a DEFAULT for a moment that no row holds, and
-- if there are any the column is written into the rows before it changes.
-- https://www.sqlite.org/fileformat2.html#record_format
local catalogue = require("runner.catalogue")
local definition = require("runner.alter.definition")
local dependent = require("runner.alter.dependent")
local identifier = require("runner.schema.identifier")
local model = require("runner.alter.model")

local older_rows = {}

local quote = identifier.quote
local MARK = "x'72756e6e657220736561726368657320" .. "6f6c64657220726f7773'"
local UNDO = {}

--- The definition with another DEFAULT for the column: the last of several counts.
local function marked_text(self, column)
  local last = column.tree.span[2]
  return self.text:sub(1, last) .. " DEFAULT " .. MARK .. self.text:sub(last + 1)
end

--- Is a row older than the column? No index is asked: it holds what the row read before.
local function are_there(db, self, column)
  local found = false
  local form = "SELECT 1 FROM main.%s NOT INDEXED WHERE +%s IS %s LIMIT 1"
  local sql = form:format(quote(self.name), quote(column.name), MARK)
  local _, problem = pcall(db.savepoint, db, function()
    local text = marked_text(self, column)
    catalogue.edit(db, { { type = "table", name = self.name, sql = text } })
    found = #catalogue.rows(db, sql) > 0
    error(UNDO)
  end)
  if problem ~= UNDO then
    error(problem, 0)
  end
  return found
end

--- Write the column into the rows that hold the default, read or written. The values
-- stay, so no trigger is to fire; a text that is written down cannot switch them off.
local function write(db, self, world, column)
  local value = model.older_value(column)
  local name = quote(column.name)
  local form = "UPDATE OR ABORT main.%s SET %s = %s WHERE %s IS ?"
  local sql = form:format(quote(self.name), name, name, name)
  if not catalogue.recording(db) then
    catalogue.without_triggers(db, function()
      catalogue.exec(db, sql, value)
    end)
    return
  end
  dependent.drop_triggers(db, world.triggers)
  catalogue.exec(db, sql, value)
  dependent.create_triggers(db, world.triggers, "main")
end

--- Fill the columns of plan.defaults; the definition is still the old one. The rows of a
-- file that is not there (--sql) are written in any case.
function older_rows.fill(db, alteration, world, plan)
  local self = alteration.old
  for _, name in ipairs(plan.defaults or {}) do
    local column = definition.column(self, name)
    local first = column == self.columns[1] -- no row ends before it
    if not first and (catalogue.recording(db) or are_there(db, self, column)) then
      write(db, self, world, column)
    end
  end
end

return older_rows
