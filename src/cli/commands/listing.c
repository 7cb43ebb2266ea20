/* Lists of revisions. */
#include "cli/commands/listing.h"

#include "base/file.h"
#include "base/texts.h"
#include "cli/entry.h"

/* Written out whenever this much has gathered: a long history needs little memory. */
enum { PORTION_BYTES = 1 << 16 };

bool listing_block(struct cli *cli, struct buffer *out,
                   const struct runner_revision *revision, bool current) {
  const char *path = path_absolute(cli->arena, revision->path);
  if (path != NULL) entry_block(out, revision, path, current, &cli->output.answer);
  return path != NULL;
}

runner_status listing_write(struct cli *cli, const struct runner_list *list, bool verbose,
                            int parts, const struct runner_texts *rows) {
  struct buffer text = {0};
  bool failed = false;
  for (size_t i = 0; i < list->count && !failed; i++) {
    const struct runner_revision *revision = list->items[i];
    bool current = rows != NULL && texts_contain(rows, revision->id);
    if (verbose)
      failed = !listing_block(cli, &text, revision, current);
    else
      entry_line(&text, revision, current ? parts | ENTRY_CURRENT : parts,
                 &cli->output.answer);
    failed = failed || buffer_failed(&text);
    if (failed || (text.length < PORTION_BYTES && i + 1 < list->count)) continue;
    output_answer(&cli->output, text.bytes);
    buffer_clear(&text);
  }
  buffer_release(&text);
  return failed ? error_no_memory(&cli->error) : RUNNER_DONE;
}

runner_status listing_answer(struct cli *cli, const struct runner_list *list,
                             bool verbose, int parts, const struct runner_texts *rows) {
  if (!cli->output.json) return listing_write(cli, list, verbose, parts, rows);
  return cli_answer(cli,
                    json_pack("{s:s,s:o}", "command", cli->command->name, "revisions",
                              answer_revisions(cli->arena, list, rows)));
}
