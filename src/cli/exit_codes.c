/* The exit codes in words. */
#include "cli/exit_codes.h"

#include <stddef.h>

const struct exit_code exit_codes[] = {
    {RUNNER_DONE, "done", "done"},
    {RUNNER_FAILED, "failed", "a script or a statement failed"},
    {RUNNER_USAGE, "usage", "wrong usage or configuration"},
    {RUNNER_NEGATIVE, "negative", "the answer is no (not on all heads, differences)"},
    {RUNNER_REVISION, "revision",
     "a problem with revisions (unknown, ambiguous, several heads, cycle, broken file)"},
    {RUNNER_BUSY, "busy", "the database stayed locked by another program"},
    {RUNNER_DATABASE, "database",
     "the database is not as recorded, corrupt, or not a database"},
    {RUNNER_INTERRUPTED, "interrupted", "interrupted by Ctrl-C or a termination signal"},
    {RUNNER_DONE, NULL, NULL},
};

const char *exit_kind(runner_status status) {
  for (const struct exit_code *code = exit_codes; code->kind != NULL; code++)
    if (code->status == status) return code->kind;
  return "failed";
}
