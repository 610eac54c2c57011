// Why the pictures are written as they are: every filter with every compression, size and time, on one symbol.
// Run lengths and "none, repeated rows up" together are what Sources/CPNG/shim.h does; its rows are used here too.

#include "../../Sources/CPNG/shim.h"

#include <qrencode.h>
#include <stdio.h>
#include <time.h>

enum { NONE, UP, ADAPTIVE, REPEATED };
static const char *const filter_names[] = {"none", "up", "adaptive", "none, repeated rows up"};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

// Of many rounds the shortest counts: whatever else the machine does only makes one longer.
static double shorter(double a, double b) { return a < b ? a : b; }

static size_t write_as(const hufu_png_request *request, const unsigned char *modules, int filter, int level, int rle) {
    hufu_png_state state;
    memset(&state, 0, sizeof state);
    state.maximum = 64 << 20;
    uint32_t side = (request->modules_per_side + 2 * request->quiet_zone) * request->scale;
    size_t row_bytes = (side + 7) / 8, margin = request->quiet_zone * request->scale;
    state.row = malloc(row_bytes);
    state.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    state.info = png_create_info_struct(state.png);
    png_set_write_fn(state.png, &state, hufu_png_on_write, hufu_png_on_flush);
    png_set_IHDR(state.png, state.info, side, side, 1, PNG_COLOR_TYPE_GRAY, 0, 0, 0);
    const int filters[] = {PNG_FILTER_NONE, PNG_FILTER_UP, PNG_ALL_FILTERS, PNG_FILTER_UP};
    png_set_filter(state.png, PNG_FILTER_TYPE_BASE, filters[filter]);
    png_set_compression_level(state.png, level);
    if (rle) {
        png_set_compression_strategy(state.png, HUFU_PNG_RUN_LENGTHS);
        png_set_compression_window_bits(state.png, 14);
        png_set_compression_mem_level(state.png, 6);
    }
    png_write_info(state.png, state.info);
    for (size_t y = 0; y < side; y++) {
        size_t line = y < margin ? y : (y - margin) % request->scale;
        if (y < margin || y >= side - margin) {
            memset(state.row, 0xFF, row_bytes);
            if (y >= side - margin) line = y - (side - margin);
        } else if (line == 0) {
            size_t row = (y - margin) / request->scale;
            hufu_png_pack(state.row, row_bytes, modules + row * request->modules_per_side, request);
        }
        if (filter == REPEATED && y > 0 && line < 2) {
            png_set_filter(state.png, PNG_FILTER_TYPE_BASE, line == 0 ? PNG_FILTER_NONE : PNG_FILTER_UP);
        }
        png_write_row(state.png, state.row);
    }
    png_write_end(state.png, state.info);
    png_destroy_write_struct(&state.png, &state.info);
    free(state.row);
    free(state.bytes);
    return state.count;
}

int main(int count, char **arguments) {
    if (count != 2) return fprintf(stderr, "usage: png_settings TEXT\n"), 64;
    const char *text = arguments[1];
    enum { ROUNDS = 25 };
    double encoding = 1e9;
    QRcode *code = NULL;
    for (int round = 0; round < ROUNDS; round++) {
        QRcode_free(code);
        double start = now();
        QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
        QRinput_append(input, QR_MODE_AN, (int)strlen(text), (const unsigned char *)text);
        code = QRcode_encodeInput(input);
        QRinput_free(input);
        encoding = shorter(encoding, now() - start);
    }
    unsigned char *modules = malloc((size_t)code->width * code->width);
    for (int i = 0; i < code->width * code->width; i++) modules[i] = code->data[i] & 1;
    printf("Version %d. Times are parts of what libqrencode takes for the symbol.\n\n", code->version);
    const int levels[] = {0, 1, 2, 3, 6, 9};  // 0 stands for run lengths
    printf("| filter | compression | scale 4: bytes | time | scale 16: bytes | time |\n|---|---|---|---|---|---|\n");
    for (int filter = NONE; filter <= REPEATED; filter++) {
        for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
            int level = levels[i];
            char name[16];
            snprintf(name, sizeof name, level == 0 ? "run lengths" : "level %d", level);
            printf("| %s | %s |", filter_names[filter], name);
            for (uint32_t scale = 4; scale <= 16; scale *= 4) {
                hufu_png_request request = {(uint32_t)code->width, 4, scale, 0, 64 << 20};
                size_t bytes = 0;
                double time = 1e9;
                for (int round = 0; round < ROUNDS; round++) {
                    double start = now();
                    bytes = write_as(&request, modules, filter, level == 0 ? 1 : level, level == 0);
                    time = shorter(time, now() - start);
                }
                printf(" %zu | %.2f |", bytes, time / encoding);
            }
            printf("\n");
        }
    }
    free(modules);
    QRcode_free(code);
    return 0;
}
