// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// The service in front of a real domain controller, with a network between them that can be made bad.
struct BadDay: Sendable {
    let controller: SambaDomainController
    let proxy: FaultProxy
    let installation: Installation

    /// Whoever is believed to have left loses the mailbox at once, and no limit holds anything: what is believed wrongly shows.
    static let credulous = [
        "leavers.action": "apply", "safety.max_disables": "1000", "safety.max_disables_percent": "100",
        "safety.max_missing": "1000", "safety.max_missing_percent": "100",
    ]

    /// With two people in the directory; the service is not started yet.
    /// - Parameter wire: where the network is a real one; the service's place is then its near end.
    static func with(
        people: SambaDomainController.People = .none, changing settings: [String: String] = [:],
        over wire: Wire? = nil, _ body: (BadDay) async throws -> Void
    ) async throws {
        try await SambaDomainController.with(people: people) { controller in
            for name in ["ana", "ben"] { try await controller.addMailUser(name) }
            try await FaultProxy.with(to: controller.address, at: wire?.listening()) { proxy in
                try await Installation.with(controller) { original in
                    var values = credulous.merging(settings) { $1 }
                    values["service.socket"] = original.folder + "/control.sock"
                    let host = wire == nil ? "127.0.0.1" : "dc1.corp.example.com"
                    values["directory.url"] = values["directory.url"] ?? "ldaps://\(host):\(proxy.port)"
                    let installation = original.changing(values)
                    try await body(BadDay(controller: controller, proxy: proxy, installation: installation))
                }
            }
        }
    }

    /// Adds somebody who could have a mailbox, and waits until `candidates` lists them.
    /// - Throws: when that takes a quarter of a minute.
    func add(_ name: String) async throws { try await installation.lists(name, after: controller) }

    /// Waits until the service has connected so often.
    func connections(reach count: Int, within seconds: Double = 60) async throws {
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
    /// Adds somebody to the directory, and waits until they are a candidate.
    func lists(_ name: String, after controller: SambaDomainController) async throws {
        try await controller.addMailUser(name)
        try await lists(name)
    }

    /// Waits until somebody is a candidate.
    func lists(_ name: String, within seconds: Double = 60) async throws {
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

    /// `u1`, `u2` and so on.
    func addMailUsers(_ numbers: ClosedRange<Int>) async throws {
        let entries = numbers.map { ldif(adding: "u\($0)", mail: "u\($0)@example.com") }
        try await modify(ldif: entries.joined(separator: "\n"))
    }
}
