/* Crashes and failing disks at every step of a run.
**
** Each campaign lets one fault strike at step 1, then 2, ... of the same run until it ends
** untouched. Afterwards the database must be sound, stand before or after a revision with
** definitions, rows, version rows and journal in agreement, and the same command must
** succeed when it is run again. The last test lets the disk lie about syncs: if nothing
** is ever damaged then, these tests could not see damage at all.
*/
#include "support/faulty_vfs.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_STATES = 4, STEP_LIMIT = 2000 };

/* A run and the states it may be found in. */
struct campaign {
  struct world *world;
  struct action action;
  char *states[MOST_STATES]; /* before, between revisions, after */
  size_t count;
  bool starts_outside; /* runs a revision outside a transaction */
};

static const struct fault none = {.kind = FAULT_NONE};

static void run_well(const struct world *world, const struct action *action) {
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

/* Learn the states from runs without faults; `between` is where a run may stop, or NULL. */
static void learn(struct campaign *campaign, const char *between) {
  struct world *world = campaign->world;
  world_save(world);
  add_state(campaign);
  world_restore(world);
  if (between != NULL) {
    struct action part = campaign->action;
    part.target = between;
    run_well(world, &part);
    add_state(campaign);
    world_restore(world);
  }
  run_well(world, &campaign->action);
  add_state(campaign);
}

static void release(struct campaign *campaign) {
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

/* Let the fault strike at every step; returns in how many runs something was wrong.
** `tolerant`: this is expected. */
static int every_step(const struct campaign *campaign, struct fault fault,
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
enum { ALL = sizeof faults / sizeof *faults, MAIN = 3 }; /* how many of them */

static void every_fault(const struct campaign *campaign, size_t count) {
  for (size_t i = 0; i < count; i++)
    every_step(campaign, faults[i], false);
}

/* ---- the campaigns, in both journal modes ---- */

static const struct action to_second = {UPGRADE, "bbbb", 0};

static void upgrade_in(struct world *world, const char *mode, int flags) {
  struct campaign campaign = {.world = world, .action = {UPGRADE, "bbbb", flags}};
  world_make(world, mode);
  learn(&campaign, flags == 0 ? "aaaa" : NULL);
  every_fault(&campaign, flags == 0 ? ALL : MAIN);
  release(&campaign);
}

static void downgrade_in(struct world *world, const char *mode) {
  struct campaign campaign = {.world = world, .action = {DOWNGRADE, "base", 0}};
  world_make(world, mode);
  run_well(world, &to_second);
  learn(&campaign, "aaaa");
  every_fault(&campaign, MAIN);
  release(&campaign);
}

static void outside_in(struct world *world, const char *mode) {
  struct campaign campaign = {
      .world = world, .action = {UPGRADE, "head", 0}, .starts_outside = true};
  world_make(world, mode);
  run_well(world, &to_second);
  learn(&campaign, NULL);
  every_fault(&campaign, MAIN);
  release(&campaign);
}

static void an_upgrade(void **state) {
  upgrade_in(*state, "DELETE", 0);
}

static void an_upgrade_with_a_log(void **state) {
  upgrade_in(*state, "WAL", 0);
}

static void an_atomic_upgrade(void **state) {
  upgrade_in(*state, "DELETE", RUNNER_ATOMIC);
}

static void an_atomic_upgrade_with_a_log(void **state) {
  upgrade_in(*state, "WAL", RUNNER_ATOMIC);
}

static void a_downgrade(void **state) {
  downgrade_in(*state, "DELETE");
}

static void a_downgrade_with_a_log(void **state) {
  downgrade_in(*state, "WAL");
}

static void a_revision_outside_a_transaction(void **state) {
  outside_in(*state, "DELETE");
}

static void a_revision_outside_a_transaction_with_a_log(void **state) {
  outside_in(*state, "WAL");
}

static void the_first_upgrade_of_a_new_file(void **state) {
  struct campaign campaign = {.world = *state, .action = {UPGRADE, "aaaa", 0}};
  learn(&campaign, NULL);
  every_fault(&campaign, MAIN);
  release(&campaign);
}

static void a_stamp_after_a_purge(void **state) {
  struct campaign campaign = {.world = *state, .action = {STAMP, "aaaa", RUNNER_PURGE}};
  world_make(*state, "DELETE");
  run_well(*state, &to_second);
  learn(&campaign, NULL);
  every_fault(&campaign, MAIN);
  release(&campaign);
}

/* ---- the negative control ---- */

static void damage_would_be_seen(void **state) {
  static const struct fault lie = {.kind = FAULT_POWER, .lying = true};
  struct campaign campaign = {.world = *state, .action = to_second};
  world_make(*state, "DELETE");
  learn(&campaign, "aaaa");
  assert_true(every_step(&campaign, lie, true) > 0);
  release(&campaign);
}

static int group_setup(void **state) {
  (void)state;
  faulty_vfs_install();
  return 0;
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(an_upgrade),
      CASE(an_upgrade_with_a_log),
      CASE(an_atomic_upgrade),
      CASE(an_atomic_upgrade_with_a_log),
      CASE(a_downgrade),
      CASE(a_downgrade_with_a_log),
      CASE(a_revision_outside_a_transaction),
      CASE(a_revision_outside_a_transaction_with_a_log),
      CASE(the_first_upgrade_of_a_new_file),
      CASE(a_stamp_after_a_purge),
      CASE(damage_would_be_seen),
  };
  return cmocka_run_group_tests(tests, group_setup, NULL);
}
