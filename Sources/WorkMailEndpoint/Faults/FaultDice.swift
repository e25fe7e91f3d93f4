// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Decides by chance, from a seed, whether a fault is played, and counts those that are.
final class FaultDice: Sendable {
    let counts = FaultCounts()
    private let generator: Mutex<SplitMix64>

    init(seed: UInt64) { generator = Mutex(SplitMix64(state: seed)) }

    /// - Parameter share: 0 to 1. What never happens takes no number from the generator.
    func falls(on fault: Fault, share: Double) -> Bool {
        guard share > 0, generator.withLock({ Double.random(in: 0..<1, using: &$0) }) < share else { return false }
        counts.count(fault)
        return true
    }

    func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound == range.upperBound
            ? range.lowerBound : generator.withLock { Int.random(in: range, using: &$0) }
    }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
