// SPDX-License-Identifier: Apache-2.0

/// What values a member of a request may have: type, length or range, and pattern, as the API's model gives them.
package indirect enum Shape: Sendable {
    /// Lengths are counted in Unicode scalar values.
    case string(ClosedRange<Int>, Pattern? = nil)
    case integer(ClosedRange<Int>)
    case boolean
    case oneOf([String])
    case list(of: Shape, ClosedRange<Int>)
    case structure(WireMembers)

    /// A pattern of the model. On paper these are unanchored; all are taken for the whole string, the stricter reading.
    package struct Pattern: Sendable {
        /// The regular expression, for messages.
        package let text: String
        let matches: @Sendable (String) -> Bool

        init(_ text: String, _ matches: @escaping @Sendable (String) -> Bool) {
            self.text = text
            self.matches = matches
        }

        /// Every scalar satisfies a condition.
        static func every(_ text: String, _ matches: @escaping @Sendable (Unicode.Scalar) -> Bool) -> Pattern {
            Pattern(text) { $0.unicodeScalars.allSatisfy(matches) }
        }
    }
}

/// The members of a structure, by name.
package typealias WireMembers = [String: WireMember]

/// A member of a request.
package struct WireMember: Sendable {
    package let shape: Shape
    package let isRequired: Bool

    static func required(_ shape: Shape) -> WireMember { WireMember(shape: shape, isRequired: true) }
    static func optional(_ shape: Shape) -> WireMember { WireMember(shape: shape, isRequired: false) }
}
