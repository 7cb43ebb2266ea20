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
static runner_status check_zone(const char *zone, struct runner_error *error) {
  char *path = memory_format("/usr/share/zoneinfo/%s", zone);
  if (path == NULL) return error_no_memory(error);
  bool exists = strstr(zone, "..") == NULL && file_exists(path) && !file_is_folder(path);
  memory_release(path);
  if (exists) return RUNNER_DONE;
  error_set(error, RUNNER_USAGE, "unknown time zone '%s'", zone);
  error_hint(error, "`timezone` takes UTC, local, or a name such as Europe/Berlin");
  return RUNNER_USAGE;
}

/* What libc knows of a zone goes through TZ, which is put back. So this is not for
** several threads at once. */
static runner_status break_down(const char *zone, time_t moment, struct tm *parts,
                                struct runner_error *error) {
  const char *former = getenv("TZ");
  char *kept = former != NULL ? memory_text(former) : NULL;
  bool lost = former != NULL && kept == NULL;
  if (lost || setenv("TZ", zone, 1) != 0) {
    memory_release(kept);
    return error_no_memory(error);
  }
  tzset();
  localtime_r(&moment, parts);
  if (kept != NULL)
    setenv("TZ", kept, 1);
  else
    unsetenv("TZ");
  tzset();
  memory_release(kept);
  return RUNNER_DONE;
}

static runner_status read_clock(const char *zone, time_t moment, struct tm *parts,
                                struct runner_error *error) {
  if (strcmp(zone, "UTC") == 0) {
    gmtime_r(&moment, parts);
    return RUNNER_DONE;
  }
  if (strcmp(zone, "local") == 0) {
    tzset();
    localtime_r(&moment, parts);
    return RUNNER_DONE;
  }
  runner_status status = check_zone(zone, error);
  return status == RUNNER_DONE ? break_down(zone, moment, parts, error) : status;
}

runner_status create_time(const char *zone, struct created_time *time,
                          struct runner_error *error) {
  if (zone == NULL) zone = "UTC";
  bool utc = strcmp(zone, "UTC") == 0;
  struct tm parts = {0};
  time->epoch = clock_now();
  runner_status status = read_clock(zone, (time_t)time->epoch, &parts, error);
  if (status != RUNNER_DONE) return status;
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
