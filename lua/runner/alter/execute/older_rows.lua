--- Rows that are older than a column, before its DEFAULT changes.
--
-- ALTER TABLE ADD COLUMN writes no row: the rows that are there end before the new
-- column, and read its DEFAULT from the definition. Another DEFAULT would change what
-- they hold. So they are looked for, with a DEFAULT for a moment that no row holds, and
-- if there are any the column is written into the rows before it changes.
-- https://www.sqlite.org/fileformat2.html#record_format
--
-- Most columns need no look. SQLite cannot add one that is stored and generated or part
-- of the primary key. It puts a comma and one space in front of a column it adds, and
-- nothing behind it, whatever the statement looked like. So a column on a line of its own
-- in a table whose ")" stands on another was there from the start, and so were all before
-- it. (Both are needed: where a virtual column is dropped, which writes no row, the one
-- behind takes its place and what stands before that.) Edits of the text keep these marks
-- (`marked`).
local catalogue = require("runner.catalogue")
local definition = require("runner.alter.definition")
local dependent = require("runner.alter.execute.dependent")
local identifier = require("runner.schema.identifier")
local key = require("runner.alter.key")
local model = require("runner.alter.model")
local text = require("runner.alter.text.splice")

local older_rows = {}

local quote = identifier.quote
local MARK = ", "
local NEVER = "x'72756e6e6572207365617263686573206f6c64657220726f7773'"
local UNDO = {}

-- ---- which columns

--- Does it begin as the columns do that SQLite adds?
local function has_mark(self, column)
  local first = column.tree.name_span[1]
  return self.text:sub(first - #MARK, first - 1) == MARK
end

--- Where the last column ends and where the ")" is, if there is only space between: then
-- SQLite has not added the last column.
local function space_at_end(self)
  local last, stop = self.columns[#self.columns].tree.span[2], self.tree.body[2]
  local is_space = self.text:sub(last + 1, stop - 1):find("^%s+$")
  return #self.tree.constraints == 0 and is_space and { last + 1, stop - 1 } or nil
end

local function can_be_added(self, column)
  return not (column.generated and column.generated.stored)
    and not key.in_primary(self, column)
end

--- The columns at the end that SQLite may have added, by key; `all_marked`: only those
-- that begin as such.
local function added_columns(self, all_marked)
  local found = {}
  for i = #self.columns, 2, -1 do
    local column = self.columns[i]
    local is_marked = has_mark(self, column) or not (all_marked or space_at_end(self))
    if not (is_marked and can_be_added(self, column)) then
      break
    end
    found[column.key] = true
  end
  return found
end

--- What stands between a column and the one before it, with the mark at its end; comments
-- stay.
local function marked_gap(self, before, column)
  local first, last = before.tree.span[2] + 1, column.tree.name_span[1] - 1
  local parts = {}
  for _, piece in ipairs(text.pieces(self.text, first, last)) do
    if piece.kind == "line" or piece.kind == "block" then
      parts[#parts + 1] = " " .. self.text:sub(piece.first, piece.last)
    end
  end
  return { first, last, table.concat(parts) .. MARK }
end

--- May the ")" stand on a line of its own though columns were added? If no virtual column
-- is before one of them, nothing can take their marks away but what writes all rows.
-- Those without a mark have to be there from the start: `old` tells.
local function keeps_space(old, new, added)
  for i = 2, #new.columns do
    local before = new.columns[i - 1].generated
    if added[new.columns[i].key] and before and not before.stored then
      return false
    end
  end
  return space_at_end(old) ~= nil
end

--- The edits that give the columns of `added` their marks in `new`.
local function marking(new, added)
  local edits = {}
  for i, column in ipairs(new.columns) do
    if i > 1 and added[column.key] and not has_mark(new, column) then
      edits[#edits + 1] = marked_gap(new, new.columns[i - 1], column)
    end
  end
  return edits
end

--- `new` with the mark at every column that has it in the file's definition `current`,
-- and no more space at its end than there is, unless that is safe: `old` is nil, or what
-- the definition was before columns were added.
function older_rows.marked(current, new, old)
  local added = added_columns(current, true)
  local edits = marking(new, added)
  local space = not space_at_end(current) and space_at_end(new)
  if space and not (old and keeps_space(old, new, added)) then
    edits[#edits + 1] = { space[1], space[2], "" }
  end
  return #edits > 0 and definition.read(text.splice(new.text, edits)) or new
end

-- ---- the rows

--- The definition with another DEFAULT for the column: the last of several counts.
local function with_default(self, column, default)
  local last = column.tree.span[2]
  return text.splice(self.text, { { last + 1, last, " DEFAULT " .. default } })
end

--- Is a row older than the column? No index is asked: it holds what the row read before.
local function are_there(db, self, column)
  local found = false
  local form = "SELECT 1 FROM main.%s NOT INDEXED WHERE +%s IS %s LIMIT 1"
  local sql = form:format(quote(self.name), quote(column.name), NEVER)
  local _, problem = pcall(db.savepoint, db, function()
    local changed = with_default(self, column, NEVER)
    catalogue.edit(db, { { type = "table", name = self.name, sql = changed } })
    found = #catalogue.rows(db, sql) > 0
    error(UNDO)
  end)
  if problem ~= UNDO then
    error(problem, 0)
  end
  return found
end

--- Write the column into the rows that hold the default, read or written. The values
-- stay, so no trigger is to fire.
local function write(db, self, world, column)
  local value = model.older_value(column)
  local name = quote(column.name)
  local form = "UPDATE OR ABORT main.%s SET %s = %s WHERE %s IS ?"
  local sql = form:format(quote(self.name), name, name, name)
  dependent.without_triggers(db, world, function()
    catalogue.exec(db, sql, value)
  end)
end

--- The columns of plan.defaults that rows may be older than.
function older_rows.columns(alteration, plan)
  local added, columns = added_columns(alteration.old), {}
  for _, name in ipairs(plan.defaults or {}) do
    local column = definition.column(alteration.old, name)
    columns[#columns + 1] = added[column.key] and column or nil
  end
  return columns
end

--- Fill the columns of plan.defaults; the definition is still the old one. The rows of a
-- file that is not there (--sql) are written in any case.
function older_rows.fill(db, alteration, world, plan)
  for _, column in ipairs(older_rows.columns(alteration, plan)) do
    if catalogue.recording(db) or are_there(db, alteration.old, column) then
      write(db, alteration.old, world, column)
    end
  end
end

--- The last column with values of its own that may be older in one definition, and is not
-- in the other. Whoever lacks one column lacks those behind it, too.
local function last_unmarked(old, new)
  local before, after = added_columns(old), added_columns(new)
  for i = #old.columns, 1, -1 do
    local column = old.columns[i]
    if before[column.key] and not (after[column.key] or column.generated) then
      return column
    end
  end
end

--- Before the definition `old` becomes `new`, which has the same columns: rows that are
-- older than a column that has no mark any longer are written anew, which completes them.
function older_rows.complete(db, old, new, world)
  local column = last_unmarked(old, new)
  if column and (catalogue.recording(db) or are_there(db, old, column)) then
    write(db, old, world, column)
  end
end

return older_rows
