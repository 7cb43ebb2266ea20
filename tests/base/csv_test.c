/* Comma-separated values: the cases of RFC 4180 and beyond, and that a text read in parts
** gives what it gives as a whole. */
#include "base/csv.h"

#include "base/memory.h"
#include "support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Records as one text: fields in <>, quoted ones in "", records apart by '|', and what
** ended the reading, with the lines up to there. */
struct story {
  char text[4096];
  size_t length;
};

static void tell(struct story *story, const char *bytes, size_t length) {
  assert_true(story->length + length < sizeof story->text);
  memcpy(story->text + story->length, bytes, length);
  story->length += length;
  story->text[story->length] = '\0';
}

static void tell_record(struct story *story, const struct csv *csv) {
  for (size_t i = 0; i < csv->count; i++) {
    const struct csv_field *field = &csv->fields[i];
    tell(story, field->quoted ? "\"" : "<", 1);
    tell(story, field->bytes, field->length);
    tell(story, field->quoted ? "\"" : ">", 1);
  }
  tell(story, "|", 1);
}

static const char *const endings[] = {
    [CSV_END] = "end",           [CSV_MORE] = "more",       [CSV_STRAY_QUOTE] = "stray",
    [CSV_AFTER_QUOTE] = "after", [CSV_OPEN_QUOTE] = "open", [CSV_NO_MEMORY] = "memory"};

static void tell_ending(struct story *story, enum csv_outcome outcome, size_t lines) {
  char number[2] = {(char)('0' + lines), '\0'};
  tell(story, endings[outcome], strlen(endings[outcome]));
  tell(story, number, 1);
}

/* The story of a text of which at first `first` bytes are there, then one more each time
** that more is asked for. */
static void read_parts(struct story *story, const char *text, size_t length, size_t first,
                       int quote) {
  struct csv csv;
  *story = (struct story){0};
  csv_start(&csv, ',', quote);
  char *bytes =
      memory_resize(NULL, length + 1); /* exactly: sanitizers see one too many */
  if (length > 0) memcpy(bytes, text, length);
  char *at = bytes;
  size_t there = first < length ? first : length, lines = 0;
  enum csv_outcome outcome = CSV_MORE;
  do {
    bytes[there] = '#';
    outcome = csv_read(&csv, &at, bytes + there, there == length);
    assert_int_equal(bytes[there], '#');
    if (there < length) bytes[there] = text[there];
    if (outcome == CSV_RECORD) tell_record(story, &csv);
    if (outcome == CSV_RECORD) lines += csv.lines;
    if (outcome == CSV_MORE) assert_true(there++ < length);
  } while (outcome == CSV_RECORD || outcome == CSV_MORE);
  tell_ending(story, outcome, outcome == CSV_END ? lines : lines + csv.lines);
  memory_release(bytes);
  csv_release(&csv);
}

/* ---- the table ---- */

struct example {
  const char *text;
  const char *story;
};

static const struct example examples[] = {
    /* RFC 4180, section 2, rules 1 to 7 */
    {"aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", "<aaa><bbb><ccc>|<zzz><yyy><xxx>|end2"},
    {"aaa,bbb,ccc\r\nzzz,yyy,xxx", "<aaa><bbb><ccc>|<zzz><yyy><xxx>|end1"},
    {"\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx",
     "\"aaa\"\"bbb\"\"ccc\"|<zzz><yyy><xxx>|end1"},
    {"\"aaa\",\"b\r\nbb\",\"ccc\"\r\nz", "\"aaa\"\"b\r\nbb\"\"ccc\"|<z>|end2"},
    {"\"aaa\",\"b\"\"bb\",\"ccc\"", "\"aaa\"\"b\"bb\"\"ccc\"|end0"},
    {" a , b \n", "< a >< b >|end1"},
    /* nothing, and almost nothing */
    {"", "end0"},
    {"\n", "<>|end1"},
    {"\r\n\r\n", "<>|<>|end2"},
    {",", "<><>|end0"},
    {",\n,", "<><>|<><>|end1"},
    {"\"\"", "\"\"|end0"},
    {"\"\",", "\"\"<>|end0"},
    {"a,", "<a><>|end0"},
    /* line ends */
    {"a\nb\rc\r\nd", "<a>|<b>|<c>|<d>|end3"},
    {"a\r\rb", "<a>|<>|<b>|end2"},
    {"a\r", "<a>|end1"},
    {"\"a\rb\nc\r\nd\"\n", "\"a\rb\nc\r\nd\"|end4"},
    {"\"a\r\"", "\"a\r\"|end1"},
    /* quotes */
    {"\"\"\"\"", "\"\"\"|end0"},
    {"\"\"\"a\"\"\"", "\"\"a\"\"|end0"},
    {"\"\"\"\"\"\",x", "\"\"\"\"<x>|end0"},
    {"\"a,b\",c", "\"a,b\"<c>|end0"},
    {"\"a\"\r", "\"a\"|end1"},
    /* mistakes */
    {"a\"b", "stray0"},
    {"x,y\n1,5\" pipe\n", "<x><y>|stray1"},
    {"a, \"b\"", "stray0"},
    {"\"a\"b", "after0"},
    {"\"a\" ,b", "after0"},
    {"\"a\nb\"c", "after1"},
    {"\"a", "open0"},
    {"\"", "open0"},
    {"\"\"\"", "open0"},
    {"x\n\"a\nb\",\"c\nd", "<x>|open2"},
    /* bytes that are no text are none of its business */
    {"\x80,\xFF\n", "<\x80><\xFF>|end1"},
};

static void texts_become_fields(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
    const struct example *example = &examples[i];
    size_t length = strlen(example->text);
    for (size_t first = 0; first <= length; first++) {
      struct story story;
      read_parts(&story, example->text, length, first, '"');
      assert_string_equal(story.text, example->story);
    }
  }
}

static void quotes_may_mean_nothing(void **state) {
  (void)state;
  struct story story;
  read_parts(&story, "5\" pipe,\"\n", 10, 0, CSV_NO_QUOTE);
  assert_string_equal(story.text, "<5\" pipe><\">|end1");
  read_parts(&story, "'a''b',\"c\"", 10, 3, '\'');
  assert_string_equal(story.text, "\"a'b\"<\"c\">|end0");
}

static void zero_bytes_are_bytes(void **state) {
  (void)state;
  struct csv csv;
  char text[] = "a\0b,\"c\0d\"\n\0";
  char *at = text;
  csv_start(&csv, ',', '"');
  assert_int_equal(csv_read(&csv, &at, text + 11, true), CSV_RECORD);
  assert_int_equal(csv.count, 2);
  assert_int_equal(csv.fields[0].length, 3);
  assert_memory_equal(csv.fields[0].bytes, "a\0b", 3);
  assert_memory_equal(csv.fields[1].bytes, "c\0d", 3);
  assert_int_equal(csv_read(&csv, &at, text + 11, true), CSV_RECORD);
  assert_int_equal(csv.fields[0].length, 1);
  csv_release(&csv);
}

/* ---- at random ---- */

static uint32_t seed = 1;

static uint32_t draw(uint32_t below) {
  seed = seed * 1664525 + 1013904223;
  return (seed >> 8) % below;
}

/* Any text, good or bad, gives the same story in parts as at once. */
static void parts_tell_the_same_as_the_whole(void **state) {
  (void)state;
  static const char letters[] = "a,,\"\"\"\r\n\nb";
  for (int round = 0; round < 20000; round++) {
    char text[24];
    size_t length = draw(sizeof text);
    for (size_t i = 0; i < length; i++)
      text[i] = letters[draw(sizeof letters - 1)];
    struct story whole, parts;
    read_parts(&whole, text, length, length, '"');
    read_parts(&parts, text, length, draw((uint32_t)length + 1), '"');
    assert_string_equal(parts.text, whole.text);
  }
}

/* Write a field as RFC 4180 wants it, at random also in quotes where it needs none. */
static size_t write_field(char *to, const char *field, bool quoted) {
  size_t length = 0;
  if (quoted) to[length++] = '"';
  for (; *field != '\0'; field++) {
    if (*field == '"') to[length++] = '"';
    to[length++] = *field;
  }
  if (quoted) to[length++] = '"';
  return length;
}

/* What was written is read. */
static void what_is_written_is_read(void **state) {
  (void)state;
  static const char letters[] = "ab,\"\r\n ";
  static const char *const line_ends[] = {"\n", "\r\n", "\r"};
  for (int round = 0; round < 5000; round++) {
    struct story wanted = {0}, story;
    const char *line_end = line_ends[draw(3)];
    char text[1024];
    size_t length = 0;
    for (uint32_t record = draw(4); record > 0; record--) {
      for (uint32_t field = draw(4);; field--) {
        char content[8] = {0};
        for (uint32_t i = draw(sizeof content); i > 0; i--)
          content[i - 1] = letters[draw(sizeof letters - 1)];
        bool quoted = strpbrk(content, ",\"\r\n") != NULL || draw(2) == 0;
        length += write_field(text + length, content, quoted);
        tell(&wanted, quoted ? "\"" : "<", 1);
        tell(&wanted, content, strlen(content));
        tell(&wanted, quoted ? "\"" : ">", 1);
        if (field == 0) break;
        text[length++] = ',';
      }
      for (const char *end = line_end; *end != '\0'; end++)
        text[length++] = *end;
      tell(&wanted, "|", 1);
    }
    read_parts(&story, text, length, draw((uint32_t)length + 1), '"');
    story.text[wanted.length] = '\0'; /* without the ending */
    assert_string_equal(story.text, wanted.text);
  }
}

static runner_status read_wide(void *user, struct runner_error *error) {
  (void)user;
  struct csv csv;
  char text[] = "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20\n";
  char *at = text;
  csv_start(&csv, ',', '"');
  enum csv_outcome outcome = csv_read(&csv, &at, text + sizeof text - 1, true);
  if (outcome == CSV_RECORD) assert_int_equal(csv.count, 20);
  if (outcome != CSV_RECORD) assert_int_equal(outcome, CSV_NO_MEMORY);
  csv_release(&csv);
  return outcome == CSV_RECORD ? RUNNER_DONE : error_no_memory(error);
}

static void memory_may_run_out(void **state) {
  (void)state;
  failing_allocator_loop(read_wide, NULL, RUNNER_DONE, FAILING_STRICT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(texts_become_fields),
      cmocka_unit_test(quotes_may_mean_nothing),
      cmocka_unit_test(zero_bytes_are_bytes),
      cmocka_unit_test(parts_tell_the_same_as_the_whole),
      cmocka_unit_test(what_is_written_is_read),
      cmocka_unit_test(memory_may_run_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
