/* A length of time as people say it. Pure. */
#ifndef RUNNER_CLI_DURATION_H
#define RUNNER_CLI_DURATION_H

#include "base/buffer.h"

/* "15 s", "3 min 20 s", "2 h 5 min", "4 d 3 h": the two largest units. */
void duration_write(struct buffer *out, double seconds);

#endif
