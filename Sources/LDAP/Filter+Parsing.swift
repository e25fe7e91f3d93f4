// SPDX-License-Identifier: Apache-2.0

extension Filter {
    /// Reads RFC 4515 text, as an administrator writes it: `(&(objectClass=user)(!(mail=*)))`. White space before,
    /// between and after the parts of `&`, `|` and `!` is allowed, so a long filter may be broken into lines.
    public init(parsing text: String) throws(FilterFailure) {
        var parser = FilterParser(text)
        self = try parser.parse()
    }
}

/// Why a text is not a filter.
public struct FilterFailure: Error, Sendable, CustomStringConvertible {
    public let text: String
    /// Where it goes wrong: the number of UTF-8 bytes before the place.
    public let position: Int
    public let reason: String

    public var description: String { "“\(text)” is not a filter: \(reason) (at byte \(position))" }
}

/// The grammar of RFC 4515 §3, one method a rule.
private struct FilterParser {
    private let text: String
    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    /// Nobody writes this deep, and each level costs stack.
    private static let deepest = 100

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    mutating func parse() throws(FilterFailure) -> Filter {
        skipSpace()
        let filter = try filter()
        skipSpace()
        guard index == bytes.count else { throw failure("there is something after the end of the filter") }
        return filter
    }

    private mutating func filter() throws(FilterFailure) -> Filter {
        guard skip("(") else { throw failure("a filter begins with (") }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw failure("nested deeper than \(Self.deepest) levels") }
        let filter: Filter
        if skip("&") {
            filter = .and(try list())
        } else if skip("|") {
            filter = .or(try list())
        } else if skip("!") {
            skipSpace()
            filter = .not(try self.filter())
            skipSpace()
        } else {
            filter = try item()
        }
        guard skip(")") else { throw failure(") expected") }
        return filter
    }

    private mutating func list() throws(FilterFailure) -> [Filter] {
        var filters: [Filter] = []
        skipSpace()
        while index < bytes.count, bytes[index] == UInt8(ascii: "(") {
            filters.append(try filter())
            skipSpace()
        }
        return filters
    }

    private mutating func item() throws(FilterFailure) -> Filter {
        let start = index
        let attribute = name(options: true)
        if skip("=") {
            try require(attribute, at: start)
            return try equality(attribute)
        }
        if skip(":") { return try extensible(attribute: attribute, from: start) }
        try require(attribute, at: start)
        if skip(">") {
            try equals()
            return .greaterOrEqual(attribute, try value())
        }
        if skip("<") {
            try equals()
            return .lessOrEqual(attribute, try value())
        }
        if skip("~") {
            try equals()
            return .approx(attribute, try value())
        }
        throw failure("=, >=, <=, ~= or := expected after the attribute \(attribute)")
    }

    /// `=*` is presence, `=a*b` a substring, everything else equality.
    private mutating func equality(_ attribute: String) throws(FilterFailure) -> Filter {
        var parts = [try value()]
        while skip("*") { parts.append(try value()) }
        if parts.count == 1 { return .equal(attribute, parts[0]) }
        if parts.count == 2, parts[0].isEmpty, parts[1].isEmpty { return .present(attribute) }
        let any = parts[1..<(parts.count - 1)]
        guard any.allSatisfy({ !$0.isEmpty }) else { throw failure("two * side by side") }
        let final = parts[parts.count - 1]
        return .substring(
            attribute, initial: parts[0].isEmpty ? nil : parts[0], any: Array(any), final: final.isEmpty ? nil : final)
    }

    /// Behind the first colon of `attr:dn:rule:=value`, `attr:=value`, `:dn:rule:=value`, `:rule:=value`.
    private mutating func extensible(attribute: String, from start: Int) throws(FilterFailure) -> Filter {
        var dnAttributes = false
        var rule: String?
        if !skip("=") {
            var word = name(options: false)
            if word.lowercased() == "dn", skip(":") {
                dnAttributes = true
                word = ""
                if !skip("=") {
                    word = name(options: false)
                    guard !word.isEmpty, skip(":") else { throw failure("matching rule and := expected") }
                    try equals()
                }
            } else {
                guard !word.isEmpty, skip(":") else { throw failure("matching rule and := expected") }
                try equals()
            }
            rule = word.isEmpty ? nil : word
        }
        if attribute.isEmpty, rule == nil { throw failure("an attribute or a matching rule is needed", at: start) }
        return .extensible(
            attribute: attribute.isEmpty ? nil : attribute, rule: rule, dnAttributes: dnAttributes, value: try value())
    }

    private mutating func value() throws(FilterFailure) -> [UInt8] {
        var value: [UInt8] = []
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: ")"), UInt8(ascii: "*"):
                return value
            case UInt8(ascii: "("):
                throw failure("a parenthesis in a value is written \\28")
            case 0:
                throw failure("NUL in a value is written \\00")
            case UInt8(ascii: "\\"):
                guard index + 2 < bytes.count, let high = Hex.value(bytes[index + 1]),
                    let low = Hex.value(bytes[index + 2])
                else { throw failure("two hexadecimal digits come after a backslash, like \\2a for *") }
                value.append(high << 4 | low)
                index += 3
            default:
                value.append(bytes[index])
                index += 1
            }
        }
        throw failure(") expected")
    }

    private mutating func name(options: Bool) -> String {
        let start = index
        while index < bytes.count,
            AttributeDescription.isNameByte(bytes[index]) || options && bytes[index] == UInt8(ascii: ";")
        { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private func require(_ attribute: String, at start: Int) throws(FilterFailure) {
        if attribute.isEmpty { throw failure("attribute name expected", at: start) }
    }

    private mutating func equals() throws(FilterFailure) {
        guard skip("=") else { throw failure("= expected") }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while index < bytes.count, [UInt8(ascii: " "), 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    }

    private func failure(_ reason: String, at position: Int? = nil) -> FilterFailure {
        FilterFailure(text: text, position: position ?? index, reason: reason)
    }
}
