/* The parser of definitions against SQLite, over the statements of ddl_corpus.sql and
** over thousands that ddl_generate makes. */
#include "base/file.h"
#include "ddl_check.h"
#include "ddl_generate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

/* ---- the corpus ---- */

/* Is the script for a newer SQLite? Its first line says so: "-- from 3046000". */
static bool is_newer(const char *script) {
  static const char from[] = "-- from ";
  if (strncmp(script, from, sizeof from - 1) != 0) return false;
  return strtol(script + sizeof from - 1, NULL, 10) > sqlite3_libversion_number();
}

/* Does SQLite do with it what the corpus says? */
static bool is_as_expected(const char *script) {
  const char *refusal = NULL;
  bool expected = strncmp(script, "-- refused", strlen("-- refused")) != 0;
  if (is_newer(script) || ddl_check(script, &refusal) == expected) return true;
  print_error("%s: %s\n", expected ? refusal : "accepted by SQLite", script);
  return false;
}

static void the_corpus(void **state) {
  (void)state;
  struct arena *arena = arena_create();
  char *text = NULL;
  size_t length = 0;
  size_t count = 0;
  size_t wrong = 0;
  assert_int_equal(file_read(DDL_CORPUS, arena, &text, &length, NULL), RUNNER_DONE);
  for (char *script = text; script != NULL;) {
    char *end = strstr(script, "\n\n");
    if (end != NULL) *end = '\0';
    if (!is_as_expected(script)) wrong++;
    count++;
    script = end != NULL ? end + 2 : NULL;
  }
  assert_int_equal(wrong, 0);
  assert_true(count > 250);
  arena_destroy(arena);
}

/* ---- generated statements ---- */

static void generated_statements(void **state) {
  (void)state;
  const unsigned scripts = ddl_rounds(600);
  const unsigned first = ddl_seed();
  unsigned accepted = 0;
  for (unsigned seed = first; seed < first + scripts; seed++) {
    struct buffer script = {0};
    ddl_generate(&script, seed);
    if (ddl_check(script.bytes, NULL)) accepted++;
    buffer_release(&script);
  }
  /* What SQLite refuses proves little. */
  if (accepted < scripts / 4 * 3) fail_msg("SQLite accepted %u only", accepted);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_corpus),
      cmocka_unit_test(generated_statements),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
