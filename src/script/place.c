/* Where in an author's script something happens. */
#include "script/place.h"

#include <stdlib.h>
#include <string.h>

/* How many frames are looked at for the position in front of a message; a stack that
** overflowed has hundreds of thousands. */
enum { FRAMES_SEARCHED = 50 };

/* Does this frame (lua_getinfo "Sl") run a line of an author's file? */
static bool is_authored(const lua_Debug *frame) {
  return frame->source[0] == '@' && frame->currentline > 0 &&
         strncmp(frame->source, "@lua/runner/", strlen("@lua/runner/")) != 0;
}

bool place_find(lua_State *L, lua_Debug *frame) {
  for (int level = 0; lua_getstack(L, level, frame); level++)
    if (lua_getinfo(L, "Sl", frame) && is_authored(frame)) return true;
  return false;
}

void place_note(lua_State *L, struct runner_error *error) {
  lua_Debug frame;
  if (error->file == NULL && place_find(L, &frame))
    error_place(error, frame.source + 1, frame.currentline);
}

/* The text after "source:12: ", or NULL if the message does not start like that. */
static const char *after_position(const char *message, const char *source, int *line) {
  size_t length = strlen(source);
  if (strncmp(message, source, length) != 0 || message[length] != ':') return NULL;
  const char *digits = message + length + 1;
  char *end = NULL;
  *line = (int)strtol(digits, &end, 10);
  return end != digits && strncmp(end, ": ", 2) == 0 ? end + 2 : NULL;
}

/* Pass over one position at the start of the message, if it is that of a frame; noted in
** `place` if the frame belongs to an author's file. */
static const char *skip_position(lua_State *L, const char *message, lua_Debug *place) {
  lua_Debug frame;
  for (int level = 0; level < FRAMES_SEARCHED && lua_getstack(L, level, &frame);
       level++) {
    int line = 0;
    if (!lua_getinfo(L, "Sl", &frame)) break;
    const char *rest = after_position(message, frame.short_src, &line);
    if (rest == NULL) continue;
    if (is_authored(&frame)) {
      *place = frame;
      place->currentline = line;
    }
    return rest;
  }
  return message;
}

/* An error that left a coroutine has several positions: the last is the innermost. */
const char *place_take(lua_State *L, const char *message, struct runner_error *error) {
  lua_Debug place = {.source = NULL};
  const char *before = NULL;
  while (before != message) {
    before = message;
    message = skip_position(L, message, &place);
  }
  if (place.source != NULL) error_place(error, place.source + 1, place.currentline);
  return message;
}
