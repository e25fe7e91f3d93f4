// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Foundation
import Glibc

/// The controlling terminal in raw mode and on its other screen. Both are given back, also when we are told to end.
struct RawTerminal {
    /// How the terminal was.
    private struct Saved: Sendable {
        let descriptor: Int32
        let mode: cposix_terminal_mode

        func restore() {
            // Cursor on, colours off, back to the first screen.
            _ = FileDescriptorText.write("\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l", to: descriptor)
            var mode = mode
            _ = unsafe cposix_terminal_restore(descriptor, &mode)
        }
    }

    private let descriptor: Int32

    /// Runs `body` with the terminal.
    /// - Throws: `CommandFailure` when there is none, and what `body` throws.
    static func use<Result>(
        _ body: (RawTerminal) throws(CommandFailure) -> Result
    ) throws(CommandFailure) -> Result {
        let remedy = "run it at a terminal, or name the users on the command line"
        guard ProcessInfo.processInfo.environment["TERM"] != "dumb" else {
            throw CommandFailure("terminal", "it is a dumb one (TERM)", remedy: remedy)
        }
        let descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw CommandFailure("terminal", "there is none", remedy: remedy) }
        defer { close(descriptor) }
        var mode = cposix_terminal_mode()
        guard unsafe cposix_terminal_raw(descriptor, &mode) == 0 else {
            throw CommandFailure("terminal", PrivateFile.reason(errno), remedy: remedy)
        }
        let saved = Saved(descriptor: descriptor, mode: mode)
        return try EndingSignals.end(after: saved.restore) { () throws(CommandFailure) in
            defer { saved.restore() }
            _ = FileDescriptorText.write("\u{1B}[?1049h\u{1B}[?25l", to: descriptor)
            return try body(RawTerminal(descriptor: descriptor))
        }
    }

    var size: (columns: Int, rows: Int) { Terminal.size(of: descriptor) ?? (80, 24) }

    /// Waits for keys, at most a quarter of a second, so that a new size is noticed.
    /// - Throws: when the terminal is gone.
    func keys(_ decoder: inout KeyDecoder) throws(CommandFailure) -> [Key] {
        // An ESC that is a key is followed by nothing; that of a sequence comes with the rest.
        let ready = cposix_wait(descriptor, 0, decoder.isWaiting ? 100 : 250)
        if ready == 0 { return decoder.timeOut() }
        if ready < 0 { return [] }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe read(descriptor, &bytes, bytes.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return [] }
        guard count > 0 else { throw CommandFailure("terminal", "it went away; nothing was changed") }
        return decoder.keys(from: bytes.prefix(count))
    }

    /// One write a picture, so that it does not flicker.
    func draw(_ screen: PickerScreen) throws(CommandFailure) {
        var text = "\u{1B}[?25l\u{1B}[H"
        for (row, line) in screen.lines.enumerated() {
            if row > 0 { text += "\r\n" }
            text += "\(line.style.sequence)\(line.text)\u{1B}[0m\u{1B}[K"
        }
        text += "\u{1B}[J"
        if let caret = screen.caret { text += "\u{1B}[\(caret.row + 1);\(caret.column + 1)H\u{1B}[?25h" }
        guard let code = FileDescriptorText.write(text, to: descriptor) else { return }
        throw CommandFailure("terminal", PrivateFile.reason(code))
    }
}

extension PickerScreen.Line.Style {
    /// Without colours, so NO_COLOR has nothing to turn off.
    fileprivate var sequence: String {
        switch self {
        case .plain: ""
        case .heading: "\u{1B}[1m"
        case .faint: "\u{1B}[2m"
        case .cursor: "\u{1B}[7m"
        case .warning: "\u{1B}[1m"
        }
    }
}
