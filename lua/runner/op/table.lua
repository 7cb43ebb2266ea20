--- Operations on whole tables.
local drop = require("runner.op.drop")
local identifier = require("runner.schema.identifier")
local table_words = require("runner.schema.table")
local words = require("runner.schema.words")

local function create_table(db, name, given)
  db:exec(table_words.text(table_words.check("op.create_table", name, given)))
end

local function rename_table(db, name, new_name)
  words.expect("op.rename_table: the table's name", name, "name")
  words.expect("op.rename_table: the new name", new_name, "name")
  db:exec(
    ("ALTER TABLE %s RENAME TO %s"):format(
      identifier.quote(name),
      identifier.quote(new_name)
    )
  )
end

return {
  create_table = { usage = "name, { columns }", most = 2, run = create_table },
  drop_table = drop("table"),
  rename_table = { usage = "name, new_name", most = 2, run = rename_table },
}
