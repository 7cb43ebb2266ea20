/* A fresh temporary folder for one test, removed with everything in it. */
#ifndef TESTS_SUPPORT_FOLDER_H
#define TESTS_SUPPORT_FOLDER_H

/* cmocka set-up and tear-down: *state becomes the folder's path (a char *). */
int folder_setup(void **state);
int folder_teardown(void **state);

/* `folder`/`name`; release with free. */
char *folder_path(void *const *state, const char *name);

/* Write a file of exactly these bytes; missing folders on the way are made. */
void folder_write(const char *path, const void *bytes, unsigned long length);

#endif
