/* Violations of foreign keys in one table, before and after.
** https://www.sqlite.org/pragma.html#pragma_foreign_key_check */
#include "sqlite/watch.h"
#include "sqlite/watch_state.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
  REMEMBERED_VIOLATIONS = 100000, /* 1.6 MB; beyond that only their number counts */
  SHOWN_ROWIDS = 5,
};

/* The rows of one table that violate a key: parent and rowid. */
static runner_status query(struct connection *connection, const char *table,
                           struct statement **statement, struct runner_error *error) {
  runner_status status = statement_engine(
      connection, "SELECT parent, \"rowid\" FROM pragma_foreign_key_check(?1, 'main')",
      statement, error);
  if (status == RUNNER_DONE)
    status = statement_bind_text(*statement, 1, table, strlen(table), error);
  return status;
}

/* A key that leads to columns that are no key ends the check with SQLITE_ERROR. */
static bool is_mismatch(const struct runner_error *error) {
  return (error->sqlite_code & 0xff) == SQLITE_ERROR && error->message != NULL &&
         strncmp(error->message, "foreign key mismatch", 20) == 0;
}

/* ---- before ---- */

static size_t find_parent(const struct key_table *table, const char *name) {
  size_t i = 0;
  while (i < table->parent_count && strcasecmp(table->parents[i].name, name) != 0)
    i++;
  return i;
}

static bool add_parent(struct watch *watch, struct key_table *table, const char *name) {
  struct key_parent *parents =
      arena_grow(watch->arena, table->parents, table->parent_count, sizeof *parents);
  char *copy = arena_text(watch->arena, name);
  if (parents == NULL || copy == NULL) return false;
  table->parents = parents;
  parents[table->parent_count++] = (struct key_parent){.name = copy};
  return true;
}

static bool add_violation(struct watch *watch, struct key_table *table,
                          struct violation violation) {
  if (table->violation_count == REMEMBERED_VIOLATIONS) table->uncounted = true;
  if (table->uncounted) return true;
  struct violation *violations = arena_grow(watch->arena, table->violations,
                                            table->violation_count, sizeof *violations);
  if (violations == NULL) return false;
  table->violations = violations;
  violations[table->violation_count++] = violation;
  return true;
}

static bool remember_row(struct watch *watch, struct key_table *table,
                         struct statement *statement) {
  size_t length = 0;
  const char *name = statement_column_text(statement, 0, &length);
  size_t parent = find_parent(table, name);
  if (parent == table->parent_count && !add_parent(watch, table, name)) return false;
  table->parents[parent].count++;
  if (statement_column_type(statement, 1) == VALUE_NULL) table->uncounted = true;
  struct violation violation = {.parent = parent,
                                .rowid = statement_column_integer(statement, 1)};
  return add_violation(watch, table, violation);
}

static int compare_violations(const void *left, const void *right) {
  const struct violation *a = left, *b = right;
  if (a->parent != b->parent) return a->parent < b->parent ? -1 : 1;
  return (a->rowid > b->rowid) - (a->rowid < b->rowid);
}

static runner_status remember_rows(struct connection *connection, struct key_table *table,
                                   struct runner_error *error) {
  struct connection_work work = {.what = "checking foreign keys"};
  struct statement *statement = NULL;
  connection_work_begin(connection, &work);
  runner_status status = query(connection, table->name, &statement, error);
  bool row = status == RUNNER_DONE;
  while (row) {
    status = statement_step(statement, &row, error);
    if (row && !remember_row(connection->watch, table, statement))
      status = error_no_memory(error);
    row = row && status == RUNNER_DONE;
  }
  statement_release(statement);
  connection_work_end(connection, &work);
  return status;
}

runner_status violations_remember(struct connection *connection, struct key_table *table,
                                  struct runner_error *error) {
  struct runner_error own = RUNNER_ERROR_INIT;
  runner_status status = remember_rows(connection, table, &own);
  if (table->violation_count > 1)
    qsort(table->violations, table->violation_count, sizeof *table->violations,
          compare_violations);
  if (status != RUNNER_DONE && is_mismatch(&own)) {
    table->mismatch = arena_text(connection->watch->arena, own.message);
    runner_error_clear(&own);
    return table->mismatch != NULL ? RUNNER_DONE : error_no_memory(error);
  }
  if (status != RUNNER_DONE) error_move(error, &own);
  return status;
}

/* ---- after ---- */

/* What is found for one parent. */
struct finding {
  const char *parent; /* its name now */
  size_t excused;     /* index of the parent before, or parent_count */
  int64_t count;
  int64_t fresh;                /* of these, not there before */
  int64_t rowids[SHOWN_ROWIDS]; /* of the first fresh ones */
  bool no_rowids;
};

struct comparison {
  struct watch *watch;
  const struct key_table *table;
  struct finding *findings;
  size_t finding_count;
};

static struct finding *finding_for(struct comparison *comparison, const char *parent) {
  struct watch *watch = comparison->watch;
  for (size_t i = 0; i < comparison->finding_count; i++)
    if (strcasecmp(comparison->findings[i].parent, parent) == 0)
      return &comparison->findings[i];
  struct finding *findings = arena_grow(watch->arena, comparison->findings,
                                        comparison->finding_count, sizeof *findings);
  char *copy = arena_text(watch->arena, parent);
  if (findings == NULL || copy == NULL) return NULL;
  comparison->findings = findings;
  const struct key_table *table = comparison->table;
  size_t excused = find_parent(table, parent);
  if (excused == table->parent_count)
    excused = find_parent(table, keys_first_name(watch, parent));
  struct finding *finding = &findings[comparison->finding_count++];
  *finding = (struct finding){.parent = copy, .excused = excused};
  return finding;
}

/* Is there a violation of before for this one? Each excuses one: a row may have several
** keys to the same parent. */
static bool excuse(const struct key_table *table, struct violation violation) {
  if (table->violation_count == 0) return false;
  struct violation *found = bsearch(&violation, table->violations, table->violation_count,
                                    sizeof violation, compare_violations);
  struct violation *end = table->violations + table->violation_count;
  if (found == NULL) return false;
  while (found > table->violations && compare_violations(found - 1, &violation) == 0)
    found--;
  while (found < end && found->used && compare_violations(found, &violation) == 0)
    found++;
  if (found == end || compare_violations(found, &violation) != 0) return false;
  return found->used = true;
}

static bool compare_row(struct comparison *comparison, struct statement *statement) {
  size_t length = 0;
  struct finding *finding =
      finding_for(comparison, statement_column_text(statement, 0, &length));
  if (finding == NULL) return false;
  finding->count++;
  if (statement_column_type(statement, 1) == VALUE_NULL) finding->no_rowids = true;
  struct violation violation = {.parent = finding->excused,
                                .rowid = statement_column_integer(statement, 1)};
  if (excuse(comparison->table, violation)) return true;
  if (finding->fresh < SHOWN_ROWIDS) finding->rowids[finding->fresh] = violation.rowid;
  finding->fresh++;
  return true;
}

/* How many violations are new; 0: none. Where rowids tell nothing, numbers must do. */
static int64_t count_new(const struct key_table *table, const struct finding *finding) {
  bool by_number = table->uncounted || table->rebuilt || finding->no_rowids;
  if (!by_number) return finding->fresh;
  int64_t before =
      finding->excused < table->parent_count ? table->parents[finding->excused].count : 0;
  return finding->count > before ? finding->count - before : 0;
}

static runner_status report(const struct finding *finding, const char *name,
                            int64_t count, struct runner_error *error) {
  struct buffer rowids = {0};
  int64_t shown = finding->no_rowids ? 0 : finding->fresh;
  for (int64_t i = 0; i < shown && i < SHOWN_ROWIDS; i++)
    buffer_format(&rowids, "%s%lld", i == 0 ? " (rowid " : ", ",
                  (long long)finding->rowids[i]);
  if (shown > 0) buffer_text(&rowids, shown > SHOWN_ROWIDS ? ", ...)" : ")");
  error_set(error, RUNNER_FAILED,
            "foreign key violated: %lld row%s of %s refer%s to no row of %s%s",
            (long long)count, count == 1 ? "" : "s", name, count == 1 ? "s" : "",
            finding->parent, rowids.bytes != NULL ? rowids.bytes : "");
  error_hint(error, "correct or delete these rows in the same revision");
  buffer_release(&rowids);
  return RUNNER_FAILED;
}

static runner_status judge(const struct comparison *comparison, const char *name,
                           struct runner_error *error) {
  for (size_t i = 0; i < comparison->finding_count; i++) {
    const struct finding *finding = &comparison->findings[i];
    int64_t count = count_new(comparison->table, finding);
    if (count > 0) return report(finding, name, count, error);
  }
  return RUNNER_DONE;
}

/* `own` says that a key of `name` leads to columns that are no key. */
static runner_status judge_mismatch(struct connection *connection,
                                    const struct key_table *table, const char *name,
                                    bool *excused, struct runner_error *own) {
  *excused = table->mismatch != NULL;
  if (*excused) return RUNNER_DONE;
  error_hint(own, "the columns of the parent need a PRIMARY KEY or a UNIQUE index");
  runner_status status = watch_excuse(connection, name, excused, own);
  return status == RUNNER_DONE && !*excused ? own->status : status;
}

runner_status violations_compare(struct connection *connection,
                                 const struct key_table *table, const char *name,
                                 struct runner_error *error) {
  struct comparison comparison = {.watch = connection->watch, .table = table};
  for (size_t i = 0; i < table->violation_count; i++)
    table->violations[i].used = false;
  struct statement *statement = NULL;
  struct runner_error own = RUNNER_ERROR_INIT;
  runner_status status = query(connection, name, &statement, &own);
  bool row = status == RUNNER_DONE;
  while (row) {
    status = statement_step(statement, &row, &own);
    if (row && !compare_row(&comparison, statement)) status = error_no_memory(&own);
    row = row && status == RUNNER_DONE;
  }
  statement_release(statement);
  if (status == RUNNER_DONE) return judge(&comparison, name, error);
  bool excused = false;
  if (is_mismatch(&own)) status = judge_mismatch(connection, table, name, &excused, &own);
  if (!excused) error_move(error, &own);
  runner_error_clear(&own);
  return excused ? RUNNER_DONE : status;
}
