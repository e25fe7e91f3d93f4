// SPDX-License-Identifier: Apache-2.0
import Configuration

/// One key of the configuration file: what it is called, what it takes, and what it is when it is not there.
///
/// `ConfigurationKey.all` is the only list of keys. Validation, `config show` and the test of the example file read it.
struct ConfigurationKey: Sendable {
    /// What a key takes.
    enum Kind: Sendable {
        case boolean
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case choice([String])
        case text(TextForm)
        case list(of: TextForm)
    }

    /// What holds when the file does not name the key.
    enum Default: Sendable {
        /// The file must name it.
        case required
        /// The key simply does not apply.
        case absent
        case value(ConfigContent)
    }

    /// For example `directory`.
    let section: String
    /// For example `page_size`. Durations end in their unit.
    let name: String
    let kind: Kind
    let fallback: Default
    /// One sentence for people.
    let documentation: String
    /// The key leads to a secret, whose contents are never shown.
    let isSecret: Bool

    init(
        _ section: String, _ name: String, _ kind: Kind, _ fallback: Default, isSecret: Bool = false,
        _ documentation: String
    ) {
        self.section = section
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.documentation = documentation
        self.isSecret = isSecret
    }

    /// For example `directory.page_size`: ASCII, so Swift's `==` on it is byte equality.
    var path: String { "\(section).\(name)" }

    /// What the key takes and what it is by default, as the example file says it: `10…5000; default 1000`.
    var summary: String {
        let rule =
            switch fallback {
            case .required: "required"
            case .absent: "optional"
            case .value(let content): "default \(content.shown)"
            }
        return "\(kind.words); \(rule)"
    }
}

extension ConfigurationKey.Kind {
    /// What to expect, in words.
    var words: String {
        switch self {
        case .boolean: "true or false"
        case .integer(let range): "an integer, \(range.lowerBound)…\(range.upperBound)"
        case .number(let range):
            "a number, \(ConfigContent.double(range.lowerBound).shown)…\(ConfigContent.double(range.upperBound).shown)"
        case .choice(let names):
            names.count == 1 ? names[0] : names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
        case .text(let form): form.words
        case .list(let form): "a list of \(form.pluralWords)"
        }
    }
}

extension ConfigContent {
    /// The value as it would be written in YAML.
    var shown: String {
        switch self {
        case .string(let text): text
        case .int(let number): String(number)
        case .double(let number): number == number.rounded() ? String(Int(number)) : String(number)
        case .bool(let flag): flag ? "true" : "false"
        case .stringArray(let texts):
            "["
                + texts.map { "\"\($0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"" }.joined(
                    separator: ", ") + "]"
        // No key takes the others.
        default: "…"
        }
    }
}
