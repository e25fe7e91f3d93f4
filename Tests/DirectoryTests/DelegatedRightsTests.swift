// SPDX-License-Identifier: Apache-2.0
import LDAP
import TestSupport
import Testing

@testable import Directory

/// Who may change what, as a domain answers it, and under which conditions nobody may even try.
@Suite(.tags(.server), .requiresSamba) struct `The rights of an administrator` {
    private static let password = "Lab-only 4711 ß"

    /// Ana in an OU; `helpdesk` may write her title, and `plain` nothing.
    private static func withDelegates(
        _ body: (SambaDomainController, DelegatedChange) async throws -> Void
    ) async throws {
        try await SambaDomainController.with { controller in
            try await controller.addOU("Staff")
            let unit = "OU=Staff,\(controller.baseDN)"
            for name in ["helpdesk", "plain"] { try await controller.addUser(name, password: password) }
            try await controller.grantWrite(of: ["title"], below: unit, to: "helpdesk")
            let guid = try await controller.addUser("ana", in: unit, ["title": "Head"])
            try await body(controller, DelegatedChange(guid: guid, dn: "CN=ana,\(unit)", changes: []))
        }
    }

    private static func apply(
        _ changes: [AttributeChange], to person: DelegatedChange, as name: String, password: String = password,
        _ controller: SambaDomainController
    ) async throws -> ObservedAttributes {
        var change = person
        change.changes = changes
        let fixed = change
        let credential = AdministratorCredential.password(
            name: name, password: AdministratorPassword(Array(password.utf8)))
        return try await DirectoryAdministrator.connect(try controller.configuration(), as: credential) {
            try await $0.apply(fixed)
        }
    }

    private static let title = AttributeChange(attribute: "title", old: "Head", new: "Boss")
    private static let department = AttributeChange(attribute: "department", old: nil, new: "R&D")

    @Test func `are the administrator's own, and what exceeds them is named and changes nothing`() async throws {
        try await Self.withDelegates { controller, ana in
            let helpdesk = controller.upn("helpdesk")
            let table: [(name: String, changes: [AttributeChange], attributes: [String])] = [
                (helpdesk, [Self.title, Self.department], ["department"]),
                (helpdesk, [Self.department], ["department"]),
                (controller.upn("plain"), [Self.title, Self.department], ["title", "department"]),
                ("CORP\\plain", [Self.title], ["title"]),
            ]
            for (name, changes, attributes) in table {
                let failure = await #expect(throws: DelegatedChangeFailure.self) {
                    try await Self.apply(changes, to: ana, as: name, controller)
                }
                guard case .notPermitted(attributes, let words) = failure else {
                    Issue.record("\(name): \(String(describing: failure))")
                    continue
                }
                #expect(words.contains("has no write property access"), "Samba's words, which name no attribute")
                let trouble = try #require(failure.flatMap { DirectoryTrouble($0) })
                #expect(trouble.cause.contains("may not write \(attributes.joined(separator: ", ")) ("))
            }
            // None of them has done anything, so the old value is still there.
            let observed = try await Self.apply([Self.title], to: ana, as: helpdesk, controller)
            #expect(observed.values == ["title": "Boss"])
        }
    }

    @Test func `need a proven name, and what is wrong with it is said with the name`() async throws {
        try await Self.withDelegates { controller, ana in
            for (name, password) in [("helpdesk", "hunter2"), ("nobody", "hunter2")] {
                let name = controller.upn(name)
                let error = await #expect(throws: LDAPError.self) {
                    try await Self.apply([Self.title], to: ana, as: name, password: password, controller)
                }
                #expect(error?.code == .invalidCredentials && error?.operation == .bind)
                let trouble = try #require(error.flatMap { DirectoryTrouble($0) })
                #expect(trouble.remedy.contains(name) && !trouble.remedy.contains("bind_name"))
                #expect(!trouble.remedy.contains(password) && !trouble.cause.contains(password))
            }
            // An anonymous bind would pass for one as whoever was named.
            let error = await #expect(throws: LDAPError.self) {
                try await Self.apply([Self.title], to: ana, as: controller.upn("helpdesk"), password: "", controller)
            }
            #expect(error?.code == .paramError)
        }
    }

    @Test func `do not reach over a connection in clear text, whatever the configuration allows`() async throws {
        // Nobody listens there: it is refused before anything is sent.
        let configuration = try DirectoryConfiguration(
            url: "ldap://127.0.0.1:1", protection: .clearText, caFile: nil, bindName: "svc", password: [1],
            pageSize: 10, connectSeconds: 1, bindSeconds: 1, operationSeconds: 1)
        let credential = AdministratorCredential.password(name: "a", password: AdministratorPassword([1]))
        for credential in [credential, .kerberosTicket] {
            let failure = await #expect(throws: DelegatedChangeFailure.self) {
                try await DirectoryAdministrator.connect(configuration, as: credential) { _ in }
            }
            #expect(failure == .clearText)
            #expect(failure.flatMap { DirectoryTrouble($0) }?.remedy.contains("ldaps://") == true)
        }
    }

    @Test func `leave the outcome open when the answer is lost, and reading again tells`() async throws {
        try await Self.withDelegates { controller, ana in
            for fault in [FaultProxy.Fault.stall(afterServerBytes: 0), .cut(afterServerBytes: 0)] {
                let after = fault == .cut(afterServerBytes: 0) ? "Chief" : "Boss"
                try await FaultProxy.with(to: controller.address) { proxy in
                    var configuration = try controller.configuration()
                    configuration.connection.url.host = "127.0.0.1"
                    configuration.connection.url.port = Int(proxy.port)
                    configuration.connection.timeouts.operationSeconds = 5
                    try await DirectoryAdministrator.connect(configuration, as: try controller.administrator()) {
                        administrator in
                        let write = GuardedWrite(
                            connection: administrator.connection, target: .guid(ana.guid.bytes), guid: ana.guid,
                            changes: [
                                AttributeChange(attribute: "title", old: after == "Boss" ? "Head" : "Boss", new: after)
                            ], hasAssertion: false)
                        proxy.fault = fault
                        let failure = await #expect(throws: DelegatedChangeFailure.self) {
                            try await write.write(write.modifications)
                        }
                        guard case .unknownOutcome = failure else {
                            Issue.record("\(String(describing: failure))")
                            return
                        }
                        let trouble = failure.flatMap { DirectoryTrouble($0) }
                        #expect(trouble?.remedy.contains("read the person again") == true)
                    }
                }
                // The domain controller had it, and did it.
                let now = try await controller.withAdministrator { connection in
                    try await connection.read(.guid(ana.guid.bytes), attributes: ["title"])?.string("title")
                }
                #expect(now == after)
            }
        }
    }

    @Test func `leave the outcome open after cancellation`() async throws {
        try await Self.withDelegates { controller, ana in
            try await FaultProxy.with(to: controller.address) { proxy in
                var configuration = try controller.configuration()
                configuration.connection.url.host = "127.0.0.1"
                configuration.connection.url.port = Int(proxy.port)
                try await DirectoryAdministrator.connect(configuration, as: try controller.administrator()) {
                    administrator in
                    let write = GuardedWrite(
                        connection: administrator.connection, target: .guid(ana.guid.bytes), guid: ana.guid,
                        changes: [Self.title], hasAssertion: false)
                    proxy.fault = .stall(afterServerBytes: 0)
                    let task = Task { try await write.write(write.modifications) }
                    try await Task.sleep(for: .milliseconds(300))
                    task.cancel()
                    let failure = await #expect(throws: DelegatedChangeFailure.self) { try await task.value }
                    guard case .unknownOutcome = failure else {
                        Issue.record("\(String(describing: failure))")
                        return
                    }
                    // Before anything was sent it is nothing but a cancellation.
                    let early = Task {
                        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                        try await write.write(write.modifications)
                    }
                    await #expect(throws: CancellationError.self) { try await early.value }
                }
            }
        }
    }
}
