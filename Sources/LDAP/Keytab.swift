// SPDX-License-Identifier: Apache-2.0

import CLDAP

/// A principal and the keytab with its key, from which each connection gets a ticket of its own.
///
/// The keytab is read at each bind, so one that was renewed counts from the next connection on, and a ticket is never older
/// than its connection.
public struct Keytab: Sendable, Hashable {
    /// A path.
    public var file: String
    /// For example `svc-workmail@CORP.EXAMPLE.COM`.
    public var principal: String

    public init(file: String, principal: String) {
        self.file = file
        self.principal = principal
    }
}

/// A keytab and the credential cache in memory that one connection uses.
struct KeytabIdentity: Sendable {
    let keytab: Keytab
    /// Nobody else's: tickets of two accounts never meet.
    let cache: String

    init(_ keytab: Keytab) {
        self.keytab = keytab
        cache = "MEMORY:workmail-sync-\(UInt64.random(in: .min ... .max))"
    }

    /// Asks the KDC, and makes the cache the calling thread's. Blocks.
    func takeTicket() throws(LibraryFailure) {
        var words = [CChar](repeating: 0, count: 512)
        let code = unsafe words.withUnsafeMutableBufferPointer {
            unsafe cldap_take_ticket("FILE:" + keytab.file, keytab.principal, cache, $0.baseAddress, $0.count)
        }
        guard code == 0 else {
            let text = String(decoding: words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw LibraryFailure(code: .localError, message: "\(text) (keytab \(keytab.file))")
        }
    }

    /// Makes the cache that of the calling thread, which is the connection's.
    func useCache() { _ = unsafe cldap_use_ticket_cache(cache) }

    /// After the bind no ticket is needed any more.
    func forgetTickets() { unsafe cldap_forget_tickets(cache) }
}
