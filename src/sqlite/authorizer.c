/* What scripts may not do, why, and what to do instead.
**
** SQLite calls `authorize` while it prepares a statement. It must not be used again from
** there, so the authorizer only takes notes; statement_step acts on them before the
** first step. While a statement runs `notes` is NULL and everything is allowed: what is
** prepared then is SQLite's own (VACUUM's ATTACH, the inside of virtual tables) or a
** statement that was looked at before and is stale.
** https://www.sqlite.org/c3ref/set_authorizer.html */
#include "base/memory.h"
#include "sqlite/connection_state.h"
#include "sqlite/sql_text.h"

#include <string.h>
#include <strings.h>

static const char WITHOUT_TRANSACTION[] =
    "put it into a revision of its own that says `transaction = false`";
static const char LEAVE_OUT[] =
    "leave it out; for a part that may fail use db:savepoint(fn)";

enum pragma_rule {
  OUTSIDE,    /* only without a transaction */
  NEVER,      /* also refused without one */
  REMEMBERED, /* allowed; it changes later statements, so it is recorded and undone */
};

static const struct {
  const char *name;
  enum pragma_rule rule;
  bool also_reading; /* acts without a value too */
  const char *reason;
  const char *hint;
} pragmas[] = {
    {"auto_vacuum", OUTSIDE, false, "changes nothing inside a transaction",
     WITHOUT_TRANSACTION},
    {"busy_timeout", NEVER, false, "would end the waiting for locks",
     "set the time to wait with --timeout"},
    {"case_sensitive_like", REMEMBERED, false, NULL, NULL},
    {"data_store_directory", NEVER, false, "would change the whole program", LEAVE_OUT},
    {"encoding", OUTSIDE, false, "changes nothing inside a transaction",
     WITHOUT_TRANSACTION},
    {"foreign_keys", OUTSIDE, false, "changes nothing inside a transaction",
     "leave it out: foreign keys are off while a revision runs and are checked before "
     "it is committed"},
    {"ignore_check_constraints", REMEMBERED, false, NULL, NULL},
    {"journal_mode", OUTSIDE, false, "changes nothing inside a transaction",
     WITHOUT_TRANSACTION},
    {"legacy_alter_table", REMEMBERED, false, NULL, NULL},
    {"locking_mode", OUTSIDE, false, "would keep the database locked after the revision",
     WITHOUT_TRANSACTION},
    {"page_size", OUTSIDE, false, "changes nothing inside a transaction",
     WITHOUT_TRANSACTION},
    {"query_only", NEVER, false, "would stop the revision from being recorded",
     LEAVE_OUT},
    {"recursive_triggers", REMEMBERED, false, NULL, NULL},
    {"reverse_unordered_selects", REMEMBERED, false, NULL, NULL},
    {"schema_version", NEVER, false, "is ignored in defensive mode",
     "change the schema with statements"},
    {"secure_delete", OUTSIDE, false, "would stay on for the revisions after this one",
     WITHOUT_TRANSACTION},
    {"synchronous", OUTSIDE, false, "cannot be changed inside a transaction",
     WITHOUT_TRANSACTION},
    {"temp_store_directory", NEVER, false, "would change the whole program", LEAVE_OUT},
    {"trusted_schema", NEVER, false, "would let the file's own definitions call anything",
     LEAVE_OUT},
    {"wal_checkpoint", OUTSIDE, true, "cannot run inside a transaction",
     WITHOUT_TRANSACTION},
    {"writable_schema", NEVER, false, "is ignored in defensive mode",
     "change the schema with statements"},
};

/* Keep the reason for connection_fail, and refuse. */
static int refuse(struct connection *connection, char *reason, const char *hint) {
  memory_release(connection->refusal);
  connection->refusal = reason;
  connection->refusal_hint = hint;
  return SQLITE_DENY;
}

static int refuse_word(struct connection *connection, const char *word) {
  char *reason = memory_format("a revision's script may not say %s: its transaction is "
                               "begun and ended for it",
                               word);
  return refuse(connection, reason, LEAVE_OUT);
}

static int judge_savepoint(struct connection *connection, const char *operation) {
  const char *word = strcmp(operation, "BEGIN") == 0     ? "SAVEPOINT"
                     : strcmp(operation, "RELEASE") == 0 ? "RELEASE"
                                                         : "ROLLBACK TO";
  char *reason = memory_format("a revision's script may not say %s by itself", word);
  return refuse(connection, reason,
                "use db:savepoint(fn): it is undone when fn fails, also if the script "
                "does not notice");
}

static int judge_attach(struct connection *connection, const char *word) {
  char *reason = memory_format("a revision's script may not %s: a transaction over "
                               "several files can be torn by a crash",
                               word);
  return refuse(connection, reason,
                "copy the data before, or read the other file in a program of your own");
}

/* Without a journal in a file nothing can be taken back after a crash.
** https://www.sqlite.org/pragma.html#pragma_journal_mode */
static bool loses_journal(const char *name, const char *value) {
  return strcasecmp(name, "journal_mode") == 0 && value != NULL &&
         (strcasecmp(value, "MEMORY") == 0 || strcasecmp(value, "OFF") == 0);
}

static int judge_pragma(struct connection *connection, const char *name,
                        const char *value) {
  for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++) {
    if (strcasecmp(name, pragmas[i].name) != 0) continue;
    if (value == NULL && !pragmas[i].also_reading) return SQLITE_OK;
    if (loses_journal(name, value))
      return refuse(connection,
                    memory_format("PRAGMA journal_mode = %s would let a crash during any "
                                  "later revision destroy the database",
                                  value),
                    "choose DELETE, TRUNCATE, PERSIST or WAL");
    bool loose = connection->preparing == CONNECTION_SCRIPT_LOOSE;
    if (pragmas[i].rule == REMEMBERED || (pragmas[i].rule == OUTSIDE && loose)) {
      connection->notes->setting = true;
      return SQLITE_OK;
    }
    char *reason = memory_format("PRAGMA %s %s", pragmas[i].name, pragmas[i].reason);
    return refuse(connection, reason, pragmas[i].hint);
  }
  return SQLITE_OK;
}

static bool is_reserved(const struct connection *connection, const char *table) {
  for (size_t i = 0; i < connection->reserved_count && table != NULL; i++)
    if (strcasecmp(connection->reserved[i], table) == 0) return true;
  return false;
}

/* The table that an action would change, make, drop or set a trigger on; or NULL. */
static const char *changed_table(int action, const char *first, const char *second) {
  switch (action) {
  case SQLITE_INSERT:
  case SQLITE_UPDATE:
  case SQLITE_DELETE:
  case SQLITE_CREATE_TABLE:
  case SQLITE_CREATE_TEMP_TABLE:
  case SQLITE_CREATE_VIEW:
  case SQLITE_CREATE_TEMP_VIEW:
  case SQLITE_CREATE_VTABLE:
  case SQLITE_DROP_TABLE:
    return first;
  case SQLITE_ALTER_TABLE:
  case SQLITE_CREATE_TRIGGER:
  case SQLITE_CREATE_TEMP_TRIGGER:
    return second;
  default:
    return NULL;
  }
}

static int refuse_reserved(struct connection *connection, const char *table) {
  char *reason = memory_format("a revision's script may not change %s: the runner writes "
                               "it in the same transaction",
                               table);
  return refuse(connection, reason,
                "leave that table alone; `runner stamp` sets the version rows");
}

/* May the script do this? */
static int judge(struct connection *connection, int action, const char *first,
                 const char *second) {
  const char *table = changed_table(action, first, second);
  if (is_reserved(connection, table)) return refuse_reserved(connection, table);
  switch (action) {
  case SQLITE_TRANSACTION:
    return refuse_word(connection, first);
  case SQLITE_SAVEPOINT:
    return judge_savepoint(connection, first);
  case SQLITE_ATTACH:
    return judge_attach(connection, "ATTACH a database");
  case SQLITE_DETACH:
    return judge_attach(connection, "DETACH a database");
  case SQLITE_PRAGMA:
    return judge_pragma(connection, first, second);
  case SQLITE_FUNCTION:
    if (strcasecmp(second, "load_extension") != 0) return SQLITE_OK;
    return refuse(connection, memory_text("extensions cannot be loaded"),
                  "write the function in Lua and give it to db:define");
  default:
    return SQLITE_OK;
  }
}

runner_status authorize_text(enum connection_mode mode, const char *sql,
                             struct runner_error *error) {
  const char *at = sql;
  if (mode != CONNECTION_SCRIPT || !sql_token_is(sql_next(&at), "VACUUM"))
    return RUNNER_DONE;
  error_set(error, RUNNER_FAILED, "VACUUM cannot run inside a transaction");
  error_statement(error, sql, 0, 0);
  error_hint(error, "%s", WITHOUT_TRANSACTION);
  return RUNNER_FAILED;
}

/* ---- taking notes ---- */

static bool is_schema_table(const char *name) {
  return strncasecmp(name, "sqlite_master", 13) == 0 ||
         strncasecmp(name, "sqlite_schema", 13) == 0 ||
         strncasecmp(name, "sqlite_temp_", 12) == 0;
}

/* Table-valued functions that hold no rows of their own. */
static bool is_computed_table(const char *name) {
  return strncasecmp(name, "pragma_", 7) == 0 || strcasecmp(name, "json_each") == 0 ||
         strcasecmp(name, "json_tree") == 0;
}

static bool same_text(const char *left, const char *right) {
  if (left == NULL || right == NULL) return left == right;
  return strcmp(left, right) == 0;
}

static bool is_noted(const struct notes *notes, enum note_kind kind, const char *name,
                     const char *detail, const char *trigger) {
  for (size_t i = notes->count; i-- > 0;) {
    const struct note *known = &notes->items[i];
    if (known->kind == kind && same_text(known->name, name) &&
        same_text(known->detail, detail) && same_text(known->trigger, trigger))
      return true;
  }
  return false;
}

/* A copy; *failed if memory ran out. */
static char *copy_text(const char *text, bool *failed) {
  char *copy = text != NULL ? memory_text(text) : NULL;
  if (text != NULL && copy == NULL) *failed = true;
  return copy;
}

static void take_note(struct notes *notes, enum note_kind kind, const char *name,
                      const char *detail, const char *trigger) {
  if (is_noted(notes, kind, name, detail, trigger)) return;
  if (notes->count == notes->capacity) {
    size_t capacity = notes->capacity != 0 ? notes->capacity * 2 : 2;
    struct note *items = memory_resize(notes->items, capacity * sizeof *items);
    if (items == NULL) {
      notes->failed = true;
      return;
    }
    notes->items = items;
    notes->capacity = capacity;
  }
  notes->items[notes->count++] = (struct note){
      .kind = kind,
      .name = copy_text(name, &notes->failed),
      .detail = copy_text(detail, &notes->failed),
      .trigger = copy_text(trigger, &notes->failed),
  };
}

void notes_release(struct notes *notes) {
  for (size_t i = 0; i < notes->count; i++) {
    memory_release(notes->items[i].name);
    memory_release(notes->items[i].detail);
    memory_release(notes->items[i].trigger);
  }
  memory_release(notes->items);
  *notes = (struct notes){0};
}

/* What the actions that change the schema are noted as; -1: only that they do. */
static int note_kind_of(int action) {
  switch (action) {
  case SQLITE_CREATE_TABLE:
    return NOTE_CREATE_TABLE;
  case SQLITE_CREATE_VIEW:
    return NOTE_CREATE_VIEW;
  case SQLITE_CREATE_TRIGGER:
    return NOTE_CREATE_TRIGGER;
  case SQLITE_DROP_TABLE:
  case SQLITE_DROP_VTABLE:
    return NOTE_DROP_TABLE;
  case SQLITE_DROP_VIEW:
    return NOTE_DROP_VIEW;
  case SQLITE_DROP_INDEX:
    return NOTE_DROP_INDEX;
  default:
    return -1;
  }
}

static bool changes_schema(int action) {
  return (action >= SQLITE_CREATE_INDEX && action <= SQLITE_CREATE_VIEW) ||
         (action >= SQLITE_DROP_INDEX && action <= SQLITE_DROP_VIEW) ||
         action == SQLITE_ALTER_TABLE || action == SQLITE_ATTACH ||
         action == SQLITE_DETACH || action == SQLITE_ANALYZE ||
         action == SQLITE_CREATE_VTABLE || action == SQLITE_DROP_VTABLE;
}

static void note_schema_change(struct connection *connection, int action,
                               const char *first, const char *second,
                               const char *schema) {
  struct notes *notes = connection->notes;
  notes->changes_schema = true;
  if (schema != NULL && strcasecmp(schema, "temp") == 0) notes->temporary = true;
  bool script = connection->preparing != CONNECTION_ENGINE;
  if (script && action == SQLITE_ALTER_TABLE && strcasecmp(first, "main") == 0)
    take_note(notes, NOTE_ALTER_TABLE, second, NULL, NULL);
  int kind = note_kind_of(action);
  if (!script || kind < 0 || schema == NULL || strcasecmp(schema, "main") != 0) return;
  take_note(notes, (enum note_kind)kind, first, second, NULL);
}

/* `source` is the trigger whose statement it is, or NULL. */
static void note_rows(struct connection *connection, int action, const char *table,
                      const char *column, const char *schema, const char *source) {
  if (schema == NULL || strcasecmp(schema, "main") != 0) return;
  if (is_schema_table(table)) return;
  if (action == SQLITE_UPDATE) {
    take_note(connection->notes, NOTE_UPDATE, table, column, source);
    return;
  }
  enum note_kind kind = action == SQLITE_INSERT ? NOTE_INSERT : NOTE_DELETE;
  take_note(connection->notes, kind, table, NULL, source);
}

static void note_savepoint(struct notes *notes, const char *operation) {
  if (strcmp(operation, "BEGIN") == 0) {
    notes->savepoint = SAVEPOINT_BEGUN;
  } else if (strcmp(operation, "RELEASE") == 0) {
    notes->savepoint = SAVEPOINT_RELEASED;
  } else {
    notes->savepoint = SAVEPOINT_UNDONE;
    notes->changes_schema = true;
  }
}

/* The engine's own settings are written down and undone as a script's are. */
static bool is_remembered(const char *name) {
  for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++)
    if (pragmas[i].rule == REMEMBERED && strcasecmp(name, pragmas[i].name) == 0)
      return true;
  return false;
}

static void observe(struct connection *connection, int action, const char *first,
                    const char *second, const char *schema, const char *source) {
  struct notes *notes = connection->notes;
  if (changes_schema(action)) {
    note_schema_change(connection, action, first, second, schema);
  } else if (action == SQLITE_READ) {
    if (!is_schema_table(first) && !is_computed_table(first)) notes->reads_rows = true;
  } else if (action == SQLITE_INSERT || action == SQLITE_UPDATE ||
             action == SQLITE_DELETE) {
    note_rows(connection, action, first, second, schema, source);
  } else if (action == SQLITE_TRANSACTION) {
    notes->transaction = true;
  } else if (action == SQLITE_SAVEPOINT) {
    note_savepoint(notes, first);
  } else if (action == SQLITE_PRAGMA) {
    notes->asks = second == NULL;
    if (second != NULL && is_remembered(first)) notes->setting = true;
  } else if (action == SQLITE_FUNCTION) {
    if (function_is_defined(connection, second)) notes->own_function = true;
  }
}

int authorize(void *user, int action, const char *first, const char *second,
              const char *schema, const char *source) {
  struct connection *connection = user;
  if (connection->notes == NULL) return SQLITE_OK;
  if (connection->preparing != CONNECTION_ENGINE) {
    int verdict = judge(connection, action, first, second);
    if (verdict != SQLITE_OK) return verdict;
  }
  observe(connection, action, first, second, schema, source);
  return SQLITE_OK;
}
