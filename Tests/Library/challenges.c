/* An authority certifies a scanner, which shows a signed challenge; a holder sees who asks, and answers; the scanner verifies. */
#include <hufu.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static hufu_error error;

static void require(int32_t result, const char *call) {
    if (result == HUFU_OK) return;
    fprintf(stderr, "%s: %s: %s %s\n", call, error.code, error.message, error.location);
    exit(1);
}

#define DO(call) require(call, #call)

static void expect(int is_so, const char *what) {
    if (is_so) return;
    fprintf(stderr, "not so: %s\n", what);
    exit(1);
}

#define EXPECT(what) expect(what, #what)

static int has(const hufu_buffer *json, const char *text) { return strstr((const char *)json->bytes, text) != NULL; }

int main(void) {
    static const int64_t now = 1795420800;
    static const char options[] = "{\"redact\":[\"document_number\",\"family_name\"]}",
                      scanner[] = "{\"id\":\"gate-1\",\"name\":\"Gate 1\",\"allow\":[\"document_number\",\"family_name\"]}",
                      ask[] = "{\"ask\":[\"document_number\"],\"valid_for\":30}";
    hufu_key *issuer_key, *authority_key, *scanner_key, *phone;
    hufu_issuer *issuer;
    hufu_holder *holder;
    hufu_verifier *verifier, *authorities;
    hufu_challenge *plain, *challenge, *restored;
    hufu_identified_challenge *known;
    hufu_buffer license, credential, trust, list, certificate, text, preview, code, json;
    hufu_verdict verdict;
    int64_t end;

    DO(hufu_key_generate(HUFU_ESP256, &issuer_key, &error));
    DO(hufu_key_generate(HUFU_ESP256, &authority_key, &error));
    DO(hufu_key_generate(HUFU_ED25519, &scanner_key, &error));
    DO(hufu_key_generate(HUFU_ESP256, &phone, &error));
    DO(hufu_issuer_new("https://i.example", 17, issuer_key, &issuer, &error));
    DO(hufu_sample_license(7, now, &license, &error));
    DO(hufu_issue(issuer, license.bytes, license.length, phone, options, strlen(options), now - 60, &credential, NULL, &error));
    DO(hufu_holder_new(credential.bytes, credential.length, phone, &holder, &error));
    DO(hufu_verifier_new(NULL, 0, 0, NULL, &verifier, &error));
    DO(hufu_trust_add(NULL, 0, "https://i.example", 17, NULL, 0, issuer_key, &trust, &error));
    DO(hufu_verifier_load_trust(verifier, trust.bytes, trust.length, now, &error));

    /* The authority, and the scanner. */
    DO(hufu_certify_scanner("https://a.example", 17, authority_key, scanner_key, scanner, strlen(scanner), now - 60, &certificate, &error));
    DO(hufu_trust_add_authority(NULL, 0, "https://a.example", 17, "Ministry", 8, authority_key, &list, &error));
    DO(hufu_challenge_sign(certificate.bytes, certificate.length, scanner_key, ask, strlen(ask), now, &challenge, &error));
    DO(hufu_challenge_text(challenge, &text, &error));

    /* The holder's device. */
    DO(hufu_verifier_new(NULL, 0, 0, NULL, &authorities, &error));
    DO(hufu_verifier_load_trust(authorities, list.bytes, list.length, now, &error));
    DO(hufu_challenge_identify(authorities, text.bytes, text.length, now, &known, &error));
    DO(hufu_identified_challenge_json(known, credential.bytes, credential.length, &preview, &error));
    EXPECT(has(&preview, "\"verifier\":\"Gate 1\"") && has(&preview, "\"authority\":\"Ministry\""));
    EXPECT(has(&preview, "\"asked\":[\"document_number\"]") && has(&preview, "\"disclosed\":[\"document_number\"]"));
    EXPECT(has(&preview, "\"marked\":[") && has(&preview, "\"absent\":[]"));
    DO(hufu_answer(holder, known, "{\"period\":60}", 13, now, &code, &end, &error));
    EXPECT(end == now + 60);

    /* The answer is valid for its challenge and once, and for another process by its own clock. */
    DO(hufu_challenge_new(&plain, &error));
    DO(hufu_challenge_restore(text.bytes, text.length, 1000, &restored, &error));
    const hufu_challenge *shown[] = {challenge, plain}, *other[] = {restored};
    DO(hufu_verify_answers(verifier, code.bytes, code.length, shown + 1, 1, now, HUFU_NOW, &verdict, NULL, &error));
    EXPECT(strcmp(verdict.code, "token.challenge_mismatch") == 0);
    DO(hufu_verify_answers(verifier, code.bytes, code.length, shown, 2, now, HUFU_NOW, &verdict, &json, &error));
    EXPECT(verdict.outcome == HUFU_VALID && has(&json, "\"answer_age\":") && has(&json, "\"document_number\""));
    EXPECT(!has(&json, "\"family_name\""));
    DO(hufu_verify_answer(verifier, code.bytes, code.length, challenge, now, &verdict, NULL, &error));
    EXPECT(strcmp(verdict.code, "token.challenge_mismatch") == 0);
    DO(hufu_verify_answers(verifier, code.bytes, code.length, other, 1, now, 1120, &verdict, NULL, &error));
    EXPECT(strcmp(verdict.code, "token.challenge_mismatch") == 0);
    DO(hufu_verify_answers(verifier, code.bytes, code.length, other, 1, now, 1119, &verdict, NULL, &error));
    EXPECT(verdict.outcome == HUFU_VALID);

    void *handles[] = {issuer_key, authority_key, scanner_key, phone,    issuer, holder,
                       verifier,   authorities,   plain,       challenge, restored, known};
    for (size_t at = 0; at < sizeof handles / sizeof *handles; at++) DO(hufu_free(handles[at], &error));
    hufu_buffer *buffers[] = {&license, &credential, &trust, &list, &certificate, &text, &preview, &code, &json};
    for (size_t at = 0; at < sizeof buffers / sizeof *buffers; at++) hufu_buffer_free(buffers[at]);
    EXPECT(hufu_live_handles() == 0);
    return 0;
}
