// SPDX-License-Identifier: Apache-2.0
// libldap for Swift. An inline function stands here only where Swift cannot make the call itself; each says why.
#ifndef CLDAP_SHIM_H
#define CLDAP_SHIM_H

#include <arpa/nameser.h>
#include <dlfcn.h>
#include <lber.h>
#include <ldap.h>
#include <poll.h>
#include <netdb.h>
#include <openldap.h>
#include <resolv.h>
#include <stdio.h>
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

// The largest message that is taken from a server: LBER gives up at the length it announces, before there is memory for it.
static inline int cldap_set_largest_message(LDAP *ld, unsigned long bytes) {
    Sockbuf *socket = NULL;
    ber_len_t most = bytes;
    if (ldap_get_option(ld, LDAP_OPT_SOCKBUF, &socket) != LDAP_OPT_SUCCESS || socket == NULL) return -1;
    return ber_sockbuf_ctrl(socket, LBER_SB_OPT_SET_MAX_INCOMING, &most) == 1 ? 0 : -1;
}

// libldap reads ldap.conf, ldaprc and LDAP* variables once, at its first call, unless LDAPNOINIT is set (ldap.conf(5)).
// The variable is taken away again, so that child processes inherit the environment they would have had; not before the
// call is over, which may have to wait for a name server.
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

// Gets a ticket-granting ticket with a keytab into a cache of the caller's (gss_acquire_cred_from with a credential store,
// MIT Kerberos 1.11), and makes that cache the calling thread's (gss_krb5_ccache_name), where SASL's GSSAPI mechanism looks.
// No variable of the environment is touched, which would be the whole process's. The library is the one that the mechanism
// itself loads; its headers are in a package that nothing else of ours needs, so the few structures stand here (RFC 2744
// Appendix A, and gssapi_ext.h). 0, or -1 with Kerberos' words in `words`.
struct cldap_gss_text { size_t length; void *value; };
struct cldap_gss_oid { unsigned length; const void *elements; };
struct cldap_gss_pair { const char *key, *value; };
struct cldap_gss_store { unsigned count; struct cldap_gss_pair *pairs; };

static inline int cldap_take_ticket(
    const char *keytab, const char *principal, const char *cache, char *words, size_t size) {
    void *library = dlopen("libgssapi_krb5.so.2", RTLD_NOW);
    if (library == NULL) return snprintf(words, size, "%s", "libgssapi_krb5.so.2 is not installed"), -1;
    unsigned (*import_name)(unsigned *, struct cldap_gss_text *, struct cldap_gss_oid *, void **) =
        (unsigned (*)(unsigned *, struct cldap_gss_text *, struct cldap_gss_oid *, void **))dlsym(library, "gss_import_name");
    unsigned (*acquire)(unsigned *, void *, unsigned, void *, int, struct cldap_gss_store *, void **, void *, unsigned *) =
        (unsigned (*)(unsigned *, void *, unsigned, void *, int, struct cldap_gss_store *, void **, void *, unsigned *))dlsym(
            library, "gss_acquire_cred_from");
    unsigned (*use_cache)(unsigned *, const char *, const char **) =
        (unsigned (*)(unsigned *, const char *, const char **))dlsym(library, "gss_krb5_ccache_name");
    unsigned (*release_name)(unsigned *, void **) = (unsigned (*)(unsigned *, void **))dlsym(library, "gss_release_name");
    unsigned (*release)(unsigned *, void **) = (unsigned (*)(unsigned *, void **))dlsym(library, "gss_release_cred");
    unsigned (*status)(unsigned *, unsigned, int, struct cldap_gss_oid *, unsigned *, struct cldap_gss_text *) =
        (unsigned (*)(unsigned *, unsigned, int, struct cldap_gss_oid *, unsigned *, struct cldap_gss_text *))dlsym(
            library, "gss_display_status");
    unsigned (*release_text)(unsigned *, struct cldap_gss_text *) =
        (unsigned (*)(unsigned *, struct cldap_gss_text *))dlsym(library, "gss_release_buffer");
    if (!import_name || !acquire || !use_cache || !release_name || !release || !status || !release_text)
        return snprintf(words, size, "%s", "libgssapi_krb5.so.2 is too old"), -1;

    // GSS_KRB5_NT_PRINCIPAL_NAME and the mechanism (RFC 1964 §1, §2.1.1).
    struct cldap_gss_oid form = {10, "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01"};
    struct cldap_gss_oid mechanism = {9, "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02"};
    struct cldap_gss_text text = {strlen(principal), (void *)principal};
    struct cldap_gss_pair pairs[] = {{"client_keytab", keytab}, {"ccache", cache}};
    struct cldap_gss_store store = {2, pairs};
    unsigned minor = 0, ignored = 0, more = 0;
    void *name = NULL, *credential = NULL;
    unsigned code = import_name(&minor, &text, &form, &name);
    if (code == 0) code = acquire(&minor, name, 0, NULL, 1 /* initiate */, &store, &credential, NULL, NULL);
    if (code == 0) code = use_cache(&minor, cache, NULL);
    if (code != 0) {
        struct cldap_gss_text said = {0, NULL};
        status(&ignored, minor != 0 ? minor : code, minor != 0 ? 2 : 1, &mechanism, &more, &said);
        snprintf(words, size, "%.*s", (int)said.length, said.value ? (const char *)said.value : "");
        release_text(&ignored, &said);
    }
    if (credential != NULL) release(&ignored, &credential);
    if (name != NULL) release_name(&ignored, &name);
    return code == 0 ? 0 : -1;
}

// The calling thread's credential cache for GSSAPI. 0, or -1.
static inline int cldap_use_ticket_cache(const char *cache) {
    void *library = dlopen("libgssapi_krb5.so.2", RTLD_NOW);
    if (library == NULL) return -1;
    unsigned minor = 0;
    unsigned (*use_cache)(unsigned *, const char *, const char **) =
        (unsigned (*)(unsigned *, const char *, const char **))dlsym(library, "gss_krb5_ccache_name");
    return use_cache != NULL && use_cache(&minor, cache, NULL) == 0 ? 0 : -1;
}

// Destroys a credential cache: one in memory would otherwise stay as long as the process.
static inline void cldap_forget_tickets(const char *cache) {
    void *library = dlopen("libkrb5.so.3", RTLD_NOW), *context = NULL, *found = NULL;
    if (library == NULL) return;
    int (*begin)(void **) = (int (*)(void **))dlsym(library, "krb5_init_context");
    int (*resolve)(void *, const char *, void **) = (int (*)(void *, const char *, void **))dlsym(library, "krb5_cc_resolve");
    int (*destroy)(void *, void *) = (int (*)(void *, void *))dlsym(library, "krb5_cc_destroy");
    void (*end)(void *) = (void (*)(void *))dlsym(library, "krb5_free_context");
    if (!begin || !resolve || !destroy || !end || begin(&context) != 0) return;
    if (resolve(context, cache, &found) == 0) destroy(context, found);
    end(context);
}

// Asks DNS for the SRV records of a name (res_nquery(3), which goes over to TCP when an answer is cut off). In C since `struct
// __res_state` is a union to Swift. The answer's length, or -1 and h_errno in `reason`.
static inline int cldap_query_srv(const char *name, unsigned char *answer, int size, int *reason) {
    struct __res_state state;
    memset(&state, 0, sizeof state);
    if (res_ninit(&state) != 0) return *reason = NETDB_INTERNAL, -1;
    int length = res_nquery(&state, name, ns_c_in, ns_t_srv, answer, size);
    *reason = state.res_h_errno;
    res_nclose(&state);
    return length > size ? size : length;
}

// poll(2) until a descriptor takes bytes, with the structure out of Swift's sight: which module Swift finds it in differs
// from build to build. 1 ready, 0 too long, -1 and errno.
static inline int cldap_wait_until_writable(int descriptor, int milliseconds) {
  struct pollfd wait = {.fd = descriptor, .events = POLLOUT};
  return poll(&wait, 1, milliseconds);
}

// `prctl` is variadic. At most 15 bytes are kept by the kernel.
static inline void cldap_name_thread(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}

#endif
