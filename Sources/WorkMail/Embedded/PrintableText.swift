// SPDX-License-Identifier: Apache-2.0

/// The shape `[\u0020-\u00FF]+` of the API, matched as a whole: names of groups, and what devices say of themselves.
struct PrintableText {
    /// What the text is, for the message, such as `the name`.
    let field: String
    /// How many characters it may have.
    let length: ClosedRange<Int>

    init(_ field: String, _ length: ClosedRange<Int>) {
        self.field = field
        self.length = length
    }

    /// Throws `invalidParameter` with the reason.
    func check(_ text: String, for operation: String) throws(MailOrganizationError) {
        let count = text.unicodeScalars.count
        guard length.contains(count) else {
            throw MailOrganizationError(
                .invalidParameter, operation: operation,
                message: "\(field) has \(count) characters; it may have \(length.lowerBound) to \(length.upperBound)")
        }
        guard text.unicodeScalars.allSatisfy({ (0x20...0xFF).contains($0.value) }) else {
            throw MailOrganizationError(
                .invalidParameter, operation: operation,
                message: "\(field) may hold characters of Basic Latin and the Latin-1 supplement only")
        }
    }
}
