/* Words for steps. */
#include "engine/step.h"

const char *runner_direction_name(runner_direction direction) {
  static const char *const names[] = {"upgrade", "downgrade", "stamp"};
  return names[direction];
}
