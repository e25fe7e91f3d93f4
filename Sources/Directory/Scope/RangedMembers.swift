// SPDX-License-Identifier: Apache-2.0
import LDAP

/// The `member` values of a group, read range by range ([MS-ADTS] 3.1.1.3.1.3.3): a server hands out at most 1,500 at once
/// under the name `member;range=0-1499` while `member` itself looks empty.
enum RangedMembers {
    /// The members' GUIDs, through the extended DN control, which adds `<GUID=…>` to each DN. A member whose value
    /// carries no GUID (another domain's, behind a foreign security principal) is passed over.
    /// - Parameter step: how many to ask for at once; `nil` leaves it to the server.
    static func read(
        of group: ObjectGUID, dn: String, step: Int? = nil, on connection: LDAPConnection
    ) async throws -> Set<ObjectGUID> {
        var members: Set<ObjectGUID> = []
        var next = 0
        while true {
            let range = "\(next)-\(step.map { String(next + $0 - 1) } ?? "*")"
            guard
                let entry = try await connection.read(
                    .guid(group.bytes), attributes: ["member;range=\(range)", "objectClass"],
                    controls: [.extendedDN(.string)])
            else { throw ScopeFailure.gone(ScopePin(role: .group, configuredDN: dn, guid: group)) }
            guard entry.contains("objectClass") else { throw ScopeFailure.unreadable(.group, dn: dn) }

            var last: Int?
            for attribute in entry.attributes where attribute.name.lowercased() == "member" {
                for value in attribute.values {
                    if let guid = guid(inExtendedDN: value) { members.insert(guid) }
                }
                if let end = attribute.rangeEnd, end >= next { last = end }
            }
            // No range in the answer, or one that ends in *, is the last; an end before `next` would go round for ever.
            guard let last else { return members }
            next = last + 1
        }
    }

    /// The GUID of `<GUID=3f2504e0-…>;<SID=…>;CN=…`.
    static func guid(inExtendedDN value: [UInt8]) -> ObjectGUID? {
        let prefix = Array("<GUID=".utf8)
        guard value.starts(with: prefix), let end = value.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        return ObjectGUID(text: String(decoding: value[prefix.count..<end], as: UTF8.self))
    }
}

extension LDAPEntry.Attribute {
    /// The end of a `range=0-1499` option; `nil` for `range=1500-*` and where there is no range.
    fileprivate var rangeEnd: Int? {
        for option in options where option.lowercased().hasPrefix("range=") {
            if let dash = option.firstIndex(of: "-") { return Int(option[option.index(after: dash)...]) }
        }
        return nil
    }
}
