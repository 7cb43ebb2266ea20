/* When a revision was made, and its random identifier. */
#include "engine/create.h"

#include "base/clock.h"
#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* libc takes an unknown zone for UTC without a word, so look for its file. */
static bool zone_exists(const char *zone) {
  char *path = memory_format("/usr/share/zoneinfo/%s", zone);
  bool exists = path != NULL && strstr(zone, "..") == NULL && file_exists(path) &&
                !file_is_folder(path);
  memory_release(path);
  return exists;
}

/* Break `epoch` down in the zone; TZ is put back. Not for several threads at once. */
static void break_down(const char *zone, int64_t epoch, struct tm *parts) {
  time_t seconds = (time_t)epoch;
  if (strcmp(zone, "local") == 0) {
    localtime_r(&seconds, parts);
    return;
  }
  const char *former = getenv("TZ");
  char *kept = former != NULL ? memory_text(former) : NULL;
  setenv("TZ", zone, 1);
  tzset();
  localtime_r(&seconds, parts);
  if (kept != NULL)
    setenv("TZ", kept, 1);
  else
    unsetenv("TZ");
  tzset();
  memory_release(kept);
}

runner_status create_time(const char *zone, struct created_time *time,
                          struct runner_error *error) {
  if (zone == NULL) zone = "UTC";
  bool utc = strcmp(zone, "UTC") == 0;
  if (!utc && strcmp(zone, "local") != 0 && !zone_exists(zone)) {
    error_set(error, RUNNER_USAGE, "unknown time zone '%s'", zone);
    error_hint(error, "`timezone` takes UTC, local, or a name such as Europe/Berlin");
    return RUNNER_USAGE;
  }
  struct tm parts = {0};
  time->epoch = clock_now();
  break_down(zone, time->epoch, &parts);
  time->year = parts.tm_year + 1900;
  time->month = parts.tm_mon + 1;
  time->day = parts.tm_mday;
  time->hour = parts.tm_hour;
  time->minute = parts.tm_min;
  time->second = parts.tm_sec;
  char offset[8] = "Z", raw[8] = "";
  if (!utc && strftime(raw, sizeof raw, "%z", &parts) == 5)
    snprintf(offset, sizeof offset, "%.3s:%.2s", raw, raw + 3);
  char plain[32];
  strftime(plain, sizeof plain, "%Y-%m-%dT%H:%M:%S", &parts);
  snprintf(time->stamp, sizeof time->stamp, "%s%s", plain, offset);
  return RUNNER_DONE;
}

runner_status create_identifier(struct arena *arena, const char **id,
                                struct runner_error *error) {
  unsigned char bytes[6];
  FILE *source = fopen("/dev/urandom", "rb");
  size_t got = source != NULL ? fread(bytes, 1, sizeof bytes, source) : 0;
  if (source != NULL) fclose(source);
  if (got != sizeof bytes) {
    error_set(error, RUNNER_FAILED, "cannot read /dev/urandom: %s", strerror(errno));
    error_hint(error, "choose the identifier yourself with --rev-id");
    return RUNNER_FAILED;
  }
  *id = arena_format(arena, "%02x%02x%02x%02x%02x%02x", bytes[0], bytes[1], bytes[2],
                     bytes[3], bytes[4], bytes[5]);
  return *id != NULL ? RUNNER_DONE : error_no_memory(error);
}
