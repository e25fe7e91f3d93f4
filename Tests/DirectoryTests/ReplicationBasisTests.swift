// SPDX-License-Identifier: Apache-2.0
import Foundation
import LDAP
import Testing

@testable import Directory

@Suite struct `What another domain controller has` {
    /// Captured from Samba 4.17.12: one cursor of version 2.
    private static let captured =
        Data(base64Encoded: "AgAAAAAAAAABAAAAAAAAAABseqG8pUFIgB0i16o8J25sDwAAAAAAAACAPtXesZ0B") ?? Data()

    private func first() throws -> ObjectGUID { try #require(ObjectGUID(bytes: Array(Self.captured[16..<32]))) }

    @Test func `is read from its vector, and nothing from what is none`() throws {
        #expect(try UpToDateVector(Array(Self.captured))?[first()] == 0x0F6C)
        for length in 0..<Self.captured.count { #expect(UpToDateVector(Array(Self.captured.prefix(length))) == nil) }
        #expect(UpToDateVector(Array(Self.captured) + [0]) == nil)
        var huge = Array(Self.captured)
        huge.replaceSubrange(8..<12, with: [0xFF, 0xFF, 0xFF, 0x7F])
        #expect(UpToDateVector(huge) == nil)
    }

    @Test func `suffices when it is all that was read, of each copy`() throws {
        let entry = LDAPEntry(dn: "", attributes: [("defaultNamingContext", [Array("DC=x".utf8)])])
        let second = ObjectGUID(bytes: [UInt8](repeating: 2, count: 16))
        let server = try DirectoryServer(rootDSE: entry, invocationID: second)
        let first = try first()
        let vector = try #require(UpToDateVector(Array(Self.captured)))
        func lag(_ invocation: ObjectGUID?, _ usn: Int64, on name: String = "dc1") throws -> Lag? {
            var other = try DirectoryServer(rootDSE: entry, invocationID: invocation)
            other.dnsHostName = name
            return ReplicationBasis(other, upTo: usn, vector: UpToDateVector()).lag(of: server, vector: vector)
        }
        #expect(ReplicationBasis().lag(of: server, vector: vector) == nil)
        #expect(try lag(first, 0x0F6C) == nil)
        #expect(try lag(first, 0x0F6D) == Lag(invocationID: first, read: 0x0F6D, has: 0x0F6C))
        // What was read from itself, or what another had got from it: it is where it says.
        #expect(try lag(second, 5, on: "") == nil)
        #expect(try lag(second, 5) == Lag(invocationID: dc2Copy, read: 5, has: nil, isPutBack: true))
        // The same controller with another database: the cursor's matter too.
        #expect(try lag(first, .max, on: "") == nil)
        let third = try #require(ObjectGUID(bytes: [UInt8](repeating: 3, count: 16)))
        #expect(try lag(third, 1) == Lag(invocationID: third, read: 1, has: nil))
        // What the third one had got from the first when it was read.
        var server3 = try DirectoryServer(rootDSE: entry, invocationID: third)
        server3.dnsHostName = "dc3"
        let basis = ReplicationBasis(server3, upTo: 1, vector: vector)
        #expect(try JSONDecoder().decode(ReplicationBasis.self, from: JSONEncoder().encode(basis)) == basis)
        var server1 = try DirectoryServer(rootDSE: entry, invocationID: first)
        server1.dnsHostName = "dc1"
        server1.highestCommittedUSN = 0x0F6C
        #expect(basis.lag(of: server1, vector: UpToDateVector()) == Lag(invocationID: third, read: 1, has: nil))
        #expect(basis.lag(of: server3, vector: UpToDateVector()) == Lag(invocationID: first, read: 0x0F6C, has: nil))
    }

    @Test func `of one that is read-only it is what that one had got from others, since nobody replicates from it`()
        throws
    {
        let attributes = ["defaultNamingContext": "DC=x", "supportedCapabilities": "1.2.840.113556.1.4.1920"]
        let entry = LDAPEntry(dn: "", attributes: attributes.map { ($0.key, [Array($0.value.utf8)]) })
        let readOnly = try DirectoryServer(
            rootDSE: entry, invocationID: ObjectGUID(bytes: [UInt8](repeating: 9, count: 16)))
        #expect(readOnly.isReadOnly)
        let vector = try #require(UpToDateVector(Array(Self.captured)))
        let basis = ReplicationBasis(readOnly, upTo: 50, vector: vector)
        let writable = try DirectoryServer(
            rootDSE: LDAPEntry(dn: "", attributes: [("defaultNamingContext", [Array("DC=x".utf8)])]),
            invocationID: ObjectGUID(bytes: [UInt8](repeating: 2, count: 16)))
        #expect(basis.lag(of: writable, vector: vector) == nil)
        #expect(try basis.lag(of: writable, vector: UpToDateVector())?.invocationID == first())
    }

    @Test func `is raised by what more was read, and never lowered`() throws {
        let entry = LDAPEntry(dn: "", attributes: [("defaultNamingContext", [Array("DC=x".utf8)])])
        let first = try first()
        var server = try DirectoryServer(rootDSE: entry, invocationID: first)
        server.dnsHostName = "dc1"
        let third = try #require(ObjectGUID(bytes: [UInt8](repeating: 3, count: 16)))
        let kept = ReplicationBasis(server, upTo: 100, vector: UpToDateVector([third: 7]))
        func raised(_ usn: Int64, _ vector: [ObjectGUID: Int64]) -> [ObjectGUID: Int64] {
            var seen = ReplicationBasis(server, upTo: nil, vector: UpToDateVector(vector))
            seen.add(server, upTo: usn)
            return kept.raised(by: seen).read.mapValues(\.usn)
        }
        #expect(raised(101, [:]) == [first: 101, third: 7])
        #expect(raised(90, [third: 9]) == [first: 100, third: 9])
        #expect(kept.raised(by: ReplicationBasis()) == kept && kept.raised(by: kept) == kept)

        // Of one whose read kept no cursor, only the basis tells that it was put back.
        let other = ReplicationBasis(server, upTo: 100, vector: UpToDateVector())
        var putBack = server
        putBack.highestCommittedUSN = 50
        #expect(other.lag(of: putBack, vector: UpToDateVector()) == nil, "that is the cursor's matter")
        let broken = ReplicationBasis().raised(by: other)
        #expect(broken.lag(of: putBack, vector: UpToDateVector())?.isPutBack == true)
    }

    /// A mirror that was read on the second one, which had got the first one's changes up to 1,000; read before that on the
    /// first one itself, or not.
    @Test(
        arguments: [
            (920, false, Lag(invocationID: dc1Copy, read: 1_000, has: 920, isPutBack: true)), (1_000, false, nil),
            (1_001, false, nil), (nil, false, Lag(invocationID: dc1Copy, read: 1_000, has: nil, isPutBack: true)),
            (920, true, Lag(invocationID: dc1Copy, read: 1_000, has: 920, isPutBack: true)), (1_000, true, nil),
        ] as [(Int64?, Bool, Lag?)])
    func `does not suffice where its own was put back to before what another had got from it`(
        usn: Int64?, wasReadItself: Bool, lag: Lag?
    ) throws {
        let dc1 = try Self.server("dc1", dc1Copy, usn: usn)
        let dc2 = try Self.server("dc2", dc2Copy, usn: 50)
        var basis = ReplicationBasis(dc2, upTo: 50, vector: UpToDateVector([dc1Copy: 1_000]))
        if wasReadItself {
            basis = basis.merged(with: ReplicationBasis(dc1, upTo: 990, vector: UpToDateVector()))
        }
        #expect(basis.lag(of: dc1, vector: UpToDateVector([dc2Copy: 50])) == lag)
        // As for replication, the second one's are asked for as before.
        let less = basis.lag(of: try Self.server("dc1", dc1Copy, usn: 1_000), vector: UpToDateVector())
        #expect(less == Lag(invocationID: dc2Copy, read: 50, has: nil))
        // What was read last on the very one is the cursor's matter, which leads to a full read there.
        let before = try Self.server("dc1", dc1Copy, usn: 1_000)
        let alone = ReplicationBasis(before, upTo: 1_000, vector: UpToDateVector())
        #expect(alone.lag(of: dc1, vector: UpToDateVector()) == nil)
    }

    @Test func `where it was put back, that is said with what to do`() throws {
        let lag = Lag(invocationID: dc1Copy, read: 1_000, has: 920, isPutBack: true)
        let failure = ControllerFailure.behind(LDAPURL(scheme: .ldaps, host: "dc1"), lag)
        let trouble = try #require(DirectoryTrouble(failure))
        #expect(
            trouble.cause.contains("put back to an earlier state") && trouble.remedy.contains("restore"), "\(trouble)")
    }

    private static func server(_ name: String, _ invocationID: ObjectGUID, usn: Int64?) throws -> DirectoryServer {
        var attributes = [("defaultNamingContext", [Array("DC=x".utf8)]), ("dnsHostName", [Array(name.utf8)])]
        if let usn { attributes.append(("highestCommittedUSN", [Array("\(usn)".utf8)])) }
        return try DirectoryServer(rootDSE: LDAPEntry(dn: "", attributes: attributes), invocationID: invocationID)
    }

    @Test func `and where it sees us is read from its netlogon answer`() {
        // Captured from Samba 4.17.12.
        let text =
            "FwAAAL0RAABmquTslZsyQ5AmqDSS/yDuBGNvcnAHZXhhbXBsZQNjb20AwBgDZGMxwBgEQ09SUAADREMxAAAXRGVmYXVsdC1G"
            + "aXJzdC1TaXRlLU5hbWUAwD4FAAAA/////w=="
        let bytes = Array(Data(base64Encoded: text) ?? Data())
        let answer = NetlogonAnswer(bytes)
        #expect(answer?.controllerSite == "Default-First-Site-Name" && answer?.clientSite == "Default-First-Site-Name")
        for length in 0..<(bytes.count - 8) { #expect(NetlogonAnswer(Array(bytes.prefix(length))) == nil) }
    }
}

private let (dc1Copy, dc2Copy) = (guid(1), guid(2))

private func guid(_ number: UInt8) -> ObjectGUID {
    guard let guid = ObjectGUID(bytes: [UInt8](repeating: number, count: 16)) else { preconditionFailure() }
    return guid
}
