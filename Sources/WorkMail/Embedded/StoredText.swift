// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

/// A text as the file keeps it whole. SQLite's own text ends at a NUL in the library's hands; one that holds a NUL is
/// stored as its bytes.
struct StoredText: Hashable, Sendable, DatabaseValueConvertible {
    let text: String

    init(_ text: String) { self.text = text }

    var databaseValue: DatabaseValue {
        text.utf8.contains(0) ? Data(text.utf8).databaseValue : text.databaseValue
    }

    static func fromDatabaseValue(_ value: DatabaseValue) -> StoredText? {
        switch value.storage {
        case .string(let text): StoredText(text)
        case .blob(let bytes): String(validating: bytes, as: UTF8.self).map(StoredText.init)
        default: nil
        }
    }
}
