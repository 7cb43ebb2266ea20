--- No renames, as runner.autogenerate.rename.spelled has them.
return {
  tables = {},
  columns = {},
  steps = { tables = {}, columns = {} },
  displaced = {},
  spare = {},
}
