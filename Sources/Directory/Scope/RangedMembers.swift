// SPDX-License-Identifier: Apache-2.0
import LDAP

/// The `member` values of a group, read range by range ([MS-ADTS] 3.1.1.3.1.3.3): a server hands out at most 1,500 at once
/// under the name `member;range=0-1499` while `member` itself looks empty.
enum RangedMembers {
    /// How many times a group is read that changes each time.
    static let mostReadings = 3

    /// The members' GUIDs, through the extended DN control, which adds `<GUID=…>` to each DN. A member whose value
    /// carries no GUID (another domain's, behind a foreign security principal) is passed over.
    /// - Parameter step: how many to ask for at once; `nil` leaves it to the server.
    /// - Throws: `LDAPError`: `decodingError` for a range that is not what was asked for; `ScopeFailure`.
    static func read(
        of group: ObjectGUID, dn: String, step: Int? = nil, on connection: LDAPConnection
    ) async throws -> Set<ObjectGUID> {
        try await read(step: step, at: connection.configuration.url) { attributes in
            guard
                let entry = try await connection.read(
                    .guid(group.bytes), attributes: attributes, controls: [.extendedDN(.string)])
            else { throw ScopeFailure.gone(ScopePin(role: .group, configuredDN: dn, guid: group)) }
            guard entry.contains("objectClass") else { throw ScopeFailure.unreadable(.group, dn: dn) }
            return entry
        }
    }

    /// The same from whatever answers.
    /// - Parameter ask: reads these attributes of the group.
    static func read(
        step: Int? = nil, at server: LDAPURL, asking ask: ([String]) async throws -> LDAPEntry
    ) async throws -> Set<ObjectGUID> {
        var seen: Set<ObjectGUID> = []
        for _ in 1...mostReadings {
            let (members, isWhole) = try await readOnce(step, server, ask)
            if isWhole { return members }
            seen.formUnion(members)
        }
        // Whoever was in it a moment ago: somebody who has just left is told of by the change that this was.
        return seen
    }

    /// - Returns: the members, and whether it is all of them. It need not be when the group changed between two ranges: whoever
    ///   stands behind somebody that was removed moves up, and one of them into a range that was read before. Where its
    ///   number may not be read, nothing tells.
    private static func readOnce(
        _ step: Int?, _ server: LDAPURL, _ ask: ([String]) async throws -> LDAPEntry
    ) async throws -> (members: Set<ObjectGUID>, isWhole: Bool) {
        var members: Set<ObjectGUID> = []
        var number: Int64?
        var isWhole = true
        var next = 0
        while true {
            let range = "\(next)-\(step.map { String(next + $0 - 1) } ?? "*")"
            let entry = try await ask(["member;range=\(range)", "objectClass", "uSNChanged"])
            if next == 0 { number = entry.uSNChanged }
            if entry.uSNChanged != number { isWhole = false }

            var last: Int?
            for attribute in entry.attributes where attribute.name.lowercased() == "member" {
                for value in attribute.values {
                    if let guid = guid(inExtendedDN: value) { members.insert(guid) }
                }
                if attribute.isRanged { last = try end(of: attribute.description, from: next, server) }
            }
            // No range in the answer, or one that ends in *, is the last.
            guard let last else { return (members, isWhole) }
            next = last + 1
        }
    }

    /// The place of the last member in a range, `nil` when there are no more behind it. A range that begins elsewhere would
    /// leave out members or go round for ever, and no group has more members than 32 bits count.
    private static func end(of description: AttributeDescription, from next: Int, _ server: LDAPURL) throws -> Int? {
        guard let range = description.range, range.lower == next, range.upper ?? 0 < Int(Int32.max) else {
            throw LDAPError(
                code: .decodingError, operation: .search,
                diagnosticMessage: "the server's range of members is malformed", server: server)
        }
        return range.upper
    }

    /// The GUID of `<GUID=3f2504e0-…>;<SID=…>;CN=…`.
    static func guid(inExtendedDN value: [UInt8]) -> ObjectGUID? {
        let prefix = Array("<GUID=".utf8)
        guard value.starts(with: prefix), let end = value.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        return ObjectGUID(text: String(decoding: value[prefix.count..<end], as: UTF8.self))
    }
}

extension LDAPEntry.Attribute {
    /// Whether it says of which part its values are, well or badly.
    fileprivate var isRanged: Bool { options.contains { $0.lowercased().hasPrefix("range=") } }
}
