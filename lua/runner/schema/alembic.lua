--- Words of Alembic that have another name here: people write them out of habit.
return {
  insert_after = "after",
  insert_before = "before",
  new_column_name = "name",
  nullable = "null",
  ondelete = "on_delete",
  onupdate = "on_update",
  postgresql_using = "using",
  postgresql_where = "where",
  server_default = "default",
  sqlite_autoincrement = "autoincrement",
  sqlite_strict = "strict",
  sqlite_where = "where",
  type_ = "type",
  -- operations
  batch_alter_table = "alter_table",
}
