/* runner lua */
#include "cli/commands/commands.h"
#include "cli/signals.h"

runner_status lua_run(struct cli *cli) {
  size_t count = cli->operands.count;
  char **arguments = arena_allocate(cli->arena, (count + 1) * sizeof *arguments);
  if (arguments == NULL) return error_no_memory(&cli->error);
  for (size_t i = 0; i < count; i++)
    if ((arguments[i] = arena_text(cli->arena, cli->operands.items[i])) == NULL)
      return error_no_memory(&cli->error);
  signals_default_pipes();
  return runner_lua((int)count, arguments, &cli->exit_code, &cli->error);
}
