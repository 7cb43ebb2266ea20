/* Crashes and failing disks at every step of a run.
**
** The last test lets the disk lie about syncs: if nothing is ever damaged then, these tests
** could not see damage at all.
*/
#include "campaign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* ---- the campaigns, in both journal modes ---- */

static const struct action to_second = {UPGRADE, "bbbb", 0};

static void upgrade_in(struct world *world, const char *mode, int flags) {
  struct campaign campaign = {.world = world, .action = {UPGRADE, "bbbb", flags}};
  world_make(world, mode);
  campaign_learn(&campaign, flags == 0 ? "aaaa" : NULL);
  campaign_every_fault(&campaign, flags == 0 ? ALL_FAULTS : MAIN_FAULTS);
  campaign_release(&campaign);
}

static void downgrade_in(struct world *world, const char *mode) {
  struct campaign campaign = {.world = world, .action = {DOWNGRADE, "base", 0}};
  world_make(world, mode);
  campaign_run_well(world, &to_second);
  campaign_learn(&campaign, "aaaa");
  campaign_every_fault(&campaign, MAIN_FAULTS);
  campaign_release(&campaign);
}

static void outside_in(struct world *world, const char *mode) {
  struct campaign campaign = {
      .world = world, .action = {UPGRADE, "head", 0}, .starts_outside = true};
  world_make(world, mode);
  campaign_run_well(world, &to_second);
  campaign_learn(&campaign, NULL);
  campaign_every_fault(&campaign, MAIN_FAULTS);
  campaign_release(&campaign);
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
  campaign_learn(&campaign, NULL);
  campaign_every_fault(&campaign, MAIN_FAULTS);
  campaign_release(&campaign);
}

static void a_stamp_after_a_purge(void **state) {
  struct campaign campaign = {.world = *state, .action = {STAMP, "aaaa", RUNNER_PURGE}};
  world_make(*state, "DELETE");
  campaign_run_well(*state, &to_second);
  campaign_learn(&campaign, NULL);
  campaign_every_fault(&campaign, MAIN_FAULTS);
  campaign_release(&campaign);
}

/* ---- the negative control ---- */

static void damage_would_be_seen(void **state) {
  static const struct fault lie = {.kind = FAULT_POWER, .lying = true};
  struct campaign campaign = {.world = *state, .action = to_second};
  world_make(*state, "DELETE");
  campaign_learn(&campaign, "aaaa");
  assert_true(campaign_every_step(&campaign, lie, true) > 0);
  campaign_release(&campaign);
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
