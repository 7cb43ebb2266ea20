/* Events about progress. */
#include "engine/progress.h"

#include "base/clock.h"

static const double report_every = 0.1; /* seconds */

void progress_tell(void *user, const struct progress *progress) {
  struct runner *runner = user;
  if (runner->rehearsing) return;
  project_tell(runner, &(struct runner_event){.kind = RUNNER_EVENT_PROGRESS,
                                              .text = progress->what,
                                              .bytes = progress->bytes,
                                              .done = progress->done,
                                              .total = progress->total,
                                              .seconds = progress->seconds});
}

void progress_report(void *user, const struct progress *progress) {
  struct runner *runner = user;
  double now = clock_seconds();
  bool over = progress->what == NULL;
  if (!over && now < runner->next_report) return;
  runner->next_report = over ? 0 : now + report_every;
  progress_tell(runner, progress);
}
