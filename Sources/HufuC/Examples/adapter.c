/*
 * A conformance adapter (Vectors/README.md): answers each line of standard input with what libhufu says of it.
 *
 *     hufu conformance --adapter ./adapter
 */
#include "json.h"
#include <hufu.h>
#include <stdio.h>
#include <sys/types.h>

static hufu_error error;

/* A failure of the line itself. */
static int32_t fail(const char *code) {
    snprintf(error.code, sizeof error.code, "%s", code);
    return HUFU_FAILED;
}

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

/* Pins the roots of the case, so that status lists may have certificates. */
static int32_t load_roots(hufu_verifier *verifier, json roots, int64_t now) {
    hufu_root pinned[32];
    hufu_bytes lists[32];
    size_t count = 0, list_count = 0, purpose_length;
    json array = json_member(roots, "roots"), crls = json_member(roots, "crls");
    for (json root = json_first(array); root.start; root = json_next(array, root)) {
        json issuers = json_member(root, "issuers"), certificate = json_member(root, "certificate");
        for (json issuer = json_first(issuers); issuer.start && count < 32; issuer = json_next(issuers, issuer), count++) {
            pinned[count].certificate.bytes = json_bytes(certificate, &pinned[count].certificate.length);
            pinned[count].issuer.bytes = json_text(issuer, &pinned[count].issuer.length);
        }
    }
    for (json list = json_first(crls); list.start && list_count < 32; list = json_next(crls, list), list_count++)
        lists[list_count].bytes = json_bytes(list, &lists[list_count].length);
    uint8_t *purpose = json_text(json_member(roots, "purpose"), &purpose_length);
    int32_t result =
        hufu_verifier_set_roots(verifier, purpose, purpose_length, pinned, count, lists, list_count, now, &error);
    free(purpose);
    while (list_count > 0) free((void *)lists[--list_count].bytes);
    while (count > 0) {
        free((void *)pinned[--count].certificate.bytes);
        free((void *)pinned[count].issuer.bytes);
    }
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
    json roots = json_member(line, "roots");
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
    /* A trust list is either signed or not. */
    if (token.start && json_member(trust, "issuers").start) result = fail("trust.ambiguous");
    if (result == HUFU_OK)
        result = token.start ? load_signed(*verifier, trust, token, now)
                             : hufu_verifier_load_trust(*verifier, trust.start, trust.length, now, &error);
    if (result == HUFU_OK && roots.start) result = load_roots(*verifier, roots, now);
    for (json list = json_first(lists); result == HUFU_OK && list.start; list = json_next(lists, list))
        load_list(*verifier, list, now);
    return result;
}

/* The challenges that the scanner has shown. */
typedef struct challenges {
    int are_given;
    hufu_challenge *shown[16];
    size_t count;
} challenges;

static int32_t make_challenges(json line, challenges *made) {
    json array = json_member(line, "challenges");
    int32_t result = HUFU_OK;
    made->are_given = array.start != NULL;
    made->count = 0;
    for (json one = json_first(array); result == HUFU_OK && one.start; one = json_next(array, one)) {
        json text = json_member(one, "text"), moment = json_member(one, "shown");
        size_t members = 0, length;
        for (json member = json_first(one); member.start; member = json_next(one, member)) members++;
        if (!text.start || !moment.start || members != 2) return fail("challenge.members");
        if (made->count == sizeof made->shown / sizeof *made->shown) return fail("challenge.too_many");
        uint8_t *bytes = json_text(text, &length);
        result = hufu_challenge_restore(bytes, length, json_integer(moment), &made->shown[made->count], &error);
        if (result == HUFU_OK) made->count++;
        free(bytes);
    }
    return result;
}

/* The verdict on a scan as members of an object, without its braces. */
static int32_t print_verdict(hufu_verifier *verifier, const challenges *challenges, json scan) {
    json text = json_member(scan, "input"), now = json_member(scan, "now"), moment = json_member(scan, "moment");
    if (challenges->are_given && json_member(scan, "challenge").start) return fail("challenge.ambiguous");
    size_t length, challenge_length = 0;
    json expected = json_member(scan, "challenge");
    uint8_t *challenge = expected.start ? json_bytes(expected, &challenge_length) : NULL;
    uint8_t *input = text.start ? json_text(text, &length) : json_bytes(json_member(scan, "input_hex"), &length);
    hufu_verdict verdict;
    hufu_buffer answer;
    int32_t result =
        challenges->are_given
            ? hufu_verify_answers(verifier, input, length, (const hufu_challenge *const *)challenges->shown,
                                  challenges->count, json_integer(now), json_integer(moment.start ? moment : now),
                                  &verdict, &answer, &error)
            : hufu_verify(verifier, input, length, challenge, challenge_length, json_integer(now), &verdict, &answer,
                          &error);
    if (result == HUFU_OK) printf("%.*s", (int)answer.length - 2, (const char *)answer.bytes + 1);
    hufu_buffer_free(&answer);
    free(challenge);
    free(input);
    return result;
}

/* The text of a credential: HF1: and Base45. To be freed. */
static char *credential_text(json hexadecimal, size_t *length) {
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    size_t count;
    uint8_t *bytes = json_bytes(hexadecimal, &count);
    char *text = malloc(4 + (count + 1) / 2 * 3);
    *length = 0;
    for (size_t at = 0; text && at < count; at += 2) {
        int is_pair = at + 1 < count;
        unsigned number = is_pair ? bytes[at] * 256u + bytes[at + 1] : bytes[at];
        if (at == 0) memcpy(text, "HF1:", *length = 4);
        for (int digit = 0; digit < (is_pair ? 3 : 2); digit++, number /= 45) text[(*length)++] = digits[number % 45];
    }
    free(bytes);
    return text;
}

/* What a holder's device reads in a signed challenge, as members of an object: the line has its text. */
static int32_t print_challenge(const hufu_verifier *authorities, json line) {
    json holding = json_member(line, "credential");
    hufu_identified_challenge *challenge;
    hufu_buffer json = {NULL, 0};
    size_t length;
    uint8_t *text = json_text(json_member(line, "text"), &length);
    int64_t now = json_integer(json_member(line, "now"));
    int32_t result = hufu_challenge_identify(authorities, text, length, now, &challenge, &error);
    free(text);
    if (result != HUFU_OK && strncmp(error.code, "challenge.", 10) == 0) {
        printf("\"valid\":false,\"code\":\"%s\"", error.code);
        return HUFU_OK;
    }
    if (result == HUFU_OK) {
        length = 0;
        char *credential = holding.start ? credential_text(holding, &length) : NULL;
        result = hufu_identified_challenge_json(challenge, credential, length, &json, &error);
        free(credential);
    }
    if (result == HUFU_OK) printf("\"valid\":true,%.*s", (int)json.length - 2, (const char *)json.bytes + 1);
    hufu_buffer_free(&json);
    hufu_free(challenge, NULL);
    return result;
}

static void answer(json line) {
    json id = json_member(line, "id"), scans = json_member(line, "scans"), first = scans.start ? json_first(scans) : line;
    hufu_verifier *verifier;
    challenges challenges = {0, {NULL}, 0};
    printf("{\"id\":%.*s,", id.start ? (int)id.length : 4, id.start ? id.start : "null");
    int32_t result = make_verifier(line, json_integer(json_member(first, "now")), &verifier);
    if (result == HUFU_OK) result = make_challenges(line, &challenges);
    if (result == HUFU_OK && !scans.start)
        result = json_member(line, "text").start ? print_challenge(verifier, line)
                                                 : print_verdict(verifier, &challenges, line);
    if (result == HUFU_OK && scans.start) {
        printf("\"results\":[");
        for (json scan = first; result == HUFU_OK && scan.start; scan = json_next(scans, scan)) {
            printf("%s{", scan.start == first.start ? "" : ",");
            result = print_verdict(verifier, &challenges, scan);
            printf("}");
        }
        printf("]");
    }
    if (result != HUFU_OK) printf("\"error\":\"%s\"", error.code);
    printf("}\n");
    fflush(stdout);
    while (challenges.count > 0) hufu_free(challenges.shown[--challenges.count], NULL);
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
