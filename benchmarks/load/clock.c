/* Time: on the wall, in this process, and in the server. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "load.h"

static double seconds_of(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

double now(void) { return seconds_of(CLOCK_MONOTONIC); }

double own_cpu(void) { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }

/* The time of all its threads, in user and in kernel mode; fields 14 and 15 of proc(5). */
double server_cpu(void)
{
    char path[64], text[1024] = "";
    unsigned long user = 0, kernel = 0;

    if (!plan.server)
        return 0;
    snprintf(path, sizeof path, "/proc/%d/stat", plan.server);
    FILE *file = fopen(path, "r");
    if (!file)
        fail("the server %d is gone", plan.server);
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[size] = 0;
    const char *rest = strrchr(text, ')'); /* a program's name may hold anything */
    if (!rest || sscanf(rest, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
                        &user, &kernel) != 2)
        fail("cannot read %s", path);
    return (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK);
}
