/* Walking a graph as a whole: closures of sets, and lists of names for messages. */
#include "base/buffer.h"
#include "engine/graph_internal.h"

/* Add the unreached ends of these edges to the set and to what is still to be done. */
static bool reach(struct graph_edges edges, unsigned char *set, struct numbers *todo) {
  for (size_t i = 0; i < edges.count; i++) {
    size_t node = edges.items[i];
    if (set[node]) continue;
    set[node] = 1;
    if (!numbers_add(todo, node)) return false;
  }
  return true;
}

static bool reach_from(const struct graph *graph, enum graph_way way, size_t node,
                       unsigned char *set, struct numbers *todo) {
  switch (way) {
  case GRAPH_DOWN:
    return reach(graph_parents(graph, node), set, todo);
  case GRAPH_DOWN_ALL:
    return reach(graph_parents(graph, node), set, todo) &&
           reach(graph_dependencies(graph, node), set, todo);
  case GRAPH_UP:
    return reach(graph_children(graph, node), set, todo);
  default:
    return reach(graph_children(graph, node), set, todo) &&
           reach(graph_dependents(graph, node), set, todo);
  }
}

runner_status graph_close(const struct graph *graph, enum graph_way way,
                          unsigned char *set, struct runner_error *error) {
  struct numbers todo = {0};
  bool complete = true;
  for (size_t node = 0; node < graph->count && complete; node++)
    if (set[node]) complete = numbers_add(&todo, node);
  while (todo.count > 0 && complete)
    complete = reach_from(graph, way, todo.items[--todo.count], set, &todo);
  numbers_release(&todo);
  return complete ? RUNNER_DONE : error_no_memory(error);
}

char *graph_names_text(const struct graph *graph, const struct numbers *nodes,
                       const char *quote) {
  enum { LONGEST_LIST = 10 };
  struct buffer text = {0};
  buffer_text(&text, "");
  for (size_t i = 0; i < nodes->count && i < LONGEST_LIST; i++)
    buffer_format(&text, "%s%s%s%s", i > 0 ? ", " : "", quote,
                  graph->revisions[nodes->items[i]].id, quote);
  if (nodes->count > LONGEST_LIST)
    buffer_format(&text, ", ... %zu more", nodes->count - LONGEST_LIST);
  if (!buffer_failed(&text)) return text.bytes;
  buffer_release(&text);
  return NULL;
}
