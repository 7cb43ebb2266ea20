/* What is set for the process and on every connection, and put back on an adopted one.
** https://www.sqlite.org/c3ref/c_dbconfig_defensive.html */
#include "sqlite/connection_state.h"

#include <stdlib.h>

void connection_own_process(void) {
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* DQS: "x" is never a string, neither in statements nor in definitions. */
static const struct {
  int option;
  int value;
} switches[SETTINGS] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {SQLITE_DBCONFIG_ENABLE_FKEY, 0},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 1},
    {SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0},
    {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
};

/* Off when a connection is opened; an application may have turned them on, and a revision
** must do the same everywhere. */
static const char *const pragmas[PRAGMAS] = {
    "recursive_triggers", "ignore_check_constraints", "reverse_unordered_selects"};

static void apply_switches(sqlite3 *handle) {
  for (int i = 0; i < SETTINGS; i++)
    sqlite3_db_config(handle, switches[i].option, switches[i].value, NULL);
}

/* None of them can fail but for want of memory. */
static void set_pragmas(sqlite3 *handle, const int *values) {
  char sql[80];
  for (int i = 0; i < PRAGMAS; i++) {
    sqlite3_snprintf((int)sizeof sql, sql, "PRAGMA %s = %d", pragmas[i], values[i]);
    sqlite3_exec(handle, sql, NULL, NULL, NULL);
  }
}

/* secure_delete: some builds overwrite every freed page, which makes a rebuild 1.6 times
** slower; FAST overwrites only where it costs no more input and output. An application
** that lent its connection may want its choice, so it is left alone there. */
runner_status settings_apply(struct connection *connection, struct runner_error *error) {
  sqlite3 *handle = connection->handle;
  apply_switches(handle);
  if (connection->trust_schema)
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1, NULL);
  sqlite3_busy_handler(handle, busy_handler, connection);
  sqlite3_set_authorizer(handle, authorize, connection);
  progress_apply(connection);
  file_look_apply(connection);
  if (connection->adopted) {
    set_pragmas(handle, (int[PRAGMAS]){0});
    return RUNNER_DONE;
  }
  sqlite3_extended_result_codes(handle, 1);
  int code = sqlite3_exec(handle, "PRAGMA secure_delete = FAST", NULL, NULL, NULL);
  return code == SQLITE_OK ? RUNNER_DONE : connection_fail(connection, code, NULL, error);
}

static int read_number(void *user, int count, char **values, char **names) {
  (void)names;
  if (count > 0 && values[0] != NULL) *(int *)user = (int)strtol(values[0], NULL, 10);
  return 0;
}

runner_status settings_read(struct connection *connection, struct settings *settings,
                            struct runner_error *error) {
  sqlite3 *handle = connection->handle;
  for (int i = 0; i < SETTINGS; i++)
    sqlite3_db_config(handle, switches[i].option, -1, &settings->switches[i]);
  int code = sqlite3_exec(handle, "PRAGMA busy_timeout", read_number,
                          &settings->busy_timeout, NULL);
  for (int i = 0; i < PRAGMAS && code == SQLITE_OK; i++) {
    char sql[80];
    sqlite3_snprintf((int)sizeof sql, sql, "PRAGMA %s", pragmas[i]);
    code = sqlite3_exec(handle, sql, read_number, &settings->pragmas[i], NULL);
  }
  return code == SQLITE_OK ? RUNNER_DONE : connection_fail(connection, code, NULL, error);
}

void settings_restore(struct connection *connection, const struct settings *settings) {
  sqlite3 *handle = connection->handle;
  sqlite3_set_authorizer(handle, NULL, NULL);
  progress_restore(connection);
  for (int i = 0; i < SETTINGS; i++)
    sqlite3_db_config(handle, switches[i].option, settings->switches[i], NULL);
  set_pragmas(handle, settings->pragmas);
  sqlite3_busy_timeout(handle, settings->busy_timeout);
}

/* What a script's pragmas may have changed, with the value at open. The journal's safety
** of an adopted connection is the application's affair. Some cannot be changed inside a
** transaction, so a script that runs in one has not, and they are left alone there. */
static const struct {
  const char *sql;
  bool own_only;
  bool outside;
} repairs[] = {
    {"PRAGMA foreign_keys = 0", false, true},
    {"PRAGMA legacy_alter_table = 0", false, false},
    {"PRAGMA recursive_triggers = 0", false, false},
    {"PRAGMA ignore_check_constraints = 0", false, false},
    {"PRAGMA reverse_unordered_selects = 0", false, false},
    {"PRAGMA case_sensitive_like = 0", false, false},
    {"PRAGMA synchronous = FULL", true, true},
    {"PRAGMA locking_mode = NORMAL", true, true},
    {"PRAGMA secure_delete = FAST", true, true},
};

void settings_repair(struct connection *connection) {
  if (!connection->settings_changed) return;
  connection->settings_changed = false;
  for (size_t i = 0; i < sizeof repairs / sizeof *repairs; i++) {
    if (repairs[i].own_only && connection->adopted) continue;
    if (repairs[i].outside && !sqlite3_get_autocommit(connection->handle)) continue;
    sqlite3_exec(connection->handle, repairs[i].sql, NULL, NULL, NULL);
    if (connection->record != NULL)
      connection->record(connection->record_user, repairs[i].sql);
  }
}
