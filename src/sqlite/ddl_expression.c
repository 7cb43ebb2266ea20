/* Following an expression to its end.
**
** Many keywords of SQLite are names where no keyword can stand: in `ON t(desc desc)` the
** first is a column. What tells them apart is whether an operand is due or an operator,
** so that much is followed here; what stands in parentheses is skipped.
** https://www.sqlite.org/lang_expr.html */
#include "sqlite/ddl_reader.h"
#include "sqlite/ddl_token.h"

/* COLLATE binds closer than all operators but -, + and ~ before their operand. So one at
** the end applies to the whole expression unless there are others in front of it. Those
** of the rank of IN end before the next of that rank; what is behind IN, ISNULL or
** NOT NULL stands behind a whole. */
struct walk {
  struct ddl_reader *reader;
  bool operand_due;
  size_t cases;    /* CASEs that are open; nothing inside them matters here */
  size_t betweens; /* BETWEENs whose AND is still to come */
  bool loose;      /* in front: AND, OR or NOT, */
  bool tight;      /* or one that binds at least as close as IN */
  size_t tail;     /* where the COLLATEs at the end begin; 0 if there are none */
};

static bool accept_one(struct ddl_reader *reader, const char *const *words) {
  return ddl_accept_one(reader, words) != NULL;
}

/* An operator was read: what COLLATEs before it apply to, it takes. */
static void note_operator(struct walk *walk, bool loose, bool tight) {
  if (walk->cases > 0) return;
  walk->loose |= loose;
  walk->tight = tight;
  walk->tail = 0;
}

/* ---- where an operand is due ---- */

static bool walk_prefix(struct walk *walk) {

  struct ddl_reader *reader = walk->reader;
  if (ddl_accept_symbol(reader, '-') || ddl_accept_symbol(reader, '+') ||
      ddl_accept_symbol(reader, '~') || ddl_accept(reader, "EXISTS"))
    return true;
  if (ddl_accept(reader, "NOT")) {
    note_operator(walk, true, walk->tight);
    return true;
  }
  if (walk->cases > 0 && ddl_accept(reader, "WHEN")) return true;
  bool opens = ddl_accept(reader, "CASE");
  if (opens) walk->cases++;
  return opens;
}

static bool is_operand(struct sql_token token) {
  if (token.kind == SQL_WORD)
    return ddl_word_class(token) != DDL_WORD_RESERVED || sql_token_is(token, "NULL");
  return token.kind == SQL_NAME || token.kind == SQL_STRING || token.kind == SQL_NUMBER ||
         token.kind == SQL_PARAMETER;
}

static void walk_operand(struct walk *walk) {
  struct ddl_reader *reader = walk->reader;
  if (walk_prefix(walk)) return;
  walk->operand_due = false;
  struct sql_token token = ddl_peek(reader);
  if (ddl_token_is_symbol(token, '(')) {
    ddl_read_parentheses(reader);
  } else if (is_operand(token)) {
    bool callable = token.kind == SQL_WORD || token.kind == SQL_NAME;
    reader->at++;
    if (callable && ddl_at_symbol(reader, '(')) ddl_read_parentheses(reader);
  } else {
    ddl_fail(reader, "an expression");
  }
}

/* ---- where an operator is due ---- */

static bool walk_symbol(struct walk *walk) {
  struct ddl_reader *reader = walk->reader;
  struct sql_token token = ddl_peek(reader);
  if (token.kind != SQL_OTHER || ddl_token_is_symbol(token, '(') ||
      ddl_token_is_symbol(token, ')') || ddl_token_is_symbol(token, ',') ||
      ddl_token_is_symbol(token, '~'))
    return false;
  reader->at++;
  walk->operand_due = true;
  if (!ddl_token_is_symbol(token, '.')) note_operator(walk, false, true);
  return true;
}

static bool walk_collate(struct walk *walk) {
  size_t first = walk->reader->at;
  if (!ddl_accept(walk->reader, "COLLATE")) return false;
  ddl_read_type_word(walk->reader, "a collation");
  if (walk->cases == 0 && walk->tail == 0) walk->tail = first;
  return true;
}

static bool walk_case(struct walk *walk) {
  static const char *const inner[] = {"WHEN", "THEN", "ELSE", NULL};
  if (walk->cases == 0) return false;
  if (ddl_accept(walk->reader, "END")) {
    walk->cases--;
    return true;
  }
  bool found = accept_one(walk->reader, inner);
  if (found) walk->operand_due = true;
  return found;
}

/* AND and OR, but for the AND of a BETWEEN. */
static bool walk_logic(struct walk *walk) {
  bool both = ddl_accept(walk->reader, "AND");
  if (!both && !ddl_accept(walk->reader, "OR")) return false;
  bool inner = both && walk->betweens > 0;
  if (inner) walk->betweens--;
  note_operator(walk, !inner, true);
  walk->operand_due = true;
  return true;
}

/* Operators that are words. */
static bool walk_word(struct walk *walk) {
  static const char *const betweens[] = {"BETWEEN", "NOT BETWEEN", NULL};
  static const char *const sets[] = {"IN", "NOT IN", NULL};
  static const char *const tests[] = {"ISNULL", "NOTNULL", "NOT NULL", NULL};
  static const char *const others[] = {"IS NOT DISTINCT FROM",
                                       "IS DISTINCT FROM",
                                       "IS NOT",
                                       "IS",
                                       "LIKE",
                                       "GLOB",
                                       "REGEXP",
                                       "MATCH",
                                       "ESCAPE",
                                       "NOT LIKE",
                                       "NOT GLOB",
                                       "NOT REGEXP",
                                       "NOT MATCH",
                                       NULL};
  struct ddl_reader *reader = walk->reader;
  if (accept_one(reader, tests)) {
    note_operator(walk, false, false);
    return true;
  }
  bool set = accept_one(reader, sets);
  bool between = !set && accept_one(reader, betweens);
  if (!set && !between && !accept_one(reader, others)) return false;
  if (between) walk->betweens++;
  note_operator(walk, false, !set);
  walk->operand_due = true;
  return true;
}

static bool walk_operator(struct walk *walk) {
  return walk_symbol(walk) || walk_collate(walk) || walk_case(walk) || walk_logic(walk) ||
         walk_word(walk);
}

size_t ddl_read_expression(struct ddl_reader *reader) {
  struct walk walk = {.reader = reader, .operand_due = true};
  do {
    if (walk.operand_due) walk_operand(&walk);
  } while (walk.operand_due || walk_operator(&walk));
  if (walk.cases > 0) ddl_fail(reader, "the END of a CASE");
  return walk.tail > 0 && !walk.loose && !walk.tight ? walk.tail : reader->at;
}
