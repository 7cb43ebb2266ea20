/* runner branches */
#include "cli/commands/commands.h"
#include "cli/commands/listing.h"
#include "cli/entry.h"

#include <string.h>

/* A branch point, and below it its children. */
static bool write_branch(struct cli *cli, struct buffer *out,
                         const struct runner_revision *revision) {
  bool verbose = cli_flag(cli, "verbose");
  int parts = ENTRY_LABELS | ENTRY_TREE;
  const struct palette *palette = &cli->output.answer;
  if (verbose && !listing_block(cli, out, revision, false)) return false;
  if (!verbose) entry_line(out, revision, parts, palette);
  for (size_t i = 0; i < revision->children.count; i++) {
    const struct runner_revision *child =
        runner_revision(cli->runner, revision->children.items[i]);
    if (child == NULL) continue;
    buffer_format(out, "%*s -> ", (int)strlen(revision->id), "");
    entry_line(out, child, verbose ? parts | ENTRY_MESSAGE : parts, palette);
  }
  buffer_text(out, "\n");
  return !buffer_failed(out);
}

runner_status branches_run(struct cli *cli) {
  struct runner_list list = {0};
  runner_status status = cli_open(cli);
  if (status == RUNNER_DONE) status = runner_branches(cli->runner, &list, &cli->error);
  if (status != RUNNER_DONE) return status;
  if (cli->output.json) return listing_answer(cli, &list, false, 0, NULL);
  struct buffer text = {0};
  for (size_t i = 0; i < list.count && status == RUNNER_DONE; i++)
    if (!write_branch(cli, &text, list.items[i])) status = error_no_memory(&cli->error);
  if (status == RUNNER_DONE && text.length > 0) output_answer(&cli->output, text.bytes);
  buffer_release(&text);
  return status;
}
