// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

/// A moment as the file holds it: whole milliseconds since 1970, the precision of the service's timestamps.
struct StoredDate: Hashable, Comparable, Sendable, DatabaseValueConvertible {
    let milliseconds: Int64

    init(milliseconds: Int64) { self.milliseconds = milliseconds }
    init(_ date: Date) { milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded()) }

    var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    func adding(_ milliseconds: Int64) -> StoredDate { StoredDate(milliseconds: self.milliseconds + milliseconds) }

    static func < (a: StoredDate, b: StoredDate) -> Bool { a.milliseconds < b.milliseconds }

    var databaseValue: DatabaseValue { milliseconds.databaseValue }
    static func fromDatabaseValue(_ value: DatabaseValue) -> StoredDate? {
        Int64.fromDatabaseValue(value).map(StoredDate.init(milliseconds:))
    }
}
