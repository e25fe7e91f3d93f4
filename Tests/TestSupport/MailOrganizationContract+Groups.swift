// SPDX-License-Identifier: Apache-2.0
import Testing
import WorkMail

/// Groups, as far as they can be given permissions: made, listed, removed.
extension MailOrganizationContract {
    static let groupRules: [Rule] = [
        Rule("a new group is DISABLED, without an address") { subject in
            let id = try await subject.addGroup("sales")
            let group = try await subject.organization.listGroups().first { $0.id == id }
            #expect(group == MailGroup(id: id, name: subject.name("sales"), state: .disabled))
        },
        Rule("more than one page of groups is listed, each once, in the order of their ids") { subject in
            guard subject.controls.patience == .zero else { return }
            var ids: Set<EntityID> = []
            for number in 0..<120 { ids.insert(try await subject.addGroup("g\(number)")) }
            let listed = try await subject.organization.listGroups().map(\.id)
            #expect(listed == listed.sorted())
            #expect(Set(listed).count == listed.count)
            #expect(Set(listed).isSuperset(of: ids))
        },
        Rule("a removed group is DELETED and still listed") { subject in
            let id = try await subject.addGroup("sales")
            try await subject.controls.removeGroup(id)
            #expect(try await subject.organization.listGroups().first { $0.id == id }?.state == .deleted)
        },
        Rule("groups of a directory are the directory's to make and remove") { subject in
            guard !subject.controls.writesUsers else { return }
            let id = try await subject.addGroup("sales")
            await subject.refuses([.unsupportedOperation]) {
                _ = try await subject.organization.createGroup(name: subject.name("support"))
            }
            await subject.refuses([.unsupportedOperation]) { try await subject.organization.deleteGroup(id) }
            #expect(try await subject.organization.listGroups().first { $0.id == id }?.state == .disabled)
        },
        Rule("CreateGroup takes names of 1 to 256 Latin-1 characters and refuses any other") { subject in
            guard subject.controls.writesUsers else { return }
            for name in ["Ventes & Büro <é>", String(repeating: "ÿ", count: 240)].map({ "\(subject.mark) \($0)" }) {
                let id = try await subject.organization.createGroup(name: name)
                let group = try await subject.organization.listGroups().first { $0.id == id }
                #expect(group.map { Array($0.name.utf8) } == Array(name.utf8))
            }
            for name in [
                "", String(repeating: "a", count: 257), "a\u{0}b", "a\tb", "e\u{301}", "€", "Ā",
            ] {
                await subject.refuses([.invalidParameter]) {
                    _ = try await subject.organization.createGroup(name: name)
                }
            }
        },
        Rule("users and groups have one name space, whatever the case") { subject in
            guard subject.controls.writesUsers else { return }
            _ = try await subject.addUser("anna")
            _ = try await subject.addGroup("sales")
            for name in [subject.name("anna"), subject.name("SALES")] {
                await subject.refuses([.nameAvailability]) {
                    _ = try await subject.organization.createGroup(name: name)
                }
                await subject.refuses([.nameAvailability]) {
                    _ = try await subject.organization.createUser(
                        name: name, displayName: "A", firstName: "", lastName: "", password: nil)
                }
            }
        },
        Rule("the name of a DELETED group is free, for a user as well") { subject in
            guard subject.controls.writesUsers else { return }
            for number in 0..<2 {
                let id = try await subject.addGroup("sales")
                try await subject.organization.deleteGroup(id)
                #expect(try await subject.organization.listGroups().first { $0.id == id }?.state == .deleted)
                await subject.takesOrRefuses([.entityState, .entityNotFound]) {
                    try await subject.organization.deleteGroup(id)
                }
                if number == 1 { _ = try await subject.addUser("sales") }
            }
        },
        Rule("a user is not deleted as a group, nor is a group as a user") { subject in
            let anna = try await subject.addUser("anna")
            let sales = try await subject.addGroup("sales")
            let codes: Set<MailOrganizationError.Code> = [.entityNotFound, .entityState, .unsupportedOperation]
            await subject.refuses(codes) { try await subject.organization.deleteGroup(anna) }
            await subject.refuses(codes) { try await subject.organization.deleteUser(sales) }
            await subject.refuses([.entityNotFound]) { _ = try await subject.organization.describeUser(sales) }
            try await subject.shows(anna, .disabled)
            #expect(try await subject.organization.listGroups().first { $0.id == sales }?.state == .disabled)
        },
    ]
}
