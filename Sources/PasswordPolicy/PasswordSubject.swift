// SPDX-License-Identifier: Apache-2.0

/// Whose password it is, as far as policies look at it: the names that it may not be made of.
public struct PasswordSubject: Hashable, Sendable {
    public var sAMAccountName: String
    public var displayName: String?
    public var userPrincipalName: String?

    public init(sAMAccountName: String, displayName: String? = nil, userPrincipalName: String? = nil) {
        self.sAMAccountName = sAMAccountName
        self.displayName = displayName
        self.userPrincipalName = userPrincipalName
    }
}
