// SPDX-License-Identifier: Apache-2.0
import Logging

/// One entry in the journal's own form (systemd's JOURNAL_NATIVE_PROTOCOL): names and values, of which any may have
/// several lines.
struct JournalEntry: Hashable, Sendable {
    var fields: [(name: String, value: String)]

    init(level: Logger.Level, text: String, fields: [String: String]) {
        self.fields = [
            ("PRIORITY", "\(level.priority)"), ("SYSLOG_IDENTIFIER", "workmail-sync"), ("MESSAGE", text),
        ]
        self.fields += fields.sorted { $0.key < $1.key }.map { (Self.name($0.key), $0.value) }
    }

    var bytes: [UInt8] {
        fields.flatMap { name, value -> [UInt8] in
            let value = Array(value.utf8)
            guard value.contains(UInt8(ascii: "\n")) else { return Array("\(name)=".utf8) + value + [0x0A] }
            let count = UInt64(value.count)
            let size = (0..<8).map { UInt8(truncatingIfNeeded: count >> UInt64(8 * $0)) }
            return Array(name.utf8) + [0x0A] + size + value + [0x0A]
        }
    }

    /// The journal takes A-Z, 0-9 and underscores, and keeps those that begin with one for itself.
    private static func name(_ key: String) -> String {
        let name = String(
            key.uppercased().unicodeScalars.map { scalar in
                ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "_"
            })
        return name.first.map { ("A"..."Z").contains($0) } ?? false ? name : "WORKMAIL_" + name
    }

    static func == (one: JournalEntry, other: JournalEntry) -> Bool { one.bytes == other.bytes }
    func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

extension Logger.Level {
    /// syslog(3).
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
