#include "fuzzer.h"

#include <stdatomic.h>
#include <time.h>

// Of the address sanitizer.
int __sanitizer_install_malloc_and_free_hooks(
    void (*allocated)(const volatile void *, size_t), void (*freed)(const volatile void *));

// The address sanitizer asks for these. Swift keeps pointers together with other bits, so that it would take what they point
// to for lost.
const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "detect_leaks=0"; }

static _Atomic uint64_t total;

static void add(const volatile void *address, size_t size) {
    (void)address;
    atomic_fetch_add_explicit(&total, size, memory_order_relaxed);
}

static void ignore(const volatile void *address) { (void)address; }

void fuzz_count_allocations(void) { __sanitizer_install_malloc_and_free_hooks(add, ignore); }

uint64_t fuzz_allocated(void) { return atomic_load_explicit(&total, memory_order_relaxed); }

uint64_t fuzz_processor_time(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
