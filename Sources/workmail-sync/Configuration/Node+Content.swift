// SPDX-License-Identifier: Apache-2.0
import Configuration
import Yams

/// Why a YAML value is not what its key takes: one fault, or one for each element of a list.
struct NodeFaults: Error {
    var faults: [NodeFault]

    init(_ reason: String) { faults = [NodeFault(reason: reason)] }
    init(_ faults: [NodeFault]) { self.faults = faults }
}

struct NodeFault {
    var reason: String
    /// The place of the element, when it is one of a list.
    var line: Int?
    var index: Int?
}

extension Node {
    /// The value as the kind takes it. Nothing is converted silently: `"10"` is a text and `10` is none.
    func content(as kind: ConfigurationKey.Kind) throws(NodeFaults) -> ConfigContent {
        let mismatch = NodeFaults("expected \(kind.words), found \(words)\(kind.remedy(for: self))")
        switch kind {
        case .boolean:
            guard resolvedName == .bool, let flag = bool else { throw mismatch }
            return .bool(flag)
        case .integer(let range):
            guard resolvedName == .int, let text = scalar?.string, let number = Self.decimal(text) else {
                throw mismatch
            }
            guard range.contains(number) else { throw NodeFaults("\(text) is out of range: expected \(kind.words)") }
            return .int(number)
        case .number(let range):
            guard resolvedName == .int || resolvedName == .float, let text = scalar?.string,
                text.utf8.allSatisfy({ "+-.0123456789".utf8.contains($0) }), let number = Double(text)
            else { throw mismatch }
            guard range.contains(number) else { throw NodeFaults("\(text) is out of range: expected \(kind.words)") }
            return .double(number)
        case .choice(let names):
            guard resolvedName == .str, let text = scalar?.string else { throw mismatch }
            guard names.contains(text) else {
                let hint = NearestName.of(text, among: names).map { "; did you mean \($0)?" } ?? ""
                throw NodeFaults("“\(text)” is not \(kind.words)\(hint)")
            }
            return .string(text)
        case .text(let form):
            guard resolvedName == .str, let text = scalar?.string else { throw mismatch }
            do { return .string(try form.read(text)) } catch { throw NodeFaults(error.reason) }
        case .list(let form):
            guard case .sequence(let elements) = self else { throw mismatch }
            return .stringArray(try Self.texts(elements, form))
        }
    }

    private static func texts(_ elements: Sequence, _ form: TextForm) throws(NodeFaults) -> [String] {
        var texts: [String] = []
        var faults: [NodeFault] = []
        for (index, element) in elements.enumerated() {
            let reason: String
            if element.resolvedName == .str, let text = element.scalar?.string {
                do {
                    texts.append(try form.read(text))
                    continue
                } catch { reason = error.reason }
            } else {
                let remedy = ConfigurationKey.Kind.text(form).remedy(for: element)
                reason = "expected \(form.words), found \(element.words)\(remedy)"
            }
            faults.append(NodeFault(reason: reason, line: element.mark?.line, index: index))
        }
        guard faults.isEmpty else { throw NodeFaults(faults) }
        return texts
    }

    /// The line of each element of a list.
    var elementLines: [Int] { sequence?.map { $0.mark?.line ?? 0 } ?? [] }

    /// An empty value, `~` or `null`.
    var isNothing: Bool { resolvedName == .null }

    /// What was found, in words.
    var words: String {
        switch self {
        case .mapping: "a section"
        case .sequence: "a list"
        case .alias: "an alias"
        case .scalar(let scalar):
            switch resolvedName {
            case .null: "nothing"
            case .bool: "the truth value \(scalar.string)"
            case .int, .float: "the number \(scalar.string)"
            case .timestamp: "the date \(scalar.string)"
            default: "the text “\(scalar.string)”"
            }
        }
    }

    /// What YAML makes of the value: quoted ones are texts, plain ones may be numbers, truth values or nothing.
    fileprivate var resolvedName: Tag.Name { Resolver.default.resolveTag(of: self) }

    /// Decimal digits only. YAML 1.1 also has `0777`, `0x1F`, `1_000` and `1:30`, which mean what few expect.
    private static func decimal(_ text: String) -> Int? {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
        guard digits.count + 1 >= text.utf8.count,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            digits.first != UInt8(ascii: "0") || digits.count == 1
        else { return nil }
        return Int(text)
    }
}

extension ConfigurationKey.Kind {
    /// What to write instead, when that is clear.
    fileprivate func remedy(for node: Node) -> String {
        if node.isNothing {
            if case .list = self { return "; write [] for an empty list" }
            return "; remove the line to take what holds without it"
        }
        switch self {
        case .text: return node.scalar == nil ? "" : "; put it in quotes"
        case .list: return node.scalar == nil ? "" : "; put brackets around it"
        case .boolean, .integer, .number: return node.scalar?.style.isQuoted == true ? "; remove the quotes" : ""
        case .choice: return ""
        }
    }
}

extension Node.Scalar.Style {
    fileprivate var isQuoted: Bool { self == .singleQuoted || self == .doubleQuoted }
}
