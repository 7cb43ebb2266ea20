/* Alembic's lines about one revision. */
#include "cli/entry.h"

#include <string.h>

void entry_list(struct buffer *out, const struct runner_texts *texts) {
  for (size_t i = 0; i < texts->count; i++)
    buffer_format(out, "%s%s", i == 0 ? "" : ", ", texts->items[i]);
}

static void write_mark(struct buffer *out, bool wanted, const char *mark,
                       const struct palette *palette) {
  if (wanted) buffer_format(out, " %s(%s)%s", palette->mark, mark, palette->off);
}

static void write_parents(struct buffer *out, const struct runner_revision *revision) {
  if (revision->down.count == 0)
    buffer_text(out, "<base>");
  else
    entry_list(out, &revision->down);
}

static void write_in_brackets(struct buffer *out, const struct runner_texts *texts) {
  if (texts->count == 0) return;
  buffer_text(out, " (");
  entry_list(out, texts);
  buffer_text(out, ")");
}

void entry_line(struct buffer *out, const struct runner_revision *revision, int parts,
                const struct palette *palette) {
  bool tree = (parts & ENTRY_TREE) != 0;
  if ((parts & ENTRY_PARENTS) != 0) {
    write_parents(out, revision);
    write_in_brackets(out, &revision->depends);
    buffer_text(out, " -> ");
  }
  buffer_text(out, revision->id);
  if ((parts & ENTRY_LABELS) != 0) write_in_brackets(out, &revision->branches);
  write_mark(out, revision->is_real_head, "head", palette);
  write_mark(out, revision->is_head && !revision->is_real_head, "effective head",
             palette);
  write_mark(out, (parts & ENTRY_CURRENT) != 0, "current", palette);
  write_mark(out, tree && revision->is_branch_point, "branchpoint", palette);
  write_mark(out, tree && revision->is_merge_point, "mergepoint", palette);
  if ((parts & ENTRY_MESSAGE) != 0) buffer_format(out, ", %s", revision->message);
  buffer_text(out, "\n");
}

static void write_field(struct buffer *out, const char *name,
                        const struct runner_texts *texts) {
  if (texts->count == 0) return;
  buffer_format(out, "%s: ", name);
  entry_list(out, texts);
  buffer_text(out, "\n");
}

static void write_document(struct buffer *out, const char *document) {
  while (*document != '\0') {
    size_t length = strcspn(document, "\n");
    buffer_text(out, "    ");
    buffer_bytes(out, document, length);
    document += length;
    if (*document == '\0') return;
    buffer_text(out, "\n");
    document++;
  }
}

void entry_block(struct buffer *out, const struct runner_revision *revision,
                 const char *path, bool current, const struct palette *palette) {
  buffer_format(out, "Rev: %s", revision->id);
  write_mark(out, revision->is_head, "head", palette);
  write_mark(out, revision->is_branch_point, "branchpoint", palette);
  write_mark(out, revision->is_merge_point, "mergepoint", palette);
  write_mark(out, current, "current", palette);
  buffer_text(out, revision->is_merge_point ? "\nMerges: " : "\nParent: ");
  write_parents(out, revision);
  buffer_text(out, "\n");
  write_field(out, "Also depends on", &revision->depends);
  if (revision->is_branch_point) write_field(out, "Branches into", &revision->children);
  write_field(out, "Branch names", &revision->branches);
  buffer_format(out, "Path: %s\n\n", path);
  write_document(out, revision->document);
  buffer_text(out, "\n\n");
}
