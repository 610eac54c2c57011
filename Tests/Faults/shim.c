/*
 * A library for LD_PRELOAD under which calls of the system fail, are interrupted, are short, take long, or end the
 * process; and which moves the clock. Only calls about the files below a folder count, and those of standard streams.
 *
 *   FAULT_FOLDER     folders, separated by ':'; `stdin`, `stdout` and `stderr` stand for the streams
 *   FAULT_LOG        a file that gets a line for each such call: its number, name, file, and a number: the bytes of a
 *                    write, the mode of a file that is made or changed
 *   FAULT_CALL       CALL N ACTION: what happens at the N-th call (from 1) with that name, or with any name if it is
 *                    `any`; `N+` stands for that call and all later ones. ACTION is one of
 *                        error NUMBER     the call fails with this errno, and has no effect
 *                        signal NUMBER    the process gets this signal before the call
 *                        sleep NUMBER     the call comes so many milliseconds later
 *   FAULT_BYTES      N NUMBER: N bytes are written to files, and then each write fails with this errno. A write that
 *                    goes beyond writes what fits, as a full disk does
 *   FAULT_SHORT      N: a read or write transfers N bytes at most
 *   FAULT_INTERRUPT  1: each second call that a signal may interrupt fails with EINTR
 *   FAULT_CLOCK      a file with the seconds by which the clock is ahead, read again at each look at the clock
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folders, *log_path, *clock_path;
static char call_name[32], action[32];
static long call_number, call_count, action_number, bytes_left = -1, bytes_error, short_count, total;
static int is_lasting, interrupts;

__attribute__((constructor)) static void start(void) {
    folders = getenv("FAULT_FOLDER");
    log_path = getenv("FAULT_LOG");
    clock_path = getenv("FAULT_CLOCK");
    const char *text = getenv("FAULT_CALL");
    if (text) {
        char number[32] = "";
        if (sscanf(text, "%31s %31s %31s %ld", call_name, number, action, &action_number) != 4) abort();
        call_number = atol(number);
        is_lasting = strchr(number, '+') != NULL;
    }
    text = getenv("FAULT_BYTES");
    if (text && sscanf(text, "%ld %ld", &bytes_left, &bytes_error) != 2) abort();
    text = getenv("FAULT_SHORT");
    if (text) short_count = atol(text);
    interrupts = getenv("FAULT_INTERRUPT") != NULL;
}

static int counts(const char *path) {
    if (!folders) return 0;
    for (const char *one = folders; *one;) {
        size_t length = strcspn(one, ":");
        if (length && strncmp(path, one, length) == 0 && (path[length] == '/' || path[length] == 0)) return 1;
        one += length + (one[length] == ':');
    }
    return 0;
}

static void absolute(const char *path, char *result) {
    result[0] = 0;
    if (path[0] != '/' && syscall(SYS_getcwd, result, PATH_MAX) > 0) {
        size_t length = strlen(result);
        snprintf(result + length, PATH_MAX - length, "/%s", path);
    } else {
        snprintf(result, PATH_MAX, "%s", path);
    }
}

static void opened(int descriptor, char *result) {
    static const char *streams[] = {"stdin", "stdout", "stderr"};
    if (descriptor >= 0 && descriptor < 3) {
        strcpy(result, streams[descriptor]);
        return;
    }
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    long length = syscall(SYS_readlinkat, AT_FDCWD, link, result, PATH_MAX - 1);
    result[length > 0 ? length : 0] = 0;
}

static void note(const char *call, const char *path, long detail) {
    if (!log_path) return;
    char line[PATH_MAX + 128];
    int length = snprintf(line, sizeof line, "%ld %s %s %ld\n", total, call, path, detail);
    int file = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return;
    syscall(SYS_write, file, line, length);
    syscall(SYS_close, file);
}

/* Whether the call fails; then errno says why. */
static int fails(const char *call, const char *path, int may_be_interrupted, long detail) {
    if (!counts(path)) return 0;
    int result = 0, pause = 0, signal = 0, saved = errno;
    pthread_mutex_lock(&lock);
    total += 1;
    note(call, path, detail);
    if (call_number && (strcmp(call_name, "any") == 0 || strcmp(call_name, call) == 0)) {
        call_count += 1;
        if (call_count == call_number || (is_lasting && call_count > call_number)) {
            if (action[0] == 'e') result = action_number;
            if (action[0] == 's' && action[1] == 'i') signal = action_number;
            if (action[0] == 's' && action[1] == 'l') pause = action_number;
        }
    }
    if (!result && interrupts && may_be_interrupted && total % 2) result = EINTR;
    pthread_mutex_unlock(&lock);
    if (signal) syscall(SYS_kill, getpid(), signal);
    if (pause) {
        struct timespec time = {pause / 1000, pause % 1000 * 1000000L};
        nanosleep(&time, NULL);
    }
    errno = result ? result : saved;
    return result != 0;
}

static int path_fails(const char *call, const char *path, int may_be_interrupted, long detail) {
    char full[PATH_MAX];
    absolute(path, full);
    return fails(call, full, may_be_interrupted, detail);
}

static int file_fails(const char *call, int descriptor, int may_be_interrupted, long detail) {
    char path[PATH_MAX];
    opened(descriptor, path);
    return fails(call, path, may_be_interrupted, detail);
}

/* The number of bytes that a write may write, or -1 if none; those of streams are not counted. */
static ssize_t allowed(int descriptor, size_t count) {
    char path[PATH_MAX];
    opened(descriptor, path);
    if (!counts(path)) return count;
    if (short_count && count > (size_t)short_count) count = short_count;
    if (bytes_left < 0 || descriptor < 3) return count;
    if (bytes_left == 0 && count > 0) {
        errno = bytes_error;
        return -1;
    }
    if (count > (size_t)bytes_left) count = bytes_left;
    bytes_left -= count;
    return count;
}

static size_t readable(int descriptor, size_t count) {
    char path[PATH_MAX];
    opened(descriptor, path);
    return short_count && count > (size_t)short_count && counts(path) ? (size_t)short_count : count;
}

#define OPEN(name)                                                                              \
    int name(const char *path, int flags, ...) {                                                \
        va_list rest;                                                                           \
        va_start(rest, flags);                                                                  \
        int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;                       \
        va_end(rest);                                                                           \
        if (path_fails(flags & O_CREAT ? "create" : "open", path, 1, flags & O_CREAT ? mode : 0)) return -1; \
        return REAL(name)(path, flags, mode);                                                   \
    }
OPEN(open)
OPEN(open64)

ssize_t read(int file, void *buffer, size_t count) {
    if (file_fails("read", file, 1, 0)) return -1;
    return REAL(read)(file, buffer, readable(file, count));
}

#define PREAD(name, offset_type)                                                \
    ssize_t name(int file, void *buffer, size_t count, offset_type offset) {    \
        if (file_fails("read", file, 1, 0)) return -1;                          \
        return REAL(name)(file, buffer, readable(file, count), offset);         \
    }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

ssize_t write(int file, const void *buffer, size_t count) {
    if (file_fails("write", file, 1, count)) return -1;
    ssize_t some = allowed(file, count);
    return some < 0 ? -1 : REAL(write)(file, buffer, some);
}

#define PWRITE(name, offset_type)                                                       \
    ssize_t name(int file, const void *buffer, size_t count, offset_type offset) {      \
        if (file_fails("write", file, 1, count)) return -1;                                 \
        ssize_t some = allowed(file, count);                                            \
        return some < 0 ? -1 : REAL(name)(file, buffer, some, offset);                  \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define ON_FILE(name, call, may_be_interrupted, parameters, arguments)       \
    int name parameters {                                                    \
        if (file_fails(call, file, may_be_interrupted, 0)) return -1;        \
        return REAL(name) arguments;                                         \
    }
ON_FILE(fsync, "sync", 0, (int file), (file))
ON_FILE(fdatasync, "sync", 0, (int file), (file))
ON_FILE(ftruncate, "truncate", 1, (int file, off_t size), (file, size))
ON_FILE(ftruncate64, "truncate", 1, (int file, off64_t size), (file, size))
ON_FILE(flock, "lock", 1, (int file, int operation), (file, operation))

int fchmod(int file, mode_t mode) {
    if (file_fails("mode", file, 0, mode)) return -1;
    return REAL(fchmod)(file, mode);
}

/* A descriptor is closed even if its last bytes could not be written. */
int close(int file) {
    int is_failed = file_fails("close", file, 1, 0), number = errno;
    int result = REAL(close)(file);
    if (is_failed) errno = number;
    return is_failed ? -1 : result;
}

#define FCNTL(name)                                                                              \
    int name(int file, int command, ...) {                                                       \
        va_list rest;                                                                            \
        va_start(rest, command);                                                                 \
        void *argument = va_arg(rest, void *);                                                   \
        va_end(rest);                                                                            \
        if ((command == F_SETLK || command == F_SETLKW) && file_fails("lock", file, 0, 0)) return -1; \
        return REAL(name)(file, command, argument);                                              \
    }
FCNTL(fcntl)
FCNTL(fcntl64)

#define ON_PATH(name, call, parameters, arguments)            \
    int name parameters {                                     \
        if (path_fails(call, path, 0, 0)) return -1;          \
        return REAL(name) arguments;                          \
    }
ON_PATH(rename, "rename", (const char *path, const char *new), (path, new))
ON_PATH(link, "link", (const char *path, const char *new), (path, new))
ON_PATH(unlink, "unlink", (const char *path), (path))
ON_PATH(mkdir, "mkdir", (const char *path, mode_t mode), (path, mode))
ON_PATH(stat, "stat", (const char *path, struct stat *status), (path, status))
ON_PATH(stat64, "stat", (const char *path, struct stat64 *status), (path, status))
ON_PATH(lstat, "stat", (const char *path, struct stat *status), (path, status))
ON_FILE(fstat, "stat", 0, (int file, struct stat *status), (file, status))
ON_FILE(fstat64, "stat", 0, (int file, struct stat64 *status), (file, status))

DIR *opendir(const char *path) {
    if (path_fails("list", path, 0, 0)) return NULL;
    return REAL(opendir)(path);
}

static long ahead(void) {
    if (!clock_path) return 0;
    char text[32] = "";
    int file = syscall(SYS_openat, AT_FDCWD, clock_path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    return atol(text);
}

int clock_gettime(clockid_t clock, struct timespec *result) {
    int status = REAL(clock_gettime)(clock, result);
    if (status == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) result->tv_sec += ahead();
    return status;
}

int gettimeofday(struct timeval *result, void *zone) {
    int status = (int)syscall(SYS_gettimeofday, result, zone);
    if (status == 0) result->tv_sec += ahead();
    return status;
}

time_t time(time_t *result) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}
