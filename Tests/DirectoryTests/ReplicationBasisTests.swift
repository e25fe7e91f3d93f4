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
        // What was read from itself is the cursor's matter.
        #expect(try lag(second, .max) == nil)
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
        #expect(basis.lag(of: server1, vector: UpToDateVector()) == Lag(invocationID: third, read: 1, has: nil))
        #expect(basis.lag(of: server3, vector: UpToDateVector()) == Lag(invocationID: first, read: 0x0F6C, has: nil))
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
