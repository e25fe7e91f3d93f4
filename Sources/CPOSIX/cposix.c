// SPDX-License-Identifier: Apache-2.0
#include "cposix.h"

#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

// A caller may have closed standard input, output or error. The first file or socket that we open would take that number,
// and what we say to people would be written into it. This runs before the Swift runtime opens anything. For reading only,
// so that whoever writes there is told that it failed.
__attribute__((constructor)) static void occupy_standard_descriptors(void) {
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) == -1) (void)open("/dev/null", O_RDONLY);
    }
}

int cposix_is_default(int number) {
    struct sigaction action;
    return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_DFL;
}

void cposix_end_by(int number) {
    sigset_t only;
    (void)sigemptyset(&only);
    (void)sigaddset(&only, number);
    (void)signal(number, SIG_DFL);
    (void)pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    (void)raise(number);
}

void cposix_forbid_dumps(void) {
    struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void cposix_guard_memory(void) {
    cposix_forbid_dumps();
    (void)mallopt(M_PERTURB, 0xA5);
}
