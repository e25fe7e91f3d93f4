// SPDX-License-Identifier: Apache-2.0
import LDAP
import Testing

@testable import Directory

/// The members of a group whose server hands out three at once.
@Suite struct `Members that come in ranges` {
    private struct Group {
        /// By the last two digits of their GUIDs, in the server's order.
        var members = Array(10...16)
        /// `nil` where it may not be read.
        var number: Int? = 1

        func answer(_ attributes: [String]) throws -> LDAPEntry {
            let asked = attributes.first { $0.hasPrefix("member;range=") } ?? ""
            let digits = asked.dropFirst("member;range=".count).prefix { $0 != "-" }
            let start = try #require(Int(digits))
            let end = min(start + 3, members.count)
            let range = end == members.count ? "\(start)-*" : "\(start)-\(end - 1)"
            var known: [(description: String, values: [[UInt8]])] = [
                (description: "objectClass", values: [Array("group".utf8)]),
                (description: "member", values: []),
                (description: "member;range=\(range)", values: members[min(start, end)..<end].map(Self.value)),
            ]
            if let number, attributes.contains("uSNChanged") {
                known.append((description: "uSNChanged", values: [Array("\(number)".utf8)]))
            }
            return LDAPEntry(dn: "CN=Large", attributes: known)
        }

        mutating func removeFirst() {
            members.removeFirst()
            number = number.map { $0 + 1 }
        }

        private static func value(_ member: Int) -> [UInt8] {
            Array("<GUID=3f2504e0-4f89-11d3-9a0c-0305e82c33\(member)>;CN=\(member)".utf8)
        }
    }

    private static let server = LDAPURL(scheme: .ldaps, host: "dc1")

    /// The last two digits of their GUIDs, sorted.
    private static func members(
        _ answer: ([String]) async throws -> LDAPEntry
    ) async throws -> [String] {
        try await RangedMembers.read(at: server, asking: answer).map { String("\($0)".suffix(2)) }.sorted()
    }

    @Test func `are all of them when somebody before is removed and the others move up`() async throws {
        var group = Group()
        var asked = 0
        let members = try await Self.members { attributes in
            let answer = try group.answer(attributes)
            asked += 1
            if asked == 1 { group.removeFirst() }
            return answer
        }
        #expect(members == (11...16).map { "\($0)" })
        #expect(asked == 4, "to its end, and from the start")
    }

    @Test func `are whoever was seen in any of some readings when the group changes each time`() async throws {
        var group = Group()
        var asked = 0
        let members = try await Self.members { attributes in
            asked += 1
            let answer = try group.answer(attributes)
            // Whoever begins the second range is in no range then: 13, 14 and 15 in turn.
            if !asked.isMultiple(of: 2) { group.removeFirst() }
            return answer
        }
        #expect(members == (10...16).map { "\($0)" })
        #expect(asked == 2 * RangedMembers.mostReadings)
    }

    @Test(arguments: [1, nil] as [Int?])
    func `are read once when nothing changes, also where the group's number is hidden`(number: Int?) async throws {
        let group = Group(number: number)
        var asked = 0
        let members = try await Self.members { attributes in
            asked += 1
            return try group.answer(attributes)
        }
        #expect(members == (10...16).map { "\($0)" } && asked == 3)
    }

    @Test(arguments: [
        "0-9223372036854775807", "0-9223372036854775806", "0-99999999999999999999", "0-2147483647", "7-9", "7-*",
        "2-0", "0--1", "0", "",
    ])
    func `are not believed in a range that nobody asked for`(range: String) async throws {
        let entry = LDAPEntry(dn: "CN=Large", attributes: [("objectClass", []), ("member;range=\(range)", [])])
        let error = await #expect(throws: LDAPError.self) { try await Self.members { _ in entry } }
        #expect(error?.code == .decodingError)
    }
}
