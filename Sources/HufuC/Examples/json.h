/* The little of JSON that the adapter needs: values are places in the text. The runner writes compact, valid JSON. */
#ifndef JSON_H
#define JSON_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct json {
    const char *start; /* NULL if there is no value */
    size_t length;
} json;

static size_t json_string_length(const char *text) {
    size_t at = 1;
    while (text[at] && text[at] != '"') at += text[at] == '\\' && text[at + 1] ? 2 : 1;
    return text[at] ? at + 1 : at;
}

/* The value that begins at the text: up to the comma or bracket that ends it. */
static json json_value(const char *text) {
    size_t at = 0;
    int depth = 0;
    while (text[at] && (depth > 0 || !strchr(",]}", text[at]))) {
        if (text[at] == '"') {
            at += json_string_length(text + at);
            continue;
        }
        depth += (text[at] == '{' || text[at] == '[') - (text[at] == '}' || text[at] == ']');
        at++;
    }
    json value = {text, at};
    return value;
}

/* The first element of an array or the value of the first member of an object, and the one after `value`. */
static json json_first(json container) {
    json none = {NULL, 0};
    if (!container.start || container.length < 3) return none;
    const char *text = container.start + 1;
    return json_value(*container.start == '{' ? text + json_string_length(text) + 1 : text);
}

static json json_next(json container, json value) {
    json none = {NULL, 0};
    const char *text = value.start + value.length;
    if (*text != ',') return none;
    return json_value(*container.start == '{' ? text + 1 + json_string_length(text + 1) + 1 : text + 1);
}

/* The value of a member; none if it is absent. */
static json json_member(json object, const char *name) {
    size_t length = strlen(name);
    for (json value = json_first(object); value.start; value = json_next(object, value)) {
        const char *key = value.start - 2 - length;
        if (key > object.start && key[-1] == '"' && key[length] == '"' && memcmp(key, name, length) == 0) return value;
    }
    json none = {NULL, 0};
    return none;
}

static long long json_integer(json value) { return value.start ? strtoll(value.start, NULL, 10) : 0; }

static int json_hex_digit(char digit) {
    const char *digits = "0123456789abcdef", *found = digit ? strchr(digits, digit | 0x20) : NULL;
    return found ? (int)(found - digits) : 0;
}

/* The bytes of a string of hexadecimal digits; to be freed. */
static uint8_t *json_bytes(json value, size_t *length) {
    *length = value.start && *value.start == '"' ? (value.length - 2) / 2 : 0;
    uint8_t *bytes = malloc(*length + 1);
    for (size_t at = 0; bytes && at < *length; at++)
        bytes[at] = (uint8_t)(json_hex_digit(value.start[1 + 2 * at]) << 4 | json_hex_digit(value.start[2 + 2 * at]));
    return bytes;
}

/* The text of a string in UTF-8; to be freed. */
static uint8_t *json_text(json value, size_t *length) {
    uint8_t *text = malloc(value.length + 1), *end = text;
    for (size_t at = 1; text && at + 1 < value.length; at++) {
        const char *escapes = "b\bf\fn\nr\rt\t", *from = value.start + at;
        if (*from != '\\') {
            *end++ = (uint8_t)*from;
            continue;
        }
        at++;
        const char *escape = strchr(escapes, from[1]);
        if (from[1] != 'u') {
            *end++ = (uint8_t)(escape ? escape[1] : from[1]);
            continue;
        }
        unsigned code = 0;
        for (int digit = 2; digit < 6; digit++) code = code << 4 | (unsigned)json_hex_digit(from[digit]);
        at += 4;
        if (code >= 0xd800 && code < 0xdc00) {
            unsigned low = 0;
            for (int digit = 8; digit < 12; digit++) low = low << 4 | (unsigned)json_hex_digit(from[digit]);
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            at += 6;
            *end++ = (uint8_t)(0xf0 | code >> 18);
            *end++ = (uint8_t)(0x80 | (code >> 12 & 0x3f));
        } else if (code >= 0x800) {
            *end++ = (uint8_t)(0xe0 | code >> 12);
        }
        if (code >= 0x800) *end++ = (uint8_t)(0x80 | (code >> 6 & 0x3f));
        else if (code >= 0x80) *end++ = (uint8_t)(0xc0 | code >> 6);
        *end++ = (uint8_t)(code < 0x80 ? code : 0x80 | (code & 0x3f));
    }
    *length = (size_t)(end - text);
    return text;
}

#endif
