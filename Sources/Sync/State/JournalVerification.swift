// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

/// Whether the journal is what was written: what reading its chain from the first line to the last came to.
public struct JournalVerification: Hashable, Sendable {
    public enum Fault: Hashable, Sendable, CustomStringConvertible {
        /// The line does not fit its link: it was changed, or another one was put in its place.
        case changed(Int64)
        /// Lines are not there.
        case removed(ClosedRange<Int64>)
        /// The head that was kept elsewhere is no link of this journal.
        case strangeHead(String)

        public var description: String {
            switch self {
            case .changed(let id): "line \(id) is not what was written: it was changed, or another was put in its place"
            case .removed(let ids) where ids.count == 1: "line \(ids.lowerBound) was removed"
            case .removed(let ids): "lines \(ids.lowerBound) to \(ids.upperBound) were removed"
            case .strangeHead(let head): "the head \(head) is not in this journal: it was rewritten, or is another one"
            }
        }
    }

    public var lines: Int
    /// The link of the last line, in hexadecimal; of an empty journal, zeros.
    public var head: String
    public var faults: [Fault]

    public var isWhole: Bool { faults.isEmpty }
}

extension SyncStore {
    /// Reads the whole journal and computes every link anew.
    /// - Parameter known: a head that an earlier verification printed, in hexadecimal: the journal must still contain it.
    public func verifyJournal(containing known: String? = nil) async throws -> JournalVerification {
        try await read { db in
            var faults: [JournalVerification.Fault] = []
            var (lines, last, previous) = (0, Int64(0), JournalChain.start)
            var isKnown = known == nil || known == Self.hexadecimal(JournalChain.start)
            let rows = try Row.fetchCursor(db, sql: "SELECT * FROM journal ORDER BY id")
            while let row = try rows.next() {
                let id: Int64 = row["id"]
                let link: Data = (row["chain"] as DatabaseValue? ?? .null).storage.value as? Data ?? Data()
                if id > last + 1 {
                    // What follows a gap is chained to what is missing: it cannot fit, and is not to blame.
                    faults.append(.removed(last + 1...id - 1))
                } else if JournalChain.link(after: previous, row) != link {
                    faults.append(.changed(id))
                }
                (lines, last, previous) = (lines + 1, id, link)
                if Self.hexadecimal(link) == known?.lowercased() { isKnown = true }
            }
            let head = try Row.fetchOne(db, sql: "SELECT id, chain FROM journal_head")
            let lastWritten = max(
                head?["id"] ?? 0,
                try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'journal'") ?? 0)
            if lastWritten > last {
                faults.append(.removed(last + 1...lastWritten))
            } else if let head, head["chain"] as Data != previous {
                faults.append(.changed(last))
            }
            if let known, !isKnown { faults.append(.strangeHead(known)) }
            return JournalVerification(
                lines: lines, head: Self.hexadecimal(previous),
                faults: faults.reduce(into: []) { all, fault in
                    if !all.contains(fault) { all.append(fault) }
                })
        }
    }

    static func hexadecimal(_ bytes: Data) -> String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
