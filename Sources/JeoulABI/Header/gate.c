// A child of fork has the locks of its parent as they were, but not the threads that would release them: a lock that another
// thread had is never free again, be it ours, ICU's or of Swift's runtime, whose Mutex even aborts. So whoever forks waits until no
// call is under way, or all have paused, and then no lock is held.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "gate.h"
#include <pthread.h>

#ifdef PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP
// Who waits to fork comes before calls that have not begun: threads that count without a pause would keep it waiting for ever.
#define OPEN PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP
#else
#define OPEN PTHREAD_RWLOCK_INITIALIZER
#endif

static pthread_rwlock_t gate = OPEN;

void jeoul_gate_enter(void) { pthread_rwlock_rdlock(&gate); }
void jeoul_gate_leave(void) { pthread_rwlock_unlock(&gate); }

void jeoul_gate_pause(void) {
    jeoul_gate_leave();
    jeoul_gate_enter();
}

static void before_fork(void) { pthread_rwlock_wrlock(&gate); }
static void in_parent(void) { pthread_rwlock_unlock(&gate); }

// Threads that waited at the gate are not in the child.
static void in_child(void) {
    static const pthread_rwlock_t open = OPEN;
    gate = open;
}

__attribute__((constructor)) static void watch_forks(void) { pthread_atfork(before_fork, in_parent, in_child); }
