/* Numbers and times as people read them: in progress lines and reports. Pure. */
#ifndef RUNNER_CLI_QUANTITY_H
#define RUNNER_CLI_QUANTITY_H

#include "base/buffer.h"

#include <stdint.h>

/* "1,000,000" */
void quantity_count(struct buffer *out, int64_t count);

/* "45 s", "12 min", "3 h", "5 days": to two digits, nobody needs more. */
void quantity_time(struct buffer *out, double seconds);

#endif
