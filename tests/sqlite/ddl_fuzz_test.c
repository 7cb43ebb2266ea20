/* The parser of definitions over mutations of the corpus: tokens are dropped, doubled,
** exchanged between scripts, bytes changed. Whatever SQLite still accepts must be read as
** SQLite reads it; the rest must only come back. The same mutations on every machine. */
#include "base/file.h"
#include "ddl_check.h"
#include "ddl_spans.h"
#include "sqlite/ddl.h"
#include "sqlite/ddl_normal.h"
#include "sqlite/sql_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_SCRIPTS = 1000, MOST_TOKENS = 2000, MOST_BYTES = 8000 };

struct corpus {
  struct arena *arena;
  const char *scripts[MOST_SCRIPTS];
  size_t count;
  uint64_t state;
};

static unsigned number(struct corpus *corpus, size_t below) {
  corpus->state ^= corpus->state << 13;
  corpus->state ^= corpus->state >> 7;
  corpus->state ^= corpus->state << 17;
  return (unsigned)((corpus->state >> 33) % below);
}

static int setup(void **state) {
  struct corpus *corpus = calloc(1, sizeof *corpus);
  assert_non_null(corpus);
  char *text = NULL;
  size_t length = 0;
  corpus->arena = arena_create();
  corpus->state = 20 + (uint64_t)ddl_seed() * 0x9e3779b97f4a7c15u;
  assert_int_equal(file_read(DDL_CORPUS, corpus->arena, &text, &length, NULL),
                   RUNNER_DONE);
  for (char *script = text; script != NULL;) {
    char *end = strstr(script, "\n\n");
    if (end != NULL) *end = '\0';
    assert_true(corpus->count < MOST_SCRIPTS);
    corpus->scripts[corpus->count++] = script;
    script = end != NULL ? end + 2 : NULL;
  }
  *state = corpus;
  return 0;
}

static int teardown(void **state) {
  struct corpus *corpus = *state;
  arena_destroy(corpus->arena);
  free(corpus);
  return 0;
}

/* ---- mutations ---- */

static const char *any_script(struct corpus *corpus) {
  return corpus->scripts[number(corpus, corpus->count)];
}

static struct sql_token any_token(struct corpus *corpus) {
  struct sql_token chosen = {SQL_END, "", 0};
  const char *at = any_script(corpus);
  size_t seen = 0;
  for (struct sql_token token = sql_next(&at); token.kind != SQL_END;
       token = sql_next(&at))
    if (number(corpus, ++seen) == 0) chosen = token;
  return chosen;
}

static void put(struct buffer *out, struct sql_token token) {
  buffer_bytes(out, token.start, token.length);
  buffer_text(out, " ");
}

static size_t count_tokens(const char *script) {
  size_t count = 0;
  while (sql_next(&script).kind != SQL_END)
    count++;
  return count;
}

/* Comments and space of the script stay; about `changes` tokens are changed. */
static void mutate_tokens(struct corpus *corpus, struct buffer *out, const char *script,
                          unsigned changes) {
  size_t distance = 4 * count_tokens(script) / changes + 4;
  for (const char *at = script; *at != '\0';) {
    struct sql_token token = sql_token(at);
    at += token.length;
    unsigned kind = token.kind == SQL_SPACE ? 9 : number(corpus, distance);
    if (kind == 0) continue;
    if (kind == 1) put(out, token);
    if (kind == 2) put(out, any_token(corpus));
    if (kind == 3) {
      put(out, any_token(corpus));
    } else {
      buffer_bytes(out, token.start, token.length);
    }
  }
}

static void mutate_bytes(struct corpus *corpus, struct buffer *out) {
  static const char bytes[] = "\"'`[](),;.-+*/ \n\fxX019eE_$@#\\\x01\x80\xef\xbb\xbf";
  for (unsigned i = 0; i < 1 + number(corpus, 3) && out->length > 0; i++)
    out->bytes[number(corpus, out->length)] = bytes[number(corpus, sizeof bytes - 1)];
}

/* ---- the tests ---- */

static void what_sqlite_accepts_is_read(void **state) {
  struct corpus *corpus = *state;
  unsigned accepted = 0;
  unsigned all = ddl_rounds(600);
  for (unsigned i = 0; i < all; i++) {
    struct buffer script = {0};
    mutate_tokens(corpus, &script, any_script(corpus), 1);
    if (i % 8 == 0) mutate_bytes(corpus, &script);
    if (script.length > 0 && ddl_check(script.bytes, NULL)) accepted++;
    buffer_release(&script);
  }
  if (accepted < all / 10) fail_msg("SQLite accepted %u of %u only", accepted, all);
}

static void read_anything(const char *text) {
  struct arena *arena = arena_create();
  struct runner_error error = RUNNER_ERROR_INIT;
  struct buffer normal = {0};
  const struct ddl_statement *statement = NULL;
  if (ddl_parse(text, arena, &statement, &error) == RUNNER_DONE) {
    ddl_assert_spans(text, statement);
    assert_int_equal(ddl_normalise(text, &normal, &error), RUNNER_DONE);
  } else {
    assert_null(statement);
    assert_non_null(error.message);
    assert_true(error.offset >= 0 && (size_t)error.offset <= strlen(text));
  }
  runner_error_clear(&error);
  buffer_release(&normal);
  arena_destroy(arena);
}

static void the_parser_comes_back(void **state) {
  struct corpus *corpus = *state;
  for (unsigned i = 0; i < ddl_rounds(600) * 20; i++) {
    struct buffer text = {0};
    mutate_tokens(corpus, &text, any_script(corpus), 4);
    mutate_bytes(corpus, &text);
    if (text.length > 0) read_anything(text.bytes);
    buffer_release(&text);
  }
}

/* Texts that end anywhere. */
static void a_text_may_end_anywhere(void **state) {
  struct corpus *corpus = *state;
  for (size_t i = 0; i < corpus->count; i += 5) {
    size_t length = strlen(corpus->scripts[i]);
    for (size_t end = 0; end <= length; end++) {
      char *text = malloc(end + 1); /* exactly as long: the sanitizer watches its end */
      assert_non_null(text);
      memcpy(text, corpus->scripts[i], end);
      text[end] = '\0';
      read_anything(text);
      free(text);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_sqlite_accepts_is_read),
      cmocka_unit_test(the_parser_comes_back),
      cmocka_unit_test(a_text_may_end_anywhere),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
