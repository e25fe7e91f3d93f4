// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "cposix.h"

#include <fcntl.h>
#include <sched.h>

int cposix_network(void) { return open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC); }

int cposix_new_network(void) { return unshare(CLONE_NEWNET); }

int cposix_enter_network(int network) { return setns(network, CLONE_NEWNET); }

int cposix_listen_ipv4(const char *host, unsigned short *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = inet_addr(host)};
    socklen_t length = sizeof address;
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    if (bind(descriptor, (struct sockaddr *)&address, length) != 0 || listen(descriptor, 64) != 0 ||
        getsockname(descriptor, (struct sockaddr *)&address, &length) != 0) {
        close(descriptor);
        return -1;
    }
    *port = ntohs(address.sin_port);
    return descriptor;
}
