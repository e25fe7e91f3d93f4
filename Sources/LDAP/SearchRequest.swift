// SPDX-License-Identifier: Apache-2.0

/// Where a search begins.
public enum SearchBase: Sendable, Hashable {
    /// The server's own entry (RFC 4512 §5.1).
    case rootDSE
    case dn(DN)
    /// A DN as a server sent it, or a form that only the server understands, such as `<WKGUID=…>`.
    case text(String)
    /// AD's `<GUID=…>` ([MS-ADTS] 3.1.1.3.1.2.4): the entry with this `objectGUID`, wherever it is now. 16 bytes as
    /// read from the attribute.
    case guid([UInt8])

    var isGUID: Bool { if case .guid = self { true } else { false } }

    /// What goes over the wire.
    var text: String {
        switch self {
        case .rootDSE: ""
        case .dn(let dn): dn.description
        case .text(let text): text
        case .guid(let bytes): "<GUID=\(Hex.text(bytes))>"
        }
    }
}

/// How far below its base a search goes (RFC 4511 §4.5.1.2).
public enum SearchScope: Int32, Sendable, Hashable {
    case base = 0
    case oneLevel = 1
    case subtree = 2
}

/// Everything of a search but its page.
struct SearchRequest: Sendable {
    var base: SearchBase
    var scope: SearchScope
    var filter: Filter
    /// Empty means all user attributes; `["1.1"]` none.
    var attributes: [String]
    var controls: [LDAPControl]

    /// What C strings would cut short or turn into something else, or `nil`.
    var defect: String? {
        if base.text.utf8.contains(0) { return "the search base contains NUL" }
        for attribute in attributes {
            let isName = attribute.utf8.allSatisfy {
                AttributeDescription.isNameByte($0)
                    || [UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "*"), UInt8(ascii: "+")].contains($0)
            }
            guard isName, !attribute.isEmpty else { return "“\(attribute)” is not an attribute name" }
        }
        return nil
    }
}
