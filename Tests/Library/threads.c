/*
 * Threads that share one verifier, while others load lists, make verifiers and free handles.
 *
 *     threads VERIFICATIONS THREADS     prints the resident memory in kB after a tenth, and at the end
 */
#include <hufu.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { tokens = 64 };

static hufu_verifier *verifier;
static hufu_buffer token[tokens], trust;
static int64_t now = 1795420800;
static long wanted, done, wrong;

static long resident(void) {
    long pages = 0, all = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%ld %ld", &all, &pages) != 2) exit(1);
    fclose(file);
    return pages * 4;
}

static void require(int32_t result, const hufu_error *error) {
    if (result == HUFU_OK) return;
    fprintf(stderr, "%s: %s\n", error->code, error->message);
    exit(1);
}

static void *verify(void *argument) {
    (void)argument;
    hufu_verdict verdict;
    hufu_buffer json;
    hufu_error error;
    for (long number; (number = __atomic_fetch_add(&done, 1, __ATOMIC_RELAXED)) < wanted;) {
        hufu_buffer *text = &token[number % tokens];
        int is_damaged = number % 7 == 0;
        require(hufu_verify(verifier, text->bytes, text->length - (size_t)is_damaged, NULL, 0, now, &verdict,
                            number % 3 ? NULL : &json, &error), &error);
        if (number % 3 == 0) hufu_buffer_free(&json);
        if ((verdict.outcome == HUFU_VALID) == is_damaged) __atomic_fetch_add(&wrong, 1, __ATOMIC_RELAXED);
        if (number % 1000 == 0) {
            /* A policy and lists are replaced, a verifier comes and goes, and a call fails, while the others verify. */
            hufu_verifier *other;
            require(hufu_verifier_load_trust(verifier, trust.bytes, trust.length, now, &error), &error);
            require(hufu_verifier_set_policy(verifier, NULL, 0, 0, &error), &error);
            require(hufu_verifier_new(NULL, 0, 0, NULL, &other, &error), &error);
            require(hufu_free(other, &error), &error);
            if (hufu_verify(other, "", 0, NULL, 0, now, &verdict, NULL, &error) == HUFU_OK) wrong++;
        }
    }
    return NULL;
}

static void run(long count, int threads) {
    pthread_t thread[64];
    wanted = count;
    done = 0;
    for (int place = 0; place < threads; place++)
        if (pthread_create(&thread[place], NULL, verify, NULL)) exit(1);
    for (int place = 0; place < threads; place++) pthread_join(thread[place], NULL);
}

int main(int count, char **arguments) {
    long verifications = count > 1 ? atol(arguments[1]) : 1000;
    int threads = count > 2 ? atoi(arguments[2]) : 8;
    if (threads > 64) return 64;
    hufu_error error;
    hufu_key *key, *phone;
    hufu_issuer *issuer;
    require(hufu_key_generate(HUFU_ESP256, &key, &error), &error);
    require(hufu_key_generate(HUFU_ESP256, &phone, &error), &error);
    require(hufu_issuer_new("https://i.example", 17, key, &issuer, &error), &error);
    require(hufu_trust_add(NULL, 0, "https://i.example", 17, "Issuer", 6, key, &trust, &error), &error);
    require(hufu_verifier_new(NULL, 0, 0, NULL, &verifier, &error), &error);
    require(hufu_verifier_load_trust(verifier, trust.bytes, trust.length, now, &error), &error);
    for (uint32_t number = 0; number < tokens; number++) {
        hufu_buffer license, credential;
        hufu_holder *holder;
        require(hufu_sample_license(number, now, &license, &error), &error);
        require(hufu_issue(issuer, license.bytes, license.length, phone, NULL, 0, now - 60, &credential, NULL, &error), &error);
        require(hufu_holder_new(credential.bytes, credential.length, phone, &holder, &error), &error);
        require(hufu_present(holder, NULL, 0, NULL, 0, now, &token[number], NULL, &error), &error);
        hufu_free(holder, NULL);
        hufu_buffer_free(&license);
        hufu_buffer_free(&credential);
    }
    run(verifications / 10, threads);
    long early = resident();
    run(verifications - verifications / 10, threads);
    printf("%ld verifications, %ld wrong, resident kB %ld then %ld\n", verifications, wrong, early, resident());
    hufu_free(key, NULL);
    hufu_free(phone, NULL);
    hufu_free(issuer, NULL);
    hufu_free(verifier, NULL);
    for (int number = 0; number < tokens; number++) hufu_buffer_free(&token[number]);
    hufu_buffer_free(&trust);
    return wrong || hufu_live_handles() ? 1 : 0;
}
