--- Operations on single columns. Several changes of one table are better gathered in
-- op.alter_table, which goes over the rows once at the most.
local request = require("runner.alter.request")
local single = require("runner.op.single")

return {
  add_column = single(
    "add_column",
    "table, { name, type, ... } [, options]",
    3,
    request.add_column
  ),
  alter_column = single(
    "alter_column",
    "table, column, { words }",
    3,
    request.alter_column
  ),
  drop_column = single(
    "drop_column",
    "table, column [, { if_exists = true }]",
    3,
    request.drop_column
  ),
  rename_column = single(
    "rename_column",
    "table, column, new_name",
    3,
    request.rename_column
  ),
}
