// A PKCS #11 module for tests: SoftHSM with faults, which the environment asks for.
//
//   MODULE_REAL=FILE      the module that does the work
//   MODULE_LOG=FILE       gets a line for each login, opened session, and signature
//   MODULE_LOSE=N         closes the session of each N-th signature before it is made
//   MODULE_FAIL=FUNCTION=VALUE    the function (C_Login, C_OpenSession or C_Sign) returns this value (hexadecimal)
//   MODULE_FLIP=N         flips a bit of the N-th signature
//   MODULE_PAUSE=MS       makes each signature take this much longer

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static CK_FUNCTION_LIST list;
static CK_FUNCTION_LIST_PTR real;
static atomic_int signatures, together;

static int number(const char *name) {
    const char *text = getenv(name);
    return text == NULL ? 0 : atoi(text);
}

static void note(const char *line, int value) {
    const char *path = getenv("MODULE_LOG");
    FILE *file = path == NULL ? NULL : fopen(path, "a");
    if (file == NULL) {
        return;
    }
    fprintf(file, "%s %d\n", line, value);
    fclose(file);
}

static CK_RV fault(const char *function) {
    const char *text = getenv("MODULE_FAIL");
    size_t length = strlen(function);
    if (text == NULL || strncmp(text, function, length) != 0 || text[length] != '=') {
        return CKR_OK;
    }
    return strtoul(text + length + 1, NULL, 16);
}

static CK_RV open_session(
    CK_SLOT_ID slot, CK_FLAGS flags, void *application, CK_NOTIFY notify, CK_SESSION_HANDLE *session
) {
    CK_RV value = fault("C_OpenSession");
    note("session", 0);
    return value != CKR_OK ? value : real->C_OpenSession(slot, flags, application, notify, session);
}

static CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char *pin, unsigned long length) {
    CK_RV value = fault("C_Login");
    note("login", 0);
    return value != CKR_OK ? value : real->C_Login(session, user, pin, length);
}

static CK_RV sign(
    CK_SESSION_HANDLE session, unsigned char *data, unsigned long data_length, unsigned char *signature,
    unsigned long *length
) {
    int count = atomic_fetch_add(&signatures, 1) + 1, lose = number("MODULE_LOSE");
    note("together", atomic_fetch_add(&together, 1) + 1);
    usleep(1000 * number("MODULE_PAUSE"));
    if (lose != 0 && count % lose == 0) {
        real->C_CloseSession(session);
    }
    CK_RV value = fault("C_Sign");
    if (value == CKR_OK) {
        value = real->C_Sign(session, data, data_length, signature, length);
    }
    if (value == CKR_OK && count == number("MODULE_FLIP")) {
        signature[40] ^= 1;
    }
    atomic_fetch_sub(&together, 1);
    return value;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR result) {
    void *library = dlopen(getenv("MODULE_REAL"), RTLD_NOW);
    CK_C_GetFunctionList get = library == NULL ? NULL : (CK_C_GetFunctionList)dlsym(library, "C_GetFunctionList");
    if (get == NULL || get(&real) != CKR_OK) {
        return CKR_GENERAL_ERROR;
    }
    list = *real;
    list.C_OpenSession = open_session;
    list.C_Login = login;
    list.C_Sign = sign;
    *result = &list;
    return CKR_OK;
}
