// SPDX-License-Identifier: Apache-2.0
//
// The C structures that the command line needs, as structures and functions of a module of its own.
//
// Swift attributes a structure of the C library to whichever module's headers it happened to see first (Glibc,
// CoreFoundation, CDispatch …), which differs from build to build, and with MemberImportVisibility its members then
// compile on one day and not on the next. What is declared here always belongs to CPOSIX.
#ifndef CPOSIX_H
#define CPOSIX_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pwd.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

struct cposix_file {
  unsigned int mode;  // permission bits only
  unsigned int owner;
  long long size;
  int is_regular;
};

static inline int cposix_fill(int result, const struct stat *status, struct cposix_file *file) {
  if (result != 0) return result;
  file->mode = status->st_mode & 07777;
  file->owner = status->st_uid;
  file->size = status->st_size;
  file->is_regular = S_ISREG(status->st_mode);
  return 0;
}

// 0, or -1 and errno.
static inline int cposix_file_at(const char *path, struct cposix_file *file) {
  struct stat status;
  return cposix_fill(stat(path, &status), &status, file);
}

static inline int cposix_file_of(int descriptor, struct cposix_file *file) {
  struct stat status;
  return cposix_fill(fstat(descriptor, &status), &status, file);
}

// Waits for a descriptor: 1 ready, 0 too long, -1 and errno.
static inline int cposix_wait(int descriptor, int for_writing, int milliseconds) {
  struct pollfd wait = {.fd = descriptor, .events = for_writing ? POLLOUT : POLLIN};
  return poll(&wait, 1, milliseconds);
}

// 0 where the terminal states no size.
static inline int cposix_terminal_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return 0;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 1;
}

struct cposix_terminal_mode {
  unsigned char bytes[sizeof(struct termios)];
};

// Puts the terminal into raw mode and says how it was. 0, or -1 and errno.
static inline int cposix_terminal_raw(int descriptor, struct cposix_terminal_mode *before) {
  struct termios mode;
  if (tcgetattr(descriptor, &mode) != 0) return -1;
  memcpy(before->bytes, &mode, sizeof mode);
  cfmakeraw(&mode);
  return tcsetattr(descriptor, TCSAFLUSH, &mode);
}

// Whether nobody has a handler for a signal.
int cposix_is_default(int number);

// Ends the process by a signal, also from a thread that blocks it.
void cposix_end_by(int number);

// No core dump, and no reading of this process's memory by its own user's other processes: whatever binds to a directory
// holds a password.
void cposix_forbid_dumps(void);

// For a process that is about to hold somebody's password: the same, and memory that is freed is overwritten, also by
// libraries that do not do it themselves.
void cposix_guard_memory(void);

// Key by key, and what is typed is not shown; the keys that interrupt arrive as keys, so that whoever reads them can give the
// terminal back. Whatever was typed before that is dropped.
static inline int cposix_terminal_silent(int descriptor, struct cposix_terminal_mode *before) {
  struct termios mode;
  if (tcgetattr(descriptor, &mode) != 0) return -1;
  memcpy(before->bytes, &mode, sizeof mode);
  mode.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL | ICANON | ISIG | IEXTEN);
  mode.c_cc[VMIN] = 1;
  mode.c_cc[VTIME] = 0;
  return tcsetattr(descriptor, TCSAFLUSH, &mode);
}

static inline int cposix_terminal_restore(int descriptor, const struct cposix_terminal_mode *before) {
  struct termios mode;
  memcpy(&mode, before->bytes, sizeof mode);
  return tcsetattr(descriptor, TCSAFLUSH, &mode);
}

// The login of a user, or NULL.
static inline const char *cposix_login(unsigned int user) {
  const struct passwd *entry = getpwuid(user);
  return entry ? entry->pw_name : NULL;
}

// Connects to a numeric address. A descriptor, or -1 and errno.
static inline int cposix_connect_ipv4(const char *host, unsigned short port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = inet_addr(host)};
  int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) {
    close(descriptor);
    return -1;
  }
  return descriptor;
}

// Sends one message to a datagram socket of this machine; a path that begins with @ is an abstract name. A message that does
// not fit goes by a sealed memory file, which is how the journal takes it. 0, or -1 and errno.
int cposix_send_datagram(const char *path, const void *bytes, size_t count);

// A file in memory that nobody else sees, with these bytes and ready to be read from their beginning. A descriptor, or -1 and
// errno.
int cposix_memory_file(const void *bytes, size_t count);

// Listens on a socket in the file system. A descriptor, or -1 and errno.
int cposix_listen_unix(const char *path, unsigned int mode);

// The next caller; -1 and errno, EAGAIN where there is none. Its reads and writes give up after so many seconds.
int cposix_accept(int descriptor, int seconds);

// Connects to a socket in the file system. A descriptor, or -1 and errno.
int cposix_connect_unix(const char *path, int seconds);

// Who is at the other end, as the kernel says (SO_PEERCRED). 0, or -1 and errno.
int cposix_peer(int descriptor, unsigned int *user, unsigned int *group, int *process);

// Whether a descriptor is the stream that systemd connected to its journal (systemd.exec(5), JOURNAL_STREAM).
int cposix_is_stream(int descriptor, unsigned long long device, unsigned long long inode);

// CLOCK_MONOTONIC in microseconds, as sd_notify(3) takes it.
unsigned long long cposix_monotonic_microseconds(void);

// The network namespace of the calling thread, and of the threads that it starts (network_namespaces(7)). A descriptor, or -1
// and errno.
int cposix_network(void);

// Makes another one the calling thread's: a new one, or the one of a descriptor. 0, or -1 and errno.
int cposix_new_network(void);
int cposix_enter_network(int network);

// Listens on a free port of a numeric address of this machine. A descriptor, or -1 and errno.
int cposix_listen_ipv4(const char *host, unsigned short *port);

// Closes with a TCP reset instead of an orderly end.
static inline void cposix_reset(int descriptor) {
  struct linger now = {.l_onoff = 1, .l_linger = 0};
  setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close(descriptor);
}

#endif
