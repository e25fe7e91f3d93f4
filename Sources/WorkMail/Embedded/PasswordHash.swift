// SPDX-License-Identifier: Apache-2.0
import Crypto
import CryptoExtras
import Foundation
import PasswordPolicy

/// A password as the file holds it: scrypt (RFC 7914) over a salt of its own, with the parameters beside it, as
/// `scrypt$N$r$p$salt$hash`; salt and hash in Base64.
struct PasswordHash: Sendable {
    /// The cost of trying one password: 32 MiB of memory, three times over (OWASP, Password Storage Cheat Sheet).
    struct Cost: Hashable, Sendable {
        var rounds = 1 << 15
        var blockSize = 8
        var parallelism = 3
    }

    private let cost: Cost
    private let salt: Data
    private let hash: SymmetricKey

    /// Takes some tenths of a second of one processor, which is the point of it.
    init(of password: Password, cost: Cost = Cost()) throws {
        var random = SystemRandomNumberGenerator()
        self.cost = cost
        salt = Data((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        hash = try Self.derive(password, salt: salt, cost: cost)
    }

    /// `nil` when the text is none of ours.
    init?(text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]), let blockSize = Int(parts[2]),
            let parallelism = Int(parts[3]), let salt = Data(base64Encoded: String(parts[4])),
            let hash = Data(base64Encoded: String(parts[5])), hash.count == Self.length,
            rounds > 1, rounds.nonzeroBitCount == 1, rounds <= 1 << 20, (1...32).contains(blockSize),
            (1...32).contains(parallelism)
        else { return nil }
        cost = Cost(rounds: rounds, blockSize: blockSize, parallelism: parallelism)
        self.salt = salt
        self.hash = SymmetricKey(data: hash)
    }

    var text: String {
        let hash = unsafe hash.withUnsafeBytes { unsafe Data($0) }
        return "scrypt$\(cost.rounds)$\(cost.blockSize)$\(cost.parallelism)$\(salt.base64EncodedString())$"
            + hash.base64EncodedString()
    }

    /// `SymmetricKey` compares in constant time.
    func matches(_ password: Password) throws -> Bool {
        guard !password.isEmpty else { return false }
        return try Self.derive(password, salt: salt, cost: cost) == hash
    }

    private static let length = 32

    private static func derive(_ password: Password, salt: Data, cost: Cost) throws -> SymmetricKey {
        try password.withBytes { bytes in
            try unsafe bytes.withUnsafeBytes { memory in
                unsafe try KDF.Scrypt.deriveKey(
                    from: memory, salt: salt, outputByteCount: length, rounds: cost.rounds, blockSize: cost.blockSize,
                    parallelism: cost.parallelism)
            }
        }
    }
}
