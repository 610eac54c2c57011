#ifdef HUFU_PICTURES

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <new>
#include <utility>

#include "CPictures.h"

namespace {

// Paints a convex quadrilateral white, and a margin around it: a tenth of what is there of its finder patterns would be
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

}  // namespace

hufu_picture_status hufu_read_codes(
    uint8_t *pixels, int32_t width, int32_t height, int32_t most, hufu_code_callback found, void *receiver
) {
    try {
        // By default it tries hard, and rotated and reduced pictures too.
        const auto hints = ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode);
        // ZXing 1.4 misses codes beside others. Each round finds one code at least, or is the last.
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
            if (count == before) break;
        }
        return HUFU_PICTURE_OK;
    } catch (const std::bad_alloc &) {
        return HUFU_PICTURE_OUT_OF_MEMORY;
    } catch (...) {
        return HUFU_PICTURE_INVALID;
    }
}

#endif
