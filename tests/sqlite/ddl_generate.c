/* Random definitions: spelling, and whole statements. */
#include "ddl_generate.h"

#include <ctype.h>
#include <string.h>

unsigned generate_number(struct generator *generator, unsigned below) {
  generator->state ^= generator->state << 13;
  generator->state ^= generator->state >> 7;
  generator->state ^= generator->state << 17;
  return (unsigned)(generator->state >> 33) % below;
}

bool generate_chance(struct generator *generator, unsigned percent) {
  return generate_number(generator, 100) < percent;
}

/* ---- spelling ---- */

/* Space that SQLite demands, or may have between any two tokens. */
static void put_space(struct generator *generator) {
  static const char *const spaces[] = {" ",      " ",         " ",         " ",
                                       "\n",     "\t ",       "/* , ) */", " /*'*/ ",
                                       "\r\n  ", " -- \"(\n", "\f"};
  unsigned count = sizeof spaces / sizeof *spaces;
  buffer_text(generator->out, spaces[generate_number(generator, count)]);
}

static bool is_symbol(const char *word) {
  return strchr("(),.", word[0]) != NULL;
}

static void put_word(struct generator *generator, const char *word, size_t length) {
  if (is_symbol(word) ? generate_chance(generator, 20) : true) put_space(generator);
  unsigned style = generate_number(generator, 4);
  for (size_t i = 0; i < length; i++) {
    char c = word[i];
    if (style == 0) c = (char)tolower((unsigned char)c);
    if (style == 1 && i % 2 == 1) c = (char)tolower((unsigned char)c);
    buffer_bytes(generator->out, &c, 1);
  }
}

void generate_words(struct generator *generator, const char *words) {
  while (*words != '\0') {
    size_t length = strcspn(words, " ");
    put_word(generator, words, length);
    words += length + strspn(words + length, " ");
  }
}

void generate_one(struct generator *generator, const char *const *words) {
  unsigned count = 0;
  while (words[count] != NULL)
    count++;
  generate_words(generator, words[generate_number(generator, count)]);
}

static bool may_be_bare(const char *name) {
  static const char *const reserved[] = {"select", "table", "check",
                                         "null",   "order", NULL};
  for (size_t i = 0; reserved[i] != NULL; i++)
    if (strcmp(name, reserved[i]) == 0) return false;
  for (const char *at = name; *at != '\0'; at++)
    if (!isalnum((unsigned char)*at) && *at != '_' && (unsigned char)*at < 0x80)
      return false;
  return name[0] != '\0' && !isdigit((unsigned char)name[0]);
}

void generate_name(struct generator *generator, const char *name, bool string) {
  static const char quotes[] = "\"`['";
  put_space(generator);
  if (may_be_bare(name) && generate_chance(generator, 50)) {
    buffer_text(generator->out, name);
    return;
  }
  char open = quotes[generate_number(generator, string ? 4 : 3)];
  if (open == '[' && strchr(name, ']') != NULL) open = '"';
  char close = open == '[' ? ']' : open;
  buffer_bytes(generator->out, &open, 1);
  for (; *name != '\0'; name++) {
    buffer_bytes(generator->out, name, 1);
    if (*name == close) buffer_bytes(generator->out, name, 1);
  }
  buffer_bytes(generator->out, &close, 1);
}

const char *generate_column(struct generator *generator) {
  return generator->columns[generate_number(generator, (unsigned)generator->count)];
}

/* ---- expressions ---- */

static void put_expression(struct generator *generator, unsigned depth);

/* One term, or two with an operator between them. */
static void put_operation(struct generator *generator, unsigned depth) {
  static const char *const operators[] = {"+",
                                          "||",
                                          "=",
                                          "AND",
                                          "OR",
                                          "->>",
                                          "<>",
                                          "IS NOT",
                                          "NOT LIKE",
                                          "GLOB",
                                          "IS",
                                          "<<",
                                          "*",
                                          "COLLATE nocase ==",
                                          "BETWEEN -1 AND",
                                          NULL};
  static const char *const tests[] = {"NOT IN ( 1 , 'a' )", "IN ( 2 ) ISNULL", "NOT NULL",
                                      "COLLATE \"rtrim\"", NULL};
  put_expression(generator, depth);
  if (generate_chance(generator, 40)) {
    generate_one(generator, tests);
  } else {
    generate_one(generator, operators);
    put_expression(generator, depth);
  }
}

/* Parts in parentheses, behind a prefix, in a CASE or a function. */
static void put_enclosed(struct generator *generator, unsigned depth) {
  static const char *const heads[] = {
      "(", "coalesce ( 'END' ,", "CASE WHEN", "NOT", "-", "+", "~"};
  static const char *const tails[] = {")", ")", "THEN 1 ELSE 2 END", "", "", "", ""};
  unsigned kind = generate_number(generator, sizeof heads / sizeof *heads);
  generate_words(generator, heads[kind]);
  put_expression(generator, depth);
  generate_words(generator, tails[kind]);
}

static void put_expression(struct generator *generator, unsigned depth) {
  static const char *const literals[] = {"1",    "-2.5e-3", "x'0A'", "0xfF", ".5",
                                         "NULL", "+7",      "~ - 1", NULL};
  static const char *const texts[] = {" ')'", " 'it''s'", " '/*'", " '--'", " ','"};
  switch (generate_number(generator, depth > 0 ? 9 : 3)) {
  case 0:
    generate_one(generator, literals);
    break;
  case 1:
    buffer_text(generator->out, texts[generate_number(generator, 5)]);
    break;
  case 2:
    generate_name(generator, generate_column(generator), false);
    break;
  case 3:
  case 4:
  case 5:
    put_enclosed(generator, depth - 1);
    break;
  default:
    put_operation(generator, depth - 1);
  }
}

void generate_expression(struct generator *generator) {
  put_expression(generator, 2);
}

/* ---- statements ---- */

static void put_create(struct generator *generator, const char *kind, const char *name) {
  generate_words(generator, "CREATE");
  generate_words(generator, kind);
  if (generate_chance(generator, 15)) generate_words(generator, "IF NOT EXISTS");
  if (generate_chance(generator, 15)) {
    generate_name(generator, "main", true);
    generate_words(generator, ".");
  }
  generate_name(generator, name, true);
}

static void choose_names(struct generator *generator) {
  static const char *const names[] = {"a",
                                      "b",
                                      "key",
                                      "desc",
                                      "select",
                                      "two words",
                                      "it's",
                                      "say \"hi\"",
                                      "a]b",
                                      "end",
                                      "table",
                                      "generated",
                                      "\xc3\xa4\xc3\xb6",
                                      "always",
                                      "1st",
                                      "check",
                                      "begin",
                                      "null",
                                      "asc",
                                      "temp",
                                      "order",
                                      "no",
                                      "_x9",
                                      "a`b"};
  unsigned count = sizeof names / sizeof *names;
  unsigned first = generate_number(generator, count);
  generator->count = 2 + generate_number(generator, GENERATED_COLUMNS - 1);
  for (unsigned i = 0; i < generator->count; i++) /* 5 and 24 have no common factor */
    generator->columns[i] = names[(first + i * 5) % count];
  generator->table = names[(first + 5 * GENERATED_COLUMNS) % count];
}

static void put_options(struct generator *generator) {
  if (generator->without_rowid) generate_words(generator, "WITHOUT ROWID");
  if (!generator->strict) return;
  if (generator->without_rowid) generate_words(generator, ",");
  generate_words(generator, "STRICT");
}

static void put_table(struct generator *generator) {
  put_create(generator, "TABLE", generator->table);
  generate_words(generator, "(");
  for (size_t i = 0; i < generator->count; i++) {
    if (i > 0) generate_words(generator, ",");
    generate_column_definition(generator, generator->columns[i]);
  }
  unsigned constraints = generate_number(generator, 4);
  for (unsigned i = 0; i < constraints; i++) {
    if (i == 0 || generate_chance(generator, 70)) generate_words(generator, ",");
    generate_table_constraint(generator);
  }
  if (generator->without_rowid && !generator->key) {
    generate_words(generator, ", PRIMARY KEY (");
    generate_name(generator, generator->columns[0], true);
    generate_words(generator, ")");
  }
  generate_words(generator, ")");
  put_options(generator);
  buffer_text(generator->out, " ;");
}

static void put_index(struct generator *generator) {
  static const char *const ends[] = {"ASC", "DESC", "COLLATE nocase",
                                     "COLLATE binary COLLATE \"rtrim\" DESC", NULL};
  put_create(generator, generate_chance(generator, 30) ? "UNIQUE INDEX" : "INDEX",
             "the index");
  generate_words(generator, "ON");
  generate_name(generator, generator->table, true);
  generate_words(generator, "(");
  unsigned terms = 1 + generate_number(generator, 3);
  for (unsigned i = 0; i < terms; i++) {
    if (i > 0) generate_words(generator, ",");
    if (generate_chance(generator, 50)) {
      generate_name(generator, generate_column(generator), true);
    } else {
      generate_expression(generator);
    }
    if (generate_chance(generator, 50)) generate_one(generator, ends);
  }
  generate_words(generator, ")");
  if (generate_chance(generator, 30)) {
    generate_words(generator, "WHERE");
    generate_expression(generator);
  }
  buffer_text(generator->out, ";");
}

static void put_trigger(struct generator *generator) {
  static const char *const timings[] = {"BEFORE", "AFTER", "", NULL};
  static const char *const events[] = {"INSERT", "DELETE", "UPDATE", NULL};
  put_create(generator, generate_chance(generator, 20) ? "TEMP TRIGGER" : "TRIGGER",
             "the trigger");
  generate_one(generator, timings);
  if (generate_chance(generator, 40)) {
    generate_words(generator, "UPDATE OF");
    generate_name(generator, generate_column(generator), true);
  } else {
    generate_one(generator, events);
  }
  generate_words(generator, "ON");
  generate_name(generator, generator->table, true);
  if (generate_chance(generator, 50)) generate_words(generator, "FOR EACH ROW");
  if (generate_chance(generator, 50))
    generate_words(generator, "WHEN CASE WHEN 1 THEN 2 END > 1");
  generate_words(generator, "BEGIN SELECT CASE WHEN 1 THEN ';' END ; DELETE FROM");
  generate_name(generator, generator->table, false);
  generate_words(generator, "; END");
  buffer_text(generator->out, ";");
}

static void put_view(struct generator *generator) {
  put_create(generator, "VIEW", "the view");
  if (generate_chance(generator, 50)) generate_words(generator, "( x , \"the y\" )");
  generate_words(generator, "AS SELECT 1 , ');' FROM");
  generate_name(generator, generator->table, false);
  buffer_text(generator->out, ";");
}

void ddl_generate(struct buffer *out, unsigned number) {
  struct generator generator = {.out = out, .state = number * 0x9e3779b97f4a7c15u + 1};
  for (int i = 0; i < 8; i++)
    generate_number(&generator, 2); /* small seeds begin alike */
  choose_names(&generator);
  generator.strict = generate_chance(&generator, 20);
  generator.without_rowid = generate_chance(&generator, 20);
  put_table(&generator);
  if (generate_chance(&generator, 50)) put_index(&generator);
  if (generate_chance(&generator, 25)) put_trigger(&generator);
  if (generate_chance(&generator, 25)) put_view(&generator);
}
