#ifdef HUFU_PICTURES

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "CPictures.h"

// Everything that changes between setjmp and longjmp, which local variables may not.
typedef struct decoder {
    struct jpeg_decompress_struct info;
    struct jpeg_error_mgr errors;
    jmp_buf end;
    uint32_t most_warnings;
    hufu_jpeg *jpeg;
    hufu_picture_status status;
} decoder;

static void end(j_common_ptr info) {
    decoder *state = (decoder *)info->client_data;
    state->status = info->err->msg_code == JERR_OUT_OF_MEMORY ? HUFU_PICTURE_OUT_OF_MEMORY : HUFU_PICTURE_INVALID;
    info->err->format_message(info, state->jpeg->message);
    longjmp(state->end, 1);
}

// A level below 0 is a warning of damage: what is missing becomes grey, or zero for each following row, which takes longest.
static void note(j_common_ptr info, int level) {
    decoder *state = (decoder *)info->client_data;
    if (level >= 0) return;
    if (++state->jpeg->warnings > state->most_warnings) end(info);
}

static void ignore(j_common_ptr info) { (void)info; }

static void decode(decoder *state, const uint8_t *bytes, size_t count, uint64_t most_pixels) {
    struct jpeg_decompress_struct *info = &state->info;
    if (setjmp(state->end)) return;
    jpeg_create_decompress(info);
    info->client_data = state;
    jpeg_mem_src(info, bytes, (unsigned long)count);
    jpeg_read_header(info, TRUE);
    state->jpeg->width = info->image_width;
    state->jpeg->height = info->image_height;
    if ((uint64_t)info->image_width * info->image_height > most_pixels) {
        state->status = HUFU_PICTURE_TOO_LARGE;
        return;
    }
    info->out_color_space = JCS_GRAYSCALE;
    jpeg_start_decompress(info);
    const size_t width = info->output_width;
    // Damage may leave rows unwritten.
    state->jpeg->pixels = calloc(width, info->output_height);
    if (state->jpeg->pixels == NULL) {
        state->status = HUFU_PICTURE_OUT_OF_MEMORY;
        return;
    }
    while (info->output_scanline < info->output_height) {
        JSAMPROW row = state->jpeg->pixels + width * info->output_scanline;
        jpeg_read_scanlines(info, &row, 1);
    }
    jpeg_finish_decompress(info);
    state->status = HUFU_PICTURE_OK;
}

hufu_picture_status hufu_read_jpeg(
    const uint8_t *bytes, size_t count, uint64_t most_pixels, uint32_t most_warnings, hufu_jpeg *jpeg
) {
    decoder state;
    memset(&state, 0, sizeof state);
    memset(jpeg, 0, sizeof *jpeg);
    state.jpeg = jpeg;
    state.most_warnings = most_warnings;
    state.status = HUFU_PICTURE_INVALID;
    state.info.err = jpeg_std_error(&state.errors);
    state.info.client_data = &state;
    state.errors.error_exit = end;
    state.errors.emit_message = note;
    state.errors.output_message = ignore;
    decode(&state, bytes, count, most_pixels);
    jpeg_destroy_decompress(&state.info);
    if (state.status != HUFU_PICTURE_OK) {
        free(jpeg->pixels);
        jpeg->pixels = NULL;
    }
    return state.status;
}

#endif
