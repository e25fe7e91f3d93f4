// SPDX-License-Identifier: Apache-2.0

import CLDAP

/// The owner of a libldap session. Every call into libldap that needs the session is here or in `ResultMessage`; no
/// pointer leaves.
///
/// Not `Sendable`: a session belongs to its connection's thread.
@safe struct LDAPHandle: ~Copyable {
    private let session: OpaquePointer

    /// How the server's certificate is treated.
    enum Verification {
        /// Chain and host name.
        case required(trustFile: String)
        /// Only the chain; whoever asks for this looks at the name himself.
        case chain(trustFile: String)
        /// For looking at a certificate that does not verify. Nothing secret is sent over such a connection.
        case none
    }

    /// Takes over a connected socket, and closes it in `deinit`; when this fails, the caller still owns it. After
    /// `LibraryStart`.
    init(adopting socket: TCPSocket, url: LDAPURL) throws(LibraryFailure) {
        var session: OpaquePointer?
        let code = unsafe ldap_init_fd(socket.descriptor, Int32(LDAP_PROTO_TCP), url.description, &session)
        guard code == LDAP_SUCCESS, let session = unsafe session else {
            throw LibraryFailure(code: LDAPResultCode(rawValue: code), message: "libldap refuses the URL")
        }
        unsafe self.session = session
    }

    /// LDAPv3, no limits, no referrals.
    func configure() throws(LibraryFailure) {
        // Said once more in full, although ldap.conf was not read: these are what the rest of this module relies on.
        try set(LDAP_OPT_PROTOCOL_VERSION, Int32(LDAP_VERSION3))
        try set(LDAP_OPT_DEREF, Int32(LDAP_DEREF_NEVER))
        try set(LDAP_OPT_SIZELIMIT, Int32(LDAP_NO_LIMIT))
        try set(LDAP_OPT_TIMELIMIT, Int32(LDAP_NO_LIMIT))
        unsafe cldap_set_flag(session, LDAP_OPT_REFERRALS, 0)
        unsafe cldap_set_flag(session, LDAP_OPT_RESTART, 1)
        guard unsafe cldap_overwrite_what_is_sent(session) == 0 else { throw failure(LDAP_LOCAL_ERROR) }
        guard unsafe cldap_set_largest_message(session, Self.largestMessage) == 0 else {
            throw failure(LDAP_LOCAL_ERROR)
        }
    }

    /// Bytes of one message, which is one entry. The largest group that Active Directory takes has tens of megabytes of
    /// members, and is read in ranges.
    static let largestMessage: UInt = 64 << 20

    deinit {
        // Sends the unbind request and closes the socket. There is nobody to tell if that fails.
        unsafe _ = ldap_unbind_ext(session, nil, nil)
    }

    // MARK: TLS

    /// Makes the TLS handshake on the open connection; blocks for at most `milliseconds`.
    func installTLS(_ verification: Verification, milliseconds: Int32) throws(LibraryFailure) {
        unsafe cldap_set_network_timeout(session, milliseconds)
        // GnuTLS builds ignore PROTOCOL_MIN and take a priority string instead; OpenSSL builds would not understand
        // that.
        let isGnuTLS = string(LDAP_OPT_X_TLS_PACKAGE) == "GnuTLS"
        switch verification {
        case .required(let trustFile), .chain(let trustFile):
            try set(LDAP_OPT_X_TLS_REQUIRE_CERT, Int32(LDAP_OPT_X_TLS_DEMAND))
            // TRY: a certificate with alternative names is matched against these only (RFC 6125 §6.4.4), one without
            // by its CN. NEVER, in 2.5: no name is looked at, not even the CN.
            let isNamed = if case .required = verification { true } else { false }
            try set(LDAP_OPT_X_TLS_REQUIRE_SAN, Int32(isNamed ? LDAP_OPT_X_TLS_TRY : LDAP_OPT_X_TLS_NEVER))
            try set(LDAP_OPT_X_TLS_PROTOCOL_MIN, 0x303)  // TLS 1.2
            if isGnuTLS { try set(LDAP_OPT_X_TLS_CIPHER_SUITE, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2") }
            try set(LDAP_OPT_X_TLS_CACERTFILE, trustFile)
        case .none:
            try set(LDAP_OPT_X_TLS_REQUIRE_CERT, Int32(LDAP_OPT_X_TLS_NEVER))
            try set(LDAP_OPT_X_TLS_REQUIRE_SAN, Int32(LDAP_OPT_X_TLS_NEVER))
            if isGnuTLS { try set(LDAP_OPT_X_TLS_CIPHER_SUITE, "NORMAL:+VERS-TLS1.1:+VERS-TLS1.0") }
        }
        // Last: it makes a context of its own from the options above.
        try set(LDAP_OPT_X_TLS_NEWCTX, Int32(0))
        // Without this a non-blocking handshake spins, and a blocking one has no timeout: only here does libldap use
        // `poll`.
        unsafe cldap_set_flag(session, LDAP_OPT_CONNECT_ASYNC, 1)
        defer { unsafe _ = cldap_set_flag(session, LDAP_OPT_CONNECT_ASYNC, 0) }
        let code = unsafe ldap_install_tls(session)
        guard code == LDAP_SUCCESS else { throw failure(code) }
    }

    /// The version in use, `TLS1.3`; `nil` without TLS.
    var tlsVersion: String? { string(LDAP_OPT_X_TLS_VERSION) }

    /// The server's own certificate in DER, as it presented it.
    var peerCertificate: [UInt8]? {
        var value = unsafe berval()
        guard unsafe ldap_get_option(session, LDAP_OPT_X_TLS_PEERCERT, &value) == LDAP_OPT_SUCCESS,
            let memory = unsafe value.bv_val
        else { return nil }
        defer { unsafe ber_memfree(memory) }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: memory, count: Int(value.bv_len)))
    }

    // MARK: Requests

    /// Sends StartTLS; the answer comes under the message id returned.
    func startTLS() throws(LibraryFailure) -> Int32 {
        var id: Int32 = 0
        let code = unsafe ldap_start_tls(session, nil, nil, &id)
        guard code == LDAP_SUCCESS else { throw failure(code) }
        return id
    }

    func bind(name: String, password: Secret) throws(LibraryFailure) -> Int32 {
        var id: Int32 = 0
        let code = password.withBytes { bytes in
            var bytes = bytes
            return unsafe bytes.withUnsafeMutableBytes { buffer in
                var credentials = unsafe berval(
                    bv_len: ber_len_t(buffer.count), bv_val: buffer.baseAddress?.assumingMemoryBound(to: CChar.self))
                defer { unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0) }
                return unsafe ldap_sasl_bind(session, name, nil, &credentials, nil, nil, &id)
            }
        }
        guard code == LDAP_SUCCESS else { throw failure(code) }
        return id
    }

    /// Sends the first step of a bind with a Kerberos ticket, for which Kerberos may have to ask the KDC: see
    /// `ServiceTicket`.
    /// - Parameter isSealed: whether SASL encrypts what follows (RFC 4752 §3.3), as it must where TLS does not.
    func beginTicketBind(isSealed: Bool) throws(LibraryFailure) -> TicketBind {
        if isSealed {
            try set(LDAP_OPT_X_SASL_SECPROPS, "noanonymous,noplain,minssf=56")
        } else {
            // Active Directory and Samba refuse a security layer within TLS ([MS-ADTS] 5.1.1.1.2), and may demand that the
            // ticket is bound to this very TLS connection ([MS-ADTS] 5.1.2.2, RFC 5929 §4).
            try set(LDAP_OPT_X_SASL_SECPROPS, "noanonymous,noplain,maxssf=0")
            try set(LDAP_OPT_X_SASL_CBINDING, Int32(LDAP_OPT_X_SASL_CBINDING_TLS_ENDPOINT))
        }
        // The service is named by the URL and not by what DNS makes of it.
        unsafe cldap_set_flag(session, LDAP_OPT_X_SASL_NOCANON, 1)
        return try unsafe step(TicketBind(), nil)
    }

    /// The strength of SASL's encryption in bits; 0 without.
    var saslStrength: UInt {
        var strength: ber_len_t = 0
        guard unsafe ldap_get_option(session, LDAP_OPT_X_SASL_SSF, &strength) == LDAP_OPT_SUCCESS else { return 0 }
        return UInt(strength)
    }

    /// Sends the next step; the server's answer to the one before decides whether there is one.
    func proceed(_ bind: TicketBind, after answer: borrowing ResultMessage) throws(LibraryFailure) -> TicketBind {
        try unsafe answer.withChain { chain throws(LibraryFailure) in try unsafe step(bind, chain) }
    }

    private func step(_ bind: TicketBind, _ answer: OpaquePointer?) throws(LibraryFailure) -> TicketBind {
        var bind = bind
        let code = unsafe cldap_ticket_bind_step(session, answer, &bind.mechanism, &bind.messageID)
        bind.isComplete = code == LDAP_SUCCESS
        guard bind.isComplete || code == LDAP_SASL_BIND_IN_PROGRESS else { throw failure(code) }
        return bind
    }

    /// Who is bound by a ticket, for example `ana@CORP.EXAMPLE.COM`.
    var ticketName: String? { string(LDAP_OPT_X_SASL_USERNAME) }

    func search(_ request: SearchRequest, controls: [LDAPControl]) throws(LibraryFailure) -> Int32 {
        var id: Int32 = 0
        let code = unsafe CArray.withStrings(request.attributes) { attributes in
            unsafe CArray.withControls(controls) { controls in
                unsafe ldap_search_ext(
                    session, request.base.text, request.scope.rawValue, request.filter.description, attributes, 0,
                    controls, nil, nil, Int32(LDAP_NO_LIMIT), &id)
            }
        }
        guard code == LDAP_SUCCESS else { throw failure(code) }
        return id
    }

    func modify(
        _ target: String, _ modifications: [Modification], controls: [LDAPControl]
    ) throws(LibraryFailure) -> Int32 {
        var id: Int32 = 0
        let code = unsafe CArray.withModifications(modifications) { modifications in
            unsafe CArray.withControls(controls) { controls in
                unsafe ldap_modify_ext(session, target, modifications, controls, nil, &id)
            }
        }
        guard code == LDAP_SUCCESS else { throw failure(code) }
        return id
    }

    /// Waits for the answer to a request; `nil` when it is not there within `milliseconds`.
    /// - Parameter all: the whole of it; otherwise the next of its messages, and no more is taken from the network.
    func result(of id: Int32, all: Bool, milliseconds: Int32) throws(LibraryFailure) -> ResultMessage? {
        var chain: OpaquePointer?
        let extent = Int32(all ? LDAP_MSG_ALL : LDAP_MSG_ONE)
        let type = unsafe cldap_result(session, id, extent, milliseconds, &chain)
        if let chain = unsafe chain { return unsafe ResultMessage(taking: chain, of: session) }
        if type == 0 { return nil }
        var code: Int32 = 0
        unsafe ldap_get_option(session, LDAP_OPT_RESULT_CODE, &code)
        throw failure(code == LDAP_SUCCESS ? LDAP_SERVER_DOWN : code)
    }

    /// Tells the server to stop (RFC 4511 §4.11) and libldap to forget what has come.
    func abandon(_ id: Int32) {
        unsafe _ = ldap_abandon_ext(session, id, nil, nil)
    }

    // MARK: Options

    private func set(_ option: Int32, _ value: Int32) throws(LibraryFailure) {
        var value = value
        guard unsafe ldap_set_option(session, option, &value) == LDAP_OPT_SUCCESS else {
            throw LibraryFailure(code: .localError, message: "libldap refuses option 0x\(String(option, radix: 16))")
        }
    }

    private func set(_ option: Int32, _ value: String) throws(LibraryFailure) {
        guard unsafe ldap_set_option(session, option, value) == LDAP_OPT_SUCCESS else {
            throw LibraryFailure(code: .localError, message: "libldap refuses option 0x\(String(option, radix: 16))")
        }
    }

    private func string(_ option: Int32) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe ldap_get_option(session, option, &text) == LDAP_OPT_SUCCESS, let text = unsafe text else {
            return nil
        }
        defer { unsafe ldap_memfree(text) }
        return unsafe String(cString: text)
    }

    /// To be called directly after the call that failed, on the same thread: libldap keeps only the last message.
    private func failure(_ code: Int32) -> LibraryFailure {
        let message = string(LDAP_OPT_DIAGNOSTIC_MESSAGE) ?? ""
        return LibraryFailure(
            code: LDAPResultCode(rawValue: code),
            message: message.isEmpty ? unsafe String(cString: ldap_err2string(code)) : message)
    }
}

/// What libldap says of a call that failed.
struct LibraryFailure: Error {
    let code: LDAPResultCode
    let message: String
}
