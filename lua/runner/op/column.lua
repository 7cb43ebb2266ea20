--- Operations on columns, as far as SQLite's ALTER TABLE goes.
--
-- https://www.sqlite.org/lang_altertable.html#alter_table_add_column lists what it cannot
-- add. Some of that it takes while a table has no rows; here it is refused always, so
-- that a revision that works on an empty database also works on a full one.
local column = require("runner.schema.column")
local failure = require("runner.failure")
local identifier = require("runner.schema.identifier")
local words = require("runner.schema.words")

local place = "op.add_column"

--- Is this default the same for every row? CURRENT_TIME and expressions are not.
local function is_constant(default)
  return not default:find("^%(") and not default:upper():find("^CURRENT_")
end

-- What a new column cannot do, when that is so, and what to do instead.
local obstacles = {
  {
    "be the primary key",
    "write it in op.create_table",
    function(self)
      return self.primary_key
    end,
  },
  {
    "be unique",
    "add it without unique, then op.create_index with unique = true",
    function(self)
      return self.unique
    end,
  },
  {
    "be generated and stored",
    "leave out stored = true",
    function(self)
      return self.stored
    end,
  },
  {
    "have a default that is computed",
    "add it without default, then fill it",
    function(self)
      return self.default and not is_constant(self.default)
    end,
  },
  {
    "be null = false without a default that is not NULL",
    "give it a default",
    function(self)
      local value = self.generated or self.default or "NULL"
      return self.null == false and value == "NULL"
    end,
  },
  {
    "have both references and a default",
    "add it without default, then fill it",
    function(self)
      return self.references and (self.default or "NULL") ~= "NULL"
    end,
  },
}

--- Raise if SQLite cannot add this column.
local function check_obstacles(table_name, checked)
  for _, obstacle in ipairs(obstacles) do
    local what, hint, applies = table.unpack(obstacle)
    if applies(checked) then
      failure.raise(
        ("%s: SQLite cannot add '%s' to '%s': a new column cannot %s"):format(
          place,
          checked.name,
          table_name,
          what
        ),
        hint
      )
    end
  end
end

local function add_column(db, table_name, given)
  words.expect(place .. ": the table's name", table_name, "name")
  local checked = column.check(place .. ": the column", given)
  check_obstacles(table_name, checked)
  db:exec(
    ("ALTER TABLE %s ADD COLUMN %s"):format(
      identifier.quote(table_name),
      column.text(checked)
    )
  )
end

local function drop_column(db, table_name, name)
  words.expect("op.drop_column: the table's name", table_name, "name")
  words.expect("op.drop_column: the column's name", name, "name")
  db:exec(
    ("ALTER TABLE %s DROP COLUMN %s"):format(
      identifier.quote(table_name),
      identifier.quote(name)
    )
  )
end

local function rename_column(db, table_name, name, new_name)
  words.expect("op.rename_column: the table's name", table_name, "name")
  words.expect("op.rename_column: the column's name", name, "name")
  words.expect("op.rename_column: the new name", new_name, "name")
  db:exec(
    ("ALTER TABLE %s RENAME COLUMN %s TO %s"):format(
      identifier.quote(table_name),
      identifier.quote(name),
      identifier.quote(new_name)
    )
  )
end

return {
  add_column = { usage = "table, { name, type, ... }", most = 2, run = add_column },
  drop_column = { usage = "table, column", most = 2, run = drop_column },
  rename_column = { usage = "table, column, new_name", most = 3, run = rename_column },
}
