/* Functions of ours that SQL can call.
** https://www.sqlite.org/c3ref/create_function.html */
#include "base/memory.h"
#include "sqlite/connection_state.h"

#include <string.h>
#include <strings.h>

struct definition {
  struct definition *next;
  struct connection *connection;
  char *name;
  int argument_count;
  function_body body;
  void *user;
  void (*release)(void *user);
};

struct function_call {
  sqlite3_context *context;
  int count;
  sqlite3_value **values;
};

static void call_body(sqlite3_context *context, int count, sqlite3_value **values) {
  struct definition *definition = sqlite3_user_data(context);
  struct connection *connection = definition->connection;
  struct function_call call = {context, count, values};
  connection->calling++;
  definition->body(definition->user, &call);
  connection->calling--;
}

bool function_is_defined(const struct connection *connection, const char *name) {
  for (struct definition *known = connection->definitions; known != NULL;
       known = known->next)
    if (strcasecmp(known->name, name) == 0) return true;
  return false;
}

static void release_definition(struct definition *definition) {
  if (definition == NULL) return;
  if (definition->release != NULL) definition->release(definition->user);
  memory_release(definition->name);
  memory_release(definition);
}

/* Take the definition of this name and number of arguments out of the list, or NULL. */
static struct definition *take_definition(struct connection *connection, const char *name,
                                          int argument_count) {
  struct definition **place = &connection->definitions;
  while (*place != NULL && !(strcasecmp((*place)->name, name) == 0 &&
                             (*place)->argument_count == argument_count))
    place = &(*place)->next;
  struct definition *found = *place;
  if (found != NULL) *place = found->next;
  return found;
}

/* Tell SQLite; with `definition` NULL the name is free again. */
static int announce(struct connection *connection, const char *name, int argument_count,
                    struct definition *definition) {
  return sqlite3_create_function_v2(
      connection->handle, name, argument_count, SQLITE_UTF8 | SQLITE_DIRECTONLY,
      definition, definition != NULL ? call_body : NULL, NULL, NULL, NULL);
}

static runner_status fail_define(int code, const char *name, struct runner_error *error) {
  if (code == SQLITE_BUSY) {
    error_set(error, RUNNER_FAILED,
              "the function %s cannot be replaced while a statement runs", name);
    error_hint(error, "define it before the loop that uses it");
    return RUNNER_FAILED;
  }
  if (code == SQLITE_NOMEM) return error_no_memory(error);
  error_set(error, RUNNER_FAILED, "%s cannot be the name of a function for SQL", name);
  error_hint(error, "a name has up to 255 bytes, and a function up to 127 arguments");
  return RUNNER_FAILED;
}

static struct definition *make_definition(const char *name, int argument_count,
                                          function_body body, void *user,
                                          void (*release)(void *user)) {
  struct definition *definition = memory_allocate(sizeof *definition);
  char *copy = memory_text(name);
  if (definition == NULL || copy == NULL) {
    memory_release(definition);
    memory_release(copy);
    return NULL;
  }
  *definition = (struct definition){.name = copy,
                                    .argument_count = argument_count,
                                    .body = body,
                                    .user = user,
                                    .release = release};
  return definition;
}

runner_status connection_define(struct connection *connection, const char *name,
                                int argument_count, function_body body, void *user,
                                void (*release)(void *user), struct runner_error *error) {
  struct definition *definition = NULL;
  runner_status status = connection_materialize(connection, error);
  if (status == RUNNER_DONE && body != NULL) {
    definition = make_definition(name, argument_count, body, user, release);
    if (definition != NULL)
      definition->connection = connection;
    else
      status = error_no_memory(error);
  }
  if (status == RUNNER_DONE) {
    int code = announce(connection, name, argument_count, definition);
    if (code != SQLITE_OK) status = fail_define(code, name, error);
  }
  if (status != RUNNER_DONE) {
    if (definition != NULL)
      release_definition(definition);
    else if (release != NULL)
      release(user);
    return status;
  }
  release_definition(take_definition(connection, name, argument_count));
  if (definition == NULL) return RUNNER_DONE;
  definition->next = connection->definitions;
  connection->definitions = definition;
  connection->generation++; /* notes about the name are stale */
  return RUNNER_DONE;
}

void functions_forget(struct connection *connection) {
  while (connection->definitions != NULL) {
    struct definition *definition = connection->definitions;
    connection->definitions = definition->next;
    announce(connection, definition->name, definition->argument_count, NULL);
    release_definition(definition);
  }
}

/* ---- arguments ---- */

int function_argument_count(const struct function_call *call) {
  return call->count;
}

enum value_type function_argument_type(const struct function_call *call, int index) {
  return value_type_of(sqlite3_value_type(call->values[index]));
}

int64_t function_argument_integer(const struct function_call *call, int index) {
  return sqlite3_value_int64(call->values[index]);
}

double function_argument_real(const struct function_call *call, int index) {
  return sqlite3_value_double(call->values[index]);
}

const char *function_argument_text(const struct function_call *call, int index,
                                   size_t *length) {
  const unsigned char *text = sqlite3_value_text(call->values[index]);
  *length = (size_t)sqlite3_value_bytes(call->values[index]);
  return text != NULL ? (const char *)text : "";
}

const void *function_argument_blob(const struct function_call *call, int index,
                                   size_t *length) {
  const void *bytes = sqlite3_value_blob(call->values[index]);
  *length = (size_t)sqlite3_value_bytes(call->values[index]);
  return bytes;
}

/* ---- answers ---- */

void function_answer_null(struct function_call *call) {
  sqlite3_result_null(call->context);
}

void function_answer_integer(struct function_call *call, int64_t value) {
  sqlite3_result_int64(call->context, value);
}

void function_answer_real(struct function_call *call, double value) {
  sqlite3_result_double(call->context, value);
}

void function_answer_text(struct function_call *call, const char *text, size_t length) {
  sqlite3_result_text64(call->context, text, length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

void function_answer_blob(struct function_call *call, const void *bytes, size_t length) {
  if (length == 0)
    sqlite3_result_zeroblob(call->context, 0);
  else
    sqlite3_result_blob64(call->context, bytes, length, SQLITE_TRANSIENT);
}

void function_answer_error(struct function_call *call, const char *message) {
  sqlite3_result_error(call->context, message, -1);
}
