// SPDX-License-Identifier: Apache-2.0

/// The dialect of INI that `~/.aws/config` and `~/.aws/credentials` are written in, as botocore reads it
/// (`configloader.raw_config_parse`, Python's `RawConfigParser`). Pure.
struct ProfileFile: Equatable {
    /// Keys in small letters, by section name as it is written: `default`, `profile mail`.
    private(set) var sections: [String: [String: String]] = [:]

    /// - Throws: the number of a line that is neither section nor key nor comment.
    init(_ text: String) throws(Malformed) {
        var section: String?
        // How far the last key is indented: what is indented more goes on with its value, as in Python.
        var indentation: Int?
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let content = Self.trimmed(line)
            if content.isEmpty || content.hasPrefix("#") || content.hasPrefix(";") { continue }
            let indent = line.prefix { $0.isWhitespace }.count
            // Settings of one service below a key (`s3 =`): none of them is used here.
            if let indentation, indent > indentation { continue }
            if content.hasPrefix("["), let end = content.lastIndex(of: "]") {
                let name = Self.trimmed(content[content.index(after: content.startIndex)..<end])
                section = name
                sections[name, default: [:]].merge([:]) { $1 }
                indentation = nil
                continue
            }
            guard let section, let equals = content.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
                throw Malformed(line: index + 1)
            }
            let name = Self.trimmed(content[..<equals]).lowercased()
            guard !name.isEmpty else { throw Malformed(line: index + 1) }
            indentation = indent
            let value = content[content.index(after: equals)...]
            sections[section]?[name] = name == "credential_process" ? Self.trimmed(value) : Self.value(value)
        }
    }

    init() {}

    struct Malformed: Error, Equatable {
        /// Counted from 1. The line itself is not kept: it may be half of a secret.
        var line: Int
    }

    /// A comment may follow after a blank and `#` or `;`, as in the SDKs for Go and Java. Only a command may have these in
    /// its value.
    private static func value(_ text: Substring) -> String {
        var end = text.endIndex
        for marker in [" #", " ;", "\t#", "\t;"] {
            if let range = text.firstRange(of: marker), range.lowerBound < end { end = range.lowerBound }
        }
        return trimmed(text[..<end])
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var text = Substring(text)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text.drop { $0.isWhitespace })
    }
}
