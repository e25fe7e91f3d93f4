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
        generate(length: length) { WorkMailDirectoryPolicy.judge($0).isSpotless }
    }

    /// A new password for somebody, which all four policies take under the values that are in force, and which has no part
    /// of the names in it, three characters or longer.
    ///
    /// It is longer than twenty characters where the minimum is. A minimum above 63 no password can have that the published
    /// rules take too; it is the directory's alone then. What the names cost of the entropy is beyond its first decimal.
    public static func generate(
        for subject: PasswordSubject, under policy: DomainPasswordPolicy? = nil
    ) -> (password: Password, entropyBits: Double) {
        let minimum = min(policy?.minimumLength ?? 0, 256)
        let tokens = NameToken.all(of: subject)
        let isPublished = minimum < 64
        let values = [DirectoryAlgorithm.samba, .microsoft].map {
            DomainPasswordPolicy(
                origin: .domain(dn: ""), algorithm: $0, minimumLength: max(8, minimum), requiresComplexity: true)
        }
        return generate(length: max(length, minimum)) { candidate in
            !tokens.contains { $0.isIn(candidate) }
                && values.allSatisfy { values in
                    let knowledge = PolicyKnowledge.known(values)
                    return ConnectedDomainPolicy.judge(candidate, for: subject, under: knowledge).isAccepted
                        && ManagedADPolicy.judge(candidate, for: subject, under: knowledge, through: .mailService)
                            .isAccepted
                        && (!isPublished || SimpleADPolicy.judge(candidate, for: subject, under: knowledge).isAccepted)
                }
                && (!isPublished || WorkMailDirectoryPolicy.judge(candidate).isSpotless)
        }
    }

    private static func generate(
        length: Int, isTaken: (Password) -> Bool
    ) -> (password: Password, entropyBits: Double) {
        var random = SystemRandomNumberGenerator()
        while true {
            var candidate: [UInt8] = []
            candidate.reserveCapacity(length)
            for _ in 0..<length { candidate.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)]) }
            let isWellFormed = hasEveryGroup(candidate) && !specials.contains(candidate[0])
            let password = Password(utf8: consume candidate)
            if isWellFormed, isTaken(password) { return (password, entropyBits(length: length)) }
        }
    }

    private static func hasEveryGroup(_ candidate: [UInt8]) -> Bool {
        groups.allSatisfy { group in candidate.contains { group.contains($0) } }
    }

    static let entropyBits = entropyBits(length: length)

    /// By inclusion and exclusion over the groups that may be missing.
    static func entropyBits(length: Int) -> Double {
        // In shares of all strings of that length, which for a long one no `Double` can count.
        var share = 0.0
        for missing in 0..<(1 << groups.count) {
            let rest = groups.indices.filter { missing & (1 << $0) == 0 }
            let size = rest.reduce(0) { $0 + groups[$1].count }
            let firsts = size - (rest.contains(3) ? specials.count : 0)
            let sign: Double = missing.nonzeroBitCount.isMultiple(of: 2) ? 1 : -1
            let (all, part) = (Double(alphabet.count), Double(size))
            share += sign * Double(firsts) / all * pow(part / all, Double(length - 1))
        }
        return Double(length) * log2(Double(alphabet.count)) + log2(share)
    }
}
