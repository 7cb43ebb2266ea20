/* Copying a schema row by row of sqlite_schema.
**
** A definition that is read from the file is parsed more kindly than the same text as a
** statement, so the texts are not executed. Each table and index gets a placeholder, which
** has a root page of its own, and then the row of the placeholder is given the type, names
** and text of the original. https://www.sqlite.org/fileformat2.html section 2.6
**
** Virtual tables are the exception: what their modules keep must not be empty.
*/
#include "sqlite/schema_copy.h"

#include "base/memory.h"
#include "sqlite/connection_state.h"

#include <string.h>

/* Tables and indexes first, in their order: an index must find its table, and an
** automatic one the table's constraint. Shadow tables come with their virtual table. */
static const char list_objects[] =
    "WITH known AS MATERIALIZED"
    " (SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main') "
    "SELECT s.type, s.name, s.tbl_name, s.sql, s.rootpage <> 0,"
    " s.type = 'index' OR ifnull(k.wr, 0) <> 0, k.type IS 'virtual' "
    "FROM main.sqlite_schema AS s"
    " LEFT JOIN known AS k ON s.type = 'table' AND k.name = s.name "
    "WHERE k.type IS NOT 'shadow' "
    "AND s.tbl_name NOT IN (SELECT name FROM known WHERE type = 'shadow') "
    "ORDER BY 5 DESC, s.rowid";
enum { TYPE, NAME, TABLE, TEXT, ROOTED, KEYED, VIRTUAL };

/* ---- one row ---- */

/* Hand column `column` of the row to parameter `index`; NULL stays NULL. */
static runner_status pass_text(struct statement *row, int column,
                               struct statement *statement, int index,
                               struct runner_error *error) {
  if (statement_column_type(row, column) == VALUE_NULL)
    return statement_bind_null(statement, index, error);
  size_t length = 0;
  const char *text = statement_column_text(row, column, &length);
  return statement_bind_text(statement, index, text, length, error);
}

/* Run `sql` with type, name, table and text of the row as its first parameters. */
static runner_status run_with(struct connection *to, const char *sql,
                              struct statement *row, struct runner_error *error) {
  struct statement *statement = NULL;
  runner_status status = statement_engine(to, sql, &statement, error);
  for (int column = TYPE; status == RUNNER_DONE && column <= TEXT; column++)
    status = pass_text(row, column, statement, column + 1, error);
  if (status == RUNNER_DONE) status = statement_run(statement, error);
  statement_release(statement);
  return status;
}

/* A table or an index, the `number`th row of the copy. */
static runner_status copy_rooted(struct connection *to, struct statement *row, int number,
                                 struct runner_error *error) {
  bool keyed = statement_column_integer(row, KEYED) != 0;
  char *create = memory_format("CREATE TABLE runner_place_%d (%s", number,
                               keyed ? "x PRIMARY KEY) WITHOUT ROWID" : "x)");
  char *rename = memory_format("UPDATE sqlite_schema SET type = ?1, name = ?2,"
                               " tbl_name = ?3, sql = ?4 WHERE rowid = %d",
                               number);
  runner_status status = RUNNER_DONE;
  if (create == NULL || rename == NULL) status = error_no_memory(error);
  if (status == RUNNER_DONE) status = connection_execute(to, create, error);
  if (status == RUNNER_DONE) status = run_with(to, rename, row, error);
  memory_release(create);
  memory_release(rename);
  return status;
}

static runner_status copy_row(struct connection *to, struct statement *row, int number,
                              struct runner_error *error) {
  if (statement_column_integer(row, VIRTUAL) != 0) return RUNNER_DONE; /* later */
  if (statement_column_integer(row, ROOTED) != 0)
    return copy_rooted(to, row, number, error);
  return run_with(to, "INSERT INTO sqlite_schema VALUES (?1, ?2, ?3, 0, ?4)", row, error);
}

/* ---- virtual tables ---- */

static runner_status create_virtual(struct connection *to, struct statement *row,
                                    struct runner_error *error) {
  size_t length = 0;
  struct runner_error refused = RUNNER_ERROR_INIT;
  if (statement_column_integer(row, VIRTUAL) == 0) return RUNNER_DONE;
  runner_status status =
      connection_execute(to, statement_column_text(row, TEXT, &length), &refused);
  if (status == RUNNER_FAILED && refused.message != NULL)
    status =
        run_with(to, "INSERT INTO sqlite_schema VALUES (?1, ?2, ?3, 0, ?4)", row, error);
  else if (status != RUNNER_DONE)
    error_move(error, &refused);
  runner_error_clear(&refused);
  return status;
}

/* ---- all of it ---- */

/* Do `copy` for each object. */
static runner_status copy_each(struct connection *from, struct connection *to,
                               bool virtual_ones, struct runner_error *error) {
  struct statement *row = NULL;
  bool more = true;
  runner_status status = statement_engine(from, list_objects, &row, error);
  for (int number = 1; status == RUNNER_DONE; number++) {
    status = statement_step(row, &more, error);
    if (status != RUNNER_DONE || !more) break;
    status =
        virtual_ones ? create_virtual(to, row, error) : copy_row(to, row, number, error);
  }
  statement_release(row);
  return status;
}

/* Read the schema anew: what is wrong in it shows here. */
static runner_status reload(struct connection *to, struct runner_error *error) {
  int64_t count = 0;
  to->generation++;
  runner_status status = connection_execute(to, "PRAGMA writable_schema = RESET", error);
  if (status == RUNNER_DONE)
    status = connection_integer(to, "SELECT count(*) FROM sqlite_schema", &count, error);
  return status;
}

static runner_status copy_number(struct connection *from, struct connection *to,
                                 const char *pragma, struct runner_error *error) {
  int64_t value = 0;
  char *ask = memory_format("PRAGMA %s", pragma);
  runner_status status =
      ask != NULL ? connection_integer(from, ask, &value, error) : error_no_memory(error);
  char *set = memory_format("PRAGMA %s = %lld", pragma, (long long)value);
  if (status == RUNNER_DONE)
    status = set != NULL ? connection_execute(to, set, error) : error_no_memory(error);
  memory_release(ask);
  memory_release(set);
  return status;
}

runner_status schema_copy(struct connection *from, struct connection *to,
                          struct runner_error *error) {
  const char writable[] = "PRAGMA writable_schema = ON";
  sqlite3_db_config(to->handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  runner_status status = copy_number(from, to, "user_version", error);
  if (status == RUNNER_DONE) status = copy_number(from, to, "application_id", error);
  if (status == RUNNER_DONE) status = connection_begin(to, error);
  if (status == RUNNER_DONE) status = connection_execute(to, writable, error);
  if (status == RUNNER_DONE) status = copy_each(from, to, false, error);
  if (status == RUNNER_DONE) status = reload(to, error);
  if (status == RUNNER_DONE) status = connection_execute(to, writable, error);
  if (status == RUNNER_DONE) status = copy_each(from, to, true, error);
  if (status == RUNNER_DONE) status = reload(to, error);
  bool unknown = false;
  if (status == RUNNER_DONE) status = connection_commit(to, &unknown, error);
  if (status != RUNNER_DONE) connection_rollback(to);
  sqlite3_db_config(to->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  return status;
}
