// SPDX-License-Identifier: Apache-2.0

import CLDAP

/// One change of one attribute in a modify operation (RFC 4511 §4.6).
public struct Modification: Sendable, Hashable {
    public enum Operation: Sendable, Hashable {
        /// Adds the values; one that is there already is an error.
        case add
        /// Deletes exactly these values, and one that is not there is an error; without values, the whole attribute.
        /// Whether a value is there is decided by the attribute's equality rule, which often ignores case.
        case delete
        /// Makes these the attribute's values, whatever was there; without values, it is deleted if it was there.
        case replace
    }

    public var operation: Operation
    public var attribute: String
    public var values: [[UInt8]]

    public init(_ operation: Operation, _ attribute: String, _ values: [[UInt8]]) {
        self.operation = operation
        self.attribute = attribute
        self.values = values
    }

    /// What would not reach the server as it is meant, or `nil`.
    static func defect(of modifications: [Modification], on target: SearchBase) -> String? {
        let text = target.text
        if text.isEmpty { return "the root DSE is not modified" }
        if text.utf8.contains(0) { return "the target contains NUL" }
        if modifications.isEmpty { return "there is nothing to modify" }
        for modification in modifications {
            let name = modification.attribute
            let isName = name.utf8.allSatisfy { AttributeDescription.isNameByte($0) || $0 == UInt8(ascii: ";") }
            guard isName, !name.isEmpty else { return "“\(name)” is not an attribute name" }
            // RFC 4511 §4.6: an add has at least one value.
            if modification.operation == .add, modification.values.isEmpty { return "“\(name)” gets no values" }
        }
        return nil
    }
}

extension Modification.Operation {
    var rawValue: Int32 {
        switch self {
        case .add: LDAP_MOD_ADD
        case .delete: LDAP_MOD_DELETE
        case .replace: LDAP_MOD_REPLACE
        }
    }
}
