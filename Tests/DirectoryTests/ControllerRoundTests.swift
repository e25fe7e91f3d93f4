// SPDX-License-Identifier: Apache-2.0
import LDAP
import Synchronization
import TestSupport
import Testing

@testable import Directory

/// Going from one domain controller to the next.
@Suite struct `A round of the domain controllers` {
    /// A clock that the test sets on.
    private final class Clock: Sendable {
        private let start = ContinuousClock.now
        private let passed = Mutex(Duration.zero)

        var now: ContinuousClock.Instant { start + passed.withLock { $0 } }
        func pass(_ duration: Duration) { passed.withLock { $0 += duration } }
    }

    private static func candidate(_ host: String, rank: Int) -> ControllerCandidate {
        ControllerCandidate(url: LDAPURL(scheme: .ldaps, host: host), namedBy: "SRV", rank: rank)
    }

    private static func broken(_ code: LDAPResultCode) -> LDAPError {
        LDAPError(code: code, operation: .search, server: LDAPURL(scheme: .ldaps, host: "dc1"))
    }

    @Test(arguments: [("a", 0, true), ("b", 0, true), ("c", 1, false)])
    func `one of the preferred rank is preferred, whichever chance put first`(host: String, rank: Int, is: Bool) throws
    {
        let configuration = try DirectoryConfiguration(
            url: "ldaps://127.0.0.1:1", protection: .tls, caFile: nil, bindName: "svc", password: [1], pageSize: 10,
            connectSeconds: 1, bindSeconds: 1, operationSeconds: 1)
        let named = [("a", 0), ("b", 0), ("c", 1)].map { Self.candidate($0.0, rank: $0.1) }
        let round = ControllerRound(configuration, named: named, continuing: false)
        #expect(round.choice(of: Self.candidate(host, rank: rank)).isPreferred == `is`)
    }

    @Test(arguments: [("b", false, "b"), ("c", false, "a"), ("c", true, "c"), ("gone", false, "a")])
    func `the one that was followed last is first among equals, as long as it is named`(
        last: String, isContinuing: Bool, first: String
    ) throws {
        let configuration = try DirectoryConfiguration(
            url: "ldaps://127.0.0.1:1", protection: .tls, caFile: nil, bindName: "svc", password: [1], pageSize: 10,
            connectSeconds: 1, bindSeconds: 1, operationSeconds: 1)
        let named = [("a", 0), ("b", 0), ("c", 1)].map { Self.candidate($0.0, rank: $0.1) }
        var host: String? {
            ControllerRound(configuration, named: named, continuing: isContinuing).upcoming?.url.host
        }
        #expect(host == "a")
        configuration.stay(with: "ldaps://\(last)")
        #expect(host == first)
        // Whoever follows one by now stays with that.
        configuration.stay(with: "ldaps://\(last == "a" ? "b" : "a")")
        #expect(host == first)
    }

    @Test func `each that is tried is progress, so nobody ends the program before the last`() async throws {
        let steps = Mutex(0)
        // Nobody listens there.
        let urls = (1...9).map { "ldap://127.0.0.1:\($0)" }
        var configuration = try DirectoryConfiguration(
            controllers: .urls(urls), protection: .clearText, caFile: nil, identity: .password("svc", [1]),
            pageSize: 10,
            connectSeconds: 1, bindSeconds: 1, operationSeconds: 1)
        configuration.progress = { steps.withLock { $0 += 1 } }
        let failure = await #expect(throws: ControllerFailure.self) {
            try await ActiveDirectory.connect(configuration) { _ in }
        }
        guard case .noneUsable(let attempts) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(attempts.count == urls.count && steps.withLock { $0 } >= urls.count)
    }

    @Suite(.tags(.server), .requiresSamba) struct `With one that binds` {
        private struct Lab {
            var first: FaultProxy
            var second: FaultProxy
            var administrator: AdministratorCredential
        }

        /// A domain controller by two proxies, the first of which is preferred.
        private static func withTwo(
            _ body: (DirectoryConfiguration, Clock, Lab) async throws -> Void
        ) async throws {
            try await SambaDomainController.with { controller in
                try await FaultProxy.with(to: controller.address) { first in
                    try await FaultProxy.with(to: controller.address) { second in
                        let clock = Clock()
                        var configuration = try controller.configuration()
                        configuration.source = .urls(
                            [first, second].map { LDAPURL(scheme: .ldaps, host: "127.0.0.1", port: Int($0.port)) })
                        configuration.memory = ControllerMemory(now: { clock.now })
                        let administrator = try controller.administrator()
                        try await body(
                            configuration, clock, Lab(first: first, second: second, administrator: administrator))
                    }
                }
            }
        }

        @Test func `what fails each time at what it is asked for rests longer each time`() async throws {
            try await Self.withTwo { configuration, clock, proxies in
                let preferred = LDAPURL(scheme: .ldaps, host: "127.0.0.1", port: Int(proxies.first.port))
                for count in 1...4 {
                    let url = try await ActiveDirectory.connect(configuration) { directory in
                        if directory.choice.url == preferred { throw broken(.operationsError) }
                        return directory.choice.url
                    }
                    #expect(url.port == Int(proxies.second.port))
                    let failures = configuration.memory.snapshot.failures[preferred]
                    #expect(failures?.count == count)
                    clock.pass(ControllerHealth.rests[count - 1] * 1.5 + ControllerHealth.wellAfter)
                }
                try await ActiveDirectory.connect(configuration) { #expect($0.choice.url == preferred) }
                #expect(configuration.memory.snapshot.failures[preferred] == nil)
            }
        }

        @Test func `what breaks off after it was well for minutes is tried once more itself`() async throws {
            try await Self.withTwo { configuration, clock, proxies in
                var asked: [Int] = []
                try await ActiveDirectory.connect(configuration) { directory in
                    asked.append(directory.choice.url.port)
                    #expect(directory.choice.failed.isEmpty == (asked.count < 3))
                    clock.pass(asked.count == 1 ? .seconds(400) : .seconds(1))
                    if asked.count < 3 { throw broken(.serverDown) }
                }
                #expect(asked == [proxies.first, proxies.first, proxies.second].map { Int($0.port) })
            }
        }

        @Test func `what breaks off each time, and each time after minutes, fails in the end`() async throws {
            try await Self.withTwo { configuration, clock, proxies in
                let preferred = LDAPURL(scheme: .ldaps, host: "127.0.0.1", port: Int(proxies.first.port))
                let ports = [proxies.first, proxies.first, proxies.second].map { Int($0.port) }
                var asked: [Int] = []
                let failure = await #expect(throws: ControllerFailure.self) {
                    try await ActiveDirectory.connect(configuration) { directory in
                        asked.append(directory.choice.url.port)
                        clock.pass(.seconds(400))
                        // Not for ever, where it is asked for ever.
                        if asked.count <= 2 * ports.count { throw broken(.serverDown) }
                    }
                }
                #expect(asked == ports)
                guard case .noneUsable(let attempts) = failure else {
                    Issue.record("\(String(describing: failure))")
                    return
                }
                #expect(attempts.map(\.url.port) == Array(ports.dropFirst()))
                #expect(configuration.memory.snapshot.failures[preferred]?.count == 1)
            }
        }

        @Test func `after minutes it begins anew, with one that was away before it`() async throws {
            try await Self.withTwo { configuration, clock, proxies in
                proxies.first.fault = .refuse
                var asked: [ControllerChoice] = []
                try await ActiveDirectory.connect(configuration) { directory in
                    asked.append(directory.choice)
                    if asked.count > 1 { return }
                    // Weeks later.
                    proxies.first.fault = .none
                    clock.pass(.seconds(1_000_000))
                    throw broken(.serverDown)
                }
                #expect(asked.map(\.url.port) == [proxies.second, proxies.first].map { Int($0.port) })
                #expect(asked[0].failed.count == 1 && asked[1].failed.isEmpty && asked[1].isPreferred)
            }
        }

        @Test func `a wrong password is tried at nobody else`() async throws {
            try await Self.withTwo { configuration, _, proxies in
                var wrong = configuration
                wrong.bindPassword = Secret("wrong")
                let error = await #expect(throws: LDAPError.self) {
                    try await ActiveDirectory.connect(wrong) { _ in }
                }
                #expect(error?.code == .invalidCredentials)
                #expect(proxies.first.connections == 1 && proxies.second.connections == 0)
            }
        }

        @Test func `an administrator goes on to the next one until something may have been sent`() async throws {
            try await Self.withTwo { configuration, _, proxies in
                let administrator = proxies.administrator
                proxies.first.fault = .refuse
                let name = try await DirectoryAdministrator.connect(configuration, as: administrator) { $0.name }
                #expect(name.hasPrefix("administrator@"))
                // Whoever looks afterwards looks where it was changed.
                #expect(configuration.memory.snapshot.current?.port == Int(proxies.second.port))

                proxies.first.fault = .none
                let connections = (proxies.first.connections, proxies.second.connections)
                let wrong = AdministratorCredential.password(
                    name: name, password: AdministratorPassword(Array("wrong".utf8)))
                await #expect(throws: LDAPError.self) {
                    try await DirectoryAdministrator.connect(configuration, as: wrong) { _ in }
                }
                #expect(proxies.first.connections == connections.0 && proxies.second.connections == connections.1 + 1)

                var begun = 0
                await #expect(throws: LDAPError.self) {
                    try await DirectoryAdministrator.connect(configuration, as: administrator) { _ in
                        begun += 1
                        throw broken(.serverDown)
                    }
                }
                #expect(begun == 1)
            }
        }
    }
}
