// SPDX-License-Identifier: Apache-2.0

/// A new value for one attribute that the directory owns, and the one it takes the place of. For attributes with one
/// value, of text.
public struct AttributeChange: Sendable {
    /// For example `title`.
    public var attribute: String
    /// The value on which the change was decided; `nil` for an attribute that is absent.
    public var old: String?
    /// `nil` to delete the attribute.
    public var new: String?

    public init(attribute: String, old: String?, new: String?) {
        self.attribute = attribute
        self.old = old
        self.new = new
    }

    var oldBytes: [UInt8]? { old.map { Array($0.utf8) } }
    var newBytes: [UInt8]? { new.map { Array($0.utf8) } }
}

/// Byte for byte: two spellings of one accent are two values.
extension AttributeChange: Hashable {
    public static func == (a: Self, b: Self) -> Bool {
        a.attribute.utf8.elementsEqual(b.attribute.utf8) && a.oldBytes == b.oldBytes && a.newBytes == b.newBytes
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(Array(attribute.utf8))
        hasher.combine(oldBytes)
        hasher.combine(newBytes)
    }
}

/// A change of one object that only an administrator of the directory may make: by hand with ``ldif``, or by
/// ``DirectoryAdministrator/apply(_:)``. Both do it only while the old values are still there, and all of it or nothing.
public struct DelegatedChange: Hashable, Sendable {
    /// Who is changed, wherever they are by then.
    public var guid: ObjectGUID
    /// Where they were when the change was decided: what ``ldif`` names, since no tool does without.
    public var dn: String
    /// At most one for each attribute.
    public var changes: [AttributeChange]

    public init(guid: ObjectGUID, dn: String, changes: [AttributeChange]) {
        self.guid = guid
        self.dn = dn
        self.changes = changes
    }
}
