// libcurl. Its functions for options are variadic, which Swift cannot call; each has one function here for each type of value.

#ifndef HUFU_CCURL_SHIM_H
#define HUFU_CCURL_SHIM_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

typedef size_t (*hufu_curl_callback)(char *, size_t, size_t, void *);

static inline CURLcode hufu_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode hufu_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode hufu_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode hufu_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode hufu_curl_set_callback(CURL *handle, CURLoption option, hufu_curl_callback value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode hufu_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode hufu_curl_get_text(CURL *handle, CURLINFO info, char **value) {
    return curl_easy_getinfo(handle, info, value);
}

#endif
