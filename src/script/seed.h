/* What the files of the seed module share: a file of rows that is being read. */
#ifndef RUNNER_SCRIPT_SEED_H
#define RUNNER_SCRIPT_SEED_H

#include "base/csv.h"
#include "base/text_file.h"

#include <jansson.h>
#include <lua.h>

struct seed {
  struct text_file text;
  struct csv csv;     /* not used for JSON lines */
  json_t *object;     /* of the current line, or NULL */
  char *path;         /* as messages name it */
  uint64_t line;      /* of the last record, or of what is wrong */
  uint64_t next_line; /* at the front of the window */
};

/* The seed at argument 1; an error if it is closed. */
struct seed *seed_check(lua_State *L);

/* More text, or the end. On failure `line` is where the mistake is. */
runner_status seed_extend(struct seed *seed, struct runner_error *error);

int seed_fields(lua_State *L); /* seed_csv.c */
int seed_insert(lua_State *L);
int seed_object(lua_State *L); /* seed_json.c */

#endif
