// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CPOSIX
import Glibc

/// Passwords come from a terminal without echo or from a file descriptor, never from the command line or environment.
enum PasswordInput {
    /// A password is short; what is longer is a mistake.
    private static let largestSize = 4096

    /// Asks at the controlling terminal, without showing what is typed.
    /// - Throws: `CommandFailure` where there is no terminal, or nothing was typed.
    static func ask(_ question: String, remedy: String) throws(CommandFailure) -> [UInt8] {
        cposix_guard_memory()
        let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else {
            throw CommandFailure("password", "there is no terminal to ask at", remedy: remedy, exit: .usage)
        }
        defer { close(terminal) }
        var mode = cposix_terminal_mode()
        guard unsafe cposix_terminal_silent(terminal, &mode) == 0 else {
            throw CommandFailure("terminal", PrivateFile.reason(errno), remedy: remedy)
        }
        defer {
            _ = unsafe cposix_terminal_restore(terminal, &mode)
            _ = FileDescriptorText.write("\n", to: terminal)
        }
        _ = FileDescriptorText.write(question.printable, to: terminal)
        let line = try line(from: terminal, "the terminal")
        guard !line.isEmpty else { throw CommandFailure("password", "nothing was typed; nothing was done") }
        return line
    }

    /// Asks twice, and takes only what was typed the same both times.
    static func askTwice(_ question: String, remedy: String) throws(CommandFailure) -> [UInt8] {
        let first = try ask("\(question): ", remedy: remedy)
        var second = try ask("\(question), again: ", remedy: remedy)
        let isSame = first == second
        second.overwrite()
        guard isSame else { throw CommandFailure("password", "the two are not the same; nothing was done") }
        return first
    }

    /// The one line that a file descriptor has.
    /// - Throws: `CommandFailure` when it is not open, or holds no line or more than one.
    static func read(descriptor: Int32, allowingEmpty: Bool = false) throws(CommandFailure) -> [UInt8] {
        cposix_guard_memory()
        let thing = "file descriptor \(descriptor)"
        var bytes = try all(of: descriptor, thing)
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        guard allowingEmpty || !bytes.isEmpty else { throw CommandFailure(thing, "it holds no password") }
        guard !bytes.contains(UInt8(ascii: "\n")), !bytes.contains(0) else {
            throw CommandFailure(thing, "it holds more than one line", remedy: "leave only the password in it")
        }
        return bytes
    }

    private static func all(of descriptor: Int32, _ thing: String) throws(CommandFailure) -> [UInt8] {
        var bytes = buffer()
        while let byte = try next(of: descriptor, thing) {
            bytes.append(byte)
            if bytes.count > largestSize { throw CommandFailure(thing, "it has more than \(largestSize) bytes") }
        }
        return bytes
    }

    /// What is typed up to the return key, with the keys that correct it.
    private static func line(from descriptor: Int32, _ thing: String) throws(CommandFailure) -> [UInt8] {
        var bytes = buffer()
        while let byte = try next(of: descriptor, thing) {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return bytes
            // Ctrl-C, Ctrl-\, and Ctrl-D with nothing typed.
            case 0x03, 0x1C: throw CommandFailure("password", "interrupted; nothing was done", exit: .tryAgain)
            case 0x04 where bytes.isEmpty: return []
            // Backspace: one character, which may be several bytes of UTF-8.
            case 0x7F, 0x08:
                while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
            // Ctrl-U: all of it.
            case 0x15: bytes.removeAll(keepingCapacity: true)
            default: bytes.append(byte)
            }
            if bytes.count > largestSize { throw CommandFailure(thing, "a line of more than \(largestSize) bytes") }
        }
        return bytes
    }

    /// Large enough never to be moved, which would leave a copy behind.
    private static func buffer() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(largestSize + 2)
        return bytes
    }

    /// Byte by byte: what follows the line is not ours.
    private static func next(of descriptor: Int32, _ thing: String) throws(CommandFailure) -> UInt8? {
        var byte: UInt8 = 0
        while true {
            let count = unsafe Glibc.read(descriptor, &byte, 1)
            if count == 1 { return byte }
            if count == 0 { return nil }
            if errno != EINTR { throw CommandFailure(thing, PrivateFile.reason(errno)) }
        }
    }
}

extension [UInt8] {
    /// Overwrites the bytes, and is empty then.
    mutating func overwrite() {
        unsafe withUnsafeMutableBytes { memory in
            if let start = memory.baseAddress { unsafe explicit_bzero(start, memory.count) }
        }
        self = []
    }
}
