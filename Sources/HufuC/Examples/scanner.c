/*
 * A scanner: verifies each line of standard input, as a scanner that acts as a keyboard types it.
 *
 *     scanner POLICY TRUST [STATUS...]     POLICY is JSON, such as '{"preset": "roadside"}'
 */
#include "files.h"

static hufu_error error;

static void load(hufu_verifier *verifier, const char *path, int is_status) {
    size_t length;
    char *bytes = read_file(path, &length);
    int32_t result = is_status ? hufu_verifier_load_status(verifier, bytes, length, HUFU_NOW, &error)
                               : hufu_verifier_load_trust(verifier, bytes, length, HUFU_NOW, &error);
    free(bytes);
    /* A scanner without a trust list is of no use; with one status list less it still is. */
    if (is_status && result != HUFU_OK) fprintf(stderr, "%s: %s: %s\n", path, error.code, error.message);
    if (!is_status) require(result, &error);
}

static void show(const hufu_verdict *verdict) {
    static const char *const words[] = {"", "VALID", "REJECTED", "INDETERMINATE"};
    printf("%s  %s\n%s\n%s\n", words[verdict->outcome], verdict->code, verdict->message, verdict->advice);
    if (verdict->known & HUFU_HAS_CLOCK_OFFSET && verdict->clock_offset != 0)
        printf("The phone's clock differs by %lld s.\n", (long long)verdict->clock_offset);
    fflush(stdout);
}

int main(int count, char **arguments) {
    static char line[1 << 13];
    hufu_verifier *verifier;
    hufu_replay_memory *memory;
    if (count < 3 || hufu_abi_version() < HUFU_ABI_VERSION) {
        fprintf(stderr, "usage: scanner POLICY TRUST [STATUS...]\n");
        return 64;
    }
    /* For policies that admit each token once. */
    require(hufu_replay_memory_new(100000, &memory, &error), &error);
    keep(memory);
    require(hufu_verifier_new(arguments[1], strlen(arguments[1]), HUFU_LOCAL, memory, &verifier, &error), &error);
    keep(verifier);
    for (int place = 2; place < count; place++) load(verifier, arguments[place], place > 2);

    while (fgets(line, sizeof line, stdin)) {
        hufu_verdict verdict;
        hufu_buffer json;
        require(hufu_verify(verifier, line, strlen(line), NULL, 0, HUFU_NOW, &verdict, &json, &error), &error);
        show(&verdict);
        printf("%s\n\n", (const char *)json.bytes);
        hufu_buffer_free(&json);
    }
    return 0;
}
