/*
 * A conformance adapter (Vectors/README.md): answers each line of standard input with the verdicts of libhufu.
 *
 *     hufu conformance --adapter ./adapter
 */
#include "json.h"
#include <hufu.h>
#include <stdio.h>
#include <sys/types.h>

static hufu_error error;

/* The memory of tokens that the case begins with. */
static int32_t make_memory(json replay, hufu_replay_memory **memory) {
    json capacity = json_member(replay, "capacity"), seen = json_member(replay, "seen");
    int32_t result = hufu_replay_memory_new(capacity.start ? (size_t)json_integer(capacity) : 100000, memory, &error);
    for (json entry = json_first(seen); result == HUFU_OK && entry.start; entry = json_next(seen, entry)) {
        json hash = json_first(entry), issued = json_next(entry, hash), expires = json_next(entry, issued);
        size_t length;
        int32_t answer;
        uint8_t *bytes = json_bytes(hash, &length);
        result = hufu_replay_memory_admit(*memory, bytes, length, json_integer(issued), json_integer(expires),
                                          json_integer(expires), -1, &answer, &error);
        free(bytes);
    }
    return result;
}

static int32_t load_signed(hufu_verifier *verifier, json trust, json token, int64_t now) {
    hufu_key *anchors[16];
    size_t count = 0, list_length, name_length;
    int32_t result = HUFU_OK;
    json array = json_member(trust, "anchors"), at = json_member(trust, "at");
    for (json key = json_first(array); result == HUFU_OK && key.start && count < 16; key = json_next(array, key)) {
        result = hufu_key_read(key.start, key.length, &anchors[count], &error);
        if (result == HUFU_OK) count++;
    }
    uint8_t *list = json_bytes(token, &list_length), *name = json_text(json_member(trust, "name"), &name_length);
    if (result == HUFU_OK)
        result = hufu_verifier_load_signed_trust(verifier, list, list_length, name, name_length,
                                                 (const hufu_key *const *)anchors, count,
                                                 at.start ? json_integer(at) : now, &error);
    while (count > 0) hufu_free(anchors[--count], NULL);
    free(list);
    free(name);
    return result;
}

/* Loads a status list or a package. What is refused is skipped. */
static void load_list(hufu_verifier *verifier, json list, int64_t now) {
    json at = *list.start == '{' ? json_member(list, "at") : json_member(list, "none");
    json package = *list.start == '{' ? json_member(list, "package") : json_member(list, "none");
    int64_t time = at.start ? json_integer(at) : now;
    hufu_bytes items[64];
    size_t count = 0, length;
    if (!package.start) {
        uint8_t *bytes = json_bytes(*list.start == '{' ? json_member(list, "token") : list, &length);
        hufu_verifier_load_status(verifier, bytes, length, time, NULL);
        free(bytes);
        return;
    }
    for (json item = json_first(package); item.start && count < 64; item = json_next(package, item), count++)
        items[count].bytes = json_bytes(item, &items[count].length);
    hufu_verifier_load_package(verifier, items, count, time, NULL, NULL);
    while (count > 0) free((void *)items[--count].bytes);
}

/* A verifier in the state that the case describes, with its lists. */
static int32_t make_verifier(json line, int64_t now, hufu_verifier **verifier) {
    json policy = json_member(line, "policy"), trust = json_member(line, "trust"), state = json_member(line, "state");
    json floor = json_member(state, "clock_floor"), lists = json_member(line, "status_lists");
    json token = trust.start && *trust.start == '{' ? json_member(trust, "token") : json_member(trust, "none");
    hufu_replay_memory *memory = NULL;
    *verifier = NULL;
    int32_t result = make_memory(json_member(state, "replay"), &memory);
    if (result == HUFU_OK) result = hufu_verifier_new(policy.start, policy.length, 0, memory, verifier, &error);
    hufu_free(memory, NULL);
    if (result == HUFU_OK && floor.start && *floor.start != 'n') {
        char text[80];
        int length = snprintf(text, sizeof text, "{\"trust\":[],\"status\":[],\"clock_floor\":%lld}", json_integer(floor));
        result = hufu_verifier_join_rollback_state(*verifier, text, (size_t)length, &error);
    }
    if (token.start && json_member(trust, "issuers").start) {
        /* A trust list is either signed or not. */
        strcpy(error.code, "trust.ambiguous");
        result = HUFU_FAILED;
    }
    if (result == HUFU_OK)
        result = token.start ? load_signed(*verifier, trust, token, now)
                             : hufu_verifier_load_trust(*verifier, trust.start, trust.length, now, &error);
    for (json list = json_first(lists); result == HUFU_OK && list.start; list = json_next(lists, list))
        load_list(*verifier, list, now);
    return result;
}

/* The verdict on a scan as members of an object, without its braces. */
static int32_t print_verdict(hufu_verifier *verifier, json scan) {
    json text = json_member(scan, "input");
    size_t length, challenge_length;
    uint8_t *challenge = json_bytes(json_member(scan, "challenge"), &challenge_length);
    uint8_t *input = text.start ? json_text(text, &length) : json_bytes(json_member(scan, "input_hex"), &length);
    hufu_verdict verdict;
    hufu_buffer answer;
    int32_t result = hufu_verify(verifier, input, length, challenge, challenge_length,
                                 json_integer(json_member(scan, "now")), &verdict, &answer, &error);
    if (result == HUFU_OK) printf("%.*s", (int)answer.length - 2, (const char *)answer.bytes + 1);
    hufu_buffer_free(&answer);
    free(challenge);
    free(input);
    return result;
}

static void answer(json line) {
    json id = json_member(line, "id"), scans = json_member(line, "scans"), first = scans.start ? json_first(scans) : line;
    hufu_verifier *verifier;
    /* The library does not support certificates in status lists, and takes the time of challenges from its own clock. */
    const char *unsupported =
        json_member(line, "roots").start ? "roots" : json_member(line, "challenges").start ? "challenges" : NULL;
    if (unsupported) {
        printf("{\"id\":%.*s,\"unsupported\":\"%s\"}\n", id.start ? (int)id.length : 4, id.start ? id.start : "null",
               unsupported);
        fflush(stdout);
        return;
    }
    int32_t result = make_verifier(line, json_integer(json_member(first, "now")), &verifier);
    printf("{\"id\":%.*s,", id.start ? (int)id.length : 4, id.start ? id.start : "null");
    if (result == HUFU_OK && !scans.start) result = print_verdict(verifier, line);
    if (result == HUFU_OK && scans.start) {
        printf("\"results\":[");
        for (json scan = first; result == HUFU_OK && scan.start; scan = json_next(scans, scan)) {
            printf("%s{", scan.start == first.start ? "" : ",");
            result = print_verdict(verifier, scan);
            printf("}");
        }
        printf("]");
    }
    if (result != HUFU_OK) printf("\"error\":\"%s\"", error.code);
    printf("}\n");
    fflush(stdout);
    hufu_free(verifier, NULL);
}

int main(void) {
    char *text = NULL;
    size_t room = 0;
    for (ssize_t length; (length = getline(&text, &room, stdin)) > 0;) {
        json line = {text, (size_t)length - (text[length - 1] == '\n')};
        text[line.length] = 0;
        if (*text == '{') answer(line);
        else printf("{\"id\":null,\"error\":\"not a line of the protocol\"}\n"), fflush(stdout);
    }
    free(text);
    return 0;
}
