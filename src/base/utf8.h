/* UTF-8, as RFC 3629 has it: no surrogates, nothing overlong, nothing above U+10FFFF. Pure.
 */
#ifndef RUNNER_BASE_UTF8_H
#define RUNNER_BASE_UTF8_H

#include <stddef.h>

/* How many bytes at `bytes` form one character; 0: none do. `length` (at least 1) is how
** many may be looked at; bytes that a 0 ends may have any length. */
size_t utf8_character(const char *bytes, size_t length);

/* How many bytes from the start are whole characters, none of them a zero byte. */
size_t utf8_clean(const char *bytes, size_t length);

#endif
