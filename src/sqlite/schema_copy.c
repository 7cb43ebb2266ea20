/* Copying a schema row by row of sqlite_schema.
**
** A definition that is read from the file is parsed more kindly than the same text as a
** statement, so the texts are not executed. For each table and index a placeholder is
** made, which has a root page of its own; its row is taken away and one with the text of
** the original and that root page is put in.
** https://www.sqlite.org/fileformat2.html section 2.6
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
    "ORDER BY 5 DESC, s.rowid"; /* rooted ones first */
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

/* Put the row in, with this root page. */
static runner_status insert_row(struct connection *to, struct statement *row,
                                int64_t page, struct runner_error *error) {
  struct statement *statement = NULL;
  runner_status status = statement_engine(
      to, "INSERT INTO sqlite_schema VALUES (?1, ?2, ?3, ?5, ?4)", &statement, error);
  for (int column = TYPE; status == RUNNER_DONE && column <= TEXT; column++)
    status = pass_text(row, column, statement, column + 1, error);
  if (status == RUNNER_DONE) status = statement_bind_integer(statement, 5, page, error);
  if (status == RUNNER_DONE) status = statement_run(statement, error);
  statement_release(statement);
  return status;
}

/* ---- root pages ---- */

/* The root pages of the placeholders, in the order of the rooted rows. */
struct pages {
  int64_t *items;
  size_t count;
};

/* Make a placeholder. SQLite looks through all rows after each CREATE TABLE: without its
** row a thousand tables take no longer than a thousand times one. */
static runner_status make_place(struct connection *to, bool keyed, struct pages *pages,
                                struct runner_error *error) {
  int64_t *items = memory_resize(pages->items, (pages->count + 1) * sizeof *items);
  if (items == NULL) return error_no_memory(error);
  pages->items = items;
  char *create = memory_format("CREATE TABLE runner_place_%zu (%s", pages->count,
                               keyed ? "x PRIMARY KEY) WITHOUT ROWID" : "x)");
  if (create == NULL) return error_no_memory(error);
  runner_status status = connection_execute(to, create, error);
  memory_release(create);
  if (status == RUNNER_DONE)
    status = connection_integer(to, "SELECT rootpage FROM sqlite_schema",
                                &items[pages->count++], error);
  if (status == RUNNER_DONE)
    status = connection_execute(to, "DELETE FROM sqlite_schema", error);
  return status;
}

/* ---- virtual tables ---- */

static runner_status create_virtual(struct connection *to, struct statement *row,
                                    struct runner_error *error) {
  size_t length = 0;
  struct runner_error refused = RUNNER_ERROR_INIT;
  runner_status status =
      connection_execute(to, statement_column_text(row, TEXT, &length), &refused);
  if (status == RUNNER_FAILED && refused.message != NULL)
    status = insert_row(to, row, 0, error);
  else if (status != RUNNER_DONE)
    error_move(error, &refused);
  runner_error_clear(&refused);
  return status;
}

/* ---- all of it ---- */

/* `number` counts the rows; the rooted ones come first. */
enum pass { MAKE_PLACES, INSERT_ROWS, CREATE_VIRTUAL };

static runner_status copy_row(struct connection *to, struct statement *row,
                              enum pass pass, size_t number, struct pages *pages,
                              struct runner_error *error) {
  bool is_virtual = statement_column_integer(row, VIRTUAL) != 0;
  if (pass == CREATE_VIRTUAL)
    return is_virtual ? create_virtual(to, row, error) : RUNNER_DONE;
  if (is_virtual) return RUNNER_DONE;
  if (pass == INSERT_ROWS)
    return insert_row(to, row, number < pages->count ? pages->items[number] : 0, error);
  if (statement_column_integer(row, ROOTED) == 0) return RUNNER_DONE;
  return make_place(to, statement_column_integer(row, KEYED) != 0, pages, error);
}

static runner_status copy_rows(struct connection *from, struct connection *to,
                               enum pass pass, struct pages *pages,
                               struct runner_error *error) {
  struct statement *row = NULL;
  bool more = true;
  runner_status status = statement_engine(from, list_objects, &row, error);
  for (size_t number = 0; status == RUNNER_DONE; number++) {
    status = statement_step(row, &more, error);
    if (status != RUNNER_DONE || !more) break;
    status = copy_row(to, row, pass, number, pages, error);
  }
  statement_release(row);
  return status;
}

static runner_status open_schema(struct connection *to, struct runner_error *error) {
  return connection_execute(to, "PRAGMA writable_schema = ON", error);
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

/* Everything that is written, in one transaction. */
static runner_status copy_all(struct connection *from, struct connection *to,
                              struct pages *pages, struct runner_error *error) {
  bool unknown = false;
  runner_status status = copy_number(from, to, "user_version", error);
  if (status == RUNNER_DONE) status = copy_number(from, to, "application_id", error);
  if (status == RUNNER_DONE) status = connection_begin(to, error);
  if (status == RUNNER_DONE) status = open_schema(to, error);
  if (status == RUNNER_DONE) status = copy_rows(from, to, MAKE_PLACES, pages, error);
  if (status == RUNNER_DONE) status = copy_rows(from, to, INSERT_ROWS, pages, error);
  if (status == RUNNER_DONE) status = reload(to, error);
  if (status == RUNNER_DONE) status = open_schema(to, error);
  if (status == RUNNER_DONE) status = copy_rows(from, to, CREATE_VIRTUAL, pages, error);
  if (status == RUNNER_DONE) status = reload(to, error);
  if (status == RUNNER_DONE) status = connection_commit(to, &unknown, error);
  if (status != RUNNER_DONE) connection_rollback(to);
  return status;
}

/* What the original's definitions may call, those of the copy may, too: there may be an
** index that cannot even be read otherwise. */
static void trust_alike(struct connection *from, struct connection *to) {
  if (!from->trust_schema) return;
  to->trust_schema = true;
  sqlite3_db_config(to->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1, NULL);
}

/* And what it compares by is known to the copy, too. */
static runner_status collate_alike(struct connection *from, struct connection *to,
                                   struct runner_error *error) {
  if (to->collations != NULL || from->collations == NULL) return RUNNER_DONE;
  to->collations = from->collations;
  return collations_apply(to, error);
}

/* The rows are gone through several times and must be the same each time: a transaction
** that only reads holds them still. */
runner_status schema_copy(struct connection *from, struct connection *to,
                          struct runner_error *error) {
  struct pages pages = {0};
  runner_status status = connection_execute(from, "BEGIN", error);
  if (status != RUNNER_DONE) return status;
  trust_alike(from, to);
  status = collate_alike(from, to, error);
  sqlite3_db_config(to->handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  if (status == RUNNER_DONE) status = copy_all(from, to, &pages, error);
  sqlite3_db_config(to->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  connection_rollback(from);
  memory_release(pages.items);
  return status;
}
