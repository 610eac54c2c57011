/*
 * Verifications through libhufu, for c_call.py: the share of the C layer is counted under callgrind.
 *
 *     c_call COUNT
 */
#include <hufu.h>
#include <stdlib.h>

static hufu_error error;

static void require(int32_t result) {
    if (result != HUFU_OK) exit(1);
}

int main(int count, char **arguments) {
    int64_t now = 1795420800;
    hufu_key *key, *phone;
    hufu_issuer *issuer;
    hufu_holder *holder;
    hufu_verifier *verifier;
    hufu_buffer license, trust, credential, token;
    require(hufu_key_generate(HUFU_ESP256, &key, &error));
    require(hufu_key_generate(HUFU_ESP256, &phone, &error));
    require(hufu_issuer_new("https://i.example", 17, key, &issuer, &error));
    require(hufu_trust_add(NULL, 0, "https://i.example", 17, NULL, 0, key, &trust, &error));
    require(hufu_verifier_new(NULL, 0, 0, NULL, &verifier, &error));
    require(hufu_verifier_load_trust(verifier, trust.bytes, trust.length, now, &error));
    for (uint32_t number = 0; number < (uint32_t)(count > 1 ? atoi(arguments[1]) : 100); number++) {
        hufu_verdict verdict;
        require(hufu_sample_license(number, now, &license, &error));
        require(hufu_issue(issuer, license.bytes, license.length, phone, NULL, 0, now - 60, &credential, NULL, &error));
        require(hufu_holder_new(credential.bytes, credential.length, phone, &holder, &error));
        require(hufu_present(holder, NULL, 0, NULL, 0, now, &token, NULL, &error));
        /* Each credential once, and then once more: a first scan, and one of a known credential. */
        for (int scan = 0; scan < 2; scan++)
            require(hufu_verify(verifier, token.bytes, token.length, NULL, 0, now, &verdict, NULL, &error));
        hufu_buffer_free(&license);
        hufu_buffer_free(&credential);
        hufu_buffer_free(&token);
        hufu_free(holder, NULL);
    }
    return 0;
}
