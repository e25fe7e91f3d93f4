// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Foundation
public import Testing

/// Two networks (network_namespaces(7)) and a wire between them on which packets can be made to vanish: nobody is told, and
/// nothing is answered. What runs in the near one reaches the far one and nothing else; the machine's own network is neither's.
public final class Wire: Sendable {
    /// In the far network: where servers listen.
    public static let farAddress = "192.0.2.2"
    private static let nearAddress = "192.0.2.1"
    private static let stations = (near: "02:00:00:00:00:01", far: "02:00:00:00:00:02", nobody: "02:00:00:00:00:99")

    private let near: Network
    private let far: Network

    /// Makes both, hands them to `body`, and lets go of them.
    /// - Throws: ``LabFailure`` where the kernel allows no networks; what `body` throws.
    public static func with<Result>(_ body: (Wire) async throws -> Result) async throws -> Result {
        try await body(try await Wire())
    }

    private init() async throws {
        near = try Network()
        far = try Network()
        let ends = [
            (near, "near", Self.nearAddress, Self.stations.near), (far, "far", Self.farAddress, Self.stations.far),
        ]
        try await near.ip("link", "add", "name", "near", "type", "veth", "peer", "name", "far")
        try await near.ip("link", "set", "far", "netns", far.path)
        for (network, end, address, station) in ends {
            try await network.ip("link", "set", "dev", end, "address", station)
            try await network.ip("address", "add", "\(address)/24", "dev", end)
            try await network.ip("link", "set", "dev", end, "up")
        }
        try await mend()
    }

    /// From now on each end sends to a station that is not there.
    public func cut() async throws { try await know(near: Self.stations.nobody, far: Self.stations.nobody) }

    public func mend() async throws { try await know(near: Self.stations.near, far: Self.stations.far) }

    /// Without asking: a station that does not answer such questions would be noticed.
    private func know(near nearStation: String, far farStation: String) async throws {
        try await near.ip(
            "neighbour", "replace", Self.farAddress, "lladdr", farStation, "dev", "near", "nud", "permanent")
        try await far.ip(
            "neighbour", "replace", Self.nearAddress, "lladdr", nearStation, "dev", "far", "nud", "permanent")
    }

    /// Listens in the far network.
    public func listening() throws -> (socket: IPv4Socket, port: UInt16) {
        try far.inside { try IPv4Socket.listening(on: Self.farAddress) }
    }

    /// Runs `body` in the near network, and with it the threads that it starts, until they leave it.
    public func atNearEnd<Result>(_ body: () throws -> Result) throws -> Result { try near.inside(body) }

    /// Puts the calling thread back into the machine's own network; its sockets stay where they were made. A thread that does
    /// not go back gives the near network to each thread that is started from it, also to one of Swift's pool.
    public func leaveNearEnd() throws { try near.leave() }

    /// For nsenter(1), by any process of ours.
    public var nearPath: String { near.path }
}

/// A network of its own, for as long as anybody has it.
private final class Network: Sendable {
    private let descriptor: Int32
    private let ours: Int32

    init() throws {
        ours = cposix_network()
        guard ours >= 0, cposix_new_network() == 0 else { throw Self.failure("unshare") }
        descriptor = cposix_network()
        try leave()
        guard descriptor >= 0 else { throw Self.failure("open") }
    }

    deinit {
        close(descriptor)
        close(ours)
    }

    var path: String { "/proc/\(getpid())/fd/\(descriptor)" }

    func inside<Value>(_ body: () throws -> Value) throws -> Value {
        guard cposix_enter_network(descriptor) == 0 else { throw Self.failure("setns") }
        let result = Result(catching: body)
        try leave()
        return try result.get()
    }

    func leave() throws {
        guard cposix_enter_network(ours) == 0 else { throw Self.failure("setns") }
    }

    func ip(_ arguments: String...) async throws {
        try await finished("nsenter", ["--net=\(path)", "ip"] + arguments)
    }

    private static func failure(_ call: String) -> LabFailure {
        LabFailure(command: "\(call) of a network", message: "errno \(errno)")
    }
}

extension Trait where Self == ConditionTrait {
    /// Runs the test only where networks can be made; where `CI` is set it is a failure if they cannot be.
    public static var requiresNetworks: Self {
        .enabled("apt-get install iproute2, and run as root with CAP_SYS_ADMIN") {
            do {
                try await Wire.with { _ in }
                return true
            } catch {
                guard ProcessInfo.processInfo.environment["CI"] == nil else { throw error }
                return false
            }
        }
    }
}
