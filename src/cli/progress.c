/* Progress lines. */
#include "cli/progress.h"

#include "cli/command.h"
#include "cli/difference.h"
#include "cli/entry.h"
#include "cli/progress_line.h"
#include "cli/signals.h"

/* A step that took longer shows its time. */
static const double worth_telling = 1.0;

void progress_step_text(struct buffer *out, const struct runner_step *step) {
  bool stamp = step->direction == RUNNER_STAMP; /* Alembic's word for it */
  buffer_format(out, "%s ",
                stamp ? "stamp_revision" : runner_direction_name(step->direction));
  entry_list(out, &step->from);
  buffer_text(out, " -> ");
  entry_list(out, &step->to);
  if (!stamp && step->revision->message[0] != '\0')
    buffer_format(out, ", %s", step->revision->message);
}

static void tell_step(struct output *output, const struct runner_step *step) {
  struct buffer text = {0};
  progress_step_text(&text, step);
  if (!buffer_failed(&text)) output_message(output, "Running %s", text.bytes);
  buffer_release(&text);
}

static void tell_difference(struct output *output, const char *text) {
  struct buffer line = {0};
  difference_detected(&line, text);
  if (!buffer_failed(&line)) output_message(output, "%s", line.bytes);
  buffer_release(&line);
}

static void tell_waiting(struct output *output, const struct runner_event *event) {
  struct buffer line = {0};
  waiting_line(&line, event, output_columns(output));
  if (!buffer_failed(&line)) output_waiting(output, line.bytes);
  buffer_release(&line);
}

static void tell_progress(struct output *output, const struct runner_event *event) {
  struct buffer line = {0};
  if (event->text == NULL) {
    output_clear(output);
    return;
  }
  progress_line(&line, event, output_columns(output));
  if (!buffer_failed(&line)) output_progress(output, line.bytes);
  buffer_release(&line);
}

/* Nobody should think that Ctrl-C was not heard. */
static void tell_rollback(struct cli *cli, const struct runner_event *event) {
  if (signals_stopped() && !cli->rollback_told)
    output_message(&cli->output,
                   "interrupted: rolling back what was not committed; Ctrl-C "
                   "once more leaves that to whoever opens the database next");
  cli->rollback_told = signals_stopped();
  tell_progress(&cli->output, event);
}

void progress_listen(void *user, const struct runner_event *event) {
  struct cli *cli = user;
  struct output *output = &cli->output;
  switch (event->kind) {
  case RUNNER_EVENT_STEP:
    tell_step(output, event->step);
    break;
  case RUNNER_EVENT_STEP_DONE:
    if (event->seconds >= worth_telling)
      output_message(output, "  done in %.1f s", event->seconds);
    break;
  case RUNNER_EVENT_LOG:
    output_message(output, "%s", event->text);
    break;
  case RUNNER_EVENT_ALTERATION:
    if (cli_flag(cli, "verbose")) output_message(output, "  %s", event->text);
    break;
  case RUNNER_EVENT_WARNING:
    output_message(output, "%srunner: warning:%s %s", output->message.warning,
                   output->message.off, event->text);
    break;
  case RUNNER_EVENT_WAITING:
    tell_waiting(output, event);
    break;
  case RUNNER_EVENT_PROGRESS:
    tell_progress(output, event);
    break;
  case RUNNER_EVENT_ROLLBACK:
    tell_rollback(cli, event);
    break;
  case RUNNER_EVENT_DIFFERENCE:
    tell_difference(output, event->text);
    break;
  case RUNNER_EVENT_DONE_LINE:
    output_answer_format(output, "%s\n", event->text);
    break;
  }
}
