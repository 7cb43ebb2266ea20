/* The words `log` and `print` of scripts: lines for the state's log. */
#ifndef RUNNER_SCRIPT_LOG_H
#define RUNNER_SCRIPT_LOG_H

#include <lua.h>

/* Push `log`: log(format, ...) and log.info are lines, log.warning is a warning. */
void log_push(lua_State *L);

/* print(...): the values, separated by tabs, as a line. */
int log_print(lua_State *L);

#endif
