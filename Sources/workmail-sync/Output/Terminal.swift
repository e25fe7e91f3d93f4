// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Foundation
import Glibc

/// What is known of the place where text for people appears.
struct Terminal: Hashable, Sendable {
    /// Columns; absent when it is no terminal, so that nothing is cut.
    var columns: Int?
    /// Whether colours are wanted: on a terminal, unless NO_COLOR is set (no-color.org) or TERM is dumb.
    var hasColours: Bool

    /// No terminal: a file, a pipe, a test.
    static let none = Terminal(columns: nil, hasColours: false)

    /// COLUMNS overrules what the terminal says of itself. Without a terminal it counts for nothing: a pipe gets
    /// whole values.
    static func of(
        _ descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Terminal {
        guard isatty(descriptor) == 1 else { return .none }
        let stated = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        return Terminal(
            columns: stated ?? size(of: descriptor)?.columns ?? 80,
            hasColours: (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb")
    }

    static var standardOutput: Terminal { of(STDOUT_FILENO) }
    static var standardError: Terminal { of(STDERR_FILENO) }

    /// The size as the terminal states it; absent when it states none.
    static func size(of descriptor: Int32) -> (columns: Int, rows: Int)? {
        var columns: Int32 = 0
        var rows: Int32 = 0
        guard unsafe cposix_terminal_size(descriptor, &columns, &rows) == 1 else { return nil }
        return (Int(columns), Int(rows))
    }

    /// Marks text, where there are colours. Text must be `printable` already.
    func styled(_ text: String, _ style: TextStyle) -> String {
        guard hasColours, style != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(style.code)m\(text)\u{1B}[0m"
    }
}

/// The few ways in which text may stand out.
enum TextStyle: Sendable {
    case plain, heading, faint, good, attention, bad

    /// Select Graphic Rendition (ECMA-48 §8.3.117).
    fileprivate var code: String {
        switch self {
        case .plain: "0"
        case .heading: "1"
        case .faint: "2"
        case .good: "32"
        case .attention: "33"
        case .bad: "31"
        }
    }
}
