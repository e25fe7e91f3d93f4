// SPDX-License-Identifier: Apache-2.0

/// The personal data that WorkMail shows and the directory owns; `nil` where the directory has no value.
public struct PersonalData: Hashable, Sendable {
    /// `displayName`
    public var displayName: String?
    /// `givenName`
    public var firstName: String?
    /// `sn`
    public var lastName: String?
    /// `initials`
    public var initials: String?
    /// `telephoneNumber`
    public var telephone: String?
    /// `streetAddress`
    public var street: String?
    /// `title`
    public var jobTitle: String?
    /// `l`
    public var city: String?
    /// `company`
    public var company: String?
    /// `postalCode`
    public var zipCode: String?
    /// `department`
    public var department: String?
    /// `co`
    public var country: String?
    /// `physicalDeliveryOfficeName`
    public var office: String?

    public init() {}
}
