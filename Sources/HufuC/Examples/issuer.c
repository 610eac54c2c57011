/*
 * An issuer: issues a licence to the device that has answered the issuer's challenge.
 *
 *     issuer KEY LICENSE REQUEST CHALLENGE [OPTIONS]     prints the credential; REQUEST is what the holder's device has made
 */
#include "files.h"

int main(int count, char **arguments) {
    static const char id[] = "https://dl.example";
    hufu_error error;
    hufu_key *key, *device;
    hufu_issuer *issuer;
    hufu_buffer credential, warnings;
    size_t length;
    if (count < 5) {
        fprintf(stderr, "usage: issuer KEY LICENSE REQUEST CHALLENGE [OPTIONS]\n");
        return 64;
    }
    const char *challenge = arguments[4], *options = count > 5 ? arguments[5] : "{}";

    char *file = read_file(arguments[1], &length);
    int32_t result = hufu_key_read(file, length, &key, &error);
    free(file);
    require(result, &error);
    keep(key);
    require(hufu_issuer_new(id, strlen(id), key, &issuer, &error), &error);
    keep(issuer);

    file = read_file(arguments[3], &length);
    result = hufu_key_request_read(file, length, challenge, strlen(challenge), &device, &error);
    free(file);
    require(result, &error);
    keep(device);

    file = read_file(arguments[2], &length);
    result = hufu_issue(issuer, file, length, device, options, strlen(options), HUFU_NOW, &credential, &warnings, &error);
    free(file);
    require(result, &error);
    fprintf(stderr, "warnings: %s\n", (const char *)warnings.bytes);
    printf("%s\n", (const char *)credential.bytes);
    hufu_buffer_free(&credential);
    hufu_buffer_free(&warnings);
    return 0;
}
