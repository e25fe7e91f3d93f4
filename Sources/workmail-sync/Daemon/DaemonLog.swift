// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Foundation
import Glibc
import Logging

/// Where the log goes and how it is written.
enum LogForm: String, Sendable, CaseIterable {
    /// To the journal with its fields, where standard error leads there; else as text.
    case auto
    case journal, json, text

    /// The form that `auto` comes to.
    func resolved(environment: [String: String] = ProcessInfo.processInfo.environment) -> LogForm {
        guard self == .auto else { return self }
        // systemd.exec(5): device and inode of the stream, for noticing that it was redirected since.
        let numbers = (environment["JOURNAL_STREAM"] ?? "").split(separator: ":").compactMap { UInt64($0) }
        guard numbers.count == 2, cposix_is_stream(STDERR_FILENO, numbers[0], numbers[1]) == 1 else { return .text }
        return .journal
    }
}

/// The service's log: entries of the journal, or lines on standard error.
struct DaemonLog: LogHandler {
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    let form: LogForm
    /// Takes what is written; tests listen here.
    var write: @Sendable ([UInt8]) -> Void
    var now: @Sendable () -> Date = { Date() }

    init(_ form: LogForm) {
        self.form = form.resolved()
        write = self.form == .journal ? Self.toJournal : Self.toStandardError
    }

    private static let toJournal: @Sendable ([UInt8]) -> Void = { bytes in
        let result = unsafe bytes.withUnsafeBufferPointer {
            unsafe cposix_send_datagram("/run/systemd/journal/socket", $0.baseAddress, $0.count)
        }
        if result != 0 { toStandardError(bytes) }
    }

    private static let toStandardError: @Sendable ([UInt8]) -> Void = { bytes in
        StandardError.write(String(decoding: bytes, as: UTF8.self))
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
        let text = "\(event.message)"
        switch form {
        case .journal: write(JournalEntry(level: event.level, text: text, fields: fields).bytes)
        case .json: write(Self.json(event.level, text, fields, at: now()))
        case .text, .auto:
            let names = fields.filter { $0.key != "MESSAGE_ID" && !text.contains($0.value) }
            let rest = names.sorted { $0.key < $1.key }.map { " \($0.key.lowercased())=\($0.value.printable)" }
            write(Array("\(now().formatted(.iso8601)) \(event.level): \(text)\(rest.joined())\n".utf8))
        }
    }

    private static func json(_ level: Logger.Level, _ text: String, _ fields: [String: String], at: Date) -> [UInt8] {
        struct Line: Encodable {
            var time: String
            var level: String
            var message: String
            var fields: [String: String]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = Line(time: at.formatted(.iso8601), level: level.rawValue, message: text, fields: fields)
        return Array((try? encoder.encode(line)) ?? Data()) + [UInt8(ascii: "\n")]
    }
}
