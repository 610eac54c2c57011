/* First scans through libhufu, for wheel.py: reads a trust list and then tokens, one a line; prints scans per second of processor time. */
#include <hufu.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>

static double processor_time(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argument_count, char **arguments) {
    static char *token[100000];
    static size_t length[100000];
    char *line = NULL;
    size_t room = 0, count = 0;
    int64_t now = argument_count > 1 ? atoll(arguments[1]) : 0;
    hufu_verifier *verifier;
    ssize_t size = getline(&line, &room, stdin);
    if (size < 0 || hufu_verifier_new(NULL, 0, 0, NULL, &verifier, NULL) ||
        hufu_verifier_load_trust(verifier, line, (size_t)size, now, NULL))
        return 1;
    while (count < 100000 && (size = getline(&line, &room, stdin)) > 1) {
        length[count] = (size_t)size - 1;
        token[count++] = strdup(line);
    }
    double start = processor_time();
    for (size_t place = 0; place < count; place++) {
        hufu_verdict verdict;
        if (hufu_verify(verifier, token[place], length[place], NULL, 0, now, &verdict, NULL, NULL) ||
            verdict.outcome != HUFU_VALID)
            return 2;
    }
    printf("%f\n", (double)count / (processor_time() - start));
    return 0;
}
