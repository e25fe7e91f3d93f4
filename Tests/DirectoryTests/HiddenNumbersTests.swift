// SPDX-License-Identifier: Apache-2.0
import Foundation
import LDAP
import TestSupport
import Testing

@testable import Directory

/// Others whose numbers of changes the account may not read, while it may read its own.
@Suite(.tags(.server), .requiresSamba) struct HiddenNumbersTests {
    @Test func `where the numbers of others are hidden, changes are not told by numbers, and the highest is not known`()
        async throws
    {
        try await SambaDomainController.with { controller in
            let shown = try await Self.look(controller)
            #expect(shown.profile.method == .usn && shown.others)
            #expect(shown.highest != nil)

            try await controller.hide(
                "USN-Changed", from: "svc-workmail", at: "CN=Users,\(controller.baseDN)", isInherited: true)
            let hidden = try await Self.look(controller)
            #expect(hidden.profile.method == .fullRead && !hidden.others && hidden.highest == nil)
            #expect(hidden.profile.reason == "the account may not read uSNChanged of everybody it sees")
        }
    }

    private struct Look {
        var profile: CapabilityProfile
        var others: Bool
        var highest: Int64?
    }

    private static func look(_ controller: SambaDomainController) async throws -> Look {
        let settings = try controller.configuration()
        return try await ActiveDirectory.connect(settings) { directory in
            let own = try await directory.accountEntry(settings.bindName, attributes: ["uSNChanged"])
            #expect(own?.contains("uSNChanged") == true)
            return Look(
                profile: try await directory.capabilities(
                    preferring: .usn, as: settings.bindName, at: Date(timeIntervalSince1970: 0)
                ).profile,
                others: try await directory.showsNumbersOfOthers(),
                highest: try await directory.latestOfEverybody()?.first?.usn)
        }
    }
}
