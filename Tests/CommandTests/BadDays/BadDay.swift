// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// The service in front of a real domain controller, with a network between them that can be made bad.
struct BadDay: Sendable {
    let controller: SambaDomainController
    let proxy: FaultProxy
    let installation: Installation

    /// With two people in the directory; the service is not started yet.
    static func with(
        people: SambaDomainController.People = .none, changing settings: [String: String] = [:],
        _ body: (BadDay) async throws -> Void
    ) async throws {
        try await SambaDomainController.with(people: people) { controller in
            for name in ["ana", "ben"] { try await controller.addMailUser(name) }
            try await FaultProxy.with(to: controller.address) { proxy in
                try await Installation.with(controller) { original in
                    var values = settings
                    values["service.socket"] = original.folder + "/control.sock"
                    values["directory.url"] = values["directory.url"] ?? "ldaps://127.0.0.1:\(proxy.port)"
                    let installation = original.changing(values)
                    try await body(BadDay(controller: controller, proxy: proxy, installation: installation))
                }
            }
        }
    }

    /// Adds somebody who could have a mailbox, and waits until `candidates` lists them.
    /// - Throws: when that takes a quarter of a minute.
    func add(_ name: String) async throws {
        try await controller.addMailUser(name)
        try await installation.lists(name)
    }

    /// Waits until the service has connected so often.
    func connections(reach count: Int, within seconds: Double = 15) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if proxy.connections >= count { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("there were no \(count) connections after \(seconds) s")
    }

    /// Waits until so many mailboxes are enabled.
    func mailboxes(reach count: Int, within seconds: Double = 60) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end { if try await mailboxes() >= count { return } }
        Issue.record("there are not \(count) mailboxes after \(seconds) s")
    }

    func mailboxes() async throws -> Int {
        try await installation.run("users", "list", "--state", "enabled", "--output", "json").json().items.count
    }
}

extension Installation {
    /// Waits until somebody is a candidate.
    func lists(_ name: String, within seconds: Double = 15) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if try await run("candidates").output.contains("\(name)@example.com") { return }
        }
        Issue.record("\(name) is no candidate after \(seconds) s")
    }
}

extension SambaDomainController {
    func addMailUser(_ name: String) async throws {
        try await addUser(name, password: "Lab-Person-1906!", ["mail": "\(name)@example.com"])
    }
}
