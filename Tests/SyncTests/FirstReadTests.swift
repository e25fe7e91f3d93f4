// SPDX-License-Identifier: Apache-2.0
import Foundation
import LDAP
import Synchronization
import TestSupport
import Testing

@testable import Directory
@testable import Sync

/// What the first read asks for where the account may have everything replicated.
@Suite(.tags(.server), .requiresSamba) struct `The first read` {
    @Test func `asks for what the account may read, also where changes are asked for by the right to replicate`()
        async throws
    {
        try await SyncRehearsal.with { rehearsal in
            try await rehearsal.add("ana", mail: "ana@example.com")
            // DS-Replication-Get-Changes ([MS-ADTS] 5.1.3.2.1).
            try await rehearsal.controller.addAccess(
                "OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;", for: "svc-workmail", at: rehearsal.controller.baseDN)
            let lines = Mutex<[String]>([])
            let observation = try await DirectoryTrace.told(to: { line in lines.withLock { $0.append(line) } }) {
                try await ActiveDirectory.connect(rehearsal.parts.directory) { directory in
                    // Active Directory says nothing of who made it; only there the right is used.
                    var directory = directory
                    directory.server.vendorName = nil
                    return try await SyncRun(rehearsal.parts).observe(on: directory)
                }
            }
            #expect(observation.extent == .complete(.first, by: .dirSync))
            let profile = try #require(try await rehearsal.store.capabilityProfile())
            try #require(profile.flags.isEmpty, "the right was given")
            let reads = lines.withLock { $0 }.filter { $0.contains(Self.control) && $0.contains("sAMAccountName") }
            #expect(!reads.isEmpty)
            for read in reads { #expect(try Self.flags(of: read) == 1, "\(read)") }
        }
    }

    private static let control = "1.2.840.113556.1.4.841=::"

    /// The first `INTEGER` in the `SEQUENCE` that is the control's value.
    private static func flags(of line: String) throws -> UInt8 {
        let start = try #require(line.range(of: control))
        let text = line[start.upperBound...].prefix { $0 != "'" && $0 != " " }
        let value = [UInt8](try #require(Data(base64Encoded: String(text))))
        try #require(value.count > 4 && value[2...3].elementsEqual([2, 1]))
        return value[4]
    }
}
