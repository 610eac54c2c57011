// What Swift cannot call: ZXing-C++ throws exceptions, and libjpeg reports errors with longjmp. No exception and no jump
// leaves these functions.

#ifndef HUFU_CPICTURES_H
#define HUFU_CPICTURES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum __attribute__((enum_extensibility(closed))) hufu_picture_status {
    HUFU_PICTURE_OK __attribute__((swift_name("ok"))) = 0,
    HUFU_PICTURE_TOO_LARGE __attribute__((swift_name("tooLarge"))) = 1,
    HUFU_PICTURE_OUT_OF_MEMORY __attribute__((swift_name("outOfMemory"))) = 2,
    HUFU_PICTURE_INVALID __attribute__((swift_name("invalid"))) = 3,
} hufu_picture_status;

// Called with a code: its content, and x and y of its corners top left, top right, bottom right, bottom left, as the code
// itself is oriented. The bytes are there for the time of the call.
typedef void (*hufu_code_callback)(
    void *_Nullable receiver, const uint8_t *_Nonnull bytes, size_t count, const int32_t *_Nonnull corners);

// Finds the QR codes in a picture: one byte for each pixel, row by row, 255 is white. Codes that were found are painted
// white. At most `most` codes.
hufu_picture_status hufu_read_codes(
    uint8_t *_Nonnull pixels, int32_t width, int32_t height, int32_t most, hufu_code_callback _Nonnull found,
    void *_Nullable receiver);

typedef struct hufu_jpeg {
    uint32_t width;
    uint32_t height;
    uint8_t *_Nullable pixels;  // width * height grey values, to be freed; NULL if the status is not OK
    uint32_t warnings;          // of damage that the decoder has filled with grey
    char message[200];          // of the decoder, if the status is HUFU_PICTURE_INVALID
} hufu_jpeg;

// Decodes a JPEG file of at most `most_pixels` to grey values, with at most `most_warnings`.
hufu_picture_status hufu_read_jpeg(
    const uint8_t *_Nonnull bytes, size_t count, uint64_t most_pixels, uint32_t most_warnings, hufu_jpeg *_Nonnull jpeg);

// Lets this process use no more than so many bytes of memory, and open or write no more files.
//
// Returns: 0, or -1 if the system refuses it.
int hufu_limit_process(uint64_t memory);

// Ends this process by SIGALRM after so many milliseconds, unless it is called again before; never if that is 0.
void hufu_limit_time(uint32_t milliseconds);

#ifdef __cplusplus
}
#endif

#endif
