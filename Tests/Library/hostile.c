/* Arguments that no program should pass: each call fails with the expected code, and nothing crashes, leaks or is made. */
#include <hufu.h>
#include <stdio.h>
#include <string.h>

static hufu_error error;
static int failed;

static void check(const char *expected, int32_t result, const char *call) {
    if (result == (*expected ? HUFU_FAILED : HUFU_OK) && strcmp(error.code, expected) == 0) return;
    fprintf(stderr, "%s: %d %s, expected %s\n", call, (int)result, error.code, expected);
    failed = 1;
}

#define FAILS(code, call) check(code, call, #call)
#define WORKS(call) check("", call, #call)

static int32_t refuse(void *context, const uint8_t *message, size_t length, uint8_t *signature) {
    (void)context, (void)message, (void)length, (void)signature;
    return 42;
}

static int32_t confuse(void *context, const uint8_t *credential, int64_t a, int64_t b, int64_t c, int64_t d) {
    (void)context, (void)credential, (void)a, (void)b, (void)c, (void)d;
    return 99;
}

int main(void) {
    static const char bad[] = "\xff\xfe\x00\x80", json[] = "{\"issuers\":[]}";
    hufu_key *key = NULL, *none = NULL, *external = NULL;
    hufu_verifier *verifier = NULL, *unmade = NULL;
    hufu_issuer *issuer = NULL, *nobody = NULL;
    hufu_holder *holder = NULL;
    hufu_challenge *challenge = NULL, *restored = NULL, *signed_one = NULL;
    hufu_identified_challenge *known = NULL;
    hufu_replay_memory *memory = NULL;
    hufu_buffer out = {NULL, 0}, more = {NULL, 0}, pem = {NULL, 0}, license = {NULL, 0};
    hufu_report *report = NULL;
    hufu_verdict verdict;
    int32_t answer;
    size_t refused;
    const hufu_bytes items[] = {{bad, 4}, {NULL, 5}};

    WORKS(hufu_key_generate(HUFU_ESP256, &key, &error));
    WORKS(hufu_key_public_pem(key, &pem, &error));
    WORKS(hufu_verifier_new(NULL, 0, 0, NULL, &verifier, &error));
    WORKS(hufu_issuer_new("https://i.example", 17, key, &issuer, &error));
    WORKS(hufu_challenge_new(&challenge, &error));
    WORKS(hufu_sample_license(1, HUFU_NOW, &license, &error));

    FAILS("argument.number_invalid", hufu_key_generate(0, &none, &error));
    FAILS("argument.null", hufu_key_generate(HUFU_ESP256, NULL, &error));
    FAILS("argument.null", hufu_key_read(NULL, 1, &none, &error));
    FAILS("argument.too_long", hufu_key_read("", SIZE_MAX, &none, &error));
    FAILS("argument.too_long", hufu_key_read("", SIZE_MAX / 2, &none, &error));
    FAILS("key.empty", hufu_key_read(NULL, 0, &none, &error));
    FAILS("argument.null", hufu_key_external(pem.bytes, pem.length, NULL, NULL, &none, &error));
    FAILS("argument.null", hufu_key_public_pem(NULL, &out, &error));
    FAILS("argument.null", hufu_key_private_pem(key, NULL, &error));
    FAILS("argument.handle_invalid", hufu_key_private_pem((const hufu_key *)verifier, &out, &error));

    FAILS("argument.number_invalid", hufu_verifier_new(NULL, 0, 86401, NULL, &unmade, &error));
    FAILS("argument.handle_invalid", hufu_verifier_new(NULL, 0, 0, (const hufu_replay_memory *)key, &unmade, &error));
    FAILS("json.syntax_invalid", hufu_verifier_set_policy(verifier, "{", 1, 0, &error));
    FAILS("json.syntax_invalid", hufu_verifier_set_policy(verifier, bad, 4, 0, &error));
    FAILS("json.empty", hufu_verifier_load_trust(verifier, NULL, 0, HUFU_NOW, &error));
    FAILS("argument.handle_invalid", hufu_verifier_load_trust((const hufu_verifier *)key, json, strlen(json), 0, &error));
    FAILS("argument.null", hufu_verifier_load_signed_trust(verifier, json, strlen(json), "t", 1, NULL, 3, 0, &error));
    FAILS("argument.too_long", hufu_verifier_load_signed_trust(verifier, json, strlen(json), "t", 1,
                                                               (const hufu_key *const *)&key, SIZE_MAX, 0, &error));
    FAILS("argument.text_invalid", hufu_verifier_load_signed_trust(verifier, json, strlen(json), bad, 4,
                                                                   (const hufu_key *const *)&key, 1, 0, &error));
    FAILS("trust.is_unsigned", hufu_verifier_load_signed_trust(verifier, json, strlen(json), "t", 1,
                                                               (const hufu_key *const *)&key, 1, 0, &error));
    FAILS("list.form_invalid", hufu_verifier_load_status(verifier, bad, 4, INT64_MAX, &error));
    FAILS("list.form_invalid", hufu_verifier_load_bundle(verifier, bad, 4, "t", 1, (const hufu_key *const *)&key, 1,
                                                         INT64_MIN + 1, &refused, &error));
    const hufu_root root = {{bad, 4}, {"https://i.example", 17}}, unread = {{NULL, 4}, {bad, 4}}, unnamed = {{bad, 4}, {bad, 4}};
    FAILS("argument.null", hufu_verifier_set_roots(verifier, "1.3", 3, NULL, 1, NULL, 0, 0, &error));
    FAILS("argument.null", hufu_verifier_set_roots(verifier, "1.3", 3, &unread, 1, NULL, 0, 0, &error));
    FAILS("argument.null", hufu_verifier_set_roots(verifier, "1.3", 3, &root, 1, NULL, 1, 0, &error));
    FAILS("argument.too_long", hufu_verifier_set_roots(verifier, "1.3", 3, &root, SIZE_MAX, NULL, 0, 0, &error));
    FAILS("argument.text_invalid", hufu_verifier_set_roots(verifier, "1.3", 3, &unnamed, 1, NULL, 0, 0, &error));
    FAILS("x509.purpose_invalid", hufu_verifier_set_roots(verifier, "no oid", 6, &root, 1, NULL, 0, 0, &error));
    FAILS("x509.form_invalid", hufu_verifier_set_roots(verifier, "1.3.6.1", 7, &root, 1, NULL, 0, 0, &error));
    FAILS("x509.form_invalid", hufu_verifier_set_roots(verifier, "1.3.6.1", 7, &root, 1, items, 1, 0, &error));
    WORKS(hufu_verifier_set_roots(verifier, NULL, 0, NULL, 0, NULL, 0, 0, &error));
    FAILS("argument.null", hufu_verifier_load_package(verifier, NULL, 1, 0, &refused, &error));
    FAILS("argument.too_long", hufu_verifier_load_package(verifier, items, SIZE_MAX, 0, &refused, &error));
    FAILS("argument.null", hufu_verifier_load_package(verifier, items, 2, 0, &refused, &error));
    WORKS(hufu_verifier_load_package(verifier, items, 1, 0, &refused, &error));
    if (refused != 1) failed = 1;
    FAILS("json.empty", hufu_verifier_join_rollback_state(verifier, "", 0, &error));
    FAILS("argument.null", hufu_verifier_rollback_state(verifier, NULL, &error));

    FAILS("argument.null", hufu_verify(verifier, "HF1:", 4, NULL, 0, 0, NULL, &out, &error));
    FAILS("argument.null", hufu_verify(verifier, NULL, 4, NULL, 0, 0, &verdict, &out, &error));
    FAILS("argument.null", hufu_verify(verifier, "HF1:", 4, NULL, 8, 0, &verdict, &out, &error));
    /* An outcome of an earlier call does not stay, whatever is missing. */
    verdict.outcome = HUFU_VALID;
    FAILS("argument.null", hufu_verify_report(verifier, "HF1:", 4, NULL, 0, 0, &verdict, NULL, &error));
    if (verdict.outcome != HUFU_NO_OUTCOME) failed = fprintf(stderr, "a verification without a place for its report has an outcome\n");
    report = (hufu_report *)&verdict;
    FAILS("argument.null", hufu_verify_report(verifier, "HF1:", 4, NULL, 0, 0, NULL, &report, &error));
    if (report) failed = fprintf(stderr, "a verification without a place for its verdict has a report\n");
    FAILS("argument.null", hufu_verify_report(NULL, "HF1:", 4, NULL, 0, 0, &verdict, &report, &error));
    WORKS(hufu_verify_report(verifier, "HF1:", 4, NULL, 0, 0, &verdict, &report, &error));
    WORKS(hufu_report_json(report, &out, &error));
    if (!strstr((const char *)out.bytes, verdict.code)) failed = 1;
    hufu_buffer_free(&out);
    WORKS(hufu_free(report, &error));
    FAILS("argument.handle_invalid", hufu_report_json(report, &out, &error));
    FAILS("argument.null", hufu_verify_answer(verifier, "HF1:", 4, NULL, 0, &verdict, &out, &error));
    FAILS("argument.handle_invalid",
          hufu_verify_answer(verifier, "HF1:", 4, (const hufu_challenge *)verifier, 0, &verdict, &out, &error));
    FAILS("argument.null", hufu_verify_answers(verifier, "HF1:", 4, NULL, 1, 0, HUFU_NOW, &verdict, &out, &error));
    FAILS("argument.too_long", hufu_verify_answers(verifier, "HF1:", 4, NULL, SIZE_MAX, 0, HUFU_NOW, &verdict, &out, &error));
    FAILS("argument.handle_invalid",
          hufu_verify_answers(verifier, "HF1:", 4, (const hufu_challenge *const *)&verifier, 1, 0, HUFU_NOW, &verdict, &out, &error));
    if (verdict.outcome != HUFU_NO_OUTCOME) failed = fprintf(stderr, "a failed verification has an outcome\n");
    /* What was lost is not taken for none: an address without bytes is not NULL. */
    FAILS("argument.empty", hufu_verifier_new("", 0, 0, NULL, &unmade, &error));
    FAILS("argument.empty", hufu_verifier_set_policy(verifier, "", 0, 0, &error));
    FAILS("argument.empty", hufu_verify(verifier, "HF1:", 4, "", 0, 0, &verdict, &out, &error));
    FAILS("argument.empty", hufu_verify_report(verifier, "HF1:", 4, "", 0, 0, &verdict, &report, &error));
    if (strcmp(error.location, "challenge")) failed = fprintf(stderr, "argument.empty names %s\n", error.location);
    FAILS("argument.empty", hufu_issue(issuer, license.bytes, license.length, key, "", 0, HUFU_NOW, &out, &more, &error));
    FAILS("argument.empty", hufu_mint(issuer, license.bytes, license.length, "", 0, HUFU_NOW, &out, &more, &error));
    FAILS("argument.empty", hufu_qr_png("A", 1, "", 0, &out, &error));

    /* What was scanned is data, not an argument at fault. */
    WORKS(hufu_verify(verifier, bad, 4, NULL, 0, INT64_MAX, &verdict, &out, &error));
    if (verdict.outcome != HUFU_REJECTED || strcmp(verdict.code, "payload.prefix_unknown")) failed = 1;
    hufu_buffer_free(&out);
    WORKS(hufu_verify(verifier, NULL, 0, NULL, 0, INT64_MIN + 1, &verdict, NULL, &error));
    if (strcmp(verdict.code, "payload.empty")) failed = 1;
    FAILS("present.challenge_invalid", hufu_challenge_read("HFC1:xy", 7, &out, &error));
    FAILS("argument.text_invalid", hufu_challenge_read(bad, 4, &out, &error));

    /* The clock of the caller and that of the system do not go together. */
    const char plain[] = "HFC1:000102030405060708090A0B0C0D0E0F";
    FAILS("argument.number_invalid", hufu_challenge_restore(plain, strlen(plain), HUFU_NOW, &restored, &error));
    FAILS("present.challenge_invalid", hufu_challenge_restore("HFC1:", 5, 0, &restored, &error));
    FAILS("challenge.form_invalid", hufu_challenge_restore("HFC2:", 5, 0, &restored, &error));
    FAILS("argument.null", hufu_challenge_restore(plain, strlen(plain), 0, NULL, &error));
    WORKS(hufu_challenge_restore(plain, strlen(plain), INT64_MAX, &restored, &error));
    const hufu_challenge *both[] = {challenge, restored};
    FAILS("argument.number_invalid", hufu_verify_answers(verifier, "HF1:", 4, both, 2, 0, 0, &verdict, NULL, &error));
    FAILS("argument.number_invalid", hufu_verify_answers(verifier, "HF1:", 4, both, 1, 0, 0, &verdict, NULL, &error));
    FAILS("argument.number_invalid", hufu_verify_answers(verifier, "HF1:", 4, both + 1, 1, 0, HUFU_NOW, &verdict, NULL, &error));
    FAILS("argument.number_invalid", hufu_verify_answer(verifier, "HF1:", 4, restored, 0, &verdict, NULL, &error));
    WORKS(hufu_verify_answers(verifier, "HF1:", 4, both + 1, 1, 0, INT64_MIN + 1, &verdict, NULL, &error));
    WORKS(hufu_verify_answers(verifier, "HF1:", 4, NULL, 0, INT64_MAX, INT64_MAX, &verdict, NULL, &error));
    WORKS(hufu_free(restored, &error));
    restored = NULL;

    /* Scanners that identify themselves. */
    const char scanner[] = "{\"id\":\"gate-1\",\"name\":\"Gate 1\",\"allow\":[\"age_over\"]}";
    hufu_buffer certificate = {NULL, 0}, text = {NULL, 0};
    FAILS("json.name_missing", hufu_certify_scanner("a", 1, key, key, NULL, 0, HUFU_NOW, &certificate, &error));
    FAILS("challenge.content_invalid", hufu_certify_scanner("", 0, key, key, scanner, strlen(scanner), HUFU_NOW, &certificate, &error));
    FAILS("argument.handle_invalid", hufu_certify_scanner("a", 1, key, (hufu_key *)issuer, scanner, strlen(scanner), HUFU_NOW, &certificate, &error));
    FAILS("argument.null", hufu_certify_scanner("a", 1, NULL, key, scanner, strlen(scanner), HUFU_NOW, &certificate, &error));
    FAILS("argument.null", hufu_certify_scanner("a", 1, key, key, scanner, strlen(scanner), HUFU_NOW, NULL, &error));
    WORKS(hufu_certify_scanner("a", 1, key, key, scanner, strlen(scanner), HUFU_NOW, &certificate, &error));
    FAILS("challenge.form_invalid", hufu_challenge_sign(bad, 4, key, NULL, 0, HUFU_NOW, &signed_one, &error));
    FAILS("json.value_invalid", hufu_challenge_sign(certificate.bytes, certificate.length, key, "{\"ask\":[\"age\"]}", 15, HUFU_NOW, &signed_one, &error));
    FAILS("challenge.not_allowed", hufu_challenge_sign(certificate.bytes, certificate.length, key, "{\"ask\":[\"sex\"]}", 15, HUFU_NOW, &signed_one, &error));
    FAILS("challenge.lifetime_exceeded", hufu_challenge_sign(certificate.bytes, certificate.length, key, "{\"valid_for\":121}", 17, HUFU_NOW, &signed_one, &error));
    WORKS(hufu_challenge_sign(certificate.bytes, certificate.length, key, NULL, 0, HUFU_NOW, &signed_one, &error));
    WORKS(hufu_challenge_text(signed_one, &text, &error));
    FAILS("challenge.issuer_unknown", hufu_challenge_identify(verifier, text.bytes, text.length, HUFU_NOW, &known, &error));
    FAILS("argument.handle_invalid", hufu_challenge_identify((const hufu_verifier *)key, text.bytes, text.length, HUFU_NOW, &known, &error));
    FAILS("argument.null", hufu_challenge_identify(verifier, NULL, 9, HUFU_NOW, &known, &error));
    FAILS("json.syntax_invalid", hufu_trust_add_authority("x", 1, "a", 1, NULL, 0, key, &out, &error));
    WORKS(hufu_trust_add_authority(NULL, 0, "a", 1, "Authority", 9, key, &more, &error));
    WORKS(hufu_verifier_load_trust(verifier, more.bytes, more.length, HUFU_NOW, &error));
    hufu_buffer_free(&more);
    FAILS("challenge.expired", hufu_challenge_identify(verifier, text.bytes, text.length, INT64_MAX, &known, &error));
    FAILS("challenge.form_invalid", hufu_challenge_identify(verifier, text.bytes, text.length - 1, HUFU_NOW, &known, &error));
    WORKS(hufu_challenge_identify(verifier, text.bytes, text.length, HUFU_NOW, &known, &error));
    FAILS("argument.null", hufu_identified_challenge_json(known, NULL, 0, NULL, &error));
    FAILS("argument.empty", hufu_identified_challenge_json(known, "", 0, &out, &error));
    FAILS("payload.prefix_unknown", hufu_identified_challenge_json(known, "x", 1, &out, &error));
    FAILS("argument.handle_invalid", hufu_identified_challenge_json((const hufu_identified_challenge *)key, NULL, 0, &out, &error));
    WORKS(hufu_identified_challenge_json(known, NULL, 0, &more, &error));
    if (!strstr((const char *)more.bytes, "\"authority\":\"Authority\"")) failed = 1;
    hufu_buffer_free(&more);
    FAILS("argument.null", hufu_answer(NULL, known, NULL, 0, HUFU_NOW, &out, NULL, &error));
    FAILS("argument.handle_invalid", hufu_answer((const hufu_holder *)key, known, NULL, 0, HUFU_NOW, &out, NULL, &error));
    WORKS(hufu_free(known, &error));
    known = NULL;
    WORKS(hufu_free(signed_one, &error));
    signed_one = NULL;
    hufu_buffer_free(&certificate);
    hufu_buffer_free(&text);

    FAILS("argument.number_invalid", hufu_replay_memory_new(SIZE_MAX, &memory, &error));
    FAILS("argument.null", hufu_replay_memory_external(NULL, NULL, &memory, &error));
    WORKS(hufu_replay_memory_external(confuse, NULL, &memory, &error));
    FAILS("argument.length_invalid", hufu_replay_memory_admit(memory, bad, 4, 0, 0, 0, 0, &answer, &error));
    FAILS("failed", hufu_replay_memory_admit(memory, "01234567890123456789012345678901", 32, 0, 0, 0, 0, &answer, &error));
    WORKS(hufu_free(memory, &error));

    FAILS("issue.issuer_invalid", hufu_issuer_new("", 0, key, &nobody, &error));
    FAILS("argument.text_invalid", hufu_issuer_new(bad, 4, key, &nobody, &error));
    FAILS("json.empty", hufu_issue(issuer, NULL, 0, key, NULL, 0, HUFU_NOW, &out, &more, &error));
    FAILS("json.name_unknown", hufu_issue(issuer, license.bytes, license.length, key, "{\"valid\":1}", 11, HUFU_NOW, &out, NULL, &error));
    FAILS("argument.handle_invalid", hufu_issue(issuer, license.bytes, license.length, (hufu_key *)issuer, NULL, 0, HUFU_NOW, &out, NULL, &error));
    FAILS("json.value_invalid", hufu_mint(issuer, license.bytes, license.length, "{\"count\":0}", 11, HUFU_NOW, &out, NULL, &error));
    FAILS("request.form_invalid", hufu_key_request_read(bad, 4, bad, 4, &none, &error));
    FAILS("json.syntax_invalid", hufu_trust_add("x", 1, "i", 1, NULL, 0, key, &out, &error));
    FAILS("argument.number_invalid", hufu_sample_license(UINT32_MAX, HUFU_NOW, &out, &error));
    FAILS("request.challenge_invalid", hufu_key_request(key, "x", 1, HUFU_NOW, &out, &error));
    FAILS("payload.prefix_unknown", hufu_holder_new("x", 1, key, &holder, &error));
    FAILS("argument.null", hufu_present(NULL, NULL, 0, NULL, 0, HUFU_NOW, &out, NULL, &error));
    WORKS(hufu_issue(issuer, license.bytes, license.length, key, NULL, 0, HUFU_NOW, &more, NULL, &error));
    WORKS(hufu_holder_new(more.bytes, more.length, key, &holder, &error));
    hufu_buffer_free(&more);
    FAILS("argument.empty", hufu_present(holder, NULL, 0, "", 0, HUFU_NOW, &out, NULL, &error));
    FAILS("argument.empty", hufu_present(holder, "", 0, NULL, 0, HUFU_NOW, &out, NULL, &error));
    WORKS(hufu_free(holder, &error));
    holder = NULL;
    FAILS("qr.character_invalid", hufu_qr_png("a", 1, NULL, 0, &out, &error));
    FAILS("json.type_mismatch", hufu_qr_png("A", 1, "[]", 2, &out, &error));

    WORKS(hufu_key_external(pem.bytes, pem.length, refuse, NULL, &external, &error));
    FAILS("signer.callback_failed", hufu_key_request(external, "12345678", 8, HUFU_NOW, &out, &error));
    WORKS(hufu_free(external, &error));

    /* Freed handles, twice, and what no handle ever was. */
    WORKS(hufu_free(key, &error));
    FAILS("argument.handle_invalid", hufu_free(key, &error));
    FAILS("argument.handle_invalid", hufu_key_public_pem(key, &out, &error));
    FAILS("argument.handle_invalid", hufu_free(&verdict, &error));
    FAILS("argument.handle_invalid", hufu_free((void *)5, &error));
    WORKS(hufu_free(NULL, &error));
    /* A failure without a place for its description. */
    if (hufu_free(key, NULL) != HUFU_FAILED) failed = 1;
    WORKS(hufu_free(verifier, &error));
    WORKS(hufu_free(issuer, &error));
    WORKS(hufu_free(challenge, &error));
    hufu_buffer_free(&pem);
    hufu_buffer_free(&pem);
    hufu_buffer_free(NULL);
    hufu_buffer_free(&license);
    if (none || holder || unmade || nobody || restored || signed_one || known || out.bytes || more.bytes) failed = fprintf(stderr, "a failed call left a result\n");
    if (hufu_live_handles() != 0) failed = fprintf(stderr, "%zu handles are left\n", hufu_live_handles());
    return failed ? 1 : 0;
}
