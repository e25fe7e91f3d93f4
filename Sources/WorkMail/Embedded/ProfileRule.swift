// SPDX-License-Identifier: Apache-2.0

extension MailProfile {
    /// Throws `invalidParameter` for a text that is no `UserAttribute`: at most 256 characters.
    func check(for operation: String) throws(MailOrganizationError) {
        for (field, text) in Self.texts where self[keyPath: text].unicodeScalars.count > 256 {
            throw MailOrganizationError(
                .invalidParameter, operation: operation,
                message: "\(field) has \(self[keyPath: text].unicodeScalars.count) characters; the service takes 256")
        }
    }

    /// What becomes of an older profile when the empty texts of this one are taken for not told.
    func patching(_ old: MailProfile) -> MailProfile {
        var new = self
        for (_, text) in Self.texts where new[keyPath: text].isEmpty { new[keyPath: text] = old[keyPath: text] }
        return new
    }

    /// The texts by their names in the API.
    private static var texts: [(String, WritableKeyPath<MailProfile, String>)] {
        [
            ("DisplayName", \.displayName), ("FirstName", \.firstName), ("LastName", \.lastName),
            ("Initials", \.initials), ("Telephone", \.telephone), ("Street", \.street), ("JobTitle", \.jobTitle),
            ("City", \.city), ("Company", \.company), ("ZipCode", \.zipCode), ("Department", \.department),
            ("Country", \.country), ("Office", \.office),
        ]
    }
}
