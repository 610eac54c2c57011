/*
 * libhufu: digital driver's licences as rotating signed QR codes, for C, C++ and every language that can call C.
 *
 * A scanner:  hufu_verifier_new, hufu_verifier_load_trust, hufu_verifier_load_status, hufu_verify.
 * An issuer:  hufu_key_read, hufu_issuer_new, hufu_issue.
 * A holder:   hufu_key_external with the key of a secure element, hufu_holder_new, hufu_present.
 * A scanner that says who asks, and for what: hufu_challenge_sign, hufu_verify_answer; a holder that answers it:
 * hufu_challenge_identify, hufu_identified_challenge_json, hufu_answer.
 *
 * Calls. Every function that can fail returns HUFU_OK or HUFU_FAILED, and describes the failure in its last argument, which
 * may be NULL. All results are cleared first, so a failed call leaves no handle, no bytes and no outcome behind.
 *
 * Input. Bytes are given as an address and a length, and need no terminator; they are copied before the function returns.
 * NULL with the length 0 is an empty input. Where a description says "NULL for none", only NULL leaves the argument out: an
 * address with the length 0 is argument.empty, so that a challenge or a policy that was lost is not taken for none. Texts are
 * UTF-8. Times are seconds since 1970-01-01T00:00:00Z, or HUFU_NOW. Licences, policies, trust lists and options are JSON; an
 * unknown name in them is an error that gives line and column.
 *
 * Ownership. Results in a hufu_buffer belong to the caller, who frees them with hufu_buffer_free. Handles (hufu_verifier,
 * hufu_key, ...) are opaque, and are freed with hufu_free. A handle is not an address: a NULL handle, a freed one, and one of
 * another kind are errors (argument.null, argument.handle_invalid) of every function, and never crashes. Handles do not
 * depend on each other: a key may be freed as soon as an issuer has been made of it.
 *
 * Threads. Every function may be called on any thread at any time, and any number of threads may use one handle. Verifications
 * do not wait for each other. hufu_free may be called while other threads use the handle: it does not wait for their calls,
 * which end normally. Where a function adds something, its description says so.
 *
 * Callbacks. They are called on the thread that made the call, before it returns; a callback for a key or memory that several
 * threads use has to be safe on them. A callback and its `context` have to stay valid until the handle and all others that
 * were made with it are freed, and all calls that use one of these have returned. A callback must not throw a C++ exception or
 * longjmp, and may call functions of this library.
 *
 * Version. Functions and fields are only added, and HUFU_ABI_VERSION grows then; a change of the others changes the name of
 * the library (libhufu.so.1).
 */
#ifndef HUFU_H
#define HUFU_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- General ---------------------------------------------------------------------------------------------------------- */

/* The version of this interface; compare it with hufu_abi_version(), that of the library that was loaded. */
#define HUFU_ABI_VERSION 3

/* The results of functions. */
#define HUFU_OK 0
#define HUFU_FAILED 1

/* As a time: the clock of the system. */
#define HUFU_NOW INT64_MIN

/* As an offset from UTC: that of the system's local time at the moment of the call. */
#define HUFU_LOCAL INT32_MIN

/* Why a call failed. Each text ends with a zero byte, and is cut after a whole character if it is too long. */
typedef struct hufu_error {
    char code[64];      /* stable, dotted, lower case, such as json.name_unknown; empty after a call that succeeded */
    char message[512];  /* the fault, in one line */
    char location[256]; /* the place: line and column, byte, path, or the name of the argument; may be empty */
    char advice[512];   /* the remedy, in whole sentences */
} hufu_error;

/* Bytes that the library has allocated, with a zero byte behind them that `length` does not count. */
typedef struct hufu_buffer {
    uint8_t *bytes; /* NULL if there are none */
    size_t length;
} hufu_buffer;

/* Bytes of the caller. */
typedef struct hufu_bytes {
    const void *bytes; /* may be NULL if there are none */
    size_t length;
} hufu_bytes;

/* The version of the interface of the loaded library. */
uint32_t hufu_abi_version(void);

/* The version of the package, such as 1.2.3. The text is static. */
const char *hufu_version(void);

/* Frees the bytes, and clears the buffer; a cleared buffer and NULL are allowed. Two threads must not free one buffer. */
void hufu_buffer_free(hufu_buffer *buffer);

/* Frees a handle of any kind. NULL is allowed; a handle that was freed before is argument.handle_invalid. */
int32_t hufu_free(void *handle, hufu_error *error);

/* The number of handles that are not freed, for tests that look for leaks. */
size_t hufu_live_handles(void);

/* ---- Keys ------------------------------------------------------------------------------------------------------------- */

/* A key: public, private, or private in another place. Functions that sign need one that can sign; all others take any. */
typedef struct hufu_key hufu_key;

/* Algorithms. */
#define HUFU_ESP256 1  /* ECDSA on P-256 with SHA-256 */
#define HUFU_ED25519 2 /* EdDSA on Curve25519 */

/*
 * Signs, in an HSM or a secure element. `message` is what has to be signed, not a hash of it. The signature goes to
 * `signature`, which has room for 64 bytes: r and s, or R and S, of 32 bytes each, big-endian for ECDSA; not DER.
 * Returns 0, or any other number if the key cannot sign: the call fails with signer.callback_failed and that number.
 */
typedef int32_t (*hufu_sign)(void *context, const uint8_t *message, size_t message_length, uint8_t *signature);

/* Makes a key from the system's random numbers. */
int32_t hufu_key_generate(int32_t algorithm, hufu_key **key, hufu_error *error);

/* Reads a key: PEM (PKCS #8, SEC 1, SubjectPublicKeyInfo) or JWK. The error names other formats and the way to convert them. */
int32_t hufu_key_read(const void *file, size_t file_length, hufu_key **key, hufu_error *error);

/*
 * A key whose private half stays elsewhere. `public_key` is a file as for hufu_key_read; `context` is passed to `sign`, and
 * both have to stay valid until the key and everything made of it are freed, and all calls that use these have returned. An
 * issuer or holder signs with it on the threads that call it, perhaps several at once.
 */
int32_t hufu_key_external(const void *public_key, size_t public_key_length, hufu_sign sign, void *context, hufu_key **key,
                          hufu_error *error);

/* The public half as PEM. */
int32_t hufu_key_public_pem(const hufu_key *key, hufu_buffer *pem, hufu_error *error);

/* The private half as PKCS #8 in PEM. */
int32_t hufu_key_private_pem(const hufu_key *key, hufu_buffer *pem, hufu_error *error);

/* ---- Verifying -------------------------------------------------------------------------------------------------------- */

/* A verifier: policy, lists, replay memory, and a cache of credentials that it has seen. One serves all threads. */
typedef struct hufu_verifier hufu_verifier;

/* A memory of admitted tokens, for policies that admit each token once. Several verifiers may share one. */
typedef struct hufu_replay_memory hufu_replay_memory;

/* A challenge that a scanner shows, plain or signed, so that only a code made here and now is accepted. */
typedef struct hufu_challenge hufu_challenge;

/* A verdict that is kept, so that its JSON is written only if it is asked for. */
typedef struct hufu_report hufu_report;

/* Outcomes. A verdict that was not reached has HUFU_NO_OUTCOME. */
#define HUFU_NO_OUTCOME 0
#define HUFU_VALID 1
#define HUFU_REJECTED 2
#define HUFU_INDETERMINATE 3 /* the verifier lacks information, such as a fresh status list */

/* Kinds of codes. */
#define HUFU_KIND_UNKNOWN 0
#define HUFU_KIND_HOLDER 1 /* signed by the holder's device for one time step */
#define HUFU_KIND_ISSUER 2 /* signed by the issuer's server for one time step */
#define HUFU_KIND_STATIC 3 /* a printed card */

/* Bits of `known`: the fields of a verdict that have a value. */
#define HUFU_HAS_CLOCK_OFFSET 1u
#define HUFU_HAS_STATUS_AGE 2u
#define HUFU_HAS_TOKEN_EXPIRES 4u
#define HUFU_HAS_CREDENTIAL_EXPIRES 8u
#define HUFU_HAS_LICENSE 16u

/* The result of a verification. `code`, `message` and `advice` are those of Vectors/codes.json. */
typedef struct hufu_verdict {
    int32_t outcome;             /* HUFU_VALID, HUFU_REJECTED or HUFU_INDETERMINATE */
    int32_t kind;                /* HUFU_KIND_... */
    uint32_t known;              /* HUFU_HAS_... */
    int32_t is_partly_withheld;  /* 1 if the holder withholds something; with HUFU_HAS_LICENSE */
    int64_t clock_offset;        /* seconds by which the phone's clock is ahead of this one, beyond the time step */
    int64_t status_age;          /* the age of the status list in seconds */
    int64_t token_expires;       /* the end of the token */
    int64_t credential_expires;  /* the end of the credential */
    char code[64];               /* ok, or the reason */
    char message[256];           /* the reason in one sentence */
    char advice[512];            /* what the person at the scanner does now */
} hufu_verdict;

/*
 * Makes a verifier without lists: until a trust list is loaded it accepts no issuer.
 *
 * policy      JSON as Vectors/policy.schema.json describes it, such as {"preset": "roadside"}; NULL for none,
 *             which is the default policy.
 * utc_offset  seconds by which the scanner's local time is ahead of UTC, from -86400 to 86400, unless the policy states it:
 *             a licence is valid by local days. With HUFU_LOCAL call hufu_verifier_set_policy when the clocks change.
 * memory      for policies that admit each token once; NULL for none, and then such a policy makes no verdict valid.
 */
int32_t hufu_verifier_new(const void *policy, size_t policy_length, int32_t utc_offset, const hufu_replay_memory *memory,
                          hufu_verifier **verifier, hufu_error *error);

/*
 * Replaces the policy; arguments as above. This and all functions that load lists may run beside verifications, each of which
 * sees policy and lists as they were at one moment. Loads wait for each other.
 */
int32_t hufu_verifier_set_policy(const hufu_verifier *verifier, const void *policy, size_t policy_length,
                                 int32_t utc_offset, hufu_error *error);

/* Replaces the trust list by one in JSON, which is not signed: the operator trusts the file. `at` is the time of loading. */
int32_t hufu_verifier_load_trust(const hufu_verifier *verifier, const void *list, size_t list_length, int64_t at,
                                 hufu_error *error);

/* Replaces the trust list by a signed one of a pinned name, signed by one of the anchors. An older list than before is refused. */
int32_t hufu_verifier_load_signed_trust(const hufu_verifier *verifier, const void *list, size_t list_length,
                                        const void *name, size_t name_length, const hufu_key *const *anchors,
                                        size_t anchor_count, int64_t at, hufu_error *error);

/* Loads a signed status list, in place of an older one of the same name. Its key has to be in the trust list. */
int32_t hufu_verifier_load_status(const hufu_verifier *verifier, const void *list, size_t list_length, int64_t at,
                                  hufu_error *error);

/* A root certificate, and an issuer of status lists for which it is pinned. */
typedef struct hufu_root {
    hufu_bytes certificate; /* PEM or DER */
    hufu_bytes issuer;      /* its identifier, which the certificates of its signers have as their URI name */
} hufu_root;

/*
 * Accepts from now on status lists that name their key by certificates (x5chain, PROFILE section 11) up to one of these roots;
 * a verifier without roots refuses them. A root that is pinned for several issuers is given once for each. Roots of earlier calls are
 * replaced, and lists whose certificates do not lead to the new ones are dropped.
 *
 * purpose  the object identifier of the extended key usage for signing status lists, as a text such as 1.3.6.1.5.5.7.3.9.
 * crls     CRLs in PEM or DER, of the roots too. With any, each CA needs a CRL that is current when a list is loaded.
 */
int32_t hufu_verifier_set_roots(const hufu_verifier *verifier, const void *purpose, size_t purpose_length,
                                const hufu_root *roots, size_t root_count, const hufu_bytes *crls, size_t crl_count,
                                int64_t at, hufu_error *error);

/*
 * Loads a bundle: a signed trust list and a package. If the trust list is refused, nothing changes; items that are
 * refused are left out, and `refused`, which may be NULL, gets their number.
 */
int32_t hufu_verifier_load_bundle(const hufu_verifier *verifier, const void *bundle, size_t bundle_length, const void *name,
                                  size_t name_length, const hufu_key *const *anchors, size_t anchor_count, int64_t at,
                                  size_t *refused, hufu_error *error);

/*
 * Loads a package: status lists, indexes and updates of publications, in any order, each an item. An item that is refused
 * changes nothing, and `refused`, which may be NULL, gets the number of these items.
 */
int32_t hufu_verifier_load_package(const hufu_verifier *verifier, const hufu_bytes *items, size_t item_count, int64_t at,
                                   size_t *refused, hufu_error *error);

/* The issue times of the newest lists as JSON. Store it, and join it after a restart, so that older lists stay refused. */
int32_t hufu_verifier_rollback_state(const hufu_verifier *verifier, hufu_buffer *state, hufu_error *error);

/* Refuses from now on the lists that the verifier of this state would refuse. */
int32_t hufu_verifier_join_rollback_state(const hufu_verifier *verifier, const void *state, size_t state_length,
                                          hufu_error *error);

/*
 * Verifies a scanned text, exactly as the scanner gave it, line end included. A text that is not a valid code is no failure of
 * the call: the verdict says so.
 *
 * challenge  the bytes that the token has to contain; NULL for none. For a challenge of hufu_challenge_new use hufu_verify_answer.
 * json       gets the whole verdict, licence included, as Vectors/verdict.schema.json describes it; NULL if it is not needed.
 */
int32_t hufu_verify(const hufu_verifier *verifier, const void *text, size_t text_length, const void *challenge,
                    size_t challenge_length, int64_t at, hufu_verdict *verdict, hufu_buffer *json, hufu_error *error);

/*
 * Verifies a text that has to answer a challenge. The first answer that is not rejected uses up the challenge, for all threads
 * and verifiers; later answers, and those after the challenge age of the policy, are token.challenge_mismatch. The age is
 * measured by a clock that does not go back, not by `at`.
 */
int32_t hufu_verify_answer(const hufu_verifier *verifier, const void *text, size_t text_length,
                           const hufu_challenge *challenge, int64_t at, hufu_verdict *verdict, hufu_buffer *json,
                           hufu_error *error);

/*
 * Verifies a text that has to answer one of several challenges: those that were shown, the newest last. Of more than 8 the
 * last ones count; with none, no token is accepted. The answer to a signed challenge has the id of the scanner's certificate
 * as its audience, whatever the policy says. The verdict as JSON has the age of the answer ("answer_age").
 *
 * moment  HUFU_NOW for challenges of hufu_challenge_new and hufu_challenge_sign. For challenges of hufu_challenge_restore the
 *         time of the scan by the clock by which they were shown, in seconds; challenges of both kinds are
 *         argument.number_invalid.
 */
int32_t hufu_verify_answers(const hufu_verifier *verifier, const void *text, size_t text_length,
                            const hufu_challenge *const *challenges, size_t challenge_count, int64_t at, int64_t moment,
                            hufu_verdict *verdict, hufu_buffer *json, hufu_error *error);

/*
 * Verifies as hufu_verify does, and keeps the verdict in `report`. Writing the JSON takes about a twentieth of the time of a
 * verification, which a caller saves who needs it for few verdicts.
 */
int32_t hufu_verify_report(const hufu_verifier *verifier, const void *text, size_t text_length, const void *challenge,
                           size_t challenge_length, int64_t at, hufu_verdict *verdict, hufu_report **report,
                           hufu_error *error);

/* The whole verdict as JSON, as hufu_verify writes it. */
int32_t hufu_report_json(const hufu_report *report, hufu_buffer *json, hufu_error *error);

/* Makes a challenge of 16 random bytes, which is shown now. */
int32_t hufu_challenge_new(hufu_challenge **challenge, hufu_error *error);

/*
 * Makes a signed challenge (PROFILE section 18), which tells the holder who asks, and for what. It is shown now.
 *
 * certificate  the scanner's, as its authority has made it; see hufu_certify_scanner.
 * key          the scanner's key, which can sign.
 * options      JSON; NULL for none: "ask" (an array of elements that the certificate has; none by default) and "valid_for"
 *              (seconds, at most 120; 60 by default).
 */
int32_t hufu_challenge_sign(const void *certificate, size_t certificate_length, const hufu_key *key, const void *options,
                            size_t options_length, int64_t at, hufu_challenge **challenge, hufu_error *error);

/*
 * Makes a challenge of this scanner from its text again, plain or signed: after a restart, or in another process. `shown` is
 * the time at which it was shown, in seconds by a clock of the caller that does not go back; see hufu_verify_answers. Whether
 * it has been answered is not in its text.
 */
int32_t hufu_challenge_restore(const void *text, size_t text_length, int64_t shown, hufu_challenge **challenge,
                               hufu_error *error);

/* The text of the challenge for a QR code. */
int32_t hufu_challenge_text(const hufu_challenge *challenge, hufu_buffer *text, hufu_error *error);

/* The bytes of a plain challenge whose text a device has scanned, for hufu_present; for HFC2: see hufu_challenge_identify. */
int32_t hufu_challenge_read(const void *text, size_t text_length, hufu_buffer *bytes, hufu_error *error);

/* Answers of a replay memory. */
#define HUFU_ADMITTED 0 /* the token was not admitted before, and is now */
#define HUFU_REPEATED 1 /* it was admitted before */
#define HUFU_FULL 2     /* it cannot be remembered, or may have been admitted before its entry was removed */

/*
 * A memory of the caller, such as a table in a database: admits each token once. Of concurrent calls with the same `credential`
 * (32 bytes) and `issued_at` exactly one returns HUFU_ADMITTED. An entry may be removed from `expiry` on, but never so that a
 * clock that goes back admits its token again: answer HUFU_FULL for a token whose `expires_at` is not later than that of a
 * removed entry. Any other number than the three is a failure, and the verdict is replay.memory_full.
 */
typedef int32_t (*hufu_admit)(void *context, const uint8_t *credential, int64_t issued_at, int64_t expires_at,
                              int64_t expiry, int64_t now);

/* A memory of this process for at most `capacity` tokens that have not expired, about 200 bytes each. */
int32_t hufu_replay_memory_new(size_t capacity, hufu_replay_memory **memory, hufu_error *error);

/*
 * A memory of the caller. `admit` and `context` have to stay valid until it and every verifier with it are freed, and all calls
 * that use these have returned.
 */
int32_t hufu_replay_memory_external(hufu_admit admit, void *context, hufu_replay_memory **memory, hufu_error *error);

/*
 * Admits a token that another scanner has admitted, or that was admitted before a restart: arguments as of hufu_admit,
 * `credential_length` is 32. `answer` gets HUFU_ADMITTED, HUFU_REPEATED or HUFU_FULL.
 */
int32_t hufu_replay_memory_admit(const hufu_replay_memory *memory, const void *credential, size_t credential_length,
                                 int64_t issued_at, int64_t expires_at, int64_t expiry, int64_t now, int32_t *answer,
                                 hufu_error *error);

/* ---- Issuing ---------------------------------------------------------------------------------------------------------- */

/* An issuer: its identifier and its key. */
typedef struct hufu_issuer hufu_issuer;

/* Makes an issuer. `id` is the iss claim, 1 to 255 bytes; `key` can sign. Its kid is the one that the profile gives the key. */
int32_t hufu_issuer_new(const void *id, size_t id_length, const hufu_key *key, hufu_issuer **issuer, hufu_error *error);

/*
 * Issues a licence (JSON, PROFILE section 7) to a device, or as the code of a printed card.
 *
 * device    the key of the holder's device; NULL for a card.
 * options   JSON; NULL for none: "profile" ("live", "card"), "valid_for" (seconds), "status" ("URI#INDEX"), "redact" ("all",
 *           "none" or an array of elements; the second page by default), "decoys" (0 to 24), "device_key" ("compressed",
 *           "full"), "allow_unknown_classes", "strict" (booleans), "max_version" (1 to 40), "error_correction" ("L", "M", "Q", "H").
 * text      gets the credential for the device to store, or the text of the card's code.
 * warnings  gets an array of {"code", "message", "location", "advice"} about implausible data; NULL if it is not needed.
 */
int32_t hufu_issue(const hufu_issuer *issuer, const void *license, size_t license_length, const hufu_key *device,
                   const void *options, size_t options_length, int64_t at, hufu_buffer *text, hufu_buffer *warnings,
                   hufu_error *error);

/*
 * Signs the codes of the coming time steps, for phones without a secure key. `options` as of hufu_issue without "valid_for",
 * "redact", "decoys" and "device_key", and with "count" (the number of steps, 1 to 10000) and "period" (seconds). `codes` gets
 * an array of {"not_before", "not_after", "token"}.
 */
int32_t hufu_mint(const hufu_issuer *issuer, const void *license, size_t license_length, const void *options,
                  size_t options_length, int64_t at, hufu_buffer *codes, hufu_buffer *warnings, hufu_error *error);

/* Checks a device's proof that it holds its key: `key` gets the key to issue to. Accept each challenge only once. */
int32_t hufu_key_request_read(const void *request, size_t request_length, const void *challenge, size_t challenge_length,
                              hufu_key **key, hufu_error *error);

/*
 * Adds a key, for credentials and status lists, to a trust list in JSON; an empty input is an empty list. `name` is the display
 * name of the issuer; empty leaves it as it is.
 */
int32_t hufu_trust_add(const void *list, size_t list_length, const void *issuer, size_t issuer_length, const void *name,
                       size_t name_length, const hufu_key *key, hufu_buffer *json, hufu_error *error);

/* Adds the key of an authority, which certifies scanners, to a trust list for holders; arguments as of hufu_trust_add. */
int32_t hufu_trust_add_authority(const void *list, size_t list_length, const void *authority, size_t authority_length,
                                 const void *name, size_t name_length, const hufu_key *key, hufu_buffer *json,
                                 hufu_error *error);

/*
 * Certifies a scanner, so that holders see who asks for their licence (PROFILE section 18).
 *
 * authority    its identifier in trust lists for holders, which have its key; see hufu_trust_add_authority.
 * key          the authority's key, which can sign.
 * scanner      the scanner's key; its public half is enough.
 * options      JSON: "id" (the scanner's, 1 to 64 bytes: the only audience of answers to it), "name" (that holders see, 1 to 96
 *              bytes), "allow" (an array of the elements for which it may ask), and, if it is not 7 days, "valid_for" (seconds,
 *              at most 31 days).
 * certificate  gets the certificate, for hufu_challenge_sign.
 */
int32_t hufu_certify_scanner(const void *authority, size_t authority_length, const hufu_key *key, const hufu_key *scanner,
                             const void *options, size_t options_length, int64_t at, hufu_buffer *certificate,
                             hufu_error *error);

/* A licence of an invented person as JSON, for tests: the same for the same number, from 0 to 9999, and day. */
int32_t hufu_sample_license(uint32_t number, int64_t at, hufu_buffer *license, hufu_error *error);

/* ---- Holding ---------------------------------------------------------------------------------------------------------- */

/* A device with a credential. */
typedef struct hufu_holder hufu_holder;

/* Proves to an issuer that this device holds `key`. `challenge` is the issuer's, 8 to 64 bytes. */
int32_t hufu_key_request(const hufu_key *key, const void *challenge, size_t challenge_length, int64_t at,
                         hufu_buffer *request, hufu_error *error);

/* Makes a holder of the text of a credential and the key that it was issued to. */
int32_t hufu_holder_new(const void *credential, size_t credential_length, const hufu_key *key, hufu_holder **holder,
                        hufu_error *error);

/*
 * Signs the token of the time step that contains `at`.
 *
 * options     JSON; NULL for none: "audience" (text), "period" (seconds), "preset" ("age", "driving", "all", "none") or "disclose"
 *             (an array of withheld elements), "transport" ("base45", "base32").
 * challenge   the bytes of the scanner's challenge (see hufu_challenge_read); NULL for none.
 * text        gets the text for a QR code.
 * expires_at  gets the end of the token, when the next one is due; NULL if it is not needed.
 */
int32_t hufu_present(const hufu_holder *holder, const void *options, size_t options_length, const void *challenge,
                     size_t challenge_length, int64_t at, hufu_buffer *text, int64_t *expires_at, hufu_error *error);

/* A signed challenge (PROFILE section 18) whose scanner is known to the holder. */
typedef struct hufu_identified_challenge hufu_identified_challenge;

/*
 * Reads the text of a signed challenge, which begins with HFC2:, and checks it for the holder: an authority of the trust list
 * has certified the scanner, and it asks for nothing that its certificate does not allow. Otherwise the error is the first
 * challenge.... code of PROFILE section 18, and the device must not answer.
 *
 * authorities  the holder's trust list, kept in a verifier: made and loaded as that of a scanner, signed lists and protection
 *              against older ones included.
 * at           the holder's clock.
 */
int32_t hufu_challenge_identify(const hufu_verifier *authorities, const void *text, size_t text_length, int64_t at,
                                hufu_identified_challenge **challenge, hufu_error *error);

/*
 * What the device shows before the holder agrees, as JSON: "verifier" (the scanner's name), "audience" (its id), "authority"
 * (the name of the authority), "asked" and "allowed" (elements), "cnonce" (hexadecimal). With the text of a credential also
 * "disclosed" (asked for and withheld: the answer discloses these alone), "shown" (the elements that every code of this
 * credential shows), "marked" (those of them that the scanner may not ask for), and "absent" (asked for, and not in the
 * licence). `credential` is NULL for none, and then these four are left out.
 */
int32_t hufu_identified_challenge_json(const hufu_identified_challenge *challenge, const void *credential,
                                       size_t credential_length, hufu_buffer *json, hufu_error *error);

/*
 * Signs the token that answers a signed challenge: for this challenge and its scanner only, with the withheld elements that it
 * asks for, and no others. Call it after the holder has agreed. `options` is JSON; NULL for none: "period" and "transport" as
 * of hufu_present; the other arguments too are as there.
 */
int32_t hufu_answer(const hufu_holder *holder, const hufu_identified_challenge *challenge, const void *options,
                    size_t options_length, int64_t at, hufu_buffer *text, int64_t *expires_at, hufu_error *error);

/* ---- Codes ------------------------------------------------------------------------------------------------------------ */

/*
 * Draws a text as a QR code, a PNG picture. `options` is JSON; NULL for none: "scale" (pixels per module, 4 by default), or
 * "width_mm" (a whole number) and "dpi" for print; "quiet_zone" (modules, at least 4), "error_correction" ("L", "M", "Q", "H"),
 * "max_version" (1 to 40).
 */
int32_t hufu_qr_png(const void *text, size_t text_length, const void *options, size_t options_length, hufu_buffer *png,
                    hufu_error *error);

#ifdef __cplusplus
}
#endif

#endif
