/* The leading comment of a script. Pure. */
#ifndef RUNNER_SCRIPT_COMMENT_H
#define RUNNER_SCRIPT_COMMENT_H

#include "base/buffer.h"

#include <stddef.h>

/* Add to `text` what the first comment block of a source says, without the comment signs:
** the lines of `--- `, or the inside of a long comment. It must stand before any code;
** else nothing is added. Lines end with a newline each but the last, blank ones at
** either end are left out. */
void comment_read(const char *source, size_t length, struct buffer *text);

/* The length of the first paragraph of such a text. */
size_t comment_paragraph(const char *text);

#endif
