// libFuzzer, and the allocations of one run.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with a target, and ends the process. `argv` begins with the name of the program.
int LLVMFuzzerRunDriver(
    int *_Nonnull argc, char *_Nullable *_Nonnull *_Nonnull argv,
    int (*_Nonnull target)(const uint8_t *_Nullable bytes, size_t count));

/// Counts the bytes that this process allocates from now on, on all threads.
void fuzz_count_allocations(void);

/// The bytes that were allocated since counting began.
uint64_t fuzz_allocated(void);

/// The processor time that this process has used, in nanoseconds.
uint64_t fuzz_processor_time(void);
