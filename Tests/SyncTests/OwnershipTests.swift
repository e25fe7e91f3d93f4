// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync
import Testing

/// Who owns which field, written out: every kind of directory, hosted and embedded, every field.
@Suite struct `Who owns a field` {
    /// The columns of `table`, each hosted and then embedded.
    static let columns: [OwnershipFacts] = [
        OwnershipFacts(directoryKind: .workmail),
        OwnershipFacts(directoryKind: .simpleAD),
        OwnershipFacts(directoryKind: .managedAD),
        OwnershipFacts(directoryKind: .adConnector),
        OwnershipFacts(directoryKind: .adConnector, connectorMailboxSettings: .workmail),
        OwnershipFacts(directoryKind: .adConnector, isInteroperable: true),
        OwnershipFacts(directoryKind: .adConnector, isInteroperable: true, connectorMailboxSettings: .workmail),
    ].flatMap { facts in
        [true, false].map { isHosted in
            var facts = facts
            facts.isHosted = isHosted
            return facts
        }
    }

    /// W the organization, D the directory, X Exchange, C the console; hosted and embedded.
    static let table = """
        field                       workmail simple managed connector +settings +exchange both
        creation                    W W      W D    W D     D D       D D       X X       X X
        deletion                    W W      D D    D D     D D       D D       X X       X X
        mailbox                     W W      W W    W W     W W       W W       W W       W W
        displayName                 W W      W D    W D     D D       D D       X X       X X
        firstName                   W W      W D    W D     D D       D D       X X       X X
        lastName                    W W      W D    W D     D D       D D       X X       X X
        initials                    W W      W D    W D     D D       D D       X X       X X
        telephone                   W W      W D    W D     D D       D D       X X       X X
        street                      W W      W D    W D     D D       D D       X X       X X
        jobTitle                    W W      W D    W D     D D       D D       X X       X X
        city                        W W      W D    W D     D D       D D       X X       X X
        company                     W W      W D    W D     D D       D D       X X       X X
        zipCode                     W W      W D    W D     D D       D D       X X       X X
        department                  W W      W D    W D     D D       D D       X X       X X
        country                     W W      W D    W D     D D       D D       X X       X X
        office                      W W      W D    W D     D D       D D       X X       X X
        hiddenFromGlobalAddressList W W      W D    W D     D D       D D       X X       X X
        primaryEmail                W W      W W    W W     W W       W W       X X       X X
        aliases                     W W      W W    W W     W W       W W       X X       X X
        quota                       W W      W W    W W     D D       W W       D D       W W
        permissions                 W W      W W    W W     D D       W W       D D       W W
        devices                     C W      C W    C W     D D       C W       D D       C W
        deviceAccess                W W      W W    W W     D D       W W       D D       W W
        password                    W W      W D    W D     D D       D D       D D       D D
        groups                      W W      W D    W D     D D       D D       X X       X X
        """

    static let owners: [Substring: Owner] = ["W": .workmail, "D": .directory, "X": .exchange, "C": .console]

    @Test func `every field of every kind of directory has the owner that the table says`() throws {
        let rows = Self.table.split(separator: "\n").dropFirst().map { $0.split(separator: " ") }
        #expect(rows.map { String($0[0]) } == AccountField.allCases.map(\.rawValue), "no field is left out")
        for row in rows {
            let field = try #require(AccountField(rawValue: String(row[0])))
            #expect(row.count == 1 + Self.columns.count)
            for (facts, letter) in zip(Self.columns, row.dropFirst()) {
                let ownership = OwnershipTable(facts)[field]
                #expect(ownership.owner == Self.owners[letter], "\(field) with \(facts)")
                #expect(ownership.field == field && ownership.isOurs == (letter == "W"))
            }
        }
    }

    @Test func `interoperability and the connector's settings mean nothing without a connector`() {
        for kind in PlanningRules.DirectoryKind.allCases where kind != .adConnector {
            for isHosted in [true, false] {
                let plain = OwnershipFacts(directoryKind: kind, isHosted: isHosted)
                let odd = OwnershipFacts(
                    directoryKind: kind, isInteroperable: true, connectorMailboxSettings: .workmail, isHosted: isHosted)
                #expect(OwnershipTable(plain).all == OwnershipTable(odd).all)
            }
        }
    }

    /// `ConfigurationExampleTests` shows that the example has every key there is.
    @Test func `every reason names a key of the configuration and a value that it has`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let example = try String(
            contentsOf: root.appending(path: "Config/workmail-sync.example.yaml"), encoding: .utf8)
        var keys: Set<String> = []
        var section = ""
        for line in example.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let name = line[..<colon].trimmingCharacters(in: [" ", "#"])
            guard name.allSatisfy({ $0.isLetter || $0 == "_" }) else { continue }
            if line.first == " " { keys.insert("\(section).\(name)") } else { section = name }
        }
        for facts in Self.columns {
            let values: [String: String] = [
                "directory.kind": facts.directoryKind.rawValue,
                "organization.backend": facts.isHosted ? "aws" : "local",
                "organization.interoperability": facts.isInteroperable ? "true" : "false",
                "ad_connector.mailbox_settings": facts.connectorMailboxSettings.rawValue,
            ]
            for ownership in OwnershipTable(facts).all {
                #expect(keys.contains(ownership.reason.key), "\(ownership)")
                #expect(values[ownership.reason.key] == ownership.reason.value, "\(ownership)")
                #expect(!ownership.reason.explanation.isEmpty)
            }
        }
    }

    @Test func `only personal data that the directory keeps in one attribute can be changed there from here`() {
        let delegable: Set<AccountField> = [
            .displayName, .firstName, .lastName, .initials, .telephone, .street, .jobTitle, .city, .company, .zipCode,
            .department, .country, .office,
        ]
        for facts in Self.columns {
            for ownership in OwnershipTable(facts).all {
                let expected = ownership.owner == .directory && delegable.contains(ownership.field)
                #expect(ownership.isDelegable == expected, "\(ownership)")
                if ownership.isDelegable { #expect(ownership.field.directoryAttributes.count == 1) }
            }
        }
    }

    @Test func `personal data has the customary attributes of Active Directory`() {
        let rows: [(AccountField, [String])] = [
            (.displayName, ["displayName"]), (.firstName, ["givenName"]), (.lastName, ["sn"]),
            (.initials, ["initials"]), (.telephone, ["telephoneNumber"]), (.street, ["streetAddress"]),
            (.jobTitle, ["title"]), (.city, ["l"]), (.company, ["company"]), (.zipCode, ["postalCode"]),
            (.department, ["department"]), (.country, ["co"]), (.office, ["physicalDeliveryOfficeName"]),
            (.hiddenFromGlobalAddressList, ["msExchHideFromAddressLists"]),
            (.primaryEmail, ["mail", "proxyAddresses"]), (.aliases, ["proxyAddresses"]), (.password, ["unicodePwd"]),
            (.creation, []), (.deletion, []), (.mailbox, []), (.quota, []), (.permissions, []), (.devices, []),
            (.deviceAccess, []), (.groups, []),
        ]
        #expect(Set(rows.map(\.0)) == Set(AccountField.allCases))
        for (field, attributes) in rows { #expect(field.directoryAttributes == attributes) }
        #expect(Set(AccountField.personalData).count == 14)
    }

    @Test func `whoever is refused is told where it is changed instead`() {
        let rows: [(OwnershipFacts, AccountField, String)] = [
            (OwnershipFacts(directoryKind: .adConnector), .jobTitle, "in the directory: title"),
            (
                OwnershipFacts(directoryKind: .adConnector), .password,
                "in the directory, as its administrator: workmail-sync password reset USER --delegate --as NAME"
            ),
            (
                OwnershipFacts(directoryKind: .simpleAD), .deletion,
                "with the directory's own tools; the next sync follows"
            ),
            (
                OwnershipFacts(directoryKind: .adConnector), .quota,
                "with the directory's own tools, as the guide says; a directory has no attribute for it, so you may "
                    + "want ad_connector.mailbox_settings: workmail"
            ),
            (
                OwnershipFacts(directoryKind: .adConnector, isInteroperable: true), .primaryEmail,
                "in the Exchange admin center; the service picks it up within four hours"
            ),
            (
                OwnershipFacts(directoryKind: .managedAD, isHosted: true), .devices,
                "in the console of the service, on the page of the user; workmail-sync devices block keeps a device out "
                    + "meanwhile"
            ),
        ]
        for (facts, field, words) in rows { #expect(OwnershipTable(facts)[field].whereInstead == words) }
    }

    @Test func `of several fields the first that is somebody else's is named`() {
        let table = OwnershipTable(OwnershipFacts(directoryKind: .adConnector))
        #expect(table.firstRefused([.mailbox, .aliases]) == nil)
        #expect(table.firstRefused([.aliases, .quota, .jobTitle])?.field == .quota)
    }
}
