// libpng reports every error with longjmp. A jump over a Swift frame is undefined, so the whole encoding of one
// picture is a single C call: setjmp and every call into libpng are below it, and Swift sees a status only.

#ifndef HUFU_CPNG_SHIM_H
#define HUFU_CPNG_SHIM_H

#include <png.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Pixels per side of a picture. A0 paper at 600 dpi is 28,000 pixels long; a larger request is a mistake.
#define HUFU_PNG_MAXIMUM_SIDE 32000

// Z_RLE of zlib.h. With repeated rows turned into zeros there is nothing but runs to find, and zlib finds them without
// its hash chains: at version 18 and scale 4 little more than half the time of level 1, for as many bytes as level 3.
// Level 6 saves a seventh of them for more than five times the time; `make bench-codes` prints them all. The small window
// and memory level save clearing memory.
#define HUFU_PNG_RUN_LENGTHS 3

typedef enum __attribute__((enum_extensibility(closed))) hufu_png_status {
    HUFU_PNG_OK __attribute__((swift_name("ok"))) = 0,
    HUFU_PNG_INVALID_ARGUMENT __attribute__((swift_name("invalidArgument"))) = 1,
    HUFU_PNG_TOO_LARGE __attribute__((swift_name("tooLarge"))) = 2,
    HUFU_PNG_OUT_OF_MEMORY __attribute__((swift_name("outOfMemory"))) = 3,
    HUFU_PNG_LIBRARY_FAILED __attribute__((swift_name("libraryFailed"))) = 4,
} hufu_png_status;

typedef struct hufu_png_request {
    uint32_t modules_per_side;
    uint32_t quiet_zone;         // modules on each of the four sides
    uint32_t scale;              // pixels per module
    uint32_t pixels_per_metre;   // written as pHYs; 0 writes none
    size_t maximum_bytes;        // of the picture; more ends in HUFU_PNG_TOO_LARGE
} hufu_png_request;

typedef struct hufu_png_output {
    unsigned char *bytes;
    size_t count;
} hufu_png_output;

typedef struct hufu_png_state {
    png_structp png;
    png_infop info;
    unsigned char *row;
    unsigned char *bytes;
    size_t count;
    size_t capacity;
    size_t maximum;
    int started;
    hufu_png_status status;
} hufu_png_state;

static inline void hufu_png_on_error(png_structp png, png_const_charp message) {
    (void)message;
    png_longjmp(png, 1);
}

// libpng's own handler prints to standard error.
static inline void hufu_png_on_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static inline void hufu_png_on_write(png_structp png, png_bytep data, size_t length) {
    hufu_png_state *state = (hufu_png_state *)png_get_io_ptr(png);
    if (length > state->maximum - state->count) {
        state->status = HUFU_PNG_TOO_LARGE;
        png_error(png, "limit");
    }
    if (length > state->capacity - state->count) {
        size_t needed = state->count + length;
        size_t capacity = state->capacity < 4096 ? 4096 : state->capacity;
        while (capacity < needed) {
            capacity = capacity > state->maximum / 2 ? needed : capacity * 2;
        }
        unsigned char *grown = (unsigned char *)realloc(state->bytes, capacity);
        if (grown == NULL) {
            state->status = HUFU_PNG_OUT_OF_MEMORY;
            png_error(png, "memory");
        }
        state->bytes = grown;
        state->capacity = capacity;
    }
    memcpy(state->bytes + state->count, data, length);
    state->count += length;
}

static inline void hufu_png_on_flush(png_structp png) {
    (void)png;
}

// Clears (makes black) the bits from `start` up to, not including, `end`, the first pixel being the highest bit.
static inline void hufu_png_blacken(unsigned char *row, size_t start, size_t end) {
    size_t first = start / 8, last = end / 8;
    unsigned char keep_before = (unsigned char)~(0xFF >> (start % 8));
    unsigned char keep_after = (unsigned char)(0xFF >> (end % 8));
    if (first == last) {
        row[first] &= (unsigned char)(keep_before | keep_after);
        return;
    }
    row[first] &= keep_before;
    memset(row + first + 1, 0, last - first - 1);
    if (end % 8 != 0) {
        row[last] &= keep_after;
    }
}

static inline void hufu_png_pack(
    unsigned char *row, size_t row_bytes, const uint8_t *modules, const hufu_png_request *request
) {
    size_t scale = request->scale, origin = request->quiet_zone * scale, x = 0;
    memset(row, 0xFF, row_bytes);
    while (x < request->modules_per_side) {
        if (modules[x] == 0) {
            x++;
            continue;
        }
        size_t start = x;
        while (x < request->modules_per_side && modules[x] != 0) {
            x++;
        }
        hufu_png_blacken(row, origin + start * scale, origin + x * scale);
    }
}

// Writes the packed row `times` times. A repeated row under the filter "up" is nothing but zeros, a new one is smallest
// unfiltered.
static inline void hufu_png_write_row(hufu_png_state *state, size_t times) {
    for (size_t line = 0; line < times; line++) {
        if (state->started && line < 2) {
            png_set_filter(state->png, PNG_FILTER_TYPE_BASE, line == 0 ? PNG_FILTER_NONE : PNG_FILTER_UP);
        }
        png_write_row(state->png, state->row);
        state->started = 1;
    }
}

// Everything that libpng may jump out of. All that changes lives in `state`, which belongs to the caller: a local
// variable of the function that called setjmp would be indeterminate after the jump. Kept out of line because the
// frame that setjmp returns to twice must be this one.
static __attribute__((noinline, unused)) void hufu_png_run(
    hufu_png_state *state, const uint8_t *modules, const hufu_png_request *request, uint32_t side
) {
    state->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, hufu_png_on_error, hufu_png_on_warning);
    if (state->png == NULL) {
        return;
    }
    if (setjmp(png_jmpbuf(state->png))) {
        return;
    }
    state->info = png_create_info_struct(state->png);
    if (state->info == NULL) {
        state->status = HUFU_PNG_OUT_OF_MEMORY;
        return;
    }
    png_set_write_fn(state->png, state, hufu_png_on_write, hufu_png_on_flush);
    png_set_IHDR(
        state->png, state->info, side, side, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT
    );
    if (request->pixels_per_metre != 0) {
        png_set_pHYs(
            state->png, state->info, request->pixels_per_metre, request->pixels_per_metre, PNG_RESOLUTION_METER
        );
    }
    // libpng keeps the previous row only if a filter that needs it is chosen before the first row.
    png_set_filter(state->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
    png_set_compression_level(state->png, 1);
    png_set_compression_strategy(state->png, HUFU_PNG_RUN_LENGTHS);
    png_set_compression_window_bits(state->png, 14);
    png_set_compression_mem_level(state->png, 6);
    png_write_info(state->png, state->info);

    size_t row_bytes = ((size_t)side + 7) / 8;
    size_t margin = (size_t)request->quiet_zone * request->scale;
    memset(state->row, 0xFF, row_bytes);
    hufu_png_write_row(state, margin);
    for (size_t y = 0; y < request->modules_per_side; y++) {
        hufu_png_pack(state->row, row_bytes, modules + y * request->modules_per_side, request);
        hufu_png_write_row(state, request->scale);
    }
    memset(state->row, 0xFF, row_bytes);
    hufu_png_write_row(state, margin);
    png_write_end(state->png, state->info);
    state->status = HUFU_PNG_OK;
}

// Renders a square of `modules_count` modules (row by row, 0 = light, anything else = dark) as a 1-bit greyscale PNG
// without time stamp or text. On HUFU_PNG_OK `output` is the caller's to release; else it is empty.
static inline hufu_png_status hufu_png_encode(
    const uint8_t *modules, size_t modules_count, const hufu_png_request *request, hufu_png_output *output
) {
    output->bytes = NULL;
    output->count = 0;
    if (modules == NULL || request->modules_per_side == 0 || request->scale == 0
        || request->pixels_per_metre > PNG_UINT_31_MAX) {
        return HUFU_PNG_INVALID_ARGUMENT;
    }
    // Each factor is bounded first, so no product below can overflow 64 bits.
    if (request->modules_per_side > HUFU_PNG_MAXIMUM_SIDE || request->quiet_zone > HUFU_PNG_MAXIMUM_SIDE
        || request->scale > HUFU_PNG_MAXIMUM_SIDE) {
        return HUFU_PNG_TOO_LARGE;
    }
    uint64_t side = ((uint64_t)request->modules_per_side + 2 * (uint64_t)request->quiet_zone) * request->scale;
    if (side > HUFU_PNG_MAXIMUM_SIDE) {
        return HUFU_PNG_TOO_LARGE;
    }
    if ((uint64_t)modules_count != (uint64_t)request->modules_per_side * request->modules_per_side) {
        return HUFU_PNG_INVALID_ARGUMENT;
    }

    hufu_png_state state;
    memset(&state, 0, sizeof state);
    state.maximum = request->maximum_bytes;
    state.status = HUFU_PNG_LIBRARY_FAILED;
    state.row = (unsigned char *)malloc(((size_t)side + 7) / 8);
    if (state.row == NULL) {
        return HUFU_PNG_OUT_OF_MEMORY;
    }
    hufu_png_run(&state, modules, request, (uint32_t)side);
    png_destroy_write_struct(&state.png, &state.info);
    free(state.row);
    if (state.status != HUFU_PNG_OK) {
        free(state.bytes);
        return state.status;
    }
    output->bytes = state.bytes;
    output->count = state.count;
    return HUFU_PNG_OK;
}

static inline void hufu_png_release(hufu_png_output *output) {
    free(output->bytes);
    output->bytes = NULL;
    output->count = 0;
}

#endif
