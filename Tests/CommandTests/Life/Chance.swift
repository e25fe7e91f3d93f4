// SPDX-License-Identifier: Apache-2.0
import TestSupport

/// Chance that is the same again from the same seed.
struct Chance: RandomNumberGenerator {
    let seed: UInt64
    private var generator: RepeatableGenerator

    init(seed: UInt64) {
        self.seed = seed
        generator = RepeatableGenerator(seed: seed)
    }

    mutating func next() -> UInt64 { generator.next() }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    mutating func isOne(in count: Int) -> Bool { number(1...count) == 1 }
    mutating func pick<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &self) }
}
