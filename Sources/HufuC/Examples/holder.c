/*
 * A holder's device whose key stays in a secure element, which signs through a callback. Here OpenSSL is the secure element.
 *
 *     holder KEY request CHALLENGE              writes the request that proves to an issuer that the device holds the key
 *     holder KEY present CREDENTIAL [PNG]       prints the token of this time step, and draws it
 */
#include "files.h"
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

/* The signature of a P-256 key has the form of DER here; the library needs r and s in 32 bytes each. */
static int32_t sign(void *context, const uint8_t *message, size_t length, uint8_t *signature) {
    uint8_t der[80];
    size_t size = sizeof der;
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    int is_signed = EVP_DigestSignInit(digest, NULL, EVP_sha256(), NULL, context) == 1 &&
                    EVP_DigestSign(digest, der, &size, message, length) == 1;
    EVP_MD_CTX_free(digest);
    if (!is_signed) return 1;
    const uint8_t *start = der;
    ECDSA_SIG *parts = d2i_ECDSA_SIG(NULL, &start, (long)size);
    if (!parts) return 2;
    int is_written = BN_bn2binpad(ECDSA_SIG_get0_r(parts), signature, 32) == 32 &&
                     BN_bn2binpad(ECDSA_SIG_get0_s(parts), signature + 32, 32) == 32;
    ECDSA_SIG_free(parts);
    return is_written ? 0 : 3;
}

static EVP_PKEY *secure;

/* The handle of the key in the secure element. */
static hufu_key *external(hufu_error *error) {
    char *pem;
    hufu_key *key;
    BIO *memory = BIO_new(BIO_s_mem());
    PEM_write_bio_PUBKEY(memory, secure);
    long length = BIO_get_mem_data(memory, &pem);
    int32_t result = hufu_key_external(pem, (size_t)length, sign, secure, &key, error);
    BIO_free(memory);
    require(result, error);
    keep(key);
    return key;
}

static void present(hufu_key *key, const char *path, const char *picture, hufu_error *error) {
    hufu_holder *holder;
    hufu_buffer token, png;
    size_t length;
    char *credential = read_file(path, &length);
    int32_t result = hufu_holder_new(credential, length, key, &holder, error);
    free(credential);
    require(result, error);
    keep(holder);
    require(hufu_present(holder, NULL, 0, NULL, 0, HUFU_NOW, &token, NULL, error), error);
    printf("%s\n", (const char *)token.bytes);
    if (picture) {
        require(hufu_qr_png(token.bytes, token.length, NULL, 0, &png, error), error);
        FILE *file = fopen(picture, "wb");
        if (!file || fwrite(png.bytes, 1, png.length, file) != png.length || fclose(file)) exit(74);
        hufu_buffer_free(&png);
    }
    hufu_buffer_free(&token);
}

int main(int count, char **arguments) {
    hufu_error error;
    if (count < 4) {
        fprintf(stderr, "usage: holder KEY request CHALLENGE | holder KEY present CREDENTIAL [PNG]\n");
        return 64;
    }
    FILE *file = fopen(arguments[1], "r");
    secure = file ? PEM_read_PrivateKey(file, NULL, NULL, NULL) : NULL;
    if (!secure) return 66;
    fclose(file);
    hufu_key *key = external(&error);
    if (strcmp(arguments[2], "request") == 0) {
        hufu_buffer request;
        require(hufu_key_request(key, arguments[3], strlen(arguments[3]), HUFU_NOW, &request, &error), &error);
        fwrite(request.bytes, 1, request.length, stdout);
        hufu_buffer_free(&request);
    } else {
        present(key, arguments[3], count > 4 ? arguments[4] : NULL, &error);
    }
    free_handles();
    EVP_PKEY_free(secure);
    return 0;
}
