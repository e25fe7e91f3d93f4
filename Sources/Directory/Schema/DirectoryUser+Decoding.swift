// SPDX-License-Identifier: Apache-2.0
import Foundation
public import LDAP

extension DirectoryUser {
    /// What is asked of the server, always as an explicit list, so that no photo is ever read.
    public static let attributes = [
        "objectGUID", "objectSid", "objectClass", "sAMAccountName", "userPrincipalName", "mail", "proxyAddresses",
        "displayName", "givenName", "sn", "initials", "telephoneNumber", "streetAddress", "title", "l", "company",
        "postalCode", "department", "co", "physicalDeliveryOfficeName", "userAccountControl", "accountExpires",
        "primaryGroupID", "whenChanged", "uSNChanged", "isCriticalSystemObject", "msExchRecipientTypeDetails",
    ]

    /// Decodes what the server sent.
    /// - Throws: the issue that makes the entry unusable, naming entry and attribute. An attribute that only describes
    ///   the person and cannot be read makes an issue as well: better no change than a change made of rubbish.
    public init(entry: LDAPEntry) throws(DirectoryIssue) {
        var values = EntryValues(entry)
        guard let guid = ObjectGUID(bytes: values.bytes("objectGUID") ?? []) else {
            throw values.issue("objectGUID", "is missing or not 16 bytes: may the account read it?")
        }
        values.guid = guid
        guard let sid = ObjectSID(bytes: values.bytes("objectSid") ?? []) else {
            throw values.issue("objectSid", "is missing or not a SID")
        }
        guard let name = try values.text("sAMAccountName"), !name.isEmpty else {
            throw values.issue("sAMAccountName", "is missing")
        }
        let controlText = try values.text("userAccountControl")
        guard let control = controlText.flatMap(UserAccountControl.init(ldapValue:)) else {
            throw values.issue(
                "userAccountControl",
                controlText == nil ? "is missing: may the account read it?" : "is not a number: \(controlText ?? "")")
        }
        let expiryText = try values.text("accountExpires") ?? "0"
        guard let expires = AccountExpiry(ldapValue: expiryText) else {
            throw values.issue("accountExpires", "is not a time: \(expiryText)")
        }
        let exchangeType = try values.text("msExchRecipientTypeDetails").flatMap { Int64($0) }
        let isCritical = try values.text("isCriticalSystemObject") == "TRUE"

        self.init(
            guid: guid, sid: sid, dn: entry.dn,
            kind: ObjectKind(
                objectClasses: Set(try values.texts("objectClass").map { $0.lowercased() }), control: control,
                isCritical: isCritical, relativeID: sid.relativeID, dn: entry.dn, exchangeType: exchangeType),
            sAMAccountName: name, userPrincipalName: try values.text("userPrincipalName"),
            mail: try values.text("mail"), proxyAddresses: try values.proxyAddresses(),
            personal: try PersonalData(values: values), accountControl: control, accountExpires: expires,
            primaryGroupID: try values.text("primaryGroupID").flatMap { UInt32($0) },
            whenChanged: try values.text("whenChanged").flatMap(GeneralizedTime.date),
            uSNChanged: try values.text("uSNChanged").flatMap { Int64($0) })
    }
}

extension PersonalData {
    fileprivate init(values: EntryValues) throws(DirectoryIssue) {
        self.init()
        displayName = try values.text("displayName")
        firstName = try values.text("givenName")
        lastName = try values.text("sn")
        initials = try values.text("initials")
        telephone = try values.text("telephoneNumber")
        street = try values.text("streetAddress")
        jobTitle = try values.text("title")
        city = try values.text("l")
        company = try values.text("company")
        zipCode = try values.text("postalCode")
        department = try values.text("department")
        country = try values.text("co")
        office = try values.text("physicalDeliveryOfficeName")
    }
}

/// An entry's values as text, with issues that name entry and attribute.
private struct EntryValues {
    let entry: LDAPEntry
    var guid: ObjectGUID?

    init(_ entry: LDAPEntry) { self.entry = entry }

    func issue(_ attribute: String, _ problem: String) -> DirectoryIssue {
        DirectoryIssue(guid: guid, dn: entry.dn, attribute: attribute, problem: problem)
    }

    func bytes(_ attribute: String) -> [UInt8]? { entry.first(attribute) }

    /// The first value; `nil` when the attribute is absent. Kept scalar for scalar: nothing is composed or trimmed.
    func text(_ attribute: String) throws(DirectoryIssue) -> String? {
        if let text = entry.string(attribute) { return text }
        if entry.first(attribute) != nil { throw issue(attribute, "is not UTF-8") }
        return nil
    }

    func texts(_ attribute: String) throws(DirectoryIssue) -> [String] {
        guard let texts = entry.strings(attribute) else { throw issue(attribute, "is not UTF-8") }
        return texts
    }

    func proxyAddresses() throws(DirectoryIssue) -> ProxyAddresses {
        let values = try texts("proxyAddresses")
        do throws(ProxyAddressesFault) {
            return try ProxyAddresses(values: values)
        } catch {
            switch error {
            case .twoPrimaries(let one, let other):
                throw issue("proxyAddresses", "has two primary addresses, \(one) and \(other)")
            }
        }
    }
}
