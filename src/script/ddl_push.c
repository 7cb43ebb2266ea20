/* Pushing definitions, part by part. Each function leaves one table on the stack, or sets
** fields of the one on top. */
#include "script/ddl_push.h"

#include <lauxlib.h>

/* ---- fields ---- */

void ddl_set_text(lua_State *L, const char *field, const char *text) {
  if (text == NULL) return;
  lua_pushstring(L, text);
  lua_setfield(L, -2, field);
}

static void set_flag(lua_State *L, const char *field, bool flag) {
  if (!flag) return;
  lua_pushboolean(L, 1);
  lua_setfield(L, -2, field);
}

/* Lua counts from 1 and includes the end. */
static void push_span(lua_State *L, struct ddl_span span) {
  lua_createtable(L, 2, 0);
  lua_pushinteger(L, (lua_Integer)span.first + 1);
  lua_rawseti(L, -2, 1);
  lua_pushinteger(L, (lua_Integer)span.end);
  lua_rawseti(L, -2, 2);
}

static void set_span(lua_State *L, const char *field, struct ddl_span span) {
  if (span.end == 0) return;
  push_span(L, span);
  lua_setfield(L, -2, field);
}

/* The name as `field`, its span as `span_field`. */
static void set_name(lua_State *L, const char *field, const char *span_field,
                     struct ddl_name name) {
  ddl_set_text(L, field, name.text);
  set_span(L, span_field, name.span);
}

/* Put the table on top behind the last of the list below it. */
static void append(lua_State *L) {
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

/* ---- lists ---- */

static void set_names(lua_State *L, const char *field, const struct ddl_names *item) {
  lua_newtable(L);
  for (; item != NULL; item = item->next) {
    lua_createtable(L, 0, 2);
    set_name(L, "name", "name_span", item->name);
    append(L);
  }
  lua_setfield(L, -2, field);
}

/* Only the texts; nothing for an empty list. */
static void set_texts(lua_State *L, const char *field, const struct ddl_names *item) {
  if (item == NULL) return;
  lua_newtable(L);
  for (; item != NULL; item = item->next) {
    lua_pushstring(L, item->name.text);
    append(L);
  }
  lua_setfield(L, -2, field);
}

static void set_indexed(lua_State *L, const struct ddl_indexed *item) {
  lua_newtable(L);
  for (; item != NULL; item = item->next) {
    lua_createtable(L, 0, 6);
    set_name(L, "name", "name_span", item->name);
    set_span(L, "expression", item->expression);
    ddl_set_text(L, "collation", item->collation);
    ddl_set_text(L, "order", item->order);
    set_span(L, "span", item->span);
    append(L);
  }
  lua_setfield(L, -2, "columns");
}

/* ---- constraints ---- */

static void set_references(lua_State *L, const struct ddl_references *references) {
  set_name(L, "table", "table_span", references->table);
  set_names(L, "columns", references->columns);
  ddl_set_text(L, "on_delete", references->on_delete);
  ddl_set_text(L, "on_update", references->on_update);
  ddl_set_text(L, "match", references->match);
  ddl_set_text(L, "deferrable", references->deferrable);
}

static void set_foreign_key(lua_State *L, const struct ddl_constraint *constraint) {
  set_names(L, "columns", constraint->child_columns);
  lua_newtable(L);
  set_references(L, constraint->references);
  set_span(L, "span", constraint->references->span);
  lua_setfield(L, -2, "references");
}

/* What only this kind has. */
static void set_particular(lua_State *L, const struct ddl_constraint *constraint) {
  switch (constraint->kind) {
  case DDL_PRIMARY_KEY:
  case DDL_UNIQUE:
    if (constraint->columns != NULL) set_indexed(L, constraint->columns);
    break;
  case DDL_DEFAULT:
    set_span(L, "value", constraint->expression);
    break;
  case DDL_CHECK:
  case DDL_GENERATED:
    set_span(L, "expression", constraint->expression);
    break;
  case DDL_REFERENCES:
    set_references(L, constraint->references);
    break;
  case DDL_FOREIGN_KEY:
    set_foreign_key(L, constraint);
    break;
  default:
    break;
  }
}

static void push_constraint(lua_State *L, const struct ddl_constraint *constraint) {
  static const char *const kinds[] = {[DDL_NOT_NULL] = "not_null",
                                      [DDL_NULL] = "null",
                                      [DDL_PRIMARY_KEY] = "primary_key",
                                      [DDL_UNIQUE] = "unique",
                                      [DDL_CHECK] = "check",
                                      [DDL_DEFAULT] = "default",
                                      [DDL_COLLATE] = "collate",
                                      [DDL_REFERENCES] = "references",
                                      [DDL_FOREIGN_KEY] = "foreign_key",
                                      [DDL_GENERATED] = "generated",
                                      [DDL_DEFERRABLE] = "deferrable",
                                      [DDL_CONSTRAINT_NAME] = "name"};
  lua_createtable(L, 0, 6);
  ddl_set_text(L, "kind", kinds[constraint->kind]);
  set_name(L, "name", "name_span", constraint->name);
  set_span(L, "span", constraint->span);
  ddl_set_text(L, "conflict", constraint->conflict);
  set_span(L, "conflict_span", constraint->conflict_span);
  ddl_set_text(L, "order", constraint->order);
  set_flag(L, "autoincrement", constraint->autoincrement);
  set_span(L, "autoincrement_span", constraint->autoincrement_span);
  ddl_set_text(L, "collation", constraint->collation);
  ddl_set_text(L, "storage", constraint->storage);
  ddl_set_text(L, "deferrable", constraint->deferrable);
  set_particular(L, constraint);
}

static void set_constraints(lua_State *L, const struct ddl_constraint *constraint) {
  lua_newtable(L);
  for (; constraint != NULL; constraint = constraint->next) {
    push_constraint(L, constraint);
    append(L);
  }
  lua_setfield(L, -2, "constraints");
}

/* ---- statements ---- */

static void set_columns(lua_State *L, const struct ddl_column *column) {
  lua_newtable(L);
  for (; column != NULL; column = column->next) {
    lua_createtable(L, 0, 6);
    set_name(L, "name", "name_span", column->name);
    ddl_set_text(L, "type", column->type);
    set_span(L, "type_span", column->type_span);
    set_span(L, "span", column->span);
    set_constraints(L, column->constraints);
    append(L);
  }
  lua_setfield(L, -2, "columns");
}

static void set_options(lua_State *L, const struct ddl_option *option) {
  static const char *const kinds[] = {
      [DDL_STRICT] = "strict", [DDL_WITHOUT_ROWID] = "without_rowid"};
  lua_newtable(L);
  for (; option != NULL; option = option->next) {
    lua_createtable(L, 0, 2);
    ddl_set_text(L, "kind", kinds[option->kind]);
    set_span(L, "span", option->span);
    append(L);
  }
  lua_setfield(L, -2, "options");
}

static void set_table(lua_State *L, const struct ddl_table *table) {
  set_columns(L, table->columns);
  set_constraints(L, table->constraints);
  set_span(L, "body", table->body);
  set_options(L, table->options);
  for (const struct ddl_option *option = table->options; option; option = option->next)
    set_span(L, option->kind == DDL_STRICT ? "strict" : "without_rowid", option->span);
  set_span(L, "options_span", table->options_span);
}

static void set_index(lua_State *L, const struct ddl_index *index) {
  set_name(L, "table", "table_span", index->table);
  set_flag(L, "unique", index->unique);
  set_indexed(L, index->columns);
  set_span(L, "body", index->body);
  set_span(L, "where", index->where);
}

static void set_view(lua_State *L, const struct ddl_view *view) {
  set_texts(L, "columns", view->columns);
  set_span(L, "select", view->select);
}

static void set_trigger(lua_State *L, const struct ddl_trigger *trigger) {
  ddl_set_text(L, "timing", trigger->timing);
  ddl_set_text(L, "event", trigger->event);
  set_texts(L, "of", trigger->of);
  set_name(L, "table", "table_span", trigger->table);
  set_span(L, "when", trigger->when);
  set_span(L, "body", trigger->body);
}

static void set_virtual_table(lua_State *L, const struct ddl_virtual_table *table) {
  const struct ddl_argument *argument = table->arguments;
  set_name(L, "module", "module_span", table->module);
  lua_newtable(L);
  for (; argument != NULL; argument = argument->next) {
    push_span(L, argument->span);
    append(L);
  }
  lua_setfield(L, -2, "arguments");
}

void ddl_push_statement(lua_State *L, const struct ddl_statement *statement) {
  static const char *const kinds[] = {[DDL_TABLE] = "table",
                                      [DDL_INDEX] = "index",
                                      [DDL_VIEW] = "view",
                                      [DDL_TRIGGER] = "trigger",
                                      [DDL_VIRTUAL_TABLE] = "virtual_table"};
  luaL_checkstack(L, 16, "definition");
  lua_newtable(L);
  ddl_set_text(L, "kind", kinds[statement->kind]);
  set_name(L, "schema", "schema_span", statement->schema);
  set_name(L, "name", "name_span", statement->name);
  set_flag(L, "temporary", statement->temporary);
  set_flag(L, "if_not_exists", statement->if_not_exists);
  set_span(L, "span", statement->span);
  if (statement->table != NULL) set_table(L, statement->table);
  if (statement->index != NULL) set_index(L, statement->index);
  if (statement->view != NULL) set_view(L, statement->view);
  if (statement->trigger != NULL) set_trigger(L, statement->trigger);
  if (statement->virtual_table != NULL) set_virtual_table(L, statement->virtual_table);
}
