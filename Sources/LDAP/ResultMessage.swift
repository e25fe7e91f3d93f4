// SPDX-License-Identifier: Apache-2.0

import CLDAP

/// The owner of one whole answer: entries and references, and the result at their end.
/// It must not outlive its session, which the actor that has both sees to.
@safe struct ResultMessage: ~Copyable {
    private let chain: OpaquePointer
    private let session: OpaquePointer

    init(taking chain: OpaquePointer, of session: OpaquePointer) {
        unsafe self.chain = chain
        unsafe self.session = session
    }

    deinit {
        unsafe _ = ldap_msgfree(chain)
    }

    /// Lends the chain to a call of libldap's that reads it itself.
    func withChain<T>(_ body: (OpaquePointer) throws(LibraryFailure) -> T) throws(LibraryFailure) -> T {
        try unsafe body(chain)
    }

    /// The result at the end of the answer (RFC 4511 §4.1.9).
    struct Outcome {
        var code: LDAPResultCode
        var matchedDN: String?
        var diagnosticMessage: String
        var controls: [LDAPControl]
    }

    func outcome() throws(LibraryFailure) -> Outcome {
        var code: Int32 = 0
        var matched: UnsafeMutablePointer<CChar>?
        var message: UnsafeMutablePointer<CChar>?
        var controls: UnsafeMutablePointer<UnsafeMutablePointer<ldapcontrol>?>?
        let result = unsafe ldap_parse_result(session, chain, &code, &matched, &message, nil, &controls, 0)
        defer {
            unsafe ldap_memfree(matched)
            unsafe ldap_memfree(message)
            if let controls = unsafe controls { unsafe ldap_controls_free(controls) }
        }
        guard result == LDAP_SUCCESS else {
            throw LibraryFailure(code: LDAPResultCode(rawValue: result), message: "the server's result is malformed")
        }
        return Outcome(
            code: LDAPResultCode(rawValue: code), matchedDN: unsafe Self.string(matched),
            diagnosticMessage: unsafe Self.string(message) ?? "", controls: unsafe Self.swiftControls(controls))
    }

    /// Whether this is the result itself, after which nothing comes, and no entry or reference of it.
    var isResult: Bool { unsafe ber_tag_t(bitPattern: Int(ldap_msgtype(chain))) == LDAP_RES_SEARCH_RESULT }

    /// Decodes the entries in order, and the URLs of search result references, which are not followed.
    func decode(with decoder: inout EntryDecoder) throws(LibraryFailure) -> (entries: [LDAPEntry], references: [String])
    {
        var entries: [LDAPEntry] = []
        entries.reserveCapacity(Int(unsafe ldap_count_entries(session, chain)))
        let references = try decode(with: &decoder, into: &entries)
        return (entries, references)
    }

    /// The same, appended to `entries`.
    func decode(
        with decoder: inout EntryDecoder, into entries: inout [LDAPEntry]
    ) throws(LibraryFailure) -> [String] {
        var references: [String] = []
        var next = unsafe ldap_first_message(session, chain)
        while let message = unsafe next {
            switch unsafe ber_tag_t(bitPattern: Int(ldap_msgtype(message))) {
            case LDAP_RES_SEARCH_ENTRY: entries.append(try unsafe entry(message, &decoder))
            case LDAP_RES_SEARCH_REFERENCE: references += try unsafe reference(message)
            default: break
            }
            unsafe next = ldap_next_message(session, message)
        }
        return references
    }

    /// Works on bytes that lie in the message, with their lengths: NUL is a byte like any other.
    private func entry(_ message: OpaquePointer, _ decoder: inout EntryDecoder) throws(LibraryFailure) -> LDAPEntry {
        var reader: OpaquePointer?
        var dn = unsafe berval()
        var code = unsafe ldap_get_dn_ber(session, message, &reader, &dn)
        defer { if let reader = unsafe reader { unsafe ber_free(reader, 0) } }
        guard code == LDAP_SUCCESS else { throw Self.malformed(code) }
        unsafe decoder.begin(dn: Self.span(dn))
        while true {
            var name = unsafe berval()
            var values: UnsafeMutablePointer<berval>?
            code = unsafe ldap_get_attribute_ber(session, message, reader, &name, &values)
            // Frees the array; the bytes belong to the message.
            defer { unsafe ber_memfree(values) }
            guard code == LDAP_SUCCESS else { throw Self.malformed(code) }
            guard unsafe name.bv_val != nil else { return decoder.finish() }
            if let values = unsafe values {
                var index = 0
                while unsafe values[index].bv_val != nil {
                    unsafe decoder.addValue(Self.span(values[index]))
                    index += 1
                }
            }
            unsafe decoder.endAttribute(name: Self.span(name))
        }
    }

    private func reference(_ message: OpaquePointer) throws(LibraryFailure) -> [String] {
        var urls: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let code = unsafe ldap_parse_reference(session, message, &urls, nil, 0)
        guard code == LDAP_SUCCESS else { throw Self.malformed(code) }
        guard let urls = unsafe urls else { return [] }
        defer {
            unsafe ber_memvfree(UnsafeMutableRawPointer(urls).assumingMemoryBound(to: UnsafeMutableRawPointer?.self))
        }
        var texts: [String] = []
        while let url = unsafe urls[texts.count] { texts.append(unsafe String(cString: url)) }
        return texts
    }

    private static func malformed(_ code: Int32) -> LibraryFailure {
        LibraryFailure(code: LDAPResultCode(rawValue: code), message: "the server's entry is malformed")
    }

    private static func span(_ value: berval) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: value.bv_val, count: Int(value.bv_len))
    }

    private static func string(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        guard let text = unsafe text, unsafe text.pointee != 0 else { return nil }
        return unsafe String(cString: text)
    }

    private static func swiftControls(
        _ controls: UnsafeMutablePointer<UnsafeMutablePointer<ldapcontrol>?>?
    ) -> [LDAPControl] {
        guard let controls = unsafe controls else { return [] }
        var result: [LDAPControl] = []
        while let control = unsafe controls[result.count]?.pointee {
            let value = unsafe control.ldctl_value
            result.append(
                LDAPControl(
                    oid: unsafe control.ldctl_oid.map { unsafe String(cString: $0) } ?? "",
                    critical: unsafe control.ldctl_iscritical != 0,
                    value: unsafe value.bv_val == nil ? nil : [UInt8](span(value))))
        }
        return result
    }
}
