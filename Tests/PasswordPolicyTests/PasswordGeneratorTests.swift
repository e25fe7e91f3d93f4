// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import PasswordPolicy

struct PasswordGeneratorTests {
    private static let count = 10_000

    private static func bytes(_ password: Password) -> [UInt8] {
        password.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }

    @Test func `ten thousand passwords: all accepted, all different, every character as often as any other`() {
        var seen: Set<[UInt8]> = []
        var counts: [UInt8: Int] = [:]
        for _ in 0..<Self.count {
            let (password, entropyBits) = PasswordGenerator.generate()
            let bytes = Self.bytes(password)
            #expect(WorkMailDirectoryPolicy.judge(password).isSpotless)
            #expect(entropyBits >= 100)
            #expect(bytes.count == 20)
            #expect(!PasswordGenerator.specials.contains(bytes[0]))
            for group in PasswordGenerator.groups { #expect(bytes.contains { group.contains($0) }) }
            seen.insert(bytes)
            // Not the first place, where no special character may be.
            for byte in bytes.dropFirst() { counts[byte, default: 0] += 1 }
        }
        #expect(seen.count == Self.count)
        #expect(Set(counts.keys) == Set(PasswordGenerator.alphabet))
        // Having every group makes digits and specials a little more frequent than letters; within a group all
        // characters are alike. Five standard deviations are one false alarm in some 20,000 runs.
        for group in PasswordGenerator.groups {
            let mean = Double(group.reduce(0) { $0 + counts[$1, default: 0] }) / Double(group.count)
            for byte in group { #expect(abs(Double(counts[byte, default: 0]) - mean) < 5 * mean.squareRoot()) }
        }
    }

    @Test func `no character looks like another one or means something to a shell`() {
        let alphabet = PasswordGenerator.alphabet
        #expect(Set(alphabet).count == alphabet.count)
        for byte in Array("0Oo1lI|`'\"\\$!&;*?()[]{}<>#~^ ,._".utf8) { #expect(!alphabet.contains(byte)) }
        #expect(alphabet.allSatisfy { (0x21...0x7E).contains($0) })
    }

    /// Counted anew, by adding instead of inclusion and exclusion: one place after the other, with the set of groups
    /// that there have been.
    @Test func `the bits of entropy are the logarithm of the number of passwords`() {
        let sizes = PasswordGenerator.groups.map { Double($0.count) }
        var ways = [Double](repeating: 0, count: 16)
        for group in 0..<3 { ways[1 << group] = sizes[group] }
        for _ in 1..<PasswordGenerator.length {
            var next = [Double](repeating: 0, count: 16)
            for present in 0..<16 {
                for group in 0..<4 { next[present | 1 << group] += ways[present] * sizes[group] }
            }
            ways = next
        }
        #expect(abs(log2(ways[15]) - PasswordGenerator.entropyBits) < 1e-9)
        #expect(PasswordGenerator.entropyBits > 118)
    }
}
