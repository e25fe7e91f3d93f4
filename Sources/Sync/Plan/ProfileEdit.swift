// SPDX-License-Identifier: Apache-2.0
import Foundation
public import WorkMail

/// Some fields of a user's personal data with the values before and after. The service replaces the whole profile, so
/// the others are read and sent along when it is called.
public struct ProfileEdit: Hashable, Sendable {
    /// One field. An empty text is a field that is not set.
    public struct Value: Hashable, Sendable {
        public var field: AccountField
        public var old: String
        public var new: String
        /// Whether the configuration keeps this field's values out of the journal.
        public var isMasked = false

        public init(field: AccountField, old: String, new: String, isMasked: Bool = false) {
            self.field = field
            self.old = old
            self.new = new
            self.isMasked = isMasked
        }
    }

    public var values: [Value]

    public init(_ values: [Value]) { self.values = values }

    /// The profile with the new values in it.
    public func applied(to profile: MailProfile) -> MailProfile {
        var profile = profile
        for value in values { profile[value.field] = value.new }
        return profile
    }

    /// Stands in the journal for a value that the configuration keeps out of it.
    static let mask = "(masked)"

    /// One side of the edit as the journal keeps it: a JSON object of field and value, since a value may hold anything.
    func text(_ side: (Value) -> String) -> String {
        let object = Dictionary(
            values.map { ($0.field.rawValue, $0.isMasked ? Self.mask : side($0)) }, uniquingKeysWith: { $1 })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// Reads back what `text` wrote: field and value; `nil` for anything else, and for what is masked.
    static func values(inText text: String?) -> [AccountField: String]? {
        guard let text, let object = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8)),
            !object.values.contains(mask)
        else { return nil }
        var values: [AccountField: String] = [:]
        for (name, value) in object {
            guard let field = AccountField(rawValue: name) else { return nil }
            values[field] = value
        }
        return values
    }
}

extension MailProfile {
    /// The personal data by field. `hiddenFromGlobalAddressList` reads and takes `TRUE` and `FALSE`, as a directory
    /// writes it; what is no personal data is empty, and setting it does nothing.
    public subscript(field: AccountField) -> String {
        get {
            if field == .hiddenFromGlobalAddressList { return hiddenFromGlobalAddressList ? "TRUE" : "FALSE" }
            return Self.texts[field].map { self[keyPath: $0] } ?? ""
        }
        set {
            if field == .hiddenFromGlobalAddressList {
                hiddenFromGlobalAddressList = newValue == "TRUE"
            } else if let path = Self.texts[field] {
                self[keyPath: path] = newValue
            }
        }
    }

    private static var texts: [AccountField: WritableKeyPath<MailProfile, String>] {
        [
            .displayName: \.displayName, .firstName: \.firstName, .lastName: \.lastName, .initials: \.initials,
            .telephone: \.telephone, .street: \.street, .jobTitle: \.jobTitle, .city: \.city, .company: \.company,
            .zipCode: \.zipCode, .department: \.department, .country: \.country, .office: \.office,
        ]
    }
}
