/* Questions that change nothing: rows, heads, history, branches, finding revisions. */
#include "engine/database.h"
#include "engine/run.h"
#include "engine/transaction.h"
#include "engine/version_table.h"

runner_status runner_rows(struct runner *runner, struct runner_texts *rows,
                          struct runner_error *error) {
  runner_status status = database_open_to_read(runner, error);
  if (status != RUNNER_DONE) return status;
  return version_rows(runner->connection, runner->config.version_table, runner->arena,
                      rows, error);
}

/* Load the revisions, and the version rows as nodes. */
static runner_status read_current(struct runner *runner, struct numbers *current,
                                  struct runner_error *error) {
  struct runner_texts rows = {0};
  runner_status status = project_load(runner, error);
  if (status == RUNNER_DONE) status = database_open_to_read(runner, error);
  if (status == RUNNER_DONE) status = run_read_rows(runner, &rows, error);
  if (status == RUNNER_DONE) status = resolve_rows(runner->graph, &rows, current, error);
  return status;
}

/* Turn the nodes into a list and release them. */
static runner_status hand_out(struct runner *runner, runner_status status,
                              struct numbers *nodes, struct runner_list *list,
                              struct runner_error *error) {
  if (status == RUNNER_DONE) status = project_list(runner, nodes, list, error);
  numbers_release(nodes);
  return status;
}

runner_status runner_current(struct runner *runner, struct runner_list *list,
                             struct runner_error *error) {
  struct numbers nodes = {0};
  runner_status status = read_current(runner, &nodes, error);
  if (status == RUNNER_DONE) status = resolve_implied_heads(runner->graph, &nodes, error);
  return hand_out(runner, status, &nodes, list, error);
}

runner_status runner_heads(struct runner *runner, bool resolve_dependencies,
                           struct runner_list *list, struct runner_error *error) {
  struct numbers nodes = {0};
  runner_status status = project_load(runner, error);
  if (status == RUNNER_DONE)
    status = resolve_heads(runner->graph, resolve_dependencies, &nodes, error);
  return hand_out(runner, status, &nodes, list, error);
}

/* Are both the same set? */
static bool same_set(const struct runner_list *left, const struct runner_list *right) {
  if (left->count != right->count) return false;
  for (size_t i = 0; i < left->count; i++) {
    bool found = false;
    for (size_t j = 0; j < right->count; j++)
      found = found || left->items[i] == right->items[j];
    if (!found) return false;
  }
  return true;
}

runner_status runner_check_heads(struct runner *runner, struct runner_error *error) {
  struct runner_list current = {0}, heads = {0};
  runner_status status = runner_current(runner, &current, error);
  if (status == RUNNER_DONE) status = runner_heads(runner, false, &heads, error);
  if (status != RUNNER_DONE || same_set(&current, &heads)) return status;
  error_set(error, RUNNER_NEGATIVE, "the database is not on all head revisions");
  error_hint(error, current.count > 0
                        ? "bring it there with `runner upgrade heads`"
                        : "bring it there with `runner upgrade heads`; one that has the "
                          "schema already is recorded with `runner stamp heads`");
  return RUNNER_NEGATIVE;
}

runner_status runner_history(struct runner *runner, const char *range,
                             struct runner_list *list, struct runner_error *error) {
  struct numbers nodes = {0}, current = {0};
  runner_status status = project_load(runner, error);
  bool with_current =
      status == RUNNER_DONE && range != NULL && resolve_needs_current(range);
  if (with_current) status = read_current(runner, &current, error);
  if (status == RUNNER_DONE)
    status = resolve_history(runner->graph, range, with_current ? &current : NULL, &nodes,
                             error);
  numbers_release(&current);
  return hand_out(runner, status, &nodes, list, error);
}

runner_status runner_branches(struct runner *runner, struct runner_list *list,
                              struct runner_error *error) {
  struct runner_list all = {0};
  runner_status status = runner_history(runner, NULL, &all, error);
  if (status != RUNNER_DONE) return status;
  *list = (struct runner_list){.items = all.items};
  for (size_t i = 0; i < all.count; i++)
    if (all.items[i]->is_branch_point) list->items[list->count++] = all.items[i];
  return RUNNER_DONE;
}

runner_status runner_find(struct runner *runner, const char *symbol,
                          struct runner_list *list, struct runner_error *error) {
  struct numbers nodes = {0}, current = {0};
  runner_status status = project_load(runner, error);
  bool with_current = status == RUNNER_DONE && resolve_needs_current(symbol);
  if (with_current) status = read_current(runner, &current, error);
  if (status == RUNNER_DONE)
    status = resolve_many(runner->graph, symbol, with_current ? &current : NULL, &nodes,
                          error);
  numbers_release(&current);
  return hand_out(runner, status, &nodes, list, error);
}

const struct runner_revision *runner_revision(struct runner *runner, const char *id) {
  size_t node = 0;
  if (project_load(runner, NULL) != RUNNER_DONE) return NULL;
  return graph_find(runner->graph, id, &node) ? graph_revision(runner->graph, node)
                                              : NULL;
}

/* Plan without running. */
static runner_status plan_only(struct runner *runner, const struct run_request *request,
                               struct runner_plan *plan, struct runner_error *error) {
  struct runner_texts rows = {0};
  runner_status status = project_load(runner, error);
  if (status == RUNNER_DONE) status = database_open_to_read(runner, error);
  if (status == RUNNER_DONE) status = run_read_rows(runner, &rows, error);
  if (status == RUNNER_DONE) status = run_plan(runner, request, &rows, true, plan, error);
  return status;
}

runner_status runner_plan_upgrade(struct runner *runner, const char *target,
                                  struct runner_plan *plan, struct runner_error *error) {
  struct run_request request = {.direction = RUNNER_UPGRADE, .target = target};
  return plan_only(runner, &request, plan, error);
}

runner_status runner_plan_downgrade(struct runner *runner, const char *target,
                                    struct runner_plan *plan,
                                    struct runner_error *error) {
  struct run_request request = {.direction = RUNNER_DOWNGRADE, .target = target};
  return plan_only(runner, &request, plan, error);
}

runner_status runner_ensure_version(struct runner *runner, struct runner_error *error) {
  runner_status status = database_open_to_write(runner, error);
  if (status == RUNNER_DONE) status = transaction_begin(runner, error);
  if (status != RUNNER_DONE) return status;
  struct runner_texts rows = {0};
  status = version_create(runner->connection, runner->config.version_table, error);
  if (status == RUNNER_DONE)
    status = version_rows(runner->connection, runner->config.version_table, runner->arena,
                          &rows, error);
  if (status == RUNNER_DONE) return transaction_commit(runner, &rows, error);
  transaction_rollback(runner);
  return status;
}
