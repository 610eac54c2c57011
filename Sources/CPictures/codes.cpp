#ifdef HUFU_PICTURES

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <new>
#include <utility>

#include "CPictures.h"

namespace {

// The options got a new name in ZXing 2.2.
#if __has_include(<ZXing/ReaderOptions.h>)
using Options = ZXing::ReaderOptions;
#else
using Options = ZXing::DecodeHints;
#endif

// Paints a convex quadrilateral white, and a little around it, because its corners are estimates: the rest of a code could be
// found again.
void erase(uint8_t *pixels, int width, int height, const ZXing::Position &corners) {
    double middle_x = 0, middle_y = 0;
    for (const auto &corner : corners) {
        middle_x += corner.x / 4.0;
        middle_y += corner.y / 4.0;
    }
    double x[4], y[4];
    for (int i = 0; i < 4; i++) {
        x[i] = middle_x + (corners[i].x - middle_x) * 1.04;
        y[i] = middle_y + (corners[i].y - middle_y) * 1.04;
    }
    const double top = std::max(0.0, *std::min_element(y, y + 4));
    const double bottom = std::min(height - 1.0, *std::max_element(y, y + 4));
    for (int row = static_cast<int>(top); row <= bottom; row++) {
        // The edges that cross this row.
        double left = width, right = -1;
        for (int i = 0; i < 4; i++) {
            const double x1 = x[i], y1 = y[i], x2 = x[(i + 1) % 4], y2 = y[(i + 1) % 4];
            if (y1 == y2 || row < std::min(y1, y2) || row > std::max(y1, y2)) continue;
            const double crossing = x1 + (x2 - x1) * (row - y1) / (y2 - y1);
            left = std::min(left, crossing);
            right = std::max(right, crossing);
        }
        const int first = static_cast<int>(std::max(left, 0.0));
        const int last = static_cast<int>(std::min(right, width - 1.0));
        if (first <= last) std::fill(pixels + size_t(row) * width + first, pixels + size_t(row) * width + last + 1, 255);
    }
}

// Spreads the grey values between the darkest and the lightest hundredth over the whole range: ZXing takes a faint code for
// an even surface.
//
// Returns: whether that makes a difference.
bool spread(uint8_t *pixels, size_t count) {
    size_t histogram[256] = {};
    for (size_t i = 0; i < count; i++) histogram[pixels[i]]++;
    int dark = 0, light = 255;
    for (size_t below = histogram[dark]; below <= count / 100 && dark < 255; below += histogram[++dark]) {}
    for (size_t above = histogram[light]; above <= count / 100 && light > 0; above += histogram[--light]) {}
    if (light <= dark || light - dark > 200) return false;
    uint8_t values[256];
    for (int i = 0; i < 256; i++) values[i] = uint8_t(std::clamp((i - dark) * 255 / (light - dark), 0, 255));
    for (size_t i = 0; i < count; i++) pixels[i] = values[pixels[i]];
    return true;
}

}  // namespace

hufu_picture_status hufu_read_codes(
    uint8_t *pixels, int32_t width, int32_t height, int32_t most, hufu_code_callback found, void *receiver
) {
    try {
        // By default it tries hard, and rotated and reduced pictures too.
        const auto hints = Options().setFormats(ZXing::BarcodeFormat::QRCode);
        // ZXing 1.4 misses codes beside others. Each round finds one code at least, or spreads the grey values, or is the last.
        bool is_spread = false;
        for (int32_t count = 0; count < most;) {
            const auto results = ZXing::ReadBarcodes(ZXing::ImageView(pixels, width, height, ZXing::ImageFormat::Lum), hints);
            const int32_t before = count;
            for (const auto &result : results) {
                if (!result.isValid() || count == most) continue;
                const auto &position = result.position();
                int32_t corners[8];
                for (int i = 0; i < 4; i++) {
                    corners[2 * i] = position[i].x;
                    corners[2 * i + 1] = position[i].y;
                }
                found(receiver, result.bytes().data(), result.bytes().size(), corners);
                erase(pixels, width, height, position);
                count++;
            }
            if (count != before) continue;
            if (is_spread || !spread(pixels, size_t(width) * height)) break;
            is_spread = true;
        }
        return HUFU_PICTURE_OK;
    } catch (const std::bad_alloc &) {
        return HUFU_PICTURE_OUT_OF_MEMORY;
    } catch (...) {
        return HUFU_PICTURE_INVALID;
    }
}

#endif
