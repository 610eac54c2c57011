#include "calls.h"

#include "../../../../Sources/CHufu/hufu.h"

#include <stdlib.h>
#include <string.h>

// What a program has: its bytes, handles of every kind, freed ones among them, and results of earlier calls.
enum { HANDLES = 8, BUFFERS = 4, MOST_CALLS = 24 };

typedef struct {
    const uint8_t *bytes;
    size_t left;
    void *handles[HANDLES];
    int next_handle;
    hufu_buffer buffers[BUFFERS];
    int next_buffer;
    void *copies[MOST_CALLS * 8];
    size_t copy_count;
    hufu_error error;
    const char *broken;
} program;

static uint8_t byte(program *p) {
    if (p->left == 0) return 0;
    p->left--;
    return *p->bytes++;
}

static int64_t number(program *p) {
    switch (byte(p) & 3) {
    case 0: return 1798761630 + (int8_t)byte(p);
    case 1: return (int8_t)byte(p);
    case 2: return HUFU_NOW;
    default: {
        uint64_t value = 0;
        for (int i = 0; i < 8; i++) value = value << 8 | byte(p);
        return (int64_t)value;
    }
    }
}

// An input of a call: the result of an earlier one, or a string of the program. It is copied to memory of exactly its
// size, so that the address sanitizer sees a read beyond it.
static hufu_bytes input(program *p) {
    uint8_t source = byte(p);
    const uint8_t *start = p->bytes;
    size_t length = 0;
    if (source >= 0x80) {
        const hufu_buffer *buffer = &p->buffers[source % BUFFERS];
        start = buffer->bytes;
        length = buffer->length;
    } else {
        length = (size_t)source << 8 | byte(p);
        start = p->bytes;
        if (length > p->left) length = p->left;
        p->bytes += length;
        p->left -= length;
    }
    hufu_bytes result = {NULL, length};
    void *copy = malloc(length);
    if (copy == NULL) abort();
    if (length > 0) memcpy(copy, start, length);
    p->copies[p->copy_count++] = copy;
    result.bytes = source == 0 && length == 0 ? NULL : copy;
    return result;
}

// A handle of any kind, or a number that is none.
static void *handle(program *p) {
    uint8_t choice = byte(p);
    if (choice == 255) return NULL;
    if (choice >= 250) return (void *)(uintptr_t)(choice * 0x9e3779b9u);
    return p->handles[choice % HANDLES];
}

static int32_t sign(void *context, const uint8_t *message, size_t length, uint8_t *signature) {
    (void)length;
    memset(signature, length > 0 ? message[0] : 0, 64);
    return context == NULL ? 0 : 42;
}

static int32_t admit(
    void *context, const uint8_t *credential, int64_t issued_at, int64_t expires_at, int64_t expiry, int64_t now) {
    (void)issued_at, (void)expires_at, (void)expiry, (void)now;
    return context == NULL ? credential[31] % 5 : HUFU_ADMITTED;
}

static void check(program *p, int condition, const char *property) {
    if (!condition && p->broken == NULL) p->broken = property;
}

static int is_ended(const char *text, size_t size) { return memchr(text, 0, size) != NULL; }

// What holds after each call.
static void end(program *p, int32_t result, void **made, hufu_buffer *out, hufu_buffer *more) {
    check(p, result == HUFU_OK || result == HUFU_FAILED, "a call returns HUFU_OK or HUFU_FAILED");
    check(p, is_ended(p->error.code, sizeof p->error.code), "a code ends");
    check(p, is_ended(p->error.message, sizeof p->error.message), "a message ends");
    check(p, is_ended(p->error.location, sizeof p->error.location), "a location ends");
    check(p, is_ended(p->error.advice, sizeof p->error.advice), "an advice ends");
    check(p, (result == HUFU_OK) == (p->error.code[0] == 0), "a call that fails has a code");
    if (made != NULL) {
        check(p, (result == HUFU_OK) == (*made != NULL), "a call makes a handle unless it fails");
        if (*made != NULL) {
            void **place = &p->handles[p->next_handle++ % HANDLES];
            hufu_free(*place, NULL);
            *place = *made;
        }
    }
    hufu_buffer *results[2] = {out, more};
    for (int i = 0; i < 2; i++) {
        if (results[i] == NULL) continue;
        hufu_buffer buffer = *results[i];
        check(p, result == HUFU_OK || buffer.bytes == NULL, "a call that fails leaves no bytes");
        check(p, buffer.bytes != NULL || buffer.length == 0, "no bytes have no length");
        if (buffer.bytes == NULL) continue;
        check(p, buffer.bytes[buffer.length] == 0, "a zero byte stands behind the bytes");
        hufu_buffer *place = &p->buffers[p->next_buffer++ % BUFFERS];
        hufu_buffer_free(place);
        *place = buffer;
    }
}

static void check_verdict(program *p, int32_t result, const hufu_verdict *verdict) {
    if (result != HUFU_OK) {
        check(p, verdict->outcome == HUFU_NO_OUTCOME, "a call that fails leaves no outcome");
        return;
    }
    check(p, verdict->outcome >= HUFU_VALID && verdict->outcome <= HUFU_INDETERMINATE, "a verdict has an outcome");
    check(p, verdict->kind >= HUFU_KIND_UNKNOWN && verdict->kind <= HUFU_KIND_STATIC, "a verdict has a kind");
    check(p, (strcmp(verdict->code, "ok") == 0) == (verdict->outcome == HUFU_VALID), "a valid verdict has the code ok");
    check(p, is_ended(verdict->message, sizeof verdict->message), "a message ends");
    check(p, is_ended(verdict->advice, sizeof verdict->advice), "an advice ends");
}

#define IN(name) hufu_bytes name = input(p)
#define ANY(name) void *name = handle(p)
#define OUT hufu_buffer out = {NULL, 7}
#define MORE hufu_buffer more = {NULL, 7}
#define MADE void *made = p
#define E &p->error

typedef struct {
    const char *name;
    void (*call)(program *);
} function;

static void f_key_generate(program *p) {
    MADE;
    int32_t algorithm = byte(p);
    end(p, hufu_key_generate(algorithm, (hufu_key **)&made, E), &made, NULL, NULL);
}
static void f_key_read(program *p) {
    MADE;
    IN(file);
    end(p, hufu_key_read(file.bytes, file.length, (hufu_key **)&made, E), &made, NULL, NULL);
}
static void f_key_external(program *p) {
    MADE;
    IN(file);
    void *context = byte(p) & 1 ? p : NULL;
    end(p, hufu_key_external(file.bytes, file.length, sign, context, (hufu_key **)&made, E), &made, NULL, NULL);
}
static void f_key_public_pem(program *p) {
    OUT;
    ANY(key);
    end(p, hufu_key_public_pem(key, &out, E), NULL, &out, NULL);
}
static void f_key_private_pem(program *p) {
    OUT;
    ANY(key);
    end(p, hufu_key_private_pem(key, &out, E), NULL, &out, NULL);
}
static void f_verifier_new(program *p) {
    MADE;
    IN(policy);
    ANY(memory);
    int32_t offset = (int32_t)number(p);
    end(p, hufu_verifier_new(policy.bytes, policy.length, offset, memory, (hufu_verifier **)&made, E), &made, NULL, NULL);
}
static void f_verifier_set_policy(program *p) {
    ANY(verifier);
    IN(policy);
    end(p, hufu_verifier_set_policy(verifier, policy.bytes, policy.length, (int32_t)number(p), E), NULL, NULL, NULL);
}
static void f_verifier_load_trust(program *p) {
    ANY(verifier);
    IN(list);
    end(p, hufu_verifier_load_trust(verifier, list.bytes, list.length, number(p), E), NULL, NULL, NULL);
}
static void f_verifier_load_signed_trust(program *p) {
    ANY(verifier);
    IN(list);
    IN(name);
    const hufu_key *anchors[2] = {handle(p), handle(p)};
    size_t count = byte(p) % 3;
    int64_t at = number(p);
    end(p, hufu_verifier_load_signed_trust(verifier, list.bytes, list.length, name.bytes, name.length, anchors, count, at, E),
        NULL, NULL, NULL);
}
static void f_verifier_load_status(program *p) {
    ANY(verifier);
    IN(list);
    end(p, hufu_verifier_load_status(verifier, list.bytes, list.length, number(p), E), NULL, NULL, NULL);
}
static void f_verifier_load_bundle(program *p) {
    ANY(verifier);
    IN(bundle);
    IN(name);
    const hufu_key *anchors[2] = {handle(p), handle(p)};
    size_t count = byte(p) % 3, refused = 0;
    int64_t at = number(p);
    end(p, hufu_verifier_load_bundle(
               verifier, bundle.bytes, bundle.length, name.bytes, name.length, anchors, count, at, &refused, E),
        NULL, NULL, NULL);
}
static void f_verifier_load_package(program *p) {
    ANY(verifier);
    hufu_bytes items[3] = {input(p), input(p), input(p)};
    size_t count = byte(p) % 4, refused = 0;
    end(p, hufu_verifier_load_package(verifier, items, count, number(p), &refused, E), NULL, NULL, NULL);
    check(p, refused <= count, "no more items are refused than there are");
}
static void f_verifier_rollback_state(program *p) {
    OUT;
    ANY(verifier);
    end(p, hufu_verifier_rollback_state(verifier, &out, E), NULL, &out, NULL);
}
static void f_verifier_join_rollback_state(program *p) {
    ANY(verifier);
    IN(state);
    end(p, hufu_verifier_join_rollback_state(verifier, state.bytes, state.length, E), NULL, NULL, NULL);
}
static void f_verifier_set_roots(program *p) {
    ANY(verifier);
    IN(purpose);
    hufu_root roots[2] = {{input(p), input(p)}, {input(p), input(p)}};
    hufu_bytes crls[2] = {input(p), input(p)};
    size_t root_count = byte(p) % 3, crl_count = byte(p) % 3;
    int64_t at = number(p);
    end(p, hufu_verifier_set_roots(verifier, purpose.bytes, purpose.length, roots, root_count, crls, crl_count, at, E),
        NULL, NULL, NULL);
}
static void f_verify(program *p) {
    OUT;
    hufu_verdict verdict;
    ANY(verifier);
    IN(text);
    IN(challenge);
    int32_t result = hufu_verify(
        verifier, text.bytes, text.length, challenge.bytes, challenge.length, number(p), &verdict, &out, E);
    end(p, result, NULL, &out, NULL);
    check_verdict(p, result, &verdict);
}
static void f_verify_answer(program *p) {
    OUT;
    hufu_verdict verdict;
    ANY(verifier);
    IN(text);
    ANY(challenge);
    int32_t result = hufu_verify_answer(verifier, text.bytes, text.length, challenge, number(p), &verdict, &out, E);
    end(p, result, NULL, &out, NULL);
    check_verdict(p, result, &verdict);
}
static void f_verify_answers(program *p) {
    hufu_verdict verdict;
    ANY(verifier);
    IN(text);
    const hufu_challenge *challenges[3] = {handle(p), handle(p), handle(p)};
    size_t count = byte(p) % 4;
    int64_t at = number(p), moment = number(p);
    int32_t result =
        hufu_verify_answers(verifier, text.bytes, text.length, challenges, count, at, moment, &verdict, NULL, E);
    end(p, result, NULL, NULL, NULL);
    check_verdict(p, result, &verdict);
}
static void f_verify_report(program *p) {
    MADE;
    hufu_verdict verdict;
    ANY(verifier);
    IN(text);
    IN(challenge);
    int32_t result = hufu_verify_report(
        verifier, text.bytes, text.length, challenge.bytes, challenge.length, number(p), &verdict,
        (hufu_report **)&made, E);
    end(p, result, &made, NULL, NULL);
    check_verdict(p, result, &verdict);
}
static void f_report_json(program *p) {
    OUT;
    ANY(report);
    end(p, hufu_report_json(report, &out, E), NULL, &out, NULL);
}
static void f_challenge_new(program *p) {
    MADE;
    end(p, hufu_challenge_new((hufu_challenge **)&made, E), &made, NULL, NULL);
}
static void f_challenge_sign(program *p) {
    MADE;
    IN(certificate);
    ANY(key);
    IN(options);
    int64_t at = number(p);
    end(p, hufu_challenge_sign(
               certificate.bytes, certificate.length, key, options.bytes, options.length, at, (hufu_challenge **)&made, E),
        &made, NULL, NULL);
}
static void f_challenge_restore(program *p) {
    MADE;
    IN(text);
    end(p, hufu_challenge_restore(text.bytes, text.length, number(p), (hufu_challenge **)&made, E), &made, NULL, NULL);
}
static void f_challenge_text(program *p) {
    OUT;
    ANY(challenge);
    end(p, hufu_challenge_text(challenge, &out, E), NULL, &out, NULL);
}
static void f_challenge_read(program *p) {
    OUT;
    IN(text);
    end(p, hufu_challenge_read(text.bytes, text.length, &out, E), NULL, &out, NULL);
}
static void f_replay_memory_new(program *p) {
    MADE;
    end(p, hufu_replay_memory_new((size_t)number(p), (hufu_replay_memory **)&made, E), &made, NULL, NULL);
}
static void f_replay_memory_external(program *p) {
    MADE;
    void *context = byte(p) & 1 ? p : NULL;
    end(p, hufu_replay_memory_external(admit, context, (hufu_replay_memory **)&made, E), &made, NULL, NULL);
}
static void f_replay_memory_admit(program *p) {
    ANY(memory);
    IN(credential);
    int64_t times[4] = {number(p), number(p), number(p), number(p)};
    int32_t answer = -1;
    end(p, hufu_replay_memory_admit(
               memory, credential.bytes, credential.length, times[0], times[1], times[2], times[3], &answer, E),
        NULL, NULL, NULL);
}
static void f_issuer_new(program *p) {
    MADE;
    IN(id);
    ANY(key);
    end(p, hufu_issuer_new(id.bytes, id.length, key, (hufu_issuer **)&made, E), &made, NULL, NULL);
}
static void f_issue(program *p) {
    OUT;
    MORE;
    ANY(issuer);
    IN(license);
    ANY(device);
    IN(options);
    int64_t at = number(p);
    end(p, hufu_issue(issuer, license.bytes, license.length, device, options.bytes, options.length, at, &out, &more, E),
        NULL, &out, &more);
}
static void f_mint(program *p) {
    OUT;
    MORE;
    ANY(issuer);
    IN(license);
    IN(options);
    int64_t at = number(p);
    end(p, hufu_mint(issuer, license.bytes, license.length, options.bytes, options.length, at, &out, &more, E), NULL,
        &out, &more);
}
static void f_key_request_read(program *p) {
    MADE;
    IN(request);
    IN(challenge);
    end(p, hufu_key_request_read(
               request.bytes, request.length, challenge.bytes, challenge.length, (hufu_key **)&made, E),
        &made, NULL, NULL);
}
static void f_trust_add(program *p) {
    OUT;
    IN(list);
    IN(id);
    IN(name);
    ANY(key);
    end(p, hufu_trust_add(list.bytes, list.length, id.bytes, id.length, name.bytes, name.length, key, &out, E), NULL,
        &out, NULL);
}
static void f_trust_add_authority(program *p) {
    OUT;
    IN(list);
    IN(id);
    IN(name);
    ANY(key);
    end(p, hufu_trust_add_authority(list.bytes, list.length, id.bytes, id.length, name.bytes, name.length, key, &out, E),
        NULL, &out, NULL);
}
static void f_certify_scanner(program *p) {
    OUT;
    IN(authority);
    ANY(key);
    ANY(scanner);
    IN(options);
    int64_t at = number(p);
    end(p, hufu_certify_scanner(
               authority.bytes, authority.length, key, scanner, options.bytes, options.length, at, &out, E),
        NULL, &out, NULL);
}
static void f_sample_license(program *p) {
    OUT;
    uint32_t sample = byte(p);
    end(p, hufu_sample_license(sample, number(p), &out, E), NULL, &out, NULL);
}
static void f_key_request(program *p) {
    OUT;
    ANY(key);
    IN(challenge);
    end(p, hufu_key_request(key, challenge.bytes, challenge.length, number(p), &out, E), NULL, &out, NULL);
}
static void f_holder_new(program *p) {
    MADE;
    IN(credential);
    ANY(key);
    end(p, hufu_holder_new(credential.bytes, credential.length, key, (hufu_holder **)&made, E), &made, NULL, NULL);
}
static void f_present(program *p) {
    OUT;
    ANY(holder);
    IN(options);
    IN(challenge);
    int64_t at = number(p), expires = 0;
    end(p, hufu_present(
               holder, options.bytes, options.length, challenge.bytes, challenge.length, at, &out, &expires, E),
        NULL, &out, NULL);
}
static void f_challenge_identify(program *p) {
    MADE;
    ANY(verifier);
    IN(text);
    int64_t at = number(p);
    end(p, hufu_challenge_identify(verifier, text.bytes, text.length, at, (hufu_identified_challenge **)&made, E), &made,
        NULL, NULL);
}
static void f_identified_challenge_json(program *p) {
    OUT;
    ANY(challenge);
    IN(credential);
    end(p, hufu_identified_challenge_json(challenge, credential.bytes, credential.length, &out, E), NULL, &out, NULL);
}
static void f_answer(program *p) {
    OUT;
    ANY(holder);
    ANY(challenge);
    IN(options);
    int64_t at = number(p), expires = 0;
    end(p, hufu_answer(holder, challenge, options.bytes, options.length, at, &out, &expires, E), NULL, &out, NULL);
}
static void f_qr_png(program *p) {
    OUT;
    IN(text);
    IN(options);
    end(p, hufu_qr_png(text.bytes, text.length, options.bytes, options.length, &out, E), NULL, &out, NULL);
}
static void f_free(program *p) {
    // The freed number stays, so that later calls are given it.
    ANY(freed);
    end(p, hufu_free(freed, E), NULL, NULL, NULL);
}
static void f_buffer_free(program *p) { hufu_buffer_free(&p->buffers[byte(p) % BUFFERS]); }

#define F(name) {#name, f_##name}
static const function functions[] = {
    F(key_generate), F(key_read), F(key_external), F(key_public_pem), F(key_private_pem), F(verifier_new),
    F(verifier_set_policy), F(verifier_load_trust), F(verifier_load_signed_trust), F(verifier_load_status),
    F(verifier_load_bundle), F(verifier_load_package), F(verifier_rollback_state), F(verifier_join_rollback_state),
    F(verifier_set_roots), F(verify), F(verify_answer), F(verify_answers), F(verify_report), F(report_json), F(challenge_new),
    F(challenge_sign), F(challenge_restore), F(challenge_text), F(challenge_read), F(replay_memory_new),
    F(replay_memory_external), F(replay_memory_admit), F(issuer_new), F(issue), F(mint), F(key_request_read),
    F(trust_add), F(trust_add_authority), F(certify_scanner), F(sample_license), F(key_request), F(holder_new),
    F(present), F(challenge_identify), F(identified_challenge_json), F(answer), F(qr_png), F(free), F(buffer_free),
};
enum { FUNCTIONS = sizeof functions / sizeof functions[0] };

int fuzz_function(const char *name) {
    for (int i = 0; i < (int)FUNCTIONS; i++) {
        if (strcmp(functions[i].name, name) == 0) return i;
    }
    return -1;
}

const char *fuzz_calls(const uint8_t *bytes, size_t count) {
    size_t before = hufu_live_handles();
    program *p = calloc(1, sizeof *p);
    if (p == NULL) abort();
    p->bytes = bytes;
    p->left = count;
    for (int i = 0; i < MOST_CALLS && p->left > 0; i++) functions[byte(p) % FUNCTIONS].call(p);
    for (int i = 0; i < HANDLES; i++) hufu_free(p->handles[i], NULL);
    for (int i = 0; i < BUFFERS; i++) hufu_buffer_free(&p->buffers[i]);
    for (size_t i = 0; i < p->copy_count; i++) free(p->copies[i]);
    check(p, hufu_live_handles() == before, "no handle is left");
    const char *broken = p->broken;
    free(p);
    return broken;
}
