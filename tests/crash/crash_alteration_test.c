/* Crashes and failing disks at every step of an alteration, by each way of carrying it out:
** whatever happens the table is the old one or the new one, with all its rows. */
#include "campaign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char first[] =
    "revision = 'aaaa'\n"
    "removes_rows = { 'a' }\n"
    "function upgrade()\n"
    "  db:exec([[CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT UNIQUE,\n"
    "    n TEXT, up REFERENCES a ON DELETE CASCADE);\n"
    "    CREATE INDEX a_n ON a (n); CREATE VIEW w AS SELECT v FROM a;\n"
    "    CREATE TRIGGER r AFTER INSERT ON a BEGIN SELECT 1; END]])\n"
    "  for i = 1, 4 do\n"
    "    db:exec('INSERT INTO a (v, n, up) VALUES (?, ?, nullif(?, 0))',\n"
    "      ('x'):rep(1500) .. i, tostring(i), i - 1)\n"
    "  end\n"
    "end\n"
    "function downgrade() db:exec('DROP TABLE a') end\n";

#define SECOND(words)                                                                    \
  "revision = 'bbbb'\ndown_revision = 'aaaa'\nfunction upgrade()\n" words                \
  "\nend\nfunction downgrade() end\n"

static const char edit[] =
    SECOND("op.alter_column('a', 'n', { null = false, default = 'none' })\n"
           "op.drop_constraint(nil, 'a', { columns = { 'v' }, type = 'unique' })");
static const char update[] = SECOND("op.alter_column('a', 'n', { type = 'INTEGER' })");
static const char rebuild[] =
    SECOND("op.add_column('a', { 'm', 'TEXT', default = 'new' }, { after = 'id' })");

static const char configuration[] = "return { database = 'test.db' }\n";
static const char swapping[] = "return { database = 'test.db', rebuild = 'swap' }\n";

/* `second` upgrades from the first revision, which it alone is about. */
static void strike(struct world *world, const char *mode, const char *config,
                   const char *second) {
  static const struct action to_first = {UPGRADE, "aaaa", 0};
  struct campaign campaign = {.world = world, .action = {UPGRADE, "bbbb", 0}};
  world_write(world, "runner.lua", config);
  world_write(world, "versions/aaaa.lua", first);
  world_write(world, "versions/bbbb.lua", second);
  world_make(world, mode);
  campaign_run_well(world, &to_first);
  campaign_learn(&campaign, NULL);
  campaign_every_fault(&campaign, MAIN_FAULTS);
  campaign_release(&campaign);
}

static void an_edit(void **state) {
  strike(*state, "DELETE", configuration, edit);
}

static void an_update(void **state) {
  strike(*state, "DELETE", configuration, update);
}

static void a_rebuild(void **state) {
  strike(*state, "DELETE", configuration, rebuild);
}

static void a_rebuild_with_a_log(void **state) {
  strike(*state, "WAL", configuration, rebuild);
}

static void an_exchange(void **state) {
  strike(*state, "DELETE", swapping, rebuild);
}

static void an_exchange_with_a_log(void **state) {
  strike(*state, "WAL", swapping, rebuild);
}

static int group_setup(void **state) {
  (void)state;
  faulty_vfs_install();
  return 0;
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
  const struct CMUnitTest tests[] = {
      CASE(an_edit),     CASE(an_update),
      CASE(a_rebuild),   CASE(a_rebuild_with_a_log),
      CASE(an_exchange), CASE(an_exchange_with_a_log),
  };
  return cmocka_run_group_tests(tests, group_setup, NULL);
}
