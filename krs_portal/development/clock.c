/* Moves the clock of every process that preloads it by CLOCK_OFFSET seconds; krs_portal/development/clocks.py says why.
 *
 * What is measured stays true: the monotonic clocks, and with them sleeping and most waiting. A semaphore of the C
 * library waits until a moment of the clock that we moved, so that moment is moved back. */

#define _GNU_SOURCE
#include <semaphore.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long long offset;

__attribute__((constructor)) static void read_offset(void) {
    const char *told = getenv("CLOCK_OFFSET");
    offset = told ? atoll(told) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *moment) {
    int status = syscall(SYS_clock_gettime, clock, moment);
    if (status == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        moment->tv_sec += offset;
    return status;
}

int gettimeofday(struct timeval *restrict moment, void *restrict zone) {
    struct timespec now;
    int status = clock_gettime(CLOCK_REALTIME, &now);
    moment->tv_sec = now.tv_sec;
    moment->tv_usec = now.tv_nsec / 1000;
    return zone ? syscall(SYS_gettimeofday, NULL, zone) : status;
}

time_t time(time_t *moment) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (moment)
        *moment = now.tv_sec;
    return now.tv_sec;
}

int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict until) {
    struct timespec real = {until->tv_sec - offset, until->tv_nsec};
    return sem_clockwait(semaphore, CLOCK_REALTIME, &real);
}
