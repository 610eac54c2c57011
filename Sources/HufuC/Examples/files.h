/* Reading whole files, and ending in good order, for the examples. */
#ifndef FILES_H
#define FILES_H

#include <hufu.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The handles of the program, which are freed when it ends, also with a failure. */
static void *handles[8];
static size_t handle_count;

static void free_handles(void) {
    while (handle_count > 0) hufu_free(handles[--handle_count], NULL);
}

static void keep(void *handle) {
    if (handle_count == 0) atexit(free_handles);
    if (handle_count < sizeof handles / sizeof *handles) handles[handle_count++] = handle;
}

/* Ends the program with a failure of the library. */
static void require(int32_t result, const hufu_error *error) {
    if (result == HUFU_OK) return;
    fprintf(stderr, "%s: %s%s%s. %s\n", error->code, error->message, *error->location ? ", " : "", error->location,
            error->advice);
    exit(65);
}

/* The bytes of a file, with a zero byte behind them; to be freed. */
static char *read_file(const char *path, size_t *length) {
    FILE *file = strcmp(path, "-") ? fopen(path, "rb") : stdin;
    size_t room = 1 << 16;
    char *bytes = malloc(room);
    *length = 0;
    if (!file || !bytes) {
        perror(path);
        exit(66);
    }
    for (size_t count; (count = fread(bytes + *length, 1, room - *length - 1, file)) > 0;) {
        *length += count;
        if (room - *length < 2 && !(bytes = realloc(bytes, room *= 2))) exit(71);
    }
    if (file != stdin) fclose(file);
    bytes[*length] = 0;
    return bytes;
}

#endif
