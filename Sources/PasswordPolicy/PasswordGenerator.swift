// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Makes passwords that nobody can guess and everybody can type.
///
/// Twenty characters from the system's cryptographic source, uniform over all the passwords that it can make: whole
/// candidates are drawn, and those that miss a group, begin with a special character (which some programs take for an
/// option) or break a policy are thrown away.
public enum PasswordGenerator {
    /// No look-alikes (0 O o, 1 l I |), and specials only that shells leave alone and telephone keyboards have.
    static let groups: [[UInt8]] = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "+-=@:"].map {
        Array($0.utf8)
    }
    static let specials = groups[3]
    static let alphabet = groups.flatMap(\.self)
    static let length = 20

    /// A new password, and how many bits of entropy it has: the logarithm of the number of passwords it could have
    /// been.
    public static func generate() -> (password: Password, entropyBits: Double) {
        var random = SystemRandomNumberGenerator()
        while true {
            var candidate: [UInt8] = []
            candidate.reserveCapacity(length)
            for _ in 0..<length { candidate.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)]) }
            let isTaken = hasEveryGroup(candidate) && !specials.contains(candidate[0])
            let password = Password(utf8: consume candidate)
            if isTaken, WorkMailDirectoryPolicy.judge(password) == PasswordVerdict() {
                return (password, entropyBits)
            }
        }
    }

    private static func hasEveryGroup(_ candidate: [UInt8]) -> Bool {
        groups.allSatisfy { group in candidate.contains { group.contains($0) } }
    }

    /// By inclusion and exclusion over the groups that may be missing.
    static let entropyBits: Double = {
        var count = 0.0
        for missing in 0..<(1 << groups.count) {
            let rest = groups.indices.filter { missing & (1 << $0) == 0 }
            let size = rest.reduce(0) { $0 + groups[$1].count }
            let firsts = size - (rest.contains(3) ? specials.count : 0)
            let sign: Double = missing.nonzeroBitCount.isMultiple(of: 2) ? 1 : -1
            count += sign * Double(firsts) * pow(Double(size), Double(length - 1))
        }
        return log2(count)
    }()
}
