/* Events about progress. */
#include "engine/progress.h"

#include "base/clock.h"

static const double report_every = 0.1; /* seconds */

void progress_tell(void *user, const struct progress *progress) {
  struct runner *runner = user;
  if (runner->rehearsing) return;
  enum runner_event_kind kind =
      progress->undoing ? RUNNER_EVENT_ROLLBACK : RUNNER_EVENT_PROGRESS;
  project_tell(runner, &(struct runner_event){.kind = kind,
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
