// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import GRDB

/// The chain over the journal: each line carries SHA-256 over the link before it and everything it says itself, so a
/// line that was changed, removed or moved does not fit any more.
///
/// It proves nothing against somebody who can write the database and computes the chain anew: against that, keep a head
/// somewhere else (`audit verify` prints it) and ask for it later.
enum JournalChain {
    /// What the first line's link is computed over.
    static let start = Data(repeating: 0, count: 32)

    /// Every column but the link itself, in the order in which they are hashed. It never changes.
    static let columns = [
        "id", "at", "event", "intent", "guid", "label", "entity", "operation", "old_value", "new_value", "reason",
        "actor", "result",
    ]

    /// The link of a row, which has at least `columns`: over the bytes that the database holds, not over what we meant
    /// to write.
    static func link(after previous: Data, _ row: Row) -> Data {
        var hash = SHA256()
        hash.update(data: previous)
        for column in columns { hash.update(data: encoded(row[column] as DatabaseValue? ?? .null)) }
        return Data(hash.finalize())
    }

    /// A byte for the kind, the length in 8 bytes, the bytes: no two rows read the same.
    private static func encoded(_ value: DatabaseValue) -> Data {
        let (kind, bytes): (UInt8, Data) =
            switch value.storage {
            case .null: (0, Data())
            case .int64(let number): (1, bigEndian(UInt64(bitPattern: number)))
            case .double(let number): (2, bigEndian(number.bitPattern))
            case .string(let text): (3, Data(text.utf8))
            case .blob(let data): (4, data)
            }
        return Data([kind]) + bigEndian(UInt64(bytes.count)) + bytes
    }

    private static func bigEndian(_ number: UInt64) -> Data {
        Data((0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) })
    }
}
