// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization

/// A bad line, as TCP lets a program see it: what is sent arrives later, and when a packet is lost it and all behind it
/// arrive later still, since it has to be sent again.
public struct BadLine: Sendable {
    /// From one end to the other.
    public var delay: Duration
    /// The part of the packets that is lost, 0 to 1.
    public var loss: Double
    /// Until a lost packet is sent again; Linux begins with a second where it knows nothing of the way.
    public var retransmission: Duration
    /// Which packets are lost follows from it.
    public var seed: UInt64

    public init(delay: Duration, loss: Double, retransmission: Duration = .seconds(1), seed: UInt64) {
        self.delay = delay
        self.loss = loss
        self.retransmission = retransmission
        self.seed = seed
    }
}

/// One direction of one connection over a ``BadLine``. Has a thread of its own, which ends with ``end()``.
final class SlowLine: Sendable {
    private struct State {
        var packets: [(due: ContinuousClock.Instant, bytes: [UInt8])] = []
        var isEnded = false
        var isBroken = false
        var chance: RepeatableGenerator
        /// Nothing overtakes what was sent before.
        var latest = ContinuousClock.now
    }

    private let line: BadLine
    private let sink: IPv4Socket
    private let state: Mutex<State>
    private let lost: @Sendable () -> Void
    private let filled = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    /// Of an Ethernet frame, what TCP has.
    private static let packet = 1448

    /// - Parameter lost: called for each packet that is.
    init(_ line: BadLine, to sink: IPv4Socket, direction: UInt64, lost: @escaping @Sendable () -> Void) {
        self.lost = lost
        self.line = line
        self.sink = sink
        state = Mutex(State(chance: RepeatableGenerator(seed: line.seed &+ direction)))
        Thread.detachNewThread { self.deliver() }
    }

    /// Takes the bytes to send; `false` when the other side is gone.
    func send(_ bytes: ArraySlice<UInt8>) -> Bool {
        state.withLock { state in
            var rest = bytes
            while !rest.isEmpty {
                let packet = rest.prefix(Self.packet)
                rest = rest.dropFirst(Self.packet)
                var due = ContinuousClock.now + line.delay
                if Double.random(in: 0..<1, using: &state.chance) < line.loss {
                    due += line.retransmission
                    lost()
                }
                state.latest = max(due, state.latest)
                state.packets.append((state.latest, Array(packet)))
                filled.signal()
            }
            return !state.isBroken
        }
    }

    func end() {
        state.withLock { $0.isEnded = true }
        filled.signal()
        ended.signal()
    }

    private func deliver() {
        while true {
            filled.wait()
            guard let packet = state.withLock({ $0.packets.isEmpty ? nil : $0.packets.removeFirst() }) else { return }
            // Held back until it is due, or until the line's end.
            _ = ended.wait(timeout: .now() + max(0, (packet.due - .now) / .seconds(1)))
            let goesOn = state.withLock { state in
                // Within the lock, so that nothing is sent after the end, when the descriptor may be another's.
                if state.isEnded || !sink.send(packet.bytes[...]) { state.isBroken = true }
                return !state.isBroken
            }
            guard goesOn else { return }
        }
    }
}
