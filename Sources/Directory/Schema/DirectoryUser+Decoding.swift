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

    /// Decodes what the server sent, and takes every fault for one that makes the entry unusable.
    public init(entry: LDAPEntry) throws(DirectoryIssue) {
        var faults: [DirectoryIssue] = []
        try self.init(entry: entry, faults: &faults)
        if let fault = faults.first { throw fault }
    }

    /// Decodes what the server sent.
    /// - Parameter faults: gets what only describes the person and cannot be read. It counts as absent, and whoever has
    ///   one keeps the address they have; that the account is switched off is known all the same.
    /// - Throws: the issue that makes the entry unusable, naming entry and attribute: nobody knows who it is, or in what
    ///   state.
    public init(entry: LDAPEntry, faults: inout [DirectoryIssue]) throws(DirectoryIssue) {
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
            sAMAccountName: name, userPrincipalName: values.readable("userPrincipalName"),
            mail: values.readable("mail"), proxyAddresses: values.readableProxyAddresses(),
            personal: PersonalData(values: &values), accountControl: control, accountExpires: expires,
            primaryGroupID: try values.text("primaryGroupID").flatMap { UInt32($0) },
            whenChanged: try values.text("whenChanged").flatMap(GeneralizedTime.date),
            uSNChanged: try values.text("uSNChanged").flatMap { Int64($0) })
        faults = values.faults
    }
}

extension PersonalData {
    fileprivate init(values: inout EntryValues) {
        self.init()
        displayName = values.readable("displayName")
        firstName = values.readable("givenName")
        lastName = values.readable("sn")
        initials = values.readable("initials")
        telephone = values.readable("telephoneNumber")
        street = values.readable("streetAddress")
        jobTitle = values.readable("title")
        city = values.readable("l")
        company = values.readable("company")
        zipCode = values.readable("postalCode")
        department = values.readable("department")
        country = values.readable("co")
        office = values.readable("physicalDeliveryOfficeName")
    }
}
