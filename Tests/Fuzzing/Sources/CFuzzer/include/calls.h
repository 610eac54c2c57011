// A program of calls of libhufu.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Runs the program in an input: each call is a byte for the function, and its arguments.
///
/// Returns: NULL, or the property of the interface that did not hold.
const char *_Nullable fuzz_calls(const uint8_t *_Nullable bytes, size_t count);

/// The number of the function with a name in a program; -1 if there is none.
int fuzz_function(const char *_Nonnull name);
