// SPDX-License-Identifier: Apache-2.0

/// Why an export cannot be restored; nothing was written.
public struct ImportFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Such as `line 12`; `nil` where it is about the whole.
    public var place: String?
    public var cause: String
    /// What to do about it, where that is known.
    public var remedy: String?
    /// Each one, where it is a matter of several.
    public var details: [String] = []

    public init(_ cause: String, at place: String? = nil, remedy: String? = nil, details: [String] = []) {
        self.place = place
        self.cause = cause
        self.remedy = remedy
        self.details = details
    }

    public var description: String { ([headline] + details).joined(separator: "\n") }

    /// Without the details, which have names in them that others wrote.
    public var headline: String { (place.map { "\($0): " } ?? "") + cause }
}
