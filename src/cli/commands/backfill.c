/* runner backfill: status, pause, resume, cancel. */
#include "cli/answer.h"
#include "cli/backfill_text.h"
#include "cli/commands/commands.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const size_t usual_limit = 20;

/* ---- documents ---- */

/* Numbers that are not known are negative. */
static json_t *count_or_null(int64_t count) {
  return count < 0 ? json_null() : json_integer(count);
}

static json_t *real_or_null(double number) {
  return number < 0 ? json_null() : json_real(number);
}

static json_t *backfill_document(const struct runner_backfill *backfill) {
  return json_pack(
      "{s:o,s:o,s:o,s:s,s:o,s:I,s:o,s:o,s:I,s:o,s:f,s:o,s:o,s:o,s:o,s:o}", "revision",
      answer_text(backfill->revision), "direction", answer_text(backfill->direction),
      "name", answer_text(backfill->name), "state",
      runner_backfill_state_name(backfill->state), "asked",
      answer_text(runner_backfill_action_name(backfill->asked)), "rows_done",
      (json_int_t)backfill->rows_done, "rows_total", count_or_null(backfill->rows_total),
      "rows_left", count_or_null(backfill->rows_left), "rows_failed",
      (json_int_t)backfill->rows_failed, "percent", real_or_null(backfill->percent),
      "seconds", backfill->seconds, "rate", real_or_null(backfill->rate), "remaining",
      real_or_null(backfill->remaining), "started_at", answer_text(backfill->started_at),
      "updated_at", answer_text(backfill->updated_at), "error",
      answer_text(backfill->error));
}

static json_t *rows_document(const struct runner_failed_rows *rows) {
  json_t *array = json_array();
  for (size_t i = 0; i < rows->count; i++) {
    const struct runner_failed_row *row = &rows->items[i];
    array = answer_append(
        array, json_pack("{s:o,s:o,s:o,s:o}", "key", answer_text(row->key), "values",
                         answer_text(row->values), "message", answer_text(row->message),
                         "at", answer_text(row->at)));
  }
  return array;
}

/* `rows`: NULL, or the failed rows of each backfill. */
static json_t *list_document(const struct runner_backfill_list *list,
                             const struct runner_failed_rows *rows) {
  json_t *array = json_array();
  for (size_t i = 0; i < list->count; i++) {
    json_t *object = backfill_document(&list->items[i]);
    if (object != NULL && rows != NULL &&
        (json_object_set_new(object, "errors", rows_document(&rows[i])) != 0 ||
         json_object_set_new(object, "more", json_integer(rows[i].more)) != 0)) {
      json_decref(object);
      object = NULL;
    }
    array = answer_append(array, object);
  }
  return array;
}

/* ---- status ---- */

/* Answer with the text and release it. */
static runner_status give_text(struct cli *cli, struct buffer *text) {
  bool failed = buffer_failed(text);
  if (!failed) output_answer(&cli->output, text->bytes);
  buffer_release(text);
  return failed ? error_no_memory(&cli->error) : RUNNER_DONE;
}

static runner_status write_status(struct cli *cli,
                                  const struct runner_backfill_list *list,
                                  const struct runner_failed_rows *rows) {
  struct buffer text = {0};
  for (size_t i = 0; i < list->count; i++) {
    if (rows != NULL) {
      backfill_text_errors(&text, &list->items[i], &rows[i]);
      continue;
    }
    if (i > 0) buffer_text(&text, "\n");
    backfill_text_status(&text, &list->items[i], &cli->output.answer);
  }
  const char *database = runner_database(cli->runner);
  if (list->count == 0)
    buffer_format(&text, "no backfill has run online in %s\n", database);
  else if (text.length == 0)
    buffer_format(&text, "no rows of backfills have failed in %s\n", database);
  return give_text(cli, &text);
}

static runner_status answer_status(struct cli *cli,
                                   const struct runner_backfill_list *list,
                                   const struct runner_failed_rows *rows) {
  if (!cli->output.json) return write_status(cli, list, rows);
  return cli_answer(cli, json_pack("{s:s,s:s,s:o,s:o}", "command", "backfill", "action",
                                   "status", "database",
                                   answer_text(runner_database(cli->runner)), "backfills",
                                   list_document(list, rows)));
}

/* --limit, or as many as are usual. */
static runner_status read_limit(struct cli *cli, size_t *limit) {
  const char *text = cli_value(cli, "limit");
  *limit = usual_limit;
  if (text == NULL) return RUNNER_DONE;
  char *end = NULL;
  errno = 0;
  long long count = strtoll(text, &end, 10);
  *limit = (size_t)count;
  if (end != text && *end == '\0' && errno == 0 && count >= 0) return RUNNER_DONE;
  return error_set(&cli->error, RUNNER_USAGE, "--limit '%s' is not a number of rows",
                   text);
}

static runner_status read_errors(struct cli *cli, const struct runner_backfill_list *list,
                                 size_t limit, struct runner_failed_rows **rows) {
  runner_status status = RUNNER_DONE;
  *rows = arena_allocate(cli->arena, (list->count + 1) * sizeof **rows);
  if (*rows == NULL) return error_no_memory(&cli->error);
  for (size_t i = 0; status == RUNNER_DONE && i < list->count; i++)
    status = runner_backfill_errors(cli->runner, &list->items[i], limit, &(*rows)[i],
                                    &cli->error);
  return status;
}

static runner_status status_run(struct cli *cli) {
  struct runner_backfill_list list = {0};
  struct runner_failed_rows *rows = NULL;
  size_t limit = 0;
  runner_status status = read_limit(cli, &limit);
  if (status == RUNNER_DONE && cli_flag(cli, "limit") && !cli_flag(cli, "errors"))
    status = error_set(&cli->error, RUNNER_USAGE, "--limit is for --errors");
  if (status == RUNNER_DONE) status = cli_open(cli);
  if (status == RUNNER_DONE)
    status = runner_backfills(cli->runner, cli_operand(cli, 1), &list, &cli->error);
  if (status == RUNNER_DONE && cli_flag(cli, "errors"))
    status = read_errors(cli, &list, limit, &rows);
  return status == RUNNER_DONE ? answer_status(cli, &list, rows) : status;
}

/* ---- pause, resume, cancel ---- */

static runner_status request_run(struct cli *cli, runner_backfill_action action) {
  struct runner_backfill after = {0};
  const char *word = runner_backfill_action_name(action);
  if (cli_flag(cli, "errors") || cli_flag(cli, "limit"))
    return error_set(&cli->error, RUNNER_USAGE,
                     "--errors and --limit are for `backfill status`, not for '%s'",
                     word);
  runner_status status = cli_open(cli);
  if (status == RUNNER_DONE)
    status = runner_backfill_request(cli->runner, action, cli_operand(cli, 1), &after,
                                     &cli->error);
  if (status != RUNNER_DONE) return status;
  if (cli->output.json)
    return cli_answer(cli, json_pack("{s:s,s:s,s:o,s:o}", "command", "backfill", "action",
                                     word, "database",
                                     answer_text(runner_database(cli->runner)),
                                     "backfill", backfill_document(&after)));
  struct buffer text = {0};
  backfill_text_request(&text, action, &after);
  return give_text(cli, &text);
}

runner_status backfill_run(struct cli *cli) {
  const char *word = cli_operand(cli, 0);
  for (runner_backfill_action action = RUNNER_BACKFILL_PAUSE;
       word != NULL && action <= RUNNER_BACKFILL_CANCEL; action++)
    if (strcmp(word, runner_backfill_action_name(action)) == 0)
      return request_run(cli, action);
  return status_run(cli);
}
