// SPDX-License-Identifier: Apache-2.0
import Testing
import WorkMail

/// Who may do what with a mailbox.
extension MailOrganizationContract {
    static let permissionRules: [Rule] = [
        Rule("a new mailbox is its user's alone") { subject in
            let id = try await subject.addEnabledUser("anna")
            #expect(try await subject.organization.listMailboxPermissions(id).isEmpty)
        },
        Rule("what users and groups are given is listed, in the order of their ids") { subject in
            let id = try await subject.addEnabledUser("anna")
            let other = try await subject.addEnabledUser("other")
            let expected: [MailboxPermission] = [
                .init(
                    grantee: try await subject.addEnabledUser("bert"), granteeType: .user,
                    values: [.fullAccess, .sendAs, .sendOnBehalf]),
                .init(
                    grantee: try await subject.addEnabledUser("carl"), granteeType: .user, values: [.sendOnBehalf]),
                .init(
                    grantee: try await subject.addGroup("sales"), granteeType: .group,
                    values: [.sendAs, .sendOnBehalf]),
            ].sorted { $0.grantee < $1.grantee }
            for permission in expected { try await put(permission, on: id, subject) }
            #expect(try await subject.organization.listMailboxPermissions(id) == expected)
            #expect(try await subject.organization.listMailboxPermissions(other).isEmpty)
        },
        Rule("giving again replaces what was given before") { subject in
            let id = try await subject.addEnabledUser("anna")
            let bert = try await subject.addEnabledUser("bert")
            for values in [[.fullAccess], [.sendAs, .sendOnBehalf], [.sendAs]] as [Set<PermissionType>] {
                let permission = MailboxPermission(grantee: bert, granteeType: .user, values: values)
                try await put(permission, on: id, subject)
                #expect(try await subject.organization.listMailboxPermissions(id) == [permission])
            }
        },
        Rule("nothing cannot be given, nor what is no permission, and what was given before stays") { subject in
            let id = try await subject.addEnabledUser("anna")
            let bert = try await subject.addEnabledUser("bert")
            let permission = MailboxPermission(grantee: bert, granteeType: .user, values: [.sendAs])
            try await put(permission, on: id, subject)
            for values in [[], [.sendAs, PermissionType(rawValue: "SEND_NOTHING")]] as [Set<PermissionType>] {
                await subject.refuses([.invalidParameter]) {
                    try await subject.organization.putMailboxPermissions(id, grantee: bert, values: values)
                }
            }
            #expect(try await subject.organization.listMailboxPermissions(id) == [permission])
        },
        Rule("FULL_ACCESS cannot be given to a group") { subject in
            let id = try await subject.addEnabledUser("anna")
            let sales = try await subject.addGroup("sales")
            for values in [[.fullAccess], [.fullAccess, .sendAs]] as [Set<PermissionType>] {
                await subject.refuses([.invalidParameter]) {
                    try await subject.organization.putMailboxPermissions(id, grantee: sales, values: values)
                }
            }
            #expect(try await subject.organization.listMailboxPermissions(id).isEmpty)
        },
        Rule("nothing can be given to, or taken from, an id that nobody has") { subject in
            let id = try await subject.addEnabledUser("anna")
            await subject.refuses([.entityNotFound]) {
                try await subject.organization.putMailboxPermissions(id, grantee: subject.nobody, values: [.sendAs])
            }
            await subject.refuses([.entityNotFound]) {
                try await subject.organization.deleteMailboxPermissions(id, grantee: subject.nobody)
            }
            #expect(try await subject.organization.listMailboxPermissions(id).isEmpty)
        },
        Rule("taking takes everything from that one grantee, and doing it again is success") { subject in
            let id = try await subject.addEnabledUser("anna")
            let bert = try await subject.addEnabledUser("bert")
            let carl = try await subject.addEnabledUser("carl")
            for grantee in [bert, carl] {
                try await subject.organization.putMailboxPermissions(
                    id, grantee: grantee, values: [.fullAccess, .sendAs])
            }
            for _ in 0..<2 {
                try await subject.organization.deleteMailboxPermissions(id, grantee: bert)
                #expect(try await subject.organization.listMailboxPermissions(id).map(\.grantee) == [carl])
            }
        },
        Rule("a mailbox that is not enabled takes no change of permissions") { subject in
            let bert = try await subject.addEnabledUser("bert")
            let never = try await subject.addUser("never")
            let once = try await subject.addEnabledUser("once")
            try await subject.disable(once)
            let deleted = try await subject.addDeletedUser("deleted")
            for (id, codes) in [
                never: [.entityState], once: [.entityState], deleted: [.entityState, .entityNotFound],
                subject.nobody: [.entityNotFound],
            ] as [EntityID: Set<MailOrganizationError.Code>] {
                await subject.refuses(codes) {
                    try await subject.organization.putMailboxPermissions(id, grantee: bert, values: [.sendAs])
                }
                await subject.refuses(codes) {
                    try await subject.organization.deleteMailboxPermissions(id, grantee: bert)
                }
            }
            await subject.refuses([.entityNotFound]) {
                _ = try await subject.organization.listMailboxPermissions(subject.nobody)
            }
        },
        Rule("a DELETED user or group loses what it had, and can be given nothing") { subject in
            let id = try await subject.addEnabledUser("anna")
            let bert = try await subject.addUser("bert")
            let sales = try await subject.addGroup("sales")
            for grantee in [bert, sales] {
                try await subject.organization.putMailboxPermissions(id, grantee: grantee, values: [.sendAs])
            }
            #expect(try await subject.organization.listMailboxPermissions(id).count == 2)
            try await subject.controls.removeUser(bert)
            try await subject.shows(bert, .deleted)
            #expect(try await subject.organization.listMailboxPermissions(id).map(\.grantee) == [sales])
            try await subject.controls.removeGroup(sales)
            #expect(try await subject.organization.listMailboxPermissions(id).isEmpty)
            for grantee in [bert, sales] {
                await subject.refuses([.entityState, .entityNotFound]) {
                    try await subject.organization.putMailboxPermissions(id, grantee: grantee, values: [.sendAs])
                }
            }
        },
        Rule("a DISABLED grantee keeps what it was given") { subject in
            let id = try await subject.addEnabledUser("anna")
            let bert = try await subject.addEnabledUser("bert")
            try await subject.organization.putMailboxPermissions(id, grantee: bert, values: [.fullAccess])
            try await subject.disable(bert)
            #expect(try await subject.organization.listMailboxPermissions(id).map(\.grantee) == [bert])
        },
        Rule("more than one page of permissions is listed, each once") { subject in
            guard subject.controls.patience == .zero else { return }
            let id = try await subject.addEnabledUser("anna")
            var grantees: [EntityID] = []
            for number in 0..<120 { grantees.append(try await subject.addUser("u\(number)")) }
            for grantee in grantees {
                try await subject.organization.putMailboxPermissions(id, grantee: grantee, values: [.sendAs])
            }
            #expect(try await subject.organization.listMailboxPermissions(id).map(\.grantee) == grantees.sorted())
        },
    ]

    private static func put(
        _ permission: MailboxPermission, on id: EntityID, _ subject: ContractSubject
    ) async throws {
        try await subject.organization.putMailboxPermissions(
            id, grantee: permission.grantee, values: permission.values)
    }
}
