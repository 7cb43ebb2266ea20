/* SHA-256 through libmd. */
#include "base/digest.h"

#include <sha2.h>
#include <stdint.h>

void digest_sha256(const void *bytes, size_t length, char text[DIGEST_TEXT_BYTES]) {
  SHA256Data((const uint8_t *)bytes, length, text);
}
