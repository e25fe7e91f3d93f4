// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

extension AccessKeys {
    /// Reads a file of `id secret [session-token]`, a key a line; lines that are empty or begin with `#` are none.
    /// - Throws: `AccessKeysFailure` for a file that others can read, and for one without keys.
    public init(file: String) throws {
        let mode: UInt32
        let text: String
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            mode = (attributes[.posixPermissions] as? NSNumber)?.uint32Value ?? 0o777
            text = try String(contentsOf: URL(filePath: file), encoding: .utf8)
        } catch {
            throw AccessKeysFailure("\(file) cannot be read")
        }
        guard mode & 0o077 == 0 else {
            throw AccessKeysFailure("\(file) can be read by others (mode \(String(mode, radix: 8))); chmod 600 it")
        }
        var keys: [Key] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            guard (2...3).contains(words.count) else {
                throw AccessKeysFailure("\(file), line \(number + 1): not `id secret [session-token]`")
            }
            keys.append(Key(id: words[0], secret: words[1], sessionToken: words.count == 3 ? words[2] : nil))
        }
        guard !keys.isEmpty else { throw AccessKeysFailure("\(file) has no keys") }
        self.init(keys)
    }

    /// Writes such a file, for its owner only, and beside it `file.aws`, the same for AWS's programs
    /// (`AWS_SHARED_CREDENTIALS_FILE`). Neither may be there.
    public func write(to file: String) throws {
        let own = keys.map { ([$0.id, $0.secret] + [$0.sessionToken].compactMap { $0 }).joined(separator: " ") + "\n" }
        let profiles = keys.enumerated().map { index, key in
            "[\(index == 0 ? "default" : key.id)]\naws_access_key_id = \(key.id)\n"
                + "aws_secret_access_key = \(key.secret)\n"
                + (key.sessionToken.map { "aws_session_token = \($0)\n" } ?? "")
        }
        try Self.create(file, own.joined())
        try Self.create(file + ".aws", profiles.joined(separator: "\n"))
    }

    private static func create(_ file: String, _ text: String) throws {
        let descriptor = unsafe Glibc.open(file, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw AccessKeysFailure("\(file) cannot be made (errno \(errno))") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }
}

/// A file of access keys is of no use; says why.
public struct AccessKeysFailure: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
