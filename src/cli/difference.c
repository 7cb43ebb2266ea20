/* Writing differences: lines in Alembic's manner, and JSON. */
#include "cli/difference.h"

#include "cli/answer.h"

#include <string.h>

/* "add" -> "added": what stands at the beginning of a difference's text. */
static const struct {
  const char *said;
  const char *detected;
} ways[] = {{"add ", "added "},
            {"drop ", "removed "},
            {"alter ", "changed "},
            {"rename ", "renamed "}};

void difference_detected(struct buffer *out, const char *text) {
  buffer_text(out, "Detected ");
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    size_t length = strlen(ways[i].said);
    if (strncmp(text, ways[i].said, length) != 0) continue;
    buffer_text(out, ways[i].detected);
    text += length;
    break;
  }
  buffer_text(out, text);
}

static json_t *one_document(const struct runner_difference *difference) {
  return json_pack("{s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "kind", answer_text(difference->kind),
                   "table", answer_text(difference->table), "name",
                   answer_text(difference->name), "part", answer_text(difference->part),
                   "from", answer_text(difference->from), "to",
                   answer_text(difference->to), "text", answer_text(difference->text));
}

json_t *difference_document(const struct runner_differences *differences) {
  json_t *array = json_array();
  for (size_t i = 0; i < differences->count; i++)
    array = answer_append(array, one_document(&differences->items[i]));
  return array;
}

/* ---- the answer ---- */

static runner_status write_lines(struct cli *cli, const struct runner_comparison *found) {
  struct buffer text = {0};
  buffer_text(&text, "");
  for (size_t i = 0; i < found->differences.count; i++) {
    difference_detected(&text, found->differences.items[i].text);
    buffer_text(&text, "\n");
  }
  for (size_t i = 0; i < found->questions.count; i++)
    buffer_format(&text, "Perhaps renamed: %s\n", found->questions.items[i]);
  if (found->stale_snapshot != NULL)
    buffer_format(&text, "Detected a snapshot that is out of date: %s\n",
                  found->stale_snapshot);
  bool failed = buffer_failed(&text);
  if (!failed) output_answer(&cli->output, text.bytes);
  buffer_release(&text);
  return failed ? error_no_memory(&cli->error) : RUNNER_DONE;
}

static runner_status write_document(struct cli *cli,
                                    const struct runner_comparison *found) {
  return cli_answer(cli,
                    json_pack("{s:s,s:o,s:o,s:o}", "command", cli->command->name,
                              "differences", difference_document(&found->differences),
                              "questions", answer_texts(&found->questions),
                              "stale_snapshot", answer_text(found->stale_snapshot)));
}

static runner_status say_no(struct cli *cli, const struct runner_comparison *found,
                            const char *next) {
  size_t count = found->differences.count;
  struct runner_error *error = &cli->error;
  if (count > 0) {
    error_set(error, RUNNER_NEGATIVE, "%zu %s detected", count,
              count == 1 ? "difference" : "differences");
    if (next != NULL) error_hint(error, "%s", next);
  } else {
    error_set(error, RUNNER_NEGATIVE, "the snapshot %s is out of date",
              found->stale_snapshot);
  }
  if (found->stale_snapshot != NULL)
    error_hint(error, "`runner schema --snapshot %s` writes it anew",
               found->stale_snapshot);
  return RUNNER_NEGATIVE;
}

runner_status difference_answer(struct cli *cli, const struct runner_comparison *found,
                                const char *same, const char *next) {
  bool is_same = found->differences.count == 0 && found->stale_snapshot == NULL;
  runner_status status =
      cli->output.json ? write_document(cli, found) : write_lines(cli, found);
  if (status != RUNNER_DONE) return status;
  if (is_same) {
    output_answer(&cli->output, same);
    return RUNNER_DONE;
  }
  cli->explained = cli->output.json;
  return say_no(cli, found, next);
}
