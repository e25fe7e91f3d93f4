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
        let before = mode
        let restore: @Sendable () -> Void = {
            var mode = before
            _ = unsafe cposix_terminal_restore(terminal, &mode)
            _ = FileDescriptorText.write("\n", to: terminal)
        }
        let line = try EndingSignals.end(after: restore) { () throws(CommandFailure) in
            defer { restore() }
            _ = FileDescriptorText.write(question.printable, to: terminal)
            return try self.line(from: terminal, "the terminal")
        }
        guard !line.isEmpty else {
            throw CommandFailure("password", "nothing was typed; nothing was done", remedy: "run it again and type one")
        }
        // A key such as an arrow sends these; nobody would find out what was set.
        guard !line.contains(where: { $0 < 0x20 }) else {
            throw CommandFailure(
                "password", "a key was pressed that is no character; nothing was done",
                remedy: "type it again: Backspace takes back one character, Ctrl-U all of them")
        }
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

    /// Whether a number on the command line is a file that whoever started us left open for us. What we opened ourselves
    /// is closed on `exec`, and what was handed over cannot be.
    /// - Throws: `ValidationError` when it is not. Asked before anything else is opened.
    static func validate(descriptor: Int32?, _ option: String) throws {
        guard let descriptor else { return }
        let flags = descriptor < 0 ? -1 : fcntl(descriptor, F_GETFD)
        guard flags >= 0, flags & FD_CLOEXEC == 0 else {
            throw ValidationError(
                "\(option) \(descriptor): no file is open there; open one with \(max(descriptor, 3))< FILE in the shell"
            )
        }
    }

    /// The one line that a file descriptor has, without its end, which may be that of Windows.
    /// - Throws: `CommandFailure` when it is not open, or holds no line or more than one.
    static func read(descriptor: Int32, allowingEmpty: Bool = false) throws(CommandFailure) -> [UInt8] {
        cposix_guard_memory()
        let thing = "file descriptor \(descriptor)"
        var bytes = try EndingSignals.end { () throws(CommandFailure) in try all(of: descriptor, thing) }
        if bytes.last == UInt8(ascii: "\n") {
            bytes.removeLast()
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        }
        guard allowingEmpty || !bytes.isEmpty else {
            throw CommandFailure(thing, "it holds no password", remedy: "write the password into it, and nothing else")
        }
        if let fault = fault(of: bytes) {
            throw CommandFailure(thing, fault, remedy: "leave only the password in it")
        }
        return bytes
    }

    /// What is surely none of a password, but of how the file was written.
    private static func fault(of bytes: [UInt8]) -> String? {
        if bytes.contains(0) { return "it holds a NUL byte, as text in UTF-16 does; UTF-8 is read" }
        if bytes.contains(UInt8(ascii: "\n")) { return "it holds more than one line" }
        if bytes.last == UInt8(ascii: "\r") { return "it ends with a carriage return" }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return "it starts with a byte order mark" }
        return nil
    }

    private static func all(of descriptor: Int32, _ thing: String) throws(CommandFailure) -> [UInt8] {
        var bytes = buffer()
        while let byte = try next(of: descriptor, thing) {
            bytes.append(byte)
            if bytes.count > largestSize {
                throw CommandFailure(
                    thing, "it has more than \(largestSize) bytes", remedy: "write only the password into it")
            }
        }
        return bytes
    }

    /// What is typed up to the return key, with the keys that correct it.
    private static func line(from descriptor: Int32, _ thing: String) throws(CommandFailure) -> [UInt8] {
        var bytes = buffer()
        while let byte = try next(of: descriptor, thing) {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return bytes
            // Ctrl-C and Ctrl-\.
            case 0x03, 0x1C: throw interrupted
            // Ctrl-D, which with something typed does nothing in a line.
            case 0x04: if bytes.isEmpty { return [] }
            // Backspace: one character, which may be several bytes of UTF-8.
            case 0x7F, 0x08:
                while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
            // Ctrl-U and Ctrl-W: all of it.
            case 0x15, 0x17: bytes.removeAll(keepingCapacity: true)
            default: bytes.append(byte)
            }
            if bytes.count > largestSize {
                throw CommandFailure(
                    thing, "a line of more than \(largestSize) bytes", remedy: "type only the password")
            }
        }
        // The terminal went away, perhaps in the middle of the password.
        throw interrupted
    }

    private static var interrupted: CommandFailure {
        CommandFailure("password", "interrupted; nothing was done", exit: .failed)
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
