/* A wall clock that somebody sets. Loaded before the program (LD_PRELOAD): the file $STORY_CLOCK_OFF says by how many seconds it is off; the steady clocks
   stay as they are. */

#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static time_t off(void) {
  char text[32] = { 0 };
  const char *path = getenv("STORY_CLOCK_OFF");
  int fd = path ? open(path, O_RDONLY) : -1;
  if (fd < 0) return 0;
  ssize_t got = read(fd, text, sizeof text - 1);
  close(fd);
  return got > 0 ? (time_t)strtoll(text, NULL, 10) : 0;
}

int clock_gettime(clockid_t id, struct timespec *at) {
  int failed = (int)syscall(SYS_clock_gettime, id, at);
  if (!failed && id == CLOCK_REALTIME) at->tv_sec += off();
  return failed;
}
