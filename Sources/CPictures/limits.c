#include <sys/resource.h>
#include <sys/time.h>

#include "CPictures.h"

// The sanitizers reserve memory for themselves: many times what a picture may take.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#endif

static int limit(int resource, uint64_t most) {
    const struct rlimit value = {.rlim_cur = (rlim_t)most, .rlim_max = (rlim_t)most};
    return setrlimit(resource, &value);
}

int hufu_limit_process(uint64_t memory) {
#ifdef SANITIZED
    (void)memory;
#else
    // Not the address space: runtimes reserve much more of that than they use.
    if (limit(RLIMIT_DATA, memory) != 0) return -1;
#endif
    // A picture may be of a person's licence: no file of the memory.
    if (limit(RLIMIT_CORE, 0) != 0) return -1;
    if (limit(RLIMIT_FSIZE, 0) != 0) return -1;
    // The standard streams are open and stay it.
    return limit(RLIMIT_NOFILE, 0);
}

void hufu_limit_time(uint32_t milliseconds) {
    const struct itimerval value = {
        .it_value = {.tv_sec = milliseconds / 1000, .tv_usec = (suseconds_t)(milliseconds % 1000) * 1000}};
    setitimer(ITIMER_REAL, &value, NULL);
}
