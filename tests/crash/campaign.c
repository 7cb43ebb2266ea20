/* Faults at every step of a run. */
#include "campaign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { STEP_LIMIT = 2000 };

static const struct fault none = {.kind = FAULT_NONE};

void campaign_run_well(const struct world *world, const struct action *action) {
  char *message = NULL;
  faulty_vfs_arm(&none);
  if (world_run(world, action, &message) != RUNNER_DONE) fail_msg("%s", message);
  free(message);
}

static void add_state(struct campaign *campaign) {
  char *dump = world_dump(campaign->world);
  assert_non_null(dump);
  campaign->states[campaign->count++] = dump;
}

void campaign_learn(struct campaign *campaign, const char *between) {
  struct world *world = campaign->world;
  world_save(world);
  add_state(campaign);
  world_restore(world);
  if (between != NULL) {
    struct action part = campaign->action;
    part.target = between;
    campaign_run_well(world, &part);
    add_state(campaign);
    world_restore(world);
  }
  campaign_run_well(world, &campaign->action);
  add_state(campaign);
}

void campaign_release(struct campaign *campaign) {
  for (size_t i = 0; i < campaign->count; i++)
    free(campaign->states[i]);
}

static const char *last(const struct campaign *campaign) {
  return campaign->states[campaign->count - 1];
}

static bool is_death(const struct fault *fault) {
  return fault->kind < FAULT_IOERR;
}

/* One run with the fault. Returns whether it struck; `*status` is the run's, or
** RUNNER_FAILED if it died. */
static bool strike(const struct campaign *campaign, const struct fault *fault,
                   runner_status *status, char **message) {
  faulty_vfs_arm(fault);
  *status = world_run(campaign->world, &campaign->action, message);
  bool struck = faulty_vfs_struck();
  faulty_vfs_arm(&none);
  if (struck && is_death(fault)) *status = RUNNER_FAILED;
  if (struck) world_remove_shared(campaign->world);
  return struck;
}

static bool is_known(const struct campaign *campaign, const char *dump) {
  for (size_t i = 0; i < campaign->count; i++)
    if (strcmp(campaign->states[i], dump) == 0) return true;
  return campaign->starts_outside && world_is_unfinished(dump);
}

/* What is wrong with what the fault left, or NULL. */
static const char *judge_leftovers(const struct campaign *campaign,
                                   const struct fault *fault, runner_status status) {
  char *dump = world_dump(campaign->world);
  const char *complaint = NULL;
  bool done = dump != NULL && strcmp(dump, last(campaign)) == 0;
  bool lives = !is_death(fault) && !fault->forever;
  if (dump == NULL)
    complaint = "the database is damaged";
  else if (!is_known(campaign, dump))
    complaint = "the database is neither before nor after a revision";
  else if (status == RUNNER_DONE && !done)
    complaint = "it said done and was not";
  else if (lives && status != RUNNER_DONE && done)
    complaint = "it said failed and was done";
  free(dump);
  return complaint;
}

/* What is wrong after the fault, or NULL. A death's leftovers are looked at every other
** time, so that the rerun meets them too. */
static const char *judge(const struct campaign *campaign, const struct fault *fault,
                         runner_status status) {
  const char *complaint = NULL;
  if (!is_death(fault) || fault->step % 2 == 0)
    complaint = judge_leftovers(campaign, fault, status);
  if (complaint != NULL) return complaint;
  runner_status again = world_run(campaign->world, &campaign->action, NULL);
  char *dump = again == RUNNER_DONE ? world_dump(campaign->world) : NULL;
  bool done = dump != NULL && strcmp(dump, last(campaign)) == 0;
  free(dump);
  return done ? NULL : "running it again did not complete it";
}

int campaign_every_step(const struct campaign *campaign, struct fault fault,
                        bool tolerant) {
  int wrong = 0;
  for (fault.step = 1; fault.step < STEP_LIMIT; fault.step++) {
    runner_status status;
    char *message = NULL;
    world_restore(campaign->world);
    bool struck = strike(campaign, &fault, &status, &message);
    const char *complaint = struck ? judge(campaign, &fault, status) : NULL;
    if (complaint != NULL && !tolerant)
      fail_msg("fault %d at step %d: %s (%s)", (int)fault.kind, fault.step, complaint,
               message != NULL ? message : "no message");
    free(message);
    wrong += complaint != NULL;
    if (!struck) return wrong;
  }
  fail_msg("the run has no end");
  return wrong;
}

static const struct fault faults[] = {
    {.kind = FAULT_POWER}, {.kind = FAULT_IOERR}, {.kind = FAULT_KILL},
    {.kind = FAULT_TORN},  {.kind = FAULT_FULL},  {.kind = FAULT_IOERR, .forever = true},
};

void campaign_every_fault(const struct campaign *campaign, size_t count) {
  for (size_t i = 0; i < count; i++)
    campaign_every_step(campaign, faults[i], false);
}
