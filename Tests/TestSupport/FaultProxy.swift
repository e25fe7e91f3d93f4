// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization

/// A TCP proxy on 127.0.0.1 that breaks connections on demand: the faulty network between a client and a real server.
///
/// Each connection has two blocked threads, one per direction; nothing polls.
public final class FaultProxy: Sendable {
    /// What happens to a connection. Bytes are counted per connection, from the server, TLS included.
    public enum Fault: Sendable, Equatable {
        case none
        /// Passes that many bytes from the server and then closes both sides.
        case cut(afterServerBytes: Int)
        /// Passes that many bytes from the server and then nothing more, while the connection stays open.
        case stall(afterServerBytes: Int)
        /// Resets the connection as soon as it is made.
        case refuse
    }

    /// The port on 127.0.0.1.
    public let port: UInt16
    private let listener: IPv4Socket
    private let targetPort: UInt16
    private let state: Mutex<State>

    private struct State {
        var fault: Fault
        var address: String
        var connections = 0
        var bytesFromServer = 0
        var bytesFromClient: [UInt8] = []
        /// By their numbers, from 1.
        var clients: [Int: IPv4Socket] = [:]
        var open: Set<IPv4Socket> = []
        var line: BadLine?
        var packetsLost = 0
        var gate: ProxyGate?
        var isStopped = false
    }

    /// For connections made from now on, and for those that stand: the next byte from the server meets it.
    public var fault: Fault {
        get { state.withLock { $0.fault } }
        set { state.withLock { $0.fault = newValue } }
    }

    /// Where connections made from now on go: a numeric IPv4 address. For what one name in DNS does that stands for several
    /// servers.
    public var address: String {
        get { state.withLock { $0.address } }
        set { state.withLock { $0.address = newValue } }
    }

    /// How good the line is, for connections made from now on; `nil` for as good as the loopback.
    public var line: BadLine? {
        get { state.withLock { $0.line } }
        set { state.withLock { $0.line = newValue } }
    }

    /// Ends one of the connections that stand, as a server does that has had enough of a client.
    /// - Parameter number: the first one ever made is 1.
    public func hangUp(connection number: Int) { state.withLock { $0.clients[number]?.hangUp() } }

    /// How many connections clients have made so far, refused ones included.
    public var connections: Int { state.withLock { $0.connections } }

    /// How many bytes of the server's were passed on so far, over all connections: for choosing where to cut.
    public var bytesFromServer: Int { state.withLock { $0.bytesFromServer } }

    /// How many packets the bad line has lost.
    public var packetsLost: Int { state.withLock { $0.packetsLost } }

    /// From so many of the server's bytes on, over all connections, none is passed on until the gate is opened.
    public func gate(afterServerBytes limit: Int) -> ProxyGate {
        let gate = ProxyGate(limit: limit)
        state.withLock { $0.gate = gate }
        return gate
    }

    /// What clients have sent so far, over all connections: for proving that something was not sent.
    public var bytesFromClient: [UInt8] { state.withLock { $0.bytesFromClient } }

    /// Runs `body` with a proxy to `address` (a numeric IPv4 one) and ends all its connections after it.
    /// - Parameter place: where it listens, if not on 127.0.0.1; the proxy closes it.
    public static func with<Result>(
        to address: String, port: UInt16 = 636, fault: Fault = .none,
        at place: (socket: IPv4Socket, port: UInt16)? = nil, _ body: (FaultProxy) async throws -> Result
    ) async throws -> Result {
        let proxy = FaultProxy(target: (address, port), fault: fault, place: try place ?? IPv4Socket.listening())
        defer { proxy.stop() }
        return try await body(proxy)
    }

    private init(
        target: (address: String, port: UInt16), fault: Fault, place: (socket: IPv4Socket, port: UInt16)
    ) {
        targetPort = target.port
        state = Mutex(State(fault: fault, address: target.address))
        (listener, port) = place
        Thread.detachNewThread { self.acceptUntilStopped() }
    }

    private func acceptUntilStopped() {
        while let client = listener.accepted() {
            let (fault, number, address) = state.withLock { state in
                // Who sees that there is one can hang it up.
                state.connections += 1
                state.clients[state.connections] = client
                return (state.fault, state.connections, state.address)
            }
            guard fault != .refuse, let server = IPv4Socket.connected(to: address, port: targetPort) else {
                state.withLock { state in
                    state.clients[number] = nil
                    client.reset()
                }
                continue
            }
            join(client, server, number)
        }
        listener.close()
    }

    private func join(_ client: IPv4Socket, _ server: IPv4Socket, _ number: Int) {
        let (isStopped, line) = state.withLock { state in
            state.open.formUnion([client, server])
            return (state.isStopped, state.line)
        }
        let lost: @Sendable () -> Void = { self.state.withLock { $0.packetsLost += 1 } }
        let up = line.map { SlowLine($0, to: server, direction: UInt64(number) * 2, lost: lost) }
        let down = line.map { SlowLine($0, to: client, direction: UInt64(number) * 2 + 1, lost: lost) }
        if isStopped { client.hangUp() }
        let running = RunningPumps()
        Thread.detachNewThread {
            let end = self.pump(from: client, to: server, over: up) { bytes, _ in
                self.state.withLock { $0.bytesFromClient += bytes }
                return (bytes.count, nil)
            }
            self.finish(client, server, end, running, number, up)
        }
        Thread.detachNewThread {
            let end = self.pump(from: server, to: client, over: down) { bytes, passed in
                self.allowedFromServer(bytes.count, after: passed)
            }
            self.finish(client, server, end, running, number, down)
        }
    }

    /// Ends the connection with the first pump, unless that stalls: then it stays open until the client hangs up.
    /// The second pump closes both sockets, so that none is closed under a reader.
    private func finish(
        _ client: IPv4Socket, _ server: IPv4Socket, _ end: PumpEnd, _ running: RunningPumps, _ number: Int,
        _ line: SlowLine?
    ) {
        if end == .cut {
            client.hangUp()
            server.hangUp()
        }
        line?.end()
        guard running.endOne() == 0 else { return }
        state.withLock { state in
            state.open.subtract([client, server])
            state.clients[number] = nil
            client.close()
            server.close()
        }
    }

    private enum PumpEnd { case cut, stall }

    /// How many of `count` bytes may pass when `passed` have passed on this connection, and how it ends with them.
    private func allowedFromServer(_ count: Int, after passed: Int) -> (Int, PumpEnd?) {
        let (total, gate) = state.withLock { ($0.bytesFromServer + count, $0.gate) }
        gate?.pass(total)
        return state.withLock { state in
            let (limit, end): (Int, PumpEnd?) =
                switch state.fault {
                case .none: (.max, nil)
                case .cut(let limit): (limit, .cut)
                case .stall(let limit): (limit, .stall)
                case .refuse: (0, .cut)
                }
            let allowed = max(0, min(count, limit - passed))
            state.bytesFromServer += allowed
            return (allowed, passed + allowed >= limit ? end : nil)
        }
    }

    /// Copies until one side ends or `allow` says so.
    private func pump(
        from source: IPv4Socket, to sink: IPv4Socket, over line: SlowLine?,
        allow: (ArraySlice<UInt8>, Int) -> (Int, PumpEnd?)
    ) -> PumpEnd {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        var passed = 0
        while true {
            let count = source.receive(into: &buffer)
            guard count > 0 else { return .cut }
            let (allowed, end) = allow(buffer[..<count], passed)
            passed += allowed
            guard line?.send(buffer[..<allowed]) ?? sink.send(buffer[..<allowed]) else { return .cut }
            if let end { return end }
        }
    }

    /// Wakes the threads that wait on these sockets; they close them.
    private func stop() {
        // First, or whoever loses a connection makes another one that is closed as soon as it is made.
        listener.hangUp()
        state.withLock { state in
            state.isStopped = true
            state.gate?.open()
            for socket in state.open { socket.hangUp() }
        }
    }
}

/// Where a ``FaultProxy`` lets nothing pass for a while.
public final class ProxyGate: Sendable {
    private let limit: Int
    private let isReached = Atomic<Bool>(false)
    private let opened = DispatchSemaphore(value: 0)

    fileprivate init(limit: Int) { self.limit = limit }

    /// Waits until bytes wait at it.
    /// - Throws: ``LabFailure`` when none do for half a minute.
    public func reached() async throws {
        let end = ContinuousClock.now + .seconds(30)
        while !isReached.load(ordering: .acquiring) {
            guard ContinuousClock.now < end else {
                throw LabFailure(command: "gate", message: "there were no \(limit) bytes")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    public func open() { opened.signal() }

    fileprivate func pass(_ total: Int) {
        guard total > limit else { return }
        isReached.store(true, ordering: .releasing)
        opened.wait()
        // For the next one that comes.
        opened.signal()
    }
}

/// How many of a connection's two directions are still running.
private final class RunningPumps: Sendable {
    private let count = Atomic<Int>(2)

    func endOne() -> Int { count.subtract(1, ordering: .acquiringAndReleasing).newValue }
}
