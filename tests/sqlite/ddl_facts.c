/* Asking SQLite about definitions. */
#include "ddl_facts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* A column: name, type, NOT NULL, default, place in the key, generated. The commonest types
** are in capitals, for SQLite keeps no spelling of them. */
static const char columns_sql[] =
    "SELECT format('column %s|%s|%d|%s|%d|%d', name, CASE WHEN upper(type) IN"
    " ('ANY', 'BLOB', 'INT', 'INTEGER', 'REAL', 'TEXT') THEN upper(type) ELSE type END,"
    " \"notnull\","
    " ifnull(dflt_value, '-'), pk, hidden) FROM pragma_table_xinfo(?1) ORDER BY cid";

/* An index: origin, unique, partial, and for each column name, order, collation. The
** rowid goes by the name of its column. */
static const char indexes_sql[] =
    "SELECT format('%s %d %d', l.origin, l.\"unique\", l.partial) ||"
    " (SELECT group_concat(' ' || CASE cid WHEN -2 THEN '*'"
    "  WHEN -1 THEN (SELECT name FROM pragma_table_xinfo(?1) WHERE pk = 1)"
    "  ELSE name END || '|' || \"desc\" || '|' || lower(coll), '')"
    "  FROM (SELECT * FROM pragma_index_xinfo(l.name) WHERE key ORDER BY seqno))"
    " FROM pragma_index_list(?1) l";

/* Foreign keys in the order of the text: SQLite numbers them backwards. */
static const char keys_sql[] =
    "SELECT format('key %s|%s|%s|%s|%s|%s', \"table\", \"from\", ifnull(\"to\", '-'),"
    " on_update, on_delete, match) FROM pragma_foreign_key_list(?1)"
    " ORDER BY id DESC, seq";

static sqlite3_stmt *prepare(sqlite3 *database, const char *sql, const char *name) {
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
    fail_msg("%s: %s", sql, sqlite3_errmsg(database));
  if (name != NULL) sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
  return statement;
}

/* The rows of a query, each a line. */
static void put_rows(struct buffer *out, sqlite3 *database, const char *sql,
                     const char *name) {
  sqlite3_stmt *statement = prepare(database, sql, name);
  while (sqlite3_step(statement) == SQLITE_ROW)
    buffer_format(out, "%s\n", (const char *)sqlite3_column_text(statement, 0));
  sqlite3_finalize(statement);
}

/* What no pragma tells. */
static void put_metadata(struct buffer *out, sqlite3 *database, const char *table) {
  sqlite3_stmt *statement =
      prepare(database, "SELECT name FROM pragma_table_xinfo(?1) ORDER BY cid", table);
  while (sqlite3_step(statement) == SQLITE_ROW) {
    const char *column = (const char *)sqlite3_column_text(statement, 0);
    const char *collation = NULL;
    int autoincrement = 0;
    sqlite3_table_column_metadata(database, NULL, table, column, NULL, &collation, NULL,
                                  NULL, &autoincrement);
    buffer_format(out, "more %s|%s|%d\n", column, collation, autoincrement);
  }
  sqlite3_finalize(statement);
}

static void put_table(struct buffer *out, sqlite3 *database, const char *name) {
  put_rows(out, database, columns_sql, name);
  put_metadata(out, database, name);
  buffer_text(out, "indexes\n");
  char *own = sqlite3_mprintf("%s WHERE l.origin <> 'c' ORDER BY 1", indexes_sql);
  put_rows(out, database, own, name);
  sqlite3_free(own);
  put_rows(out, database, keys_sql, name);
  put_rows(out, database,
           "SELECT format('options %d %d', strict, wr) FROM pragma_table_list(?1)", name);
}

static void put_index(struct buffer *out, sqlite3 *database, const char *name) {
  char *sql =
      sqlite3_mprintf("SELECT tbl_name FROM sqlite_schema WHERE name = %Q UNION ALL"
                      " SELECT tbl_name FROM sqlite_temp_schema WHERE name = %Q",
                      name, name);
  sqlite3_stmt *statement = prepare(database, sql, NULL);
  sqlite3_step(statement);
  char *only = sqlite3_mprintf("%s WHERE l.name = %Q", indexes_sql, name);
  put_rows(out, database, only, (const char *)sqlite3_column_text(statement, 0));
  sqlite3_free(only);
  sqlite3_finalize(statement);
  sqlite3_free(sql);
}

static const char schema_sql[] =
    "SELECT type, name, tbl_name FROM (SELECT * FROM sqlite_schema UNION ALL"
    " SELECT * FROM sqlite_temp_schema) WHERE sql IS NOT NULL";

void ddl_facts_of_sqlite(struct buffer *out, sqlite3 *database, const char *name) {
  char *sql = sqlite3_mprintf("%s AND name = %Q", schema_sql, name);
  sqlite3_stmt *statement = prepare(database, sql, NULL);
  if (sqlite3_step(statement) != SQLITE_ROW) fail_msg("there is no %s", name);
  const char *type = (const char *)sqlite3_column_text(statement, 0);
  buffer_format(out, "%s on %s\n", type, (const char *)sqlite3_column_text(statement, 2));
  if (type[0] == 't' && type[1] == 'a') put_table(out, database, name);
  if (type[0] == 'v') put_rows(out, database, columns_sql, name);
  if (type[0] == 'i') put_index(out, database, name);
  sqlite3_finalize(statement);
  sqlite3_free(sql);
}

void ddl_facts_of_all(struct buffer *out, sqlite3 *database) {
  sqlite3_stmt *statement = prepare(database, schema_sql, NULL);
  while (sqlite3_step(statement) == SQLITE_ROW)
    ddl_facts_of_sqlite(out, database, (const char *)sqlite3_column_text(statement, 1));
  sqlite3_finalize(statement);
}
