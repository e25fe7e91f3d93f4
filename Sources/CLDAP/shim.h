// SPDX-License-Identifier: Apache-2.0
// libldap for Swift. An inline function stands here only where Swift cannot make the call itself; each says why.
#ifndef CLDAP_SHIM_H
#define CLDAP_SHIM_H

#include <lber.h>
#include <ldap.h>
#include <poll.h>
#include <openldap.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/time.h>

// Milliseconds instead of `struct timeval`: next to Dispatch, Swift attributes `timeval` to another module and refuses it.
static inline struct timeval cldap_timeval(int milliseconds) {
    struct timeval time = {.tv_sec = milliseconds / 1000, .tv_usec = (milliseconds % 1000) * 1000};
    return time;
}

// `ldap_result` with a timeout in milliseconds; see cldap_timeval.
static inline int cldap_result(LDAP *ld, int message, int all, int milliseconds, LDAPMessage **result) {
    struct timeval time = cldap_timeval(milliseconds);
    return ldap_result(ld, message, all, &time, result);
}

// LDAP_OPT_NETWORK_TIMEOUT takes a `struct timeval *`; see cldap_timeval.
static inline int cldap_set_network_timeout(LDAP *ld, int milliseconds) {
    struct timeval time = cldap_timeval(milliseconds);
    return ldap_set_option(ld, LDAP_OPT_NETWORK_TIMEOUT, &time);
}

// LDAP_OPT_ON is a cast of an address, which the importer leaves out.
static inline int cldap_set_flag(LDAP *ld, int option, int on) {
    return ldap_set_option(ld, option, on ? LDAP_OPT_ON : LDAP_OPT_OFF);
}

// What is written has passed TLS when the next layer returns, and libldap never sends it again, since no referrals are
// followed. It is overwritten where it stands, because requests hold passwords and libldap frees them as they are.
static inline ber_slen_t cldap_write_and_overwrite(Sockbuf_IO_Desc *layer, void *bytes, ber_len_t count) {
    ber_slen_t written = LBER_SBIOD_WRITE_NEXT(layer, bytes, count);
    if (written > 0) explicit_bzero(bytes, written);
    return written;
}

static inline ber_slen_t cldap_read_through(Sockbuf_IO_Desc *layer, void *bytes, ber_len_t count) {
    return LBER_SBIOD_READ_NEXT(layer, bytes, count);
}

static inline int cldap_control_through(Sockbuf_IO_Desc *layer, int option, void *argument) {
    return LBER_SBIOD_CTRL_NEXT(layer, option, argument);
}

// Puts that layer above TLS, which comes in at LBER_SBIOD_LEVEL_TRANSPORT. In C for the callbacks' sake.
static inline int cldap_overwrite_what_is_sent(LDAP *ld) {
    static Sockbuf_IO layer = {
        .sbi_ctrl = cldap_control_through, .sbi_read = cldap_read_through, .sbi_write = cldap_write_and_overwrite};
    Sockbuf *socket = NULL;
    if (ldap_get_option(ld, LDAP_OPT_SOCKBUF, &socket) != LDAP_OPT_SUCCESS || socket == NULL) return -1;
    return ber_sockbuf_add_io(socket, &layer, LBER_SBIOD_LEVEL_APPLICATION, NULL);
}

// libldap reads ldap.conf, ldaprc and LDAP* variables once, at its first call, unless LDAPNOINIT is set (ldap.conf(5)).
// The variable is taken away again, so that child processes inherit the environment they would have had.
// In C because the three steps belong together and must happen before any other call.
static inline int cldap_initialize_without_configuration(void) {
    int level = 0, ours = getenv("LDAPNOINIT") == NULL;
    if (ours) setenv("LDAPNOINIT", "1", 1);
    int result = ldap_get_option(NULL, LDAP_OPT_DEBUG_LEVEL, &level);
    if (ours) unsetenv("LDAPNOINIT");
    return result;
}

// The part of `sasl_interact_t` (sasl/sasl.h, unchanged since SASL 2.0) that libldap hands to its callback as `void *`.
// Written out here, since its header is in a package that nothing else of ours needs.
struct cldap_sasl_question {
    unsigned long id;  // 0 ends the list
    const char *challenge, *prompt, *default_answer;
    const void *answer;
    unsigned length;
};

// Answers what SASL asks (as whom to act) with nothing, so that it is as the ticket says.
static inline int cldap_sasl_answer(LDAP *ld, unsigned flags, void *defaults, void *questions) {
    (void)ld, (void)flags, (void)defaults;
    for (struct cldap_sasl_question *question = questions; question->id != 0; question++) {
        question->answer = "";
        question->length = 0;
    }
    return LDAP_SUCCESS;
}

// A step of `ldap_sasl_interactive_bind` with GSSAPI; `answer` is NULL for the first. In C for the callback's sake.
static inline int cldap_ticket_bind_step(LDAP *ld, LDAPMessage *answer, const char **mechanism, int *message) {
    return ldap_sasl_interactive_bind(
        ld, NULL, "GSSAPI", NULL, NULL, LDAP_SASL_QUIET, cldap_sasl_answer, NULL, answer, mechanism, message);
}

// `prctl` is variadic. At most 15 bytes are kept by the kernel.
// poll(2) until a descriptor takes bytes, with the structure out of Swift's sight: which module Swift finds it in differs
// from build to build. 1 ready, 0 too long, -1 and errno.
static inline int cldap_wait_until_writable(int descriptor, int milliseconds) {
  struct pollfd wait = {.fd = descriptor, .events = POLLOUT};
  return poll(&wait, 1, milliseconds);
}

static inline void cldap_name_thread(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}

#endif
