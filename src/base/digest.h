/* SHA-256 digests, in lower-case hexadecimal (FIPS 180-4, by libmd). */
#ifndef RUNNER_BASE_DIGEST_H
#define RUNNER_BASE_DIGEST_H

#include <stddef.h>

enum { DIGEST_TEXT_BYTES = 65 };

void digest_sha256(const void *bytes, size_t length, char text[DIGEST_TEXT_BYTES]);

#endif
