// SPDX-License-Identifier: Apache-2.0

/// Why a request is not one of the API.
package enum WireFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// A member has a value of another type (`SerializationException`).
    case type(member: String, expected: String)
    /// A member breaks a constraint of its shape, in words (`InvalidParameterException`).
    case constraint(member: String, String)

    package var description: String {
        switch self {
        case .type(let member, let expected): "\(member) must be \(expected)"
        case .constraint(let member, let constraint): "value at \(member) failed to satisfy constraint: \(constraint)"
        }
    }
}

extension WireOperation {
    /// Checks a request by the shapes of its members. Unknown members are ignored, as the service ignores them; null is
    /// the same as a member that is not there.
    package static func check(_ request: WireValue) throws(WireFault) {
        try Shape.structure(members).check(request, at: "")
    }
}

extension Shape {
    /// - Parameter path: the member's name, with those around it: `Filters.State`.
    func check(_ value: WireValue, at path: String) throws(WireFault) {
        switch (self, value) {
        case (.string(let length, let pattern), .string(let text)):
            let count = text.unicodeScalars.count
            guard count >= length.lowerBound else {
                throw .constraint(member: path, "member must have length greater than or equal to \(length.lowerBound)")
            }
            guard count <= length.upperBound else {
                throw .constraint(member: path, "member must have length less than or equal to \(length.upperBound)")
            }
            if let pattern, !pattern.matches(text) {
                throw .constraint(
                    member: path, "member must satisfy regular expression pattern: \(pattern.text)")
            }
        case (.oneOf(let values), .string(let text)):
            guard values.contains(where: { $0.utf8.elementsEqual(text.utf8) }) else {
                throw .constraint(
                    member: path, "member must satisfy enum value set: [\(values.joined(separator: ", "))]")
            }
        case (.integer(let range), .integer(let number)):
            guard number >= range.lowerBound else {
                throw .constraint(member: path, "member must have value greater than or equal to \(range.lowerBound)")
            }
            guard number <= range.upperBound else {
                throw .constraint(member: path, "member must have value less than or equal to \(range.upperBound)")
            }
        case (.boolean, .boolean): break
        case (.list(let element, let count), .array(let values)):
            guard count.contains(values.count) else {
                throw .constraint(member: path, "member must have \(count.lowerBound) to \(count.upperBound) elements")
            }
            for (index, value) in values.enumerated() { try element.check(value, at: "\(path)[\(index)]") }
        case (.structure(let members), .object(let object)):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                let path = path.isEmpty ? name : "\(path).\(name)"
                switch object[name] {
                case nil, .null: if member.isRequired { throw .constraint(member: path, "member must not be null") }
                case .some(let value): try member.shape.check(value, at: path)
                }
            }
        default: throw .type(member: path.isEmpty ? "the request" : path, expected: typeName)
        }
    }

    private var typeName: String {
        switch self {
        case .string, .oneOf: "a string"
        case .integer: "an integer"
        case .boolean: "true or false"
        case .list: "a list"
        case .structure: "an object"
        }
    }
}
