--- Operations on the constraints of tables. As in Alembic the constraint's name comes
-- first, and may be nil: then it has the name that the naming convention gives, or none.
local request = require("runner.alter.request")
local single = require("runner.op.single")

local function named(name, usage, most)
  return single(name, usage, most, request[name], true)
end

return {
  create_check_constraint = named("create_check_constraint", "name, table, condition", 3),
  create_foreign_key = named(
    "create_foreign_key",
    "name, table, referent, { columns } [, { columns } [, options]]",
    6
  ),
  create_primary_key = named(
    "create_primary_key",
    "name, table, { columns } [, options]",
    4
  ),
  create_unique_constraint = named(
    "create_unique_constraint",
    "name, table, { columns }",
    3
  ),
  drop_constraint = named("drop_constraint", "name or nil, table [, options]", 3),
}
