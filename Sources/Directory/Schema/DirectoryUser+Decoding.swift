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

/// An entry's values as text, with issues that name entry and attribute.
private struct EntryValues {
    let entry: LDAPEntry
    var guid: ObjectGUID?
    /// What could not be read and only describes the person.
    private(set) var faults: [DirectoryIssue] = []

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

    /// The first value of something that only describes the person; one that cannot be read becomes a fault.
    mutating func readable(_ attribute: String) -> String? {
        do throws(DirectoryIssue) { return try text(attribute) } catch {
            faults.append(error)
            return nil
        }
    }

    mutating func readableProxyAddresses() -> ProxyAddresses {
        do throws(DirectoryIssue) { return try proxyAddresses() } catch {
            faults.append(error)
            return .none
        }
    }

    private func proxyAddresses() throws(DirectoryIssue) -> ProxyAddresses {
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
