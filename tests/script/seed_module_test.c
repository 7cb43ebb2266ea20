/* Files of rows as the Lua modules of op.bulk_insert use them. What users see of it is in
** spec/op/. */
#include "base/buffer.h"
#include "base/memory.h"
#include "script/db_text.h"
#include "support/failing_allocator.h"
#include "support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include <cmocka.h>

static const char csv_rows[] = "a,b\n1,x\n\n2,\"y\n\"\"z\"\"\"\n3,\n";
static const char json_rows[] =
    "{\"a\": 1, \"b\": \"x\\u00e9\"}\n\n{\"b\": [1, {\"c\": \"]\"}], \"a\": null}\r\n{}";

/* Write the files; a Lua text before which `csv` and `json` are their paths. */
static void make_text(void **state, struct buffer *text, const char *body) {
  char *csv = folder_path(state, "t.csv"), *json = folder_path(state, "t.jsonl");
  folder_write(csv, csv_rows, sizeof csv_rows - 1);
  folder_write(json, json_rows, sizeof json_rows - 1);
  buffer_format(text,
                "local seed = require('runner.seed')\n"
                "local csv, json = '%s', '%s'\n"
                "db:exec('CREATE TABLE t (a INTEGER, b)')\n%s",
                csv, json, body);
  free(csv);
  free(json);
}

static void run(void **state, const char *body) {
  struct buffer text = {0};
  make_text(state, &text, body);
  db_text_run(text.bytes);
  buffer_release(&text);
}

static void fields_go_to_their_parameters(void **state) {
  run(state, "local file = seed.csv(csv, ',', '\"')\n"
             "same(#file:fields(), 2)\n"
             "local sql = 'INSERT INTO t (b, a) VALUES (?, ?)'\n"
             "local read, inserted = file:insert(db, sql, { 2, 1 }, '', 2)\n"
             "same(read, 2) same(inserted, 2)\n"
             "same(file:place():match('t.csv:%d+$'), 't.csv:4')\n"
             "same((file:insert(db, sql, { 2, 1 }, '', 2)), 1)\n"
             "same((file:insert(db, sql, { 2, 1 }, '', 2)), 0)\n"
             "same(db:value('SELECT b FROM t WHERE a = 2'), 'y\\n\"z\"')\n"
             "same(db:value('SELECT count(*) FROM t WHERE b IS NULL'), 1)\n"
             "same(file:fields(), nil)\n"
             "local done, size = file:progress()\n"
             "same(done, size)\n"
             "file:close() file:close()\n"
             "fails('file is closed', file.fields, file)");
}

static void a_field_may_be_passed_over(void **state) {
  run(state, "local file <close> = seed.csv(csv, ',', '\"')\n"
             "file:insert(db, 'INSERT INTO t (b) VALUES (?)', { 0, 1 }, nil, 100)\n"
             "same(db:value('SELECT count(a) FROM t'), 0)\n"
             "same(db:value('SELECT group_concat(b) FROM t'), 'b,x,y\\n\"z\",')");
}

static void objects_become_tables(void **state) {
  run(state, "local file <close> = seed.json_lines(json)\n"
             "local row = file:object()\n"
             "same(row.a, 1) same(row.b, 'x\\u{e9}')\n"
             "row = file:object()\n"
             "same(row.a, null) same(row.b, '[1, {\"c\": \"]\"}]')\n"
             "same(file:place():match('l:%d+$'), 'l:3')\n"
             "same(next(file:object()), nil)\n"
             "same(file:object(), nil) same(file:object(), nil)");
}

static void wrong_calls_are_refused(void **state) {
  run(state, "fails('one character', seed.csv, csv, '::', '\"')\n"
             "fails('one character', seed.csv, csv, '\\n', '\"')\n"
             "fails('one character', seed.csv, csv, '\\u{e9}', '\"')\n"
             "fails('not be the separator', seed.csv, csv, ',', ',')\n"
             "fails('must be a path', seed.json_lines, '')\n"
             "fails('must be a path', seed.json_lines, 'a\\0b')\n"
             "fails('cannot read missing: No such', seed.json_lines, 'missing')\n"
             "local file = seed.csv(csv, ',', '\"')\n"
             "fails('no parameter 3', file.insert, file, db,\n"
             "  'INSERT INTO t VALUES (?, ?)', { 1, 3 }, nil, 1)\n"
             "fails('expected', file.insert, db, db, '', {}, nil, 1)");
}

static void memory_runs_out(void **state) {
  struct buffer text = {0};
  make_text(state, &text,
            "local file <close> = seed.csv(csv, ',', '\"')\n"
            "local names = file:fields()\n"
            "same(file:insert(db, 'INSERT INTO t VALUES (?, ?)', { 1, 2 }, '', 9), 3)\n"
            "local objects <close> = seed.json_lines(json)\n"
            "local count = 0\n"
            "while objects:object() do count = count + 1 end\n"
            "same(count, 3)");
  json_set_alloc_funcs(memory_allocate, memory_release);
  failing_allocator_loop(db_text_attempt, text.bytes, RUNNER_DONE, FAILING_LENIENT);
  json_set_alloc_funcs(malloc, free);
  buffer_release(&text);
}

#define test(name) cmocka_unit_test_setup_teardown(name, folder_setup, folder_teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      test(fields_go_to_their_parameters),
      test(a_field_may_be_passed_over),
      test(objects_become_tables),
      test(wrong_calls_are_refused),
      test(memory_runs_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
