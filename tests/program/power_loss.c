/* A disk that keeps what was synced. Loaded before the program (LD_PRELOAD): it watches the files of one SQLite database ($STORY_DISK, and beside it
   -wal and -journal), and copies into the folder $STORY_DURABLE what a sync makes durable, only then. What lies in that folder when the program is
   killed is what a power cut may leave at the least. Once there is a file $STORY_DISK_DIES, which says n, the power goes at the n-th sync from then on,
   before it has done anything. With $STORY_DISK_LIES a sync does nothing. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct range { off_t from, to; };

static struct file {
  const char *ending;
  struct range *unsynced;
  size_t count, room;
} files[] = { { "", NULL, 0, 0 }, { "-wal", NULL, 0, 0 }, { "-journal", NULL, 0, 0 } };

#define FILES (sizeof files / sizeof files[0])
#define MOST 65536

/* Which file a descriptor is open on; none: 0. */
static unsigned char file_of[MOST];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static int (*real_unlink)(const char *);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

__attribute__((constructor)) static void begin(void) {
  real_open = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
  real_close = (int (*)(int))dlsym(RTLD_NEXT, "close");
  real_unlink = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
  real_write = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
  real_pwrite = (ssize_t (*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
  real_fsync = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
}

static struct file *file_at(const char *path) {
  const char *disk = getenv("STORY_DISK");
  if (!disk || strncmp(path, disk, strlen(disk)) != 0) return NULL;
  for (size_t i = 0; i < FILES; i++)
    if (strcmp(path + strlen(disk), files[i].ending) == 0) return &files[i];
  return NULL;
}

static struct file *file_behind(int fd) {
  return fd >= 0 && fd < MOST && file_of[fd] ? &files[file_of[fd] - 1] : NULL;
}

static void durable_path(const struct file *file, char *path) {
  snprintf(path, PATH_MAX, "%s/tanggap.db%s", getenv("STORY_DURABLE"), file->ending);
}

static void die(const char *what) {
  perror(what);
  abort();
}

static int opened(const char *path, int fd) {
  struct file *file = fd >= 0 ? file_at(path) : NULL;
  if (fd >= MOST) die("too many descriptors");
  if (fd >= 0) file_of[fd] = file ? (unsigned char)(file - files + 1) : 0;
  return fd;
}

#define OPEN(name)                                            \
  int name(const char *path, int flags, ...) {                \
    va_list more;                                             \
    va_start(more, flags);                                    \
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0; \
    va_end(more);                                             \
    return opened(path, real_open(path, flags, mode));        \
  }

OPEN(open)
OPEN(open64)

int close(int fd) {
  if (fd >= 0 && fd < MOST) file_of[fd] = 0;
  return real_close(fd);
}

int unlink(const char *path) {
  struct file *file = file_at(path);
  if (file) {
    char durable[PATH_MAX];
    durable_path(file, durable);
    pthread_mutex_lock(&lock);
    file->count = 0;
    real_unlink(durable);
    pthread_mutex_unlock(&lock);
  }
  return real_unlink(path);
}

static void note(struct file *file, off_t from, ssize_t length) {
  if (length <= 0) return;
  if (file->count == file->room) {
    file->room = file->room ? 2 * file->room : 256;
    file->unsynced = realloc(file->unsynced, file->room * sizeof *file->unsynced);
    if (!file->unsynced) die("realloc");
  }
  file->unsynced[file->count++] = (struct range){ from, from + length };
}

ssize_t write(int fd, const void *bytes, size_t length) {
  struct file *file = file_behind(fd);
  if (!file) return real_write(fd, bytes, length);
  pthread_mutex_lock(&lock);
  off_t from = lseek(fd, 0, SEEK_CUR);
  ssize_t written = real_write(fd, bytes, length);
  note(file, from, written);
  pthread_mutex_unlock(&lock);
  return written;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t from) {
  struct file *file = file_behind(fd);
  if (!file) return real_pwrite(fd, bytes, length, from);
  pthread_mutex_lock(&lock);
  ssize_t written = real_pwrite(fd, bytes, length, from);
  note(file, from, written);
  pthread_mutex_unlock(&lock);
  return written;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t from) {
  return pwrite(fd, bytes, length, from);
}

static void power_may_go(void) {
  static long left;
  const char *path = getenv("STORY_DISK_DIES");
  if (left == 0) {
    char text[32] = { 0 };
    int fd = path ? real_open(path, O_RDONLY) : -1;
    if (fd < 0) return;
    if (read(fd, text, sizeof text - 1) > 0) left = strtol(text, NULL, 10);
    real_close(fd);
  }
  if (left > 0 && --left == 0) kill(getpid(), SIGKILL);
}

/* What was written since the last sync becomes durable, and so does the file's length. */
static int sync_file(int fd, struct file *file) {
  if (getenv("STORY_DISK_LIES")) return 0;
  char path[PATH_MAX], bytes[65536];
  struct stat state;
  durable_path(file, path);
  pthread_mutex_lock(&lock);
  power_may_go();
  int durable = real_open(path, O_RDWR | O_CREAT, 0600);
  if (durable < 0) die(path);
  for (size_t i = 0; i < file->count; i++) {
    off_t at = file->unsynced[i].from, to = file->unsynced[i].to;
    while (at < to) {
      size_t some = (size_t)(to - at) < sizeof bytes ? (size_t)(to - at) : sizeof bytes;
      ssize_t got = pread(fd, bytes, some, at);
      if (got < 0) die("pread");
      /* It was cut off since. */
      if (got == 0) break;
      if (real_pwrite(durable, bytes, (size_t)got, at) != got) die("pwrite");
      at += got;
    }
  }
  file->count = 0;
  if (fstat(fd, &state) != 0 || ftruncate(durable, state.st_size) != 0) die("the length");
  real_close(durable);
  pthread_mutex_unlock(&lock);
  return 0;
}

int fsync(int fd) {
  struct file *file = file_behind(fd);
  return file ? sync_file(fd, file) : real_fsync(fd);
}

int fdatasync(int fd) {
  struct file *file = file_behind(fd);
  return file ? sync_file(fd, file) : real_fdatasync(fd);
}
