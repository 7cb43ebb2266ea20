/* SHA-256, by the examples of its standard (FIPS 180-4 and NIST's example values). */
#include "base/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_digest(const void *bytes, size_t length, const char *expected) {
  char text[DIGEST_TEXT_BYTES];
  digest_sha256(bytes, length, text);
  assert_string_equal(text, expected);
}

static void the_examples_of_the_standard(void **state) {
  (void)state;
  assert_digest("", 0,
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert_digest("abc", 3,
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert_digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void a_million_times_a(void **state) {
  (void)state;
  char *bytes = malloc(1000000);
  memset(bytes, 'a', 1000000);
  assert_digest(bytes, 1000000,
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  free(bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_examples_of_the_standard),
      cmocka_unit_test(a_million_times_a),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
