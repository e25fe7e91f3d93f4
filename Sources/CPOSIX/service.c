// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "cposix.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>

static int address_of(const char *path, struct sockaddr_un *address, socklen_t *length) {
    size_t count = strlen(path);
    if (count == 0 || count >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, count);
    *length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + count);
    if (path[0] == '@') {
        address->sun_path[0] = 0;
    } else {
        *length += 1;
    }
    return 0;
}

static void limit(int descriptor, int seconds) {
    struct timeval time = {.tv_sec = seconds};
    (void)setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
    (void)setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

int cposix_memory_file(const void *bytes, size_t count) {
    int file = memfd_create("message", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0) return -1;
    if (write(file, bytes, count) == (ssize_t)count && lseek(file, 0, SEEK_SET) == 0) return file;
    int reason = errno;
    close(file);
    errno = reason;
    return -1;
}

// What does not fit into a datagram: a sealed memory file whose descriptor is sent (systemd's JOURNAL_NATIVE_PROTOCOL).
static int send_by_file(int descriptor, const struct sockaddr_un *address, socklen_t length, const void *bytes,
                        size_t count) {
    int file = cposix_memory_file(bytes, count);
    if (file < 0) return -1;
    int result = -1;
    if (fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0) {
        union {
            struct cmsghdr header;
            char bytes[CMSG_SPACE(sizeof(int))];
        } control;
        memset(&control, 0, sizeof control);
        struct msghdr message = {.msg_name = (void *)(uintptr_t)address,
                                 .msg_namelen = length,
                                 .msg_control = &control,
                                 .msg_controllen = sizeof control};
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(header), &file, sizeof file);
        result = sendmsg(descriptor, &message, MSG_NOSIGNAL) < 0 ? -1 : 0;
    }
    int code = errno;
    close(file);
    errno = code;
    return result;
}

int cposix_send_datagram(const char *path, const void *bytes, size_t count) {
    struct sockaddr_un address;
    socklen_t length;
    if (address_of(path, &address, &length) != 0) return -1;
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    int result = 0;
    if (sendto(descriptor, bytes, count, MSG_NOSIGNAL, (const struct sockaddr *)&address, length) < 0) {
        result = errno == EMSGSIZE || errno == ENOBUFS ? send_by_file(descriptor, &address, length, bytes, count) : -1;
    }
    int code = errno;
    close(descriptor);
    errno = code;
    return result;
}

int cposix_listen_unix(const char *path, unsigned int mode) {
    struct sockaddr_un address;
    socklen_t length;
    if (address_of(path, &address, &length) != 0) return -1;
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return -1;
    if (bind(descriptor, (const struct sockaddr *)&address, length) != 0 || chmod(path, mode) != 0 ||
        listen(descriptor, 16) != 0) {
        int code = errno;
        close(descriptor);
        errno = code;
        return -1;
    }
    return descriptor;
}

int cposix_accept(int descriptor, int seconds) {
    int caller = accept4(descriptor, NULL, NULL, SOCK_CLOEXEC);
    if (caller >= 0) limit(caller, seconds);
    return caller;
}

int cposix_connect_unix(const char *path, int seconds) {
    struct sockaddr_un address;
    socklen_t length;
    if (address_of(path, &address, &length) != 0) return -1;
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    limit(descriptor, seconds);
    if (connect(descriptor, (const struct sockaddr *)&address, length) != 0) {
        int code = errno;
        close(descriptor);
        errno = code;
        return -1;
    }
    return descriptor;
}

int cposix_peer(int descriptor, unsigned int *user, unsigned int *group, int *process) {
    struct ucred credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) return -1;
    *user = credentials.uid;
    *group = credentials.gid;
    *process = credentials.pid;
    return 0;
}

int cposix_is_stream(int descriptor, unsigned long long device, unsigned long long inode) {
    struct stat status;
    return fstat(descriptor, &status) == 0 && status.st_dev == device && status.st_ino == inode;
}

unsigned long long cposix_monotonic_microseconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned long long)now.tv_sec * 1000000 + (unsigned long long)now.tv_nsec / 1000;
}
